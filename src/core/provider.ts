import type { Message } from './message.ts';
import type { ModelOptions } from './modelOptions.ts';
import type { StreamPart } from './streamPart.ts';

/** Something the model may ask to have called. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  /** The JSON schema of its input. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** One question to a model with everything that goes along. */
export interface ChatRequest {
  /** The vendor's id of the model; any string, the vendor has the last word. */
  readonly model: string;
  readonly messages: readonly Message[];
  readonly options?: ModelOptions;
  readonly tools?: readonly Tool[];
  /** Absent: the model decides. */
  readonly toolChoice?: 'auto' | 'none' | 'required';
  /** The vendor's id of this conversation, from an earlier `vendor-session` part, where the vendor keeps the history. */
  readonly vendorSession?: string;
}

/** A place in a file that a model is to fill in. */
export interface CompletionRequest {
  /** The vendor's id of the model; any string, the vendor has the last word. */
  readonly model: string;
  /** What stands before the place; lines end with `\n`. */
  readonly prefix: string;
  /** What stands behind it. */
  readonly suffix: string;
  /** The language of the file by VS Code's id, such as `typescriptreact`. */
  readonly language: string;
  readonly options?: ModelOptions;
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
  /**
   * Fills in the middle of a file, where the API can: text deltas and one `finish`, under the same rules as `stream`.
   *
   * @throws {ProviderError} as `stream` does.
   */
  completeCode?(request: CompletionRequest, signal: AbortSignal): AsyncIterable<StreamPart>;
  /** The ids of the models that these credentials may use, where the API can tell. */
  listModels?(signal: AbortSignal): Promise<readonly string[]>;
}
