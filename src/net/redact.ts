/** A text of the vendor's with our secrets taken out, should it repeat them. */
export function redact(text: string, secrets: readonly string[]): string {
  return secrets
    .flatMap((secret) => [secret, ...secret.split('.')])
    .filter((secret) => secret.length >= 8)
    .reduce((result, secret) => result.replaceAll(secret, '…'), text)
    .replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, '…');
}
