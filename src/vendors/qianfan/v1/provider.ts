import type { ProviderError } from '../../../core/error.ts';
import type { ChatRequest, Provider } from '../../../core/provider.ts';
import type { StreamPart } from '../../../core/streamPart.ts';
import type { Transport } from '../../../core/transport.ts';
import type { Connection } from '../../../core/vendor.ts';
import type { MapFailure } from '../../../net/errorResponse.ts';
import { type EmitPart, partStream } from '../../../net/partStream.ts';
import { redactFailure } from '../../../net/redact.ts';
import { repeatOnBadToken } from '../../../net/repeatOnBadToken.ts';
import { blameClock } from '../blameClock.ts';
import { accessKeyAdvice, applicationAdvice, blameKeys } from '../blameKeys.ts';
import { accessKeyPair, applicationKeyField, applicationSecretField } from '../fields.ts';
import { tokenSourceOf } from '../tokenSource.ts';
import { withBceSignature } from '../withBceSignature.ts';
import { type ApplicationKeys, fetchAccessToken } from './accessToken.ts';
import { encodeRequest } from './encodeRequest.ts';
import { v1Error } from './errorTable.ts';
import { pathOf } from './models.ts';
import { listServices } from './services.ts';
import { streamReply } from './streamReply.ts';

/** A client for V1. */
export interface V1Provider extends Provider {
  /** Like `stream`, but asks for the whole reply in one piece, as some gateways can only give it. */
  complete(request: ChatRequest, signal: AbortSignal): AsyncIterable<StreamPart>;
}

/** Sends one request, with whatever proves who asks. */
type Send = (
  call: { readonly url: string; readonly body: string },
  emit: EmitPart,
  signal: AbortSignal,
) => Promise<void>;

/** A client for V1 with the keys of an application, which become an access token. */
export function createOAuthProvider(connection: Connection, transport: Transport): V1Provider {
  const { baseUrl, credentials } = connection;
  const keys: ApplicationKeys = {
    apiKey: credentials[applicationKeyField.id] ?? '',
    secretKey: credentials[applicationSecretField.id] ?? '',
  };
  const secrets = [keys.apiKey, keys.secretKey];

  return createProvider(baseUrl, async ({ url, body }, emit, signal) => {
    const tokens = tokenSourceOf(transport, ['qianfan v1', baseUrl, ...secrets], signal, () =>
      fetchAccessToken(transport, baseUrl, keys, signal),
    );
    const attempt = (token: string, emitPart: EmitPart) =>
      streamReply(
        transport,
        {
          url: `${url}?access_token=${encodeURIComponent(token)}`,
          body,
          mapFailure: withoutSecrets([...secrets, token]),
        },
        emitPart,
        signal,
      );
    try {
      await repeatOnBadToken(tokens, isBadToken, emit, attempt);
    } catch (error) {
      throw blameKeys(error, () => applicationAdvice(credentials));
    }
  });
}

/** A client for V1 with a pair of IAM keys, which sign every request. */
export function createSigningProvider(connection: Connection, transport: Transport): V1Provider {
  const { baseUrl, credentials } = connection;
  const keys = accessKeyPair(credentials);
  const mapFailure = withoutSecrets([keys.accessKey, keys.secretKey]);

  async function signed<T>(use: (transport: Transport) => Promise<T>): Promise<T> {
    try {
      return await use(withBceSignature(transport, keys));
    } catch (error) {
      throw blameKeys(blameClock(error), () => accessKeyAdvice(credentials));
    }
  }

  return {
    ...createProvider(baseUrl, (call, emit, signal) =>
      signed((signing) => streamReply(signing, { ...call, mapFailure }, emit, signal)),
    ),
    listModels: (signal) =>
      signed((signing) => listServices(signing, baseUrl, [keys.accessKey, keys.secretKey], signal)),
  };
}

function createProvider(baseUrl: string, send: Send): V1Provider {
  const ask = (request: ChatRequest, stream: boolean, signal: AbortSignal) =>
    partStream(signal, async (emit, requestSignal) => {
      const url = `${baseUrl}/rpc/2.0/ai_custom/v1/wenxinworkshop/chat/${pathOf(request.model)}`;
      await send({ url, body: encodeRequest(request, stream) }, emit, requestSignal);
    });
  return {
    stream: (request, signal) => ask(request, true, signal),
    complete: (request, signal) => ask(request, false, signal),
  };
}

function isBadToken({ details }: ProviderError): boolean {
  return details.code === '110' || details.code === '111';
}

function withoutSecrets(secrets: readonly string[]): MapFailure {
  return (failure) => v1Error(redactFailure(failure, secrets));
}
