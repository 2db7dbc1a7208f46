import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SparkAccount } from './accounts.ts';

/** How a handshake proved who it is, or with which HTTP status and message it is refused. */
export type HandshakeAuthentication =
  | {
      readonly type: 'signed';
      readonly account: SparkAccount;
      /** The host that was signed: this server's or, behind a proxy, one of the vendor's. */
      readonly host: string;
      /** As signed, RFC 1123. */
      readonly date: string;
      /** What the key was called: `api_key`, or Kong's own `hmac username`. */
      readonly keyName: 'api_key' | 'hmac username';
    }
  | HandshakeRefusal;

export interface HandshakeRefusal {
  readonly type: 'refused';
  readonly status: number;
  /** The vendor's own words. */
  readonly message: string;
  /** What is really wrong, for a test to read. */
  readonly reason: string;
}

export interface Handshake {
  /** Percent-encoded, without the query. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  /** The `Host` header. */
  readonly host: string | undefined;
}

/** Hosts of the service; a client that is led here by a proxy signs one of them. */
export const publicHosts: readonly string[] = [
  'spark-api.xf-yun.com',
  'spark-api-n.xf-yun.com',
  'spark-openapi-n.cn-huabei-1.xf-yun.com',
  'maas-api.cn-huabei-1.xf-yun.com',
];

/** A date may differ from the server's clock by this much (ms), either way. */
const allowedSkew = 300_000;

const encodedBase64 = /^(?:[A-Za-z0-9]|%2B|%2F|%3D)+$/i;
const httpDate = /^(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const credential =
  /^(?<name>api_key|hmac username)="(?<key>[^"]*)", algorithm="(?<algorithm>[^"]*)", headers="(?<headers>[^"]*)", signature="(?<signature>[^"]*)"$/;

/**
 * Judges the signed URL of a WebSocket handshake the way the vendor's gateway does: `authorization` is the
 * base64 of a credential line whose signature is HMAC-SHA256, keyed with the APISecret as it is written, over
 * `host: …`, `date: …` and the request line, joined by line feeds. `now` is in milliseconds since 1970.
 * Source: xfyun.cn/doc/spark/general_url_authentication.html; messages as reported from the service.
 */
export function judgeSignedUrl(
  handshake: Handshake,
  accounts: readonly SparkAccount[],
  now: number,
): HandshakeAuthentication {
  const query = new URLSearchParams(handshake.query);
  const encoded = /(?:^|&)authorization=([^&]*)/.exec(handshake.query)?.[1];
  if (encoded === undefined) return refused('Unauthorized', 'no authorization in the query');
  if (!encodedBase64.test(encoded)) return refused('Unauthorized', 'authorization is not URL-encoded base64');
  const line = Buffer.from(decodeURIComponent(encoded), 'base64');
  if (line.toString('base64') !== decodeURIComponent(encoded)) {
    return refused('Unauthorized', 'authorization is not canonical base64');
  }

  const date = query.get('date') ?? '';
  if (!isNear(date, now)) {
    return {
      type: 'refused',
      status: 403,
      message:
        'HMAC signature cannot be verified, a valid date or x-date header is required for HMAC Authentication',
      reason: httpDate.test(date) ? 'the clock is off by more than 300 s' : 'not an RFC 1123 date in GMT',
    };
  }

  const parts = credential.exec(line.toString('utf8'))?.groups;
  if (parts === undefined)
    return refused('Unauthorized', 'the credential line is not of the documented form');
  if (parts['algorithm'] !== 'hmac-sha256') return unverified('the algorithm is not hmac-sha256');
  if (parts['headers'] !== 'host date request-line') return unverified('headers are not those documented');
  const host = query.get('host') ?? '';
  if (host !== handshake.host && !publicHosts.includes(host)) return unverified('host is not this server');

  const key = parts['key'] ?? '';
  const account = accounts.find(({ apiKey }) => apiKey === key);
  if (account === undefined) {
    const swapped = accounts.some(({ apiSecret }) => apiSecret === key);
    return refused(
      'HMAC signature cannot be verified: fail to retrieve credential',
      swapped ? 'key and secret are exchanged' : 'no account has this key',
    );
  }
  const signed = `host: ${host}\ndate: ${date}\nGET ${handshake.path} HTTP/1.1`;
  const expected = createHmac('sha256', account.apiSecret).update(signed, 'utf8').digest('base64');
  if (!isEqual(expected, parts['signature'] ?? '')) {
    return refused(
      'HMAC signature does not match',
      'another secret, or another host, date or path was signed',
    );
  }
  const keyName = parts['name'] === 'api_key' ? 'api_key' : 'hmac username';
  return { type: 'signed', account, host, date, keyName };
}

function isNear(date: string, now: number): boolean {
  if (!httpDate.test(date)) return false;
  const time = Date.parse(date);
  // Days that do not exist or have another name are corrected by Date.parse.
  return new Date(time).toUTCString() === date && Math.abs(time - now) <= allowedSkew;
}

function isEqual(expected: string, given: string): boolean {
  return expected.length === given.length && timingSafeEqual(Buffer.from(expected), Buffer.from(given));
}

function unverified(reason: string): HandshakeRefusal {
  return refused('HMAC signature cannot be verified', reason);
}

function refused(message: string, reason: string): HandshakeRefusal {
  return { type: 'refused', status: 401, message, reason };
}
