import type { Message } from './message.ts';
import type { StreamPart } from './streamPart.ts';

/** One question to a model with everything that goes along. */
export interface ChatRequest {
  /** The vendor's id of the model; any string, the vendor has the last word. */
  readonly model: string;
  readonly messages: readonly Message[];
  /** Whether the model is to reason before it answers; absent: as the vendor sees fit. */
  readonly thinking?: boolean;
  /** The most tokens the reply may have, reasoning included; absent: as the vendor sees fit. */
  readonly maxOutputTokens?: number;
}

/** A live client for one API with one set of credentials. */
export interface Provider {
  /**
   * Asks the model and yields its reply as it arrives. Nothing is sent before the first part is asked for. Leaving
   * the loop early, like aborting `signal`, closes the connection.
   *
   * @throws {ProviderError} when the request fails or the reply is cut; never after `finish`.
   */
  stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<StreamPart>;
}
