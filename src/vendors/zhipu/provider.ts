import { createHash } from 'node:crypto';
import { ProviderError } from '../../core/error.ts';
import type { Provider } from '../../core/provider.ts';
import type { Transport } from '../../core/transport.ts';
import type { Connection } from '../../core/vendor.ts';
import type { ChatDialect } from '../../net/openAiChat/chatDialect.ts';
import { streamChat } from '../../net/openAiChat/streamChat.ts';
import { type EmitPart, partStream } from '../../net/partStream.ts';
import { redact } from '../../net/redact.ts';
import { repeatOnBadToken, type TokenSource } from '../../net/repeatOnBadToken.ts';
import { tokenCacheOf } from '../../net/tokenCache.ts';
import { withBearer } from '../../net/withBearer.ts';
import { apiKeyField, type KeyParts, splitKey } from './apiKey.ts';
import { signToken, useMs } from './jwt.ts';
import { acceptLanguage, chatUrl, dialect, encodeChat } from './wire.ts';

/** A client for BigModel or Z.ai. */
export function createProvider(connection: Connection, transport: Transport): Provider {
  const key = connection.credentials[apiKeyField.id] ?? '';
  const parts = connection.authMode === 'jwt' ? splitKey(key) : undefined;
  const url = chatUrl(connection.baseUrl);
  const headers = { 'accept-language': acceptLanguage(connection) };
  const safeDialect: ChatDialect = {
    ...dialect,
    mapFailure: (failure) => dialect.mapFailure({ ...failure, message: redact(failure.message, [key]) }),
  };

  return {
    stream(request, signal) {
      return partStream(signal, (emit, requestSignal) => {
        const body = encodeChat(request);
        const attempt = (token: string, emitPart: EmitPart) =>
          streamChat(
            withBearer(transport, token),
            { url, headers, body, dialect: safeDialect },
            emitPart,
            requestSignal,
          );
        return parts ? signed(parts, key, transport, emit, attempt) : attempt(key, emit);
      });
    },
  };
}

async function signed(
  parts: KeyParts,
  key: string,
  transport: Transport,
  emit: EmitPart,
  attempt: (token: string, emit: EmitPart) => Promise<void>,
): Promise<void> {
  try {
    await repeatOnBadToken(tokenSource(parts, key, transport), isBadToken, emit, attempt);
  } catch (error) {
    throw blameClock(error);
  }
}

function tokenSource(parts: KeyParts, key: string, transport: Transport): TokenSource {
  const cache = tokenCacheOf(transport);
  const cacheKey = createHash('sha256').update(`zhipu ${key}`).digest('hex');
  return {
    get: () =>
      cache.get(cacheKey, async () => {
        const now = transport.now();
        return { value: await signToken(parts, now), refreshAt: now + useMs };
      }),
    drop: (token) => cache.drop(cacheKey, token),
  };
}

function isBadToken({ details }: ProviderError): boolean {
  return details.status === 401 || details.code === '1003';
}

/** Codes for a token that is out of date or does not verify, although it was just made: the clock may be wrong. */
const clockCodes = ['1002', '1003', '1004'];

function blameClock(error: unknown): unknown {
  if (!(error instanceof ProviderError) || !clockCodes.includes(error.details.code ?? '')) return error;
  return new ProviderError(error.kind, error.message, { ...error.details, advice: 'clock' });
}
