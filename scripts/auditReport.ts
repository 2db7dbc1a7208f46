export type AuditReport =
  | { readonly type: 'clean'; readonly packages: number }
  /** One line each: the package, how grave it is, what is known. */
  | { readonly type: 'vulnerable'; readonly findings: readonly string[] }
  /** Nothing is known then: neither that there are vulnerabilities nor that there are none. */
  | { readonly type: 'no-answer'; readonly reason: string };

interface Vulnerability {
  readonly name: string;
  readonly severity: string;
  readonly range: string;
  /** Advisories, or names of vulnerable packages that this one needs. */
  readonly via: readonly (string | { readonly title: string; readonly url: string })[];
}

/** @param output what `npm audit --json` printed */
export function readAudit(output: string): AuditReport {
  let parsed: {
    message?: string;
    error?: { summary?: string; code?: string };
    vulnerabilities?: Record<string, Vulnerability>;
    metadata?: { dependencies?: { total?: number } };
  };
  try {
    parsed = JSON.parse(output);
  } catch {
    return { type: 'no-answer', reason: output.trim() || 'npm printed nothing.' };
  }
  const { message, error, vulnerabilities, metadata } = parsed;
  const packages = metadata?.dependencies?.total;
  if (
    message !== undefined ||
    error !== undefined ||
    vulnerabilities === undefined ||
    packages === undefined
  ) {
    return { type: 'no-answer', reason: message ?? error?.summary ?? 'npm printed no report.' };
  }
  const findings = Object.values(vulnerabilities).map(describe);
  return findings.length === 0 ? { type: 'clean', packages } : { type: 'vulnerable', findings };
}

function describe({ name, severity, range, via }: Vulnerability): string {
  const reasons = via.map((reason) =>
    typeof reason === 'string' ? `through ${reason}` : `${reason.title} (${reason.url})`,
  );
  return `${name} ${range}, ${severity}: ${reasons.join('; ')}`;
}
