import { type Advice, ProviderError } from '../core/error.ts';

/*
 * Why a request failed below HTTP. Node, undici and Electron wrap the reason differently: as `cause` of a "fetch failed"
 * TypeError, as `errors` of an AggregateError with one entry per address tried, or as the text of a Chromium error.
 */

interface Meaning {
  /** Codes of Node, OpenSSL, undici and Chromium. */
  readonly codes: RegExp;
  readonly kind: 'network' | 'timeout' | 'protocol';
  readonly advice?: Advice;
  /** Where a proxy is in between, it is the proxy that failed: names are resolved there. */
  readonly isProxys?: boolean;
  readonly retryable?: boolean;
}

/** The first that fits counts: a reason and what wraps it may both have a code. */
const meanings: readonly Meaning[] = [
  {
    codes: /^(?:UND_ERR_PRX_TLS|UND_ERR_SOCKS5\w*|ERR_(?:PROXY|TUNNEL|SOCKS)_\w+)$/,
    kind: 'network',
    advice: 'proxy',
  },
  {
    codes:
      /^(?:CERT_\w+|UNABLE_TO_(?:GET|VERIFY|DECRYPT|DECODE)_\w+|(?:DEPTH_ZERO_)?SELF_SIGNED_CERT\w*|INVALID_(?:CA|PURPOSE)|PATH_LENGTH_EXCEEDED|ERR_(?:TLS_)?CERT_\w+)$/,
    kind: 'network',
    advice: 'certificate',
  },
  // The resolver itself could not be reached: offline for a moment, as in a tunnel.
  {
    codes: /^EAI_AGAIN$/,
    kind: 'network',
    advice: 'host-not-found',
    isProxys: true,
    retryable: true,
  },
  {
    codes: /^(?:ENOTFOUND|EAI_\w+|ERR_NAME_\w+|ERR_DNS_\w+)$/,
    kind: 'network',
    advice: 'host-not-found',
    isProxys: true,
  },
  {
    codes: /^(?:ECONNREFUSED|ERR_CONNECTION_REFUSED)$/,
    kind: 'network',
    advice: 'refused',
    isProxys: true,
  },
  {
    codes:
      /^(?:UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT|E(?:HOST|NET)(?:UNREACH|DOWN)|ERR_CONNECTION_TIMED_OUT|ERR_ADDRESS_UNREACHABLE|ERR_INTERNET_DISCONNECTED)$/,
    kind: 'network',
    isProxys: true,
    retryable: true,
  },
  { codes: /^UND_ERR_(?:HEADERS|BODY)_TIMEOUT$/, kind: 'timeout', retryable: true },
  {
    codes: /^(?:WS_ERR_\w+|HPE_\w+|HTTPParserError|UND_ERR_HEADERS_OVERFLOW|ERR_INVALID_HTTP_RESPONSE)$/,
    kind: 'protocol',
  },
  // What claims to be compressed and is not: zlib and brotli.
  { codes: /^(?:Z_\w+|ERR__ERROR_\w+)$/, kind: 'protocol' },
  { codes: /./, kind: 'network', retryable: true },
];

const proxyAnswer = /^Proxy response \((\d{3})\)/;
const notBuilt = /^(?:UND_ERR_INVALID_ARG|ERR_INVALID_(?:CHAR|URL|ARG_\w+))$/;

/**
 * Brings whatever fetch, undici or ws rejected with into the form that providers throw. The message names the host and the
 * code, never a header, a path or a query: those may carry secrets.
 *
 * @param signal the request's: once it is aborted, the error says `cancelled`, whatever its own words.
 * @param throughProxy whether the request was to go through a proxy: names are then resolved there, so that a host not
 *   found or a refused connection is the proxy's.
 */
export function networkError(
  error: unknown,
  url: string,
  signal: AbortSignal,
  throughProxy: boolean,
): ProviderError {
  if (error instanceof ProviderError) return error;
  if (signal.aborted) return new ProviderError('cancelled', 'The request was stopped');
  const { host } = new URL(url);
  const reasons = collectReasons(error);
  const codes = reasons.map(codeOf).filter((code) => code !== '');

  const answer = reasons.map(statusOfProxy).find(Boolean);
  if (answer) {
    return new ProviderError('network', `The proxy answered ${answer} instead of connecting to ${host}`, {
      advice: 'proxy',
      cause: error,
    });
  }
  if (codes.some((code) => notBuilt.test(code)) || isHeaderFault(error)) {
    // For example a key with a line break. The original error quotes the header, so it goes no further.
    return new ProviderError('invalid-request', `The request to ${host} could not be made`);
  }
  for (const { codes: known, kind, advice, isProxys, retryable = false } of meanings) {
    const code = codes.find((each) => known.test(each));
    if (code === undefined) continue;
    const best = throughProxy && isProxys ? 'proxy' : advice;
    return new ProviderError(kind, `The connection to ${host} failed (${code})`, {
      retryable,
      ...(best && { advice: best }),
      cause: error,
    });
  }
  return new ProviderError('network', `The connection to ${host} failed`, { retryable: true, cause: error });
}

/** What a proxy answered instead of the server. A 407 in place of the response is an error without any words in fetch. */
function statusOfProxy({ message, cause }: Error): string | undefined {
  const isNameless = cause instanceof Error && cause.name === 'Error' && cause.message === '';
  if (message === 'fetch failed' && isNameless && codeOf(cause) === '' && !('errors' in cause)) return '407';
  return proxyAnswer.exec(message)?.[1];
}

/** fetch gives neither code nor cause when it does not take a header. */
function isHeaderFault(error: unknown): boolean {
  return error instanceof TypeError && error.cause === undefined && /\bheaders?\b/i.test(error.message);
}

/** An error and everything it wraps. */
function collectReasons(error: unknown): readonly Error[] {
  const seen = new Set<Error>();
  const visit = (value: unknown): void => {
    if (!(value instanceof Error) || seen.has(value)) return;
    seen.add(value);
    visit(value.cause);
    if (value instanceof AggregateError) value.errors.forEach(visit);
  };
  visit(error);
  return [...seen];
}

function codeOf(error: Error): string {
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error.name === 'HTTPParserError') return error.name;
  // Electron reports `net::ERR_…` in the message.
  return /\bnet::(ERR_[A-Z_]+)/.exec(error.message)?.[1] ?? '';
}
