import { createHash } from 'node:crypto';

/** What a conversation is held with; good for two hours. */
export interface StreamCredentials {
  readonly accessToken: string;
  readonly channelId: string;
  readonly streamSecret: string;
}

/**
 * The sign in the address of a conversation: lower-case hex MD5. Published samples have `×tamp` where `&timestamp`
 * belongs, because `&times` was taken for an HTML entity.
 *
 * @param timestamp milliseconds since 1970 UTC.
 */
export function streamSign(streamSecret: string, timestamp: string): string {
  return createHash('md5')
    .update(`streamSecret=${streamSecret}&timestamp=${timestamp}`, 'utf8')
    .digest('hex');
}

/**
 * The address of one question. Tokens hold characters that have a meaning in a path.
 *
 * @param now milliseconds since 1970 UTC by the vendor’s clock.
 */
export function streamUrl(baseUrl: string, credentials: StreamCredentials, now: number): string {
  const { accessToken, channelId, streamSecret } = credentials;
  const timestamp = String(Math.round(now));
  const segments = [accessToken, channelId, streamSign(streamSecret, timestamp), timestamp];
  return `${baseUrl}/sse/paas4Json/${segments.map(encodeURIComponent).join('/')}`;
}
