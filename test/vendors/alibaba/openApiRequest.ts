import type { IncomingHttpHeaders } from 'node:http';

/** A request as it arrived at the OpenAPI gateway, nothing decoded. */
export interface OpenApiRequest {
  readonly method: string;
  readonly path: string;
  /** What stands after the question mark, as it was sent. */
  readonly rawQuery: string;
  readonly headers: IncomingHttpHeaders;
  readonly rawBody: string;
}

/** An AccessKey the gateway knows. */
export interface AcceptedAccessKey {
  readonly id: string;
  readonly secret: string;
  /** Present on a temporary key: every request has to bring this token. */
  readonly securityToken?: string;
  /** A code of the gateway's table (InvalidAccessKeyId.Inactive, Forbidden.RAM…) with which the key is refused. */
  readonly refusedWith?: string;
}

/** What the gateway answers instead of a result. */
export interface OpenApiRefusal {
  readonly type: 'refused';
  readonly code: string;
  /** What was wrong, for the test that reads it; never part of the vendor's wording. */
  readonly reason: string;
}

/** A time that differs from the gateway's by more than this (ms) is refused. */
export const timeTolerance = 15 * 60_000;

/** RFC 3986: everything but letters, digits, `-`, `_`, `.` and `~` becomes `%XX` of its UTF-8 bytes. */
export function percentEncode(text: string): string {
  return [...Buffer.from(text, 'utf8')]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      const isUnreserved = /[A-Za-z0-9\-_.~]/.test(character);
      return isUnreserved ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

/**
 * The parameters of a query, in the order sent. A plus sign stays a plus sign: the gateway knows `%20` for a
 * space and nothing else. Undefined if a percent sign is not followed by what it announces.
 */
export function parseQuery(rawQuery: string): readonly (readonly [string, string])[] | undefined {
  if (rawQuery === '') return [];
  try {
    return rawQuery.split('&').map((pair) => {
      const equals = pair.indexOf('=');
      const name = equals === -1 ? pair : pair.slice(0, equals);
      const value = equals === -1 ? '' : pair.slice(equals + 1);
      return [decodeURIComponent(name), decodeURIComponent(value)] as const;
    });
  } catch {
    return undefined;
  }
}

/** Sorted by name in code-unit order, encoded and joined; a missing value becomes `name=`. */
export function canonicalQuery(parameters: readonly (readonly [string, string])[]): string {
  return [...parameters]
    .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join('&');
}

/** Judges a `YYYY-MM-DDTHH:mm:ssZ` against the gateway's clock (`now` in ms since 1970). */
export function judgeTime(time: string, now: number): OpenApiRefusal | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(time) || Number.isNaN(Date.parse(time))) {
    return refuse('InvalidTimeStamp.Format', `${time} is not YYYY-MM-DDTHH:mm:ssZ`);
  }
  const skew = Date.parse(time) - now;
  if (Math.abs(skew) <= timeTolerance) return undefined;
  return refuse('InvalidTimeStamp.Expired', `the time is off by ${Math.round(skew / 1000)} s`);
}

export function refuse(code: string, reason: string): OpenApiRefusal {
  return { type: 'refused', code, reason };
}
