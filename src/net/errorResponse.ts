import { ProviderError } from '../core/error.ts';
import type { HttpResponse } from '../core/transport.ts';
import { ruleByStatus, type VendorFailure } from './errorTable.ts';

/** An error body is a line of JSON; of an HTML page the first kilobytes are more than enough. */
const longestBody = 64 * 1024;

/** Brings a failure that the vendor reported in its own format into a ProviderError. */
export type MapFailure = (failure: VendorFailure) => ProviderError;

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
): Promise<ProviderError> {
  try {
    return errorFromBody(response, await readText(response), map, now);
  } catch (error) {
    // The status says more than the fact that the explanation was cut off.
    if (response.status < 400 || (error instanceof ProviderError && error.kind === 'cancelled')) throw error;
    return errorFromBody(response, '', map, now);
  }
}

/** The error that the body of a response stands for. */
export function errorFromBody(
  response: HttpResponse,
  body: string,
  map: MapFailure,
  now: number,
): ProviderError {
  const { status } = response;
  const retryAfterMs = parseRetryAfter(response.header('retry-after'), now);
  const requestId = response.header('x-request-id') ?? response.header('x-log-id');
  const shared = {
    status,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(requestId !== undefined && { requestId }),
  };
  const failure = parseFailure(parseJson(body));
  if (failure) return map({ ...shared, ...failure });

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
export function parseFailure(
  value: unknown,
): Pick<VendorFailure, 'code' | 'message' | 'requestId'> | undefined {
  if (!isRecord(value)) return undefined;
  const { error } = value;
  const source = isRecord(error) ? error : value;
  const code = text(source['code']) ?? text(source['type']);
  const message = text(source['message']) ?? text(source['msg']) ?? text(error);
  if (!isRecord(error) && (code === undefined || message === undefined) && text(error) === undefined) {
    return undefined;
  }
  const requestId = text(value['request_id']) ?? text(source['request_id']);
  return {
    message: message ?? '',
    ...(code !== undefined && { code }),
    ...(requestId !== undefined && { requestId }),
  };
}

/**
 * Milliseconds to wait, from seconds or an HTTP date; undefined if the header is absent or unreadable.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  const trimmed = value?.trim();
  if (!trimmed) return undefined;
  if (/^\d+(?:\.\d+)?$/.test(trimmed)) return Math.round(Number(trimmed) * 1000);
  const date = Date.parse(trimmed);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

async function readText(response: HttpResponse): Promise<string> {
  const enough = new Error('The rest of the body is not wanted');
  const decoder = new TextDecoder();
  let body = '';
  let size = 0;
  try {
    await response.read((chunk) => {
      size += chunk.byteLength;
      body += decoder.decode(chunk, { stream: true });
      if (size > longestBody) throw enough;
    });
  } catch (error) {
    if (error !== enough) throw error;
  }
  return body;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function nameBody(body: string): string {
  if (body.trim() === '') return 'an empty body';
  return /^\s*</.test(body) ? 'an HTML page' : 'a body that is not in the documented format';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
