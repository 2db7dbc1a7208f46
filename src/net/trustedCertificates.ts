import * as tls from 'node:tls';

/**
 * Everybody whose certificates are trusted: Node's own list with NODE_EXTRA_CA_CERTS, the system's store if asked for
 * (SSL_CERT_FILE included), and `extra`. Reading the system's store takes up to a second on some systems.
 *
 * @param extra as PEM texts.
 */
export function createTrust(useSystem: boolean, extra: readonly string[]): tls.SecureContext {
  const ca = new Set([
    ...tls.getCACertificates('default'),
    ...tls.getCACertificates('extra'),
    ...(useSystem ? tls.getCACertificates('system') : []),
    ...extra,
  ]);
  return tls.createSecureContext({ ca: [...ca] });
}
