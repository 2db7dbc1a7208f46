import { createHash } from 'node:crypto';

/** What one token call hands out; good for every turn until it expires. */
export interface StreamCredentials {
  readonly accessToken: string;
  readonly channelId: string;
  readonly streamSecret: string;
  /** Undefined for the default business space. */
  readonly agentKey: string | undefined;
  /** ms since 1970. */
  readonly expiresAt: number;
}

/** The vendor's: the answer does not say it, the integration guide does. */
export const credentialLifetime = 2 * 60 * 60_000;

/** The SSE address is refused with HTML; the reason is for the test that reads it. */
export interface AddressRefusal {
  readonly type: 'refused';
  readonly reason: string;
}

/** A client whose clock is off by more than this (ms) is refused. Not documented: the gateway's own limit. */
const timeTolerance = 15 * 60_000;

/** The `serial`th set, the same in every run. The token holds characters that a URL has to escape. */
export function mintCredentials(
  serial: number,
  agentKey: string | undefined,
  expiresAt: number,
): StreamCredentials {
  const digest = (what: string): Buffer => createHash('sha256').update(`${what} ${serial}`).digest();
  const uuid = (what: string): string =>
    digest(what)
      .toString('hex')
      .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
  return {
    accessToken: `token/${serial}+${digest('token').toString('base64')}`,
    channelId: uuid('channel'),
    streamSecret: uuid('secret'),
    agentKey,
    expiresAt,
  };
}

/** Lower-case hex MD5 over the words `streamSecret` and `timestamp` and what they stand for. */
export function streamSign(streamSecret: string, timestamp: string): string {
  return createHash('md5')
    .update(`streamSecret=${streamSecret}&timestamp=${timestamp}`, 'utf8')
    .digest('hex');
}

/**
 * Judges `/sse/paas4Json/{AccessToken}/{ChannelId}/{Sign}/{Timestamp}`: the path as it came, still encoded;
 * `now` in ms since 1970. Source: Alibaba Cloud, Beebot, signature of the conversation interface.
 */
export function judgeStreamAddress(
  path: string,
  issued: readonly StreamCredentials[],
  now: number,
): StreamCredentials | AddressRefusal {
  const segments = decodeSegments(path);
  const [, sse, product, accessToken, channelId, sign, timestamp = ''] = segments ?? [];
  if (segments?.length !== 7 || sse !== 'sse' || product !== 'paas4Json')
    return refuse('not the documented path');
  const credentials = issued.find((candidate) => candidate.accessToken === accessToken);
  if (credentials === undefined) return refuse('no such AccessToken');
  if (credentials.channelId !== channelId) return refuse('ChannelId is not the one issued with the token');
  if (!/^\d{13}$/.test(timestamp)) return refuse('the timestamp is not in milliseconds');
  if (sign !== streamSign(credentials.streamSecret, timestamp)) return refuse('the sign does not match');
  if (now >= credentials.expiresAt) return refuse('the token has expired');
  const skew = Number(timestamp) - now;
  if (Math.abs(skew) > timeTolerance) return refuse(`the clock is off by ${Math.round(skew / 1000)} s`);
  return credentials;
}

function decodeSegments(path: string): readonly string[] | undefined {
  try {
    return path.split('/').map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

function refuse(reason: string): AddressRefusal {
  return { type: 'refused', reason };
}
