import { ProviderError } from '../../core/error.ts';
import { findModel, type SparkModel } from './models.ts';

/** Where a model is reached over WebSocket and what it is called there. */
export interface SocketTarget {
  readonly address: URL;
  readonly domain: string;
  /** Undefined: nothing is known of it. */
  readonly model: SparkModel | undefined;
}

/**
 * The WebSocket of a model. Path and domain come from the model's own entry; only with an address that has a path, such
 * as that of a fine-tuned model, any name is a domain.
 *
 * @param baseUrl `ws:`, `wss:`, `http:` or `https:`.
 * @throws {ProviderError} of kind `invalid-request` for a model whose path is not known: to fall back on another one
 *   would be answered, and billed, as something else than what was asked for.
 */
export function socketTarget(baseUrl: string, id: string): SocketTarget {
  const address = new URL(baseUrl.replace(/^http(?=s?:)/i, 'ws'));
  const model = findModel(id);
  if (address.pathname !== '/') return { address, domain: model?.socket?.domain ?? id, model };
  if (!model?.socket) {
    throw new ProviderError('invalid-request', `No WebSocket is known for the model ${id}`, {
      advice: 'choose-model',
    });
  }
  address.pathname = model.socket.path;
  return { address, domain: model.socket.domain, model };
}
