import { readFile } from 'node:fs/promises';
import { join, matchesGlob } from 'node:path';

/** One line of packageContents.txt. */
export interface ExpectedFile {
  /** Of the largest file, or of all together if there may be several. */
  readonly largestSize: number;
  /** A path in the archive, or a glob. */
  readonly pattern: string;
}

/** What the packed extension has to keep to. */
export interface PackageRules {
  readonly contents: readonly ExpectedFile[];
  /** Hosts that may be named, each with the reason. */
  readonly hosts: ReadonlyMap<string, string>;
  /** Of the archive, in bytes. */
  readonly largestSize: number;
  /** Texts that would give away the machine it was built on. */
  readonly localPaths: readonly string[];
}

/** Reads packageContents.txt and packageHosts.txt. */
export async function readPackageRules(localPaths: readonly string[]): Promise<PackageRules> {
  const contents = (await readLines('packageContents.txt')).map(([size = '', pattern = '']) => ({
    largestSize: Number(size.replace('k', '')) * 1000,
    pattern,
  }));
  const hosts = (await readLines('packageHosts.txt')).map(
    ([host = '', ...reason]) => [host, reason.join(' ')] as const,
  );
  return { contents, hosts: new Map(hosts), largestSize: 1_000_000, localPaths };
}

/** The words of each line that is neither empty nor a comment. */
async function readLines(file: string): Promise<string[][]> {
  const text = await readFile(join(import.meta.dirname, file), 'utf8');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => line.trim().split(/\s+/));
}

const secrets = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----\s*[A-Za-z0-9+/=]{40}/,
  /\bsk-[A-Za-z0-9]{32,}/,
  /\bbce-v3\/ALTAK-[A-Za-z0-9]+/,
  // A key of Zhipu's, but not the example that shows what one looks like.
  /\b(?!0123456789abcdef)[0-9a-f]{32}\.[A-Za-z0-9]{16}\b/,
];

/** Code that is made while it runs; the names of what is loaded are checked where the bundles are made. */
const dynamicCode = [
  /\beval\s*\(/,
  /\bnew\s+(?:[\w$]+\.)*Function\b|(?<![\w$.])Function\s*\(/,
  /\bset(?:Timeout|Interval)\s*\(\s*["'`]/,
];

/**
 * What is wrong with a packed extension, one sentence each.
 *
 * @param files contents by path
 * @param size of the archive, in bytes
 */
export function packageFaults(
  files: ReadonlyMap<string, Buffer>,
  size: number,
  rules: PackageRules,
): string[] {
  const all = [...files].map(([path, content]) => ({ path, content, text: content.toString('latin1') }));
  const code = all.filter(({ path }) => /\.c?js$/.test(path));
  const named = new Set(
    all
      .filter(({ path }) => /\.(c?js|css|json|svg|xml|vsixmanifest)$/.test(path))
      .flatMap(({ text }) => hostsIn(text)),
  );
  return [
    ...contentFaults(all, rules.contents),
    ...all.flatMap(({ path, text }) => [
      ...secrets
        .filter((secret) => secret.test(text))
        .map((secret) => `${path} has something like a key in it: ${secret}`),
      ...rules.localPaths.filter((local) => text.includes(local)).map((local) => `${path} names ${local}`),
    ]),
    ...code.flatMap(({ path, text }) => [
      ...dynamicCode
        .flatMap((pattern) => pattern.exec(text) ?? [])
        .map((found) => `${path} makes code from text: ${found}`),
      ...(/[#@] sourceMappingURL=/.test(text) ? [`${path} refers to a source map`] : []),
    ]),
    ...[...named]
      .filter((host) => !rules.hosts.has(host))
      .map((host) => `${host} is named, but not in packageHosts.txt`),
    ...[...rules.hosts.keys()]
      .filter((host) => !named.has(host))
      .map((host) => `${host} is in packageHosts.txt, but named nowhere`),
    ...(size > rules.largestSize ? [`it has ${size} bytes; ${rules.largestSize} are allowed`] : []),
  ];
}

function contentFaults(
  files: readonly { readonly path: string; readonly content: Buffer }[],
  contents: readonly ExpectedFile[],
): string[] {
  const unexpected = files.filter(({ path }) => !contents.some(({ pattern }) => matchesGlob(path, pattern)));
  return [
    ...unexpected.map(({ path, content }) => {
      const line = `${Math.ceil((content.length * 1.5) / 1000)}k  ${path}`;
      return `${path} has no business in the package, or a line is missing in packageContents.txt: ${line}`;
    }),
    ...contents.flatMap(({ pattern, largestSize }) => {
      const matching = files.filter(({ path }) => matchesGlob(path, pattern));
      const size = matching.reduce((sum, { content }) => sum + content.length, 0);
      if (matching.length === 0) return [`${pattern} is missing`];
      return size > largestSize ? [`${pattern} has ${size} bytes; ${largestSize} are allowed`] : [];
    }),
  ];
}

/** Ends of names that say that a quoted text is a host. */
const topLevels = 'ai|app|cloud|cn|co|com|dev|io|me|net|org|se|sh|tech|top|xyz';
const address = /\b(?:https?|wss?|ftp):\\?\/\\?\/(?:[^\s"'`/@]*@)?([a-z0-9.-]*)/gi;
const quoted = new RegExp(`["'\`]((?:[a-z0-9-]+\\.)+(?:${topLevels}))(?=["'\`:/])`, 'gi');

/** @returns the hosts of all addresses in a text, and what stands in quotes and looks like a host, without ports */
export function hostsIn(text: string): string[] {
  const found = [...text.matchAll(address), ...text.matchAll(quoted)].map(([, host = '']) =>
    host.toLowerCase(),
  );
  // What is left is pieces of code and prose: "https://." and "http://${name}".
  return [...new Set(found)].filter((host) => /^([a-z0-9-]+(\.[a-z0-9-]+)+|localhost)$/.test(host));
}
