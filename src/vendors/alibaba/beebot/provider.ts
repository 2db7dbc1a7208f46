import { createHash } from 'node:crypto';
import { ProviderError } from '../../../core/error.ts';
import { longestErrorBody } from '../../../core/limits.ts';
import type { ChatRequest, Provider } from '../../../core/provider.ts';
import type { HttpResponse, Transport } from '../../../core/transport.ts';
import type { Connection } from '../../../core/vendor.ts';
import { checkOptions } from '../../../net/checkOptions.ts';
import { errorFromBody, readExplanation } from '../../../net/errorResponse.ts';
import type { VendorFailure } from '../../../net/errorTable.ts';
import { type EmitPart, partStream } from '../../../net/partStream.ts';
import { redactFailure } from '../../../net/redact.ts';
import { repeatOnBadToken, type TokenSource } from '../../../net/repeatOnBadToken.ts';
import { shortFailure } from '../../../net/shortFailure.ts';
import { siblingUrl } from '../../../net/siblingUrl.ts';
import { tokenCacheOf } from '../../../net/tokenCache.ts';
import { areSwapped } from './accessKey.ts';
import { createBeebotDecoder, envelopeFailure } from './beebotDecoder.ts';
import { channelPoolOf } from './channelPool.ts';
import { conversationError, isBadCredentials, isUnknownSession, WrongAddress } from './conversationErrors.ts';
import { encodeQuestion, newestUtterance, type Question } from './encodeQuestion.ts';
import { beebotBases, beebotModel, beebotOptions, openApiUrl } from './limits.ts';
import { openApiError } from './openApiErrors.ts';
import { parseObject } from './reading.ts';
import { streamUrl } from './streamAddress.ts';
import { type Caller, fetchStreamCredentials, type IssuedCredentials } from './tokenCall.ts';

/** They are good for two hours; the answer that brings them does not say so. */
const useMs = 110 * 60_000;

/** A client for Beebot: stream credentials from the OpenAPI, then one conversation after the other. */
export function createProvider(connection: Connection, transport: Transport): Provider {
  const { credentials, baseUrl } = connection;
  const caller = readCaller(connection);
  const { accessKeyId, accessKeySecret, securityToken } = caller;
  const tokenUrl = siblingUrl(baseUrl, beebotBases, openApiUrl);
  const poolKey = createHash('sha256')
    .update(JSON.stringify(['beebot', tokenUrl, caller]))
    .digest('hex');

  const safely = (failure: VendorFailure, secrets: readonly string[]): VendorFailure =>
    redactFailure(
      shortFailure(failure),
      [accessKeySecret, securityToken, ...secrets].filter((secret) => secret !== undefined),
    );
  const failCall = (failure: VendorFailure) => {
    const error = openApiError(safely(failure, []));
    const isSwapped = error.kind === 'auth' && areSwapped(accessKeyId, accessKeySecret);
    return isSwapped
      ? new ProviderError(error.kind, error.message, { ...error.details, advice: 'swapped-keys' })
      : error;
  };

  /** Asks with credentials that may turn out to be worthless. */
  async function converse(
    token: string,
    question: Question,
    emit: EmitPart,
    signal: AbortSignal,
  ): Promise<void> {
    const issued: IssuedCredentials = JSON.parse(token);
    const { accessToken, channelId, streamSecret, clockSkewMs } = issued;
    const secrets = [accessToken, channelId, streamSecret];
    const fail = (failure: VendorFailure) => conversationError(safely(failure, secrets));
    const response = await transport.fetch(
      streamUrl(baseUrl, issued, transport.now() - clockSkewMs),
      {
        method: 'POST',
        headers: {
          accept: 'text/event-stream',
          'accept-encoding': 'identity',
          'content-type': 'application/json',
        },
        body: encodeQuestion(question),
      },
      signal,
    );
    if (!isStream(response)) throw await errorInstead(response, fail, transport.now());
    await response.read(createBeebotDecoder(emit, fail));
  }

  return {
    stream(request, signal) {
      return partStream(signal, async (emit, requestSignal) => {
        checkOptions(request.options, beebotOptions);
        const question = readQuestion(request, credentials['instanceId'] ?? '', transport.randomUUID());
        const pool = channelPoolOf(transport);
        const channel = pool.take(poolKey);
        const tokens = tokenSource(transport, `${poolKey} ${channel}`, () =>
          fetchStreamCredentials(transport, tokenUrl, caller, failCall, requestSignal),
        );
        let isWhole = false;
        const watch: EmitPart = (part) => {
          if (part.type === 'finish') isWhole = true;
          emit(part);
        };
        try {
          await continueOrBegin(question, transport, watch, (asked, emitPart) =>
            repeatOnBadToken(tokens, isBadCredentials, emitPart, (token, emitAttempt) =>
              converse(token, asked, emitAttempt, requestSignal),
            ),
          );
        } finally {
          // What is left of an answer that was stopped might turn up in the next one on the same channel.
          if (!isWhole) tokens.forget();
          pool.release(poolKey, channel);
        }
      });
    },
  };
}

/** Asks once more without a session if the server does not know the one that it was to go on with. */
async function continueOrBegin(
  question: Question,
  transport: Transport,
  emit: EmitPart,
  attempt: (question: Question, emit: EmitPart) => Promise<void>,
): Promise<void> {
  let started = false;
  try {
    await attempt(question, (part) => {
      started = true;
      emit(part);
    });
  } catch (error) {
    const isForgotten = error instanceof ProviderError && isUnknownSession(error);
    if (started || question.sessionId === undefined || !isForgotten) throw error;
    await attempt({ ...question, messageId: transport.randomUUID(), sessionId: undefined }, emit);
  }
}

function readCaller({ credentials, authMode }: Connection): Caller {
  const { accessKeyId = '', accessKeySecret = '', securityToken, agentKey } = credentials;
  return {
    scheme: authMode === 'rpc' ? 'rpc' : 'acs3',
    accessKeyId,
    accessKeySecret,
    ...(securityToken && { securityToken }),
    // An empty one is refused.
    ...(agentKey && { agentKey }),
  };
}

function readQuestion(request: ChatRequest, instanceId: string, messageId: string): Question {
  return {
    messageId,
    // A model of another name is another robot.
    instanceId: request.model === beebotModel ? instanceId : request.model,
    utterance: newestUtterance(request.messages),
    sessionId: request.vendorSession,
    senderId: request.options?.userId,
  };
}

function tokenSource(
  transport: Transport,
  key: string,
  fetchCredentials: () => Promise<IssuedCredentials>,
): TokenSource & { forget(): void } {
  const cache = tokenCacheOf(transport);
  let latest: string | undefined;
  return {
    async get() {
      latest = await cache.get(key, async () => ({
        value: JSON.stringify(await fetchCredentials()),
        refreshAt: transport.now() + useMs,
      }));
      return latest;
    },
    drop: (token) => cache.drop(key, token),
    forget() {
      if (latest !== undefined) cache.drop(key, latest);
    },
  };
}

function isStream(response: HttpResponse): boolean {
  const type = response.header('content-type');
  return response.status === 200 && type !== undefined && /^text\/event-stream\b/i.test(type);
}

/** A wrong address is answered with a page, whatever its status; a failure may come as JSON all the same. */
async function errorInstead(
  response: HttpResponse,
  fail: (failure: VendorFailure) => ProviderError,
  now: number,
): Promise<ProviderError> {
  const text = await readExplanation(response, longestErrorBody);
  const envelope = parseObject(text);
  const failure = envelope && envelopeFailure(envelope);
  if (failure) return fail({ ...failure, status: response.status });
  const error = errorFromBody(response, text, fail, now);
  const { status } = response;
  const isAddress = status < 300 || status === 401 || status === 403 || status === 404;
  return isAddress ? new WrongAddress(error.kind, error.message, error.details) : error;
}
