import { isIP, type Socket } from 'node:net';
import * as tls from 'node:tls';
import type { Finding } from '../../chat/diagnosis.ts';
import { connectTimeoutMs } from './openConnection.ts';

/** Whom this side trusts, and what the settings say of it. */
export interface Trust {
  /** Everybody whose certificates requests accept. Reading the system's store may take a second: asked for if need be. */
  everybody(): tls.SecureContext;
  /** The authorities of NODE_EXTRA_CA_CERTS, as PEM texts. */
  readonly extra: readonly string[];
  /** Whether the certificate of a proxy is checked that is spoken to over TLS. */
  readonly checksProxy: boolean;
}

interface Handshake {
  readonly protocol: string;
  readonly ms: number;
  readonly certificate: tls.DetailedPeerCertificate;
  /** OpenSSL's or Node's word for why the certificate is not trusted. */
  readonly fault: string | undefined;
}

/**
 * Makes a TLS connection and looks at the certificate, first with nothing but the public authorities, so that a
 * private one, such as that of a company's proxy, is noticed. Nothing is sent over the connection.
 *
 * @param open a new connection to the server; called once or twice.
 * @param documented whether the server is the vendor's own.
 * @param clock milliseconds, for durations.
 * @throws the error of the connection; the signal's reason once it is aborted.
 */
export async function inspectTls(
  url: URL,
  open: () => Promise<Socket>,
  trust: Trust,
  documented: boolean,
  clock: () => number,
  signal: AbortSignal,
): Promise<Extract<Finding, { check: 'tls' }>> {
  const publicOnly = tls.createSecureContext({ ca: [...tls.rootCertificates] });
  const first = await shakeHands(await open(), url, publicOnly, clock, signal);
  const issuer = nameOf(first.certificate.issuer);
  const validUntil = Date.parse(first.certificate.valid_to);
  const found = { check: 'tls', type: 'trusted', protocol: first.protocol, issuer, validUntil } as const;
  if (first.fault === undefined) return { ...found, ms: first.ms, root: 'public', documented };
  // This one finds the authority that the chain ends in, if it is listed anywhere.
  const { fault, ms, certificate } = await shakeHands(await open(), url, trust.everybody(), clock, signal);
  if (fault === undefined) {
    const root = isIn(certificate, trust.extra) ? 'extra' : 'system';
    return { ...found, ms, root, documented };
  }
  return {
    check: 'tls',
    type: 'untrusted',
    issuer,
    code: fault,
    ...(fault === 'CERT_HAS_EXPIRED' && { expiredAt: validUntil }),
  };
}

function shakeHands(
  connection: Socket,
  { hostname }: URL,
  secureContext: tls.SecureContext,
  clock: () => number,
  signal: AbortSignal,
): Promise<Handshake> {
  const startedAt = clock();
  const name = hostname.replace(/[[\]]/g, '');
  return new Promise((resolve, reject) => {
    const socket = tls.connect({
      socket: connection,
      host: name,
      secureContext,
      // What is wrong with the certificate is to be read, not to end the connection.
      rejectUnauthorized: false,
      ...(isIP(name) === 0 && { servername: name }),
    });
    const end = () => {
      clearTimeout(timeout);
      signal.removeEventListener('abort', leave);
      socket.off('error', fail).on('error', () => {});
      socket.destroy();
      connection.destroy();
    };
    const fail = (error: unknown) => {
      end();
      reject(error);
    };
    const leave = () => fail(signal.reason);
    const timeout = setTimeout(() => {
      fail(Object.assign(new Error('No TLS handshake'), { code: 'ETIMEDOUT' }));
    }, connectTimeoutMs);
    signal.addEventListener('abort', leave);
    socket.once('error', fail);
    socket.once('close', () =>
      fail(Object.assign(new Error('The connection was closed'), { code: 'ECONNRESET' })),
    );
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerCertificate(true);
      const protocol = socket.getProtocol() ?? 'TLS';
      const fault = socket.authorized ? undefined : faultOf(socket.authorizationError);
      const ms = clock() - startedAt;
      end();
      resolve({ protocol, certificate, fault, ms });
    });
    if (signal.aborted) leave();
  });
}

/** Node declares an error here and hands over its code. */
function faultOf(error: unknown): string {
  if (typeof error === 'string') return error;
  return error instanceof Error && 'code' in error ? String(error.code) : 'CERT_INVALID';
}

/** An authority's organisation and name: `DigiCert Inc (RapidSSL TLS RSA CA G1)`. */
function nameOf({ O, CN }: tls.Certificate): string {
  const organisation = textOf(O);
  const name = textOf(CN);
  if (organisation === '' || organisation === name) return name || '?';
  return name === '' ? organisation : `${organisation} (${name})`;
}

/** A name may have several values of a kind, whatever the declaration says. */
function textOf(value: string | readonly string[] | undefined): string {
  return [value ?? []].flat().join(', ').slice(0, 100);
}

/** Whether a certificate of the chain is one of these. */
function isIn(certificate: tls.DetailedPeerCertificate, authorities: readonly string[]): boolean {
  const listed = new Set(authorities.map(bodyOf));
  const seen = new Set<tls.DetailedPeerCertificate>();
  for (let at = certificate; at?.raw && !seen.has(at); at = at.issuerCertificate) {
    if (listed.has(at.raw.toString('base64'))) return true;
    seen.add(at);
  }
  return false;
}

/** The Base64 of a PEM text. */
function bodyOf(pem: string): string {
  return pem.replace(/-----[^-]+-----|\s/g, '');
}
