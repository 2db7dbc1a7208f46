import { createHash } from 'node:crypto';
import { ProviderError } from '../../core/error.ts';
import type { Provider } from '../../core/provider.ts';
import type { Transport } from '../../core/transport.ts';
import type { Connection } from '../../core/vendor.ts';
import { limiterOf } from '../../net/limiter.ts';
import type { ChatDialect } from '../../net/openAiChat/chatDialect.ts';
import { streamChat } from '../../net/openAiChat/streamChat.ts';
import { type EmitPart, partStream } from '../../net/partStream.ts';
import { redactFailure } from '../../net/redact.ts';
import { repeatOnBadToken, type TokenSource } from '../../net/repeatOnBadToken.ts';
import { startLivelyTimer } from '../../net/timers.ts';
import { tokenCacheOf } from '../../net/tokenCache.ts';
import { withBearer } from '../../net/withBearer.ts';
import { apiKeyField, splitKey } from './apiKey.ts';
import { askAsync } from './asyncChat.ts';
import { encodeCodeCompletion } from './codeCompletion.ts';
import { concurrencyAt } from './endpoints.ts';
import { signToken, useMs } from './jwt.ts';
import { acceptLanguage, chatUrl, dialect, encodeChat } from './wire.ts';

/** A client for BigModel or Z.ai. */
export function createProvider(
  connection: Connection,
  transport: Transport,
  { timer = startLivelyTimer, random = Math.random } = {},
): Provider {
  const { baseUrl } = connection;
  const key = connection.credentials[apiKeyField.id] ?? '';
  const keyHash = createHash('sha256').update(`zhipu ${key}`).digest('hex');
  const tokens = connection.authMode === 'jwt' ? tokenSource(key, keyHash, transport) : undefined;
  const concurrency = concurrencyAt(baseUrl);
  const queue = concurrency && limiterOf(transport, `${keyHash} ${baseUrl}`, concurrency);
  const headers = { 'accept-language': acceptLanguage(connection) };
  const safeDialect: ChatDialect = {
    ...dialect,
    mapFailure: (failure) => dialect.mapFailure(redactFailure(failure, [key])),
  };

  /** Makes a request with the key or, if it is wanted so, with a token that stands for the key. */
  async function authorised(
    emit: EmitPart,
    attempt: (transport: Transport, emit: EmitPart) => Promise<void>,
  ): Promise<void> {
    if (!tokens) return attempt(withBearer(transport, key), emit);
    try {
      await repeatOnBadToken(tokens, isBadToken, emit, (token, emitPart) =>
        attempt(withBearer(transport, token), emitPart),
      );
    } catch (error) {
      throw blameClock(error);
    }
  }

  return {
    stream(request, signal) {
      return partStream(signal, (emit, requestSignal) => {
        const body = encodeChat(request, baseUrl);
        const call = { baseUrl, headers, dialect: safeDialect, timer, random };
        const ask = request.options?.async
          ? () =>
              askAsync(
                transport,
                {
                  ...call,
                  async authorised(attempt) {
                    const results: Awaited<ReturnType<typeof attempt>>[] = [];
                    await authorised(emit, async (through) => void results.push(await attempt(through)));
                    return results[0] as (typeof results)[number];
                  },
                },
                { model: request.model, body },
                emit,
                requestSignal,
              )
          : () =>
              authorised(emit, (through, emitPart) =>
                streamChat(
                  through,
                  { url: chatUrl(baseUrl), headers, body, dialect: safeDialect },
                  emitPart,
                  requestSignal,
                ),
              );
        return queue ? queue.run(requestSignal, ask) : ask();
      });
    },
    completeCode(request, signal) {
      return partStream(signal, (emit, requestSignal) => {
        const body = encodeCodeCompletion(request);
        const call = { url: chatUrl(baseUrl), headers, body, dialect: safeDialect };
        const ask = () =>
          authorised(emit, (through, emitPart) => streamChat(through, call, emitPart, requestSignal));
        return queue ? queue.run(requestSignal, ask) : ask();
      });
    },
  };
}

/** Undefined for a key that no token can be signed with: it only works unchanged. */
function tokenSource(key: string, keyHash: string, transport: Transport): TokenSource | undefined {
  const parts = splitKey(key);
  if (!parts) return undefined;
  const cache = tokenCacheOf(transport);
  return {
    get: () =>
      cache.get(keyHash, async () => {
        const now = transport.now();
        return { value: await signToken(parts, now), refreshAt: now + useMs };
      }),
    drop: (token) => cache.drop(keyHash, token),
  };
}

function isBadToken({ details }: ProviderError): boolean {
  return details.status === 401 || details.code === '1003';
}

/** Codes for a token that is out of date or does not verify, although it was just made: the clock may be wrong. */
const clockCodes: readonly (string | undefined)[] = ['1002', '1003', '1004'];

function blameClock(error: unknown): unknown {
  if (!(error instanceof ProviderError) || !clockCodes.includes(error.details.code)) return error;
  return new ProviderError(error.kind, error.message, { ...error.details, advice: 'clock' });
}
