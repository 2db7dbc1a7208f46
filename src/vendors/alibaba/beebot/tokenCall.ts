import { ProviderError } from '../../../core/error.ts';
import { longestErrorBody } from '../../../core/limits.ts';
import type { HttpResponse, Transport } from '../../../core/transport.ts';
import { errorFromBody, readExplanation } from '../../../net/errorResponse.ts';
import type { VendorFailure } from '../../../net/errorTable.ts';
import type { JsonObject } from '../../../net/json.ts';
import { emptyBodyHash, signAcs3 } from './acs3Signature.ts';
import { canonicalQuery } from './percentEncode.ts';
import { parseObject, words } from './reading.ts';
import { signRpc } from './rpcSignature.ts';
import type { StreamCredentials } from './streamAddress.ts';

/** Who calls, and how the call is signed. */
export interface Caller {
  readonly scheme: 'acs3' | 'rpc';
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Of a temporary key. */
  readonly securityToken?: string;
  /** The business space; absent: the default one. */
  readonly agentKey?: string;
}

export interface IssuedCredentials extends StreamCredentials {
  /** By how much this computer’s clock is ahead of the vendor’s, in milliseconds; 0 unless it is off by far. */
  readonly clockSkewMs: number;
}

const action = 'ApplyForStreamAccessToken';
const version = '2022-04-08';

/** The `Date` header has whole seconds and takes its time to arrive. */
const smallestSkewMs = 30_000;

/**
 * Fetches what a conversation is held with. A nonce that was used already is replaced once, and a clock that is off is
 * made up for once with the time that the server says it is.
 *
 * @param url of the OpenAPI.
 * @throws {ProviderError}
 */
export async function fetchStreamCredentials(
  transport: Transport,
  url: string,
  caller: Caller,
  fail: (failure: VendorFailure) => ProviderError,
  signal: AbortSignal,
): Promise<IssuedCredentials> {
  const call = (skewMs: number) => {
    const now = transport.now() - skewMs;
    const { query, headers } = signedCall(new URL(url), caller, now, transport.randomUUID());
    const address = query === '' ? url : `${url}?${query}`;
    return transport.fetch(address, { method: 'POST', headers }, signal);
  };
  let response = await call(0);
  let clockSkewMs = readSkew(response, transport.now());
  let answer = await readAnswer(response, fail, transport.now());
  if (answer instanceof ProviderError && mayBeRepeated(answer, clockSkewMs)) {
    response = await call(clockSkewMs);
    clockSkewMs = readSkew(response, transport.now());
    answer = await readAnswer(response, fail, transport.now());
  }
  if (!(answer instanceof ProviderError)) return { ...answer, clockSkewMs };
  if (answer.details.advice !== 'clock') throw answer;
  throw new ProviderError(answer.kind, answer.message, { ...answer.details, clockSkewMs });
}

/** What makes a call one of the caller’s: the query as it is sent, and the headers. */
export function signedCall(
  { host, pathname }: URL,
  caller: Caller,
  now: number,
  nonce: string,
): { readonly query: string; readonly headers: Readonly<Record<string, string>> } {
  const { accessKeyId, accessKeySecret, securityToken, agentKey } = caller;
  // No milliseconds: the gateway knows only this form.
  const time = new Date(now).toISOString().replace(/\.\d+Z$/, 'Z');
  const parameters: Readonly<Record<string, string>> = agentKey ? { AgentKey: agentKey } : {};
  if (caller.scheme === 'rpc') {
    const signed = {
      ...parameters,
      Action: action,
      Version: version,
      // XML otherwise.
      Format: 'JSON',
      AccessKeyId: accessKeyId,
      SignatureMethod: 'HMAC-SHA1',
      SignatureVersion: '1.0',
      SignatureNonce: nonce,
      Timestamp: time,
      ...(securityToken && { SecurityToken: securityToken }),
    };
    const signature = signRpc('POST', signed, accessKeySecret);
    return {
      query: canonicalQuery({ ...signed, Signature: signature }),
      headers: { accept: 'application/json' },
    };
  }
  const headers = {
    'x-acs-action': action,
    'x-acs-version': version,
    'x-acs-date': time,
    'x-acs-signature-nonce': nonce,
    'x-acs-content-sha256': emptyBodyHash,
    ...(securityToken && { 'x-acs-accesskey-id': accessKeyId, 'x-acs-security-token': securityToken }),
  };
  const request = { method: 'POST', host, path: pathname, query: parameters, headers } as const;
  const authorization = signAcs3(request, accessKeyId, accessKeySecret);
  return {
    query: canonicalQuery(parameters),
    headers: { ...headers, accept: 'application/json', authorization },
  };
}

function mayBeRepeated({ details }: ProviderError, skewMs: number): boolean {
  return details.code === 'SignatureNonceUsed' || (details.advice === 'clock' && skewMs !== 0);
}

function readSkew(response: HttpResponse, now: number): number {
  const date = new Date(response.header('date') ?? Number.NaN);
  const skew = now - date.getTime();
  // Also without a date.
  return Math.abs(skew) >= smallestSkewMs ? skew : 0;
}

async function readAnswer(
  response: HttpResponse,
  fail: (failure: VendorFailure) => ProviderError,
  now: number,
): Promise<StreamCredentials | ProviderError> {
  const text = await readExplanation(response, longestErrorBody);
  const { status } = response;
  const fields = parseObject(text) ?? readXmlError(text);
  const failure = fields && readFailure(fields, status);
  if (failure) return fail(failure);
  const [accessToken, channelId, streamSecret] = ['AccessToken', 'ChannelId', 'StreamSecret'].map((name) =>
    words(fields?.[name]),
  );
  if (status === 200 && accessToken && channelId && streamSecret)
    return { accessToken, channelId, streamSecret };
  return errorFromBody(response, text, fail, now);
}

/** Also with status 200: then, too, a code says that something is wrong. */
function readFailure(fields: JsonObject, status: number): VendorFailure | undefined {
  const read = (...names: readonly string[]) => names.map((name) => words(fields[name])).find(Boolean);
  const code = read('Code', 'code');
  if (code === undefined || /^(?:200|ok|success)$/i.test(code)) return undefined;
  const requestId = read('RequestId', 'requestId');
  return {
    status,
    code,
    message: read('Message', 'message', 'Description', 'description') ?? '',
    ...(requestId !== undefined && { requestId }),
  };
}

/** Some gateways answer in XML, whatever was asked for. */
function readXmlError(text: string): JsonObject | undefined {
  if (!/^\s*(?:<\?xml[^>]*>\s*)?<Error>/.test(text)) return undefined;
  const read = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1];
  return { Code: read('Code'), Message: read('Message'), RequestId: read('RequestId') };
}
