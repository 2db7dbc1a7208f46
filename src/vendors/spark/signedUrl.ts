import { createHmac } from 'node:crypto';

export interface SigningKey {
  readonly apiKey: string;
  /** As the console shows it: it looks like base64 and is not to be decoded. */
  readonly apiSecret: string;
}

/**
 * The address of a WebSocket with the proof of who opens it. It is good for one handshake within five minutes.
 *
 * The host that is signed has to be the one in the `Host` header, with the port unless that is the scheme's own.
 *
 * @param address a `ws:` or `wss:` URL without a query.
 * @param now milliseconds since 1970 UTC.
 * @see https://www.xfyun.cn/doc/spark/general_url_authentication.html
 */
export function signedUrl(address: URL, { apiKey, apiSecret }: SigningKey, now: number): string {
  const { host, pathname } = address;
  const date = new Date(now).toUTCString();
  const signature = createHmac('sha256', apiSecret)
    .update(`host: ${host}\ndate: ${date}\nGET ${pathname} HTTP/1.1`)
    .digest('base64');
  const credential = [
    `api_key="${apiKey}"`,
    'algorithm="hmac-sha256"',
    'headers="host date request-line"',
    `signature="${signature}"`,
  ].join(', ');
  const query = new URLSearchParams({
    authorization: Buffer.from(credential).toString('base64'),
    date,
    host,
  });
  return `${address.protocol}//${host}${pathname}?${query}`;
}
