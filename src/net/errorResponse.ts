import { ProviderError } from '../core/error.ts';
import { longestCodeRead, longestErrorBody, longestHeader, longestRetryAfter } from '../core/limits.ts';
import type { HttpResponse } from '../core/transport.ts';
import { ruleByStatus, type VendorFailure } from './errorTable.ts';
import { isJsonObject, parseJson, textOf } from './json.ts';
import { readBeginning } from './readBody.ts';
import { shortFailure } from './shortFailure.ts';

/** Brings a failure that the vendor reported in its own format into a ProviderError. */
export type MapFailure = (failure: VendorFailure) => ProviderError;

/** Finds the failure in a decoded JSON value, or undefined if there is none in it. */
export type ReadFailure = (value: unknown) => Omit<VendorFailure, 'status'> | undefined;

/**
 * The error that a response stands for which is not the stream it should have been. Reads the body, and closes the
 * connection if that is too long.
 *
 * @param now milliseconds since 1970 UTC, for a Retry-After that names a date.
 */
export async function errorFromResponse(
  response: HttpResponse,
  map: MapFailure,
  now: number,
  readFailure: ReadFailure = parseFailure,
): Promise<ProviderError> {
  return errorFromBody(response, await readExplanation(response, longestErrorBody), map, now, readFailure);
}

/** The error that the body of a response stands for. */
export function errorFromBody(
  response: HttpResponse,
  body: string,
  map: MapFailure,
  now: number,
  readFailure: ReadFailure = parseFailure,
): ProviderError {
  const { status } = response;
  const requestId = shortHeader(response, 'x-request-id') ?? shortHeader(response, 'x-log-id');
  const clockSkewMs = readClockSkew(response, now);
  // A date in it is by the clock of who sent it.
  const retryAfterMs = parseRetryAfter(response.header('retry-after'), now - (clockSkewMs ?? 0));
  const shared = {
    status,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(requestId !== undefined && { requestId }),
    ...(clockSkewMs !== undefined && { clockSkewMs }),
  };
  const value = parseJson(body);
  const failure = readFailure(value) ?? (status >= 400 ? bareMessage(value) : undefined);
  if (failure) return map(shortFailure({ ...shared, ...failure }));

  // A proxy, a gateway or a login page answered in the vendor's place. Its text may be long and is rarely of use.
  const rule = ruleByStatus(status);
  const telling = rule.kind !== 'invalid-request' && status >= 400 && status !== 403;
  return new ProviderError(telling ? rule.kind : 'protocol', `HTTP ${status} with ${nameBody(body)}`, {
    ...shared,
    retryable: telling && rule.retryable === true,
    ...(telling && rule.advice && { advice: rule.advice }),
  });
}

/**
 * The error inside a decoded JSON value: `{"error":{"code","message"}}` as the chat dialect has it, or the flat
 * `{"code","msg"}` of the gateway in front of it. Undefined if there is none.
 */
export function parseFailure(value: unknown): ReturnType<ReadFailure> {
  if (!isJsonObject(value)) return undefined;
  const { error } = value;
  const source = isJsonObject(error) ? error : value;
  const code = textOf(source['code']) ?? textOf(source['type']);
  const message = textOf(source['message']) ?? textOf(source['msg']) ?? textOf(error);
  if (!isJsonObject(error) && (code === undefined || message === undefined) && textOf(error) === undefined) {
    return undefined;
  }
  const requestId = textOf(value['request_id']) ?? textOf(source['request_id']);
  return {
    message: message ?? '',
    ...(code !== undefined && { code }),
    ...(requestId !== undefined && { requestId }),
  };
}

/** What gateways (`message`, `msg`) and small servers (`detail`) say without a code. */
function bareMessage(value: unknown): ReturnType<ReadFailure> {
  if (!isJsonObject(value)) return undefined;
  const message = textOf(value['message']) ?? textOf(value['msg']) ?? textOf(value['detail']);
  return message === undefined ? undefined : { message };
}

/**
 * Milliseconds to wait, from seconds or an HTTP date, at most `longestRetryAfter`; undefined if the header is absent or
 * unreadable.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined || value.length > longestHeader) return undefined;
  const trimmed = value.trim();
  if (!trimmed) return undefined;
  const isSeconds = /^\d+(?:\.\d+)?$/.test(trimmed);
  const waitMs = isSeconds ? Math.round(Number(trimmed) * 1000) : Date.parse(trimmed) - now;
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(0, waitMs), longestRetryAfter);
}

/** A header that is an id; undefined if it is too long for one. */
function shortHeader(response: HttpResponse, name: string): string | undefined {
  const value = response.header(name);
  return value === undefined || value.length > longestCodeRead ? undefined : value;
}

/** Differences up to this one mean nothing: the header has seconds only, and the response was on its way. */
const toleratedSkewMs = 30_000;

/** By how much this computer's clock is ahead of the one that wrote the `Date` header, if that is worth a word. */
function readClockSkew(response: HttpResponse, now: number): number | undefined {
  const date = response.header('date') ?? '';
  const skew = date.length > longestHeader ? Number.NaN : now - Date.parse(date);
  return Math.abs(skew) > toleratedSkewMs ? skew : undefined;
}

/**
 * The body of a response as text, or its beginning, as `readBeginning` does; empty if it cannot be read but the status is that
 * of an error: that says more than the fact that the explanation was cut off.
 */
export async function readExplanation(response: HttpResponse, longest: number): Promise<string> {
  try {
    return await readBeginning(response, longest);
  } catch (error) {
    if (response.status < 400 || (error instanceof ProviderError && error.kind === 'cancelled')) throw error;
    return '';
  }
}

function nameBody(body: string): string {
  if (body.trim() === '') return 'an empty body';
  return /^\s*</.test(body) ? 'an HTML page' : 'a body that is not in the documented format';
}
