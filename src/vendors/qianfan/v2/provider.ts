import type { ProviderError } from '../../../core/error.ts';
import type { Provider } from '../../../core/provider.ts';
import type { Transport } from '../../../core/transport.ts';
import type { Connection } from '../../../core/vendor.ts';
import type { ChatDialect } from '../../../net/openAiChat/chatDialect.ts';
import { streamChat } from '../../../net/openAiChat/streamChat.ts';
import { type EmitPart, partStream } from '../../../net/partStream.ts';
import { redactFailure } from '../../../net/redact.ts';
import { repeatOnBadToken } from '../../../net/repeatOnBadToken.ts';
import { withBearer } from '../../../net/withBearer.ts';
import { accessKeyAdvice, apiKeyAdvice, blameKeys } from '../blameKeys.ts';
import { accessKeyPair, apiKeyField, appIdField } from '../fields.ts';
import { tokenSourceOf } from '../tokenSource.ts';
import { listModels } from './listModels.ts';
import { mintToken } from './mintedToken.ts';
import { chatUrl, dialect, encodeChat } from './wire.ts';

/** Makes a request with a bearer, and again with another one if that is bad. */
type Authorise = (
  signal: AbortSignal,
  emit: EmitPart,
  attempt: (token: string, emit: EmitPart) => Promise<void>,
) => Promise<void>;

/** A client for V2. */
export function createProvider(connection: Connection, transport: Transport): Provider {
  const { baseUrl, credentials } = connection;
  const authorise = connection.authMode === 'iam' ? minting(connection, transport) : plain(connection);
  const appId = credentials[appIdField.id] ?? '';
  const headers: Readonly<Record<string, string>> = appId === '' ? {} : { appid: appId };

  function dialectWith(token: string): ChatDialect {
    const secrets = [...Object.values(credentials), token];
    return {
      ...dialect,
      mapFailure: (failure) => dialect.mapFailure(redactFailure(failure, secrets)),
    };
  }

  return {
    stream(request, signal) {
      return partStream(signal, async (emit, requestSignal) => {
        const body = encodeChat(request);
        await authorise(requestSignal, emit, (token, emitPart) =>
          streamChat(
            withBearer(transport, token),
            { url: chatUrl(baseUrl), headers, body, dialect: dialectWith(token) },
            emitPart,
            requestSignal,
          ),
        );
      });
    },
    async listModels(signal) {
      let models: readonly string[] = [];
      await authorise(
        signal,
        () => {},
        async (token) => {
          const { mapFailure } = dialectWith(token);
          models = await listModels(withBearer(transport, token), baseUrl, headers, mapFailure, signal);
        },
      );
      return models;
    },
  };
}

function plain({ credentials, baseUrl }: Connection): Authorise {
  return async (_signal, emit, attempt) => {
    try {
      await attempt(credentials[apiKeyField.id] ?? '', emit);
    } catch (error) {
      throw blameKeys(error, () => apiKeyAdvice(credentials, baseUrl));
    }
  };
}

function minting({ credentials, baseUrl }: Connection, transport: Transport): Authorise {
  const keys = accessKeyPair(credentials);
  return async (signal, emit, attempt) => {
    const identity = ['qianfan v2', baseUrl, keys.accessKey, keys.secretKey];
    const tokens = tokenSourceOf(transport, identity, signal, () =>
      mintToken(transport, baseUrl, keys, signal),
    );
    try {
      await repeatOnBadToken(tokens, isBadToken, emit, attempt);
    } catch (error) {
      throw blameKeys(error, () => accessKeyAdvice(credentials));
    }
  };
}

/** A minted token may be revoked or have expired early; a new one has every right that the old one had. */
function isBadToken({ details }: ProviderError): boolean {
  return details.status === 401 && (details.code === 'invalid_iam_token' || details.code === 'access_denied');
}
