import type { Reply } from '../loopback/reply.ts';
import type { EndlessScenario, RawScenario } from '../loopback/scenario.ts';

/** What the HTTP server shall do with the next request that is authorised and well formed. Plain data. */
export type CompletionScenario = CompletionReply | CompletionError | EndlessScenario | RawScenario;

/**
 * An answer. `finishReason` is left out on `/v1` unless given, and `stop` or `tool_calls` elsewhere; `none`
 * leaves it out there, too. `model` is named outside `/v1` only.
 */
export interface CompletionReply extends Reply {
  /** After the text, whole in one chunk. Without an id when none is given. */
  readonly toolCalls?: readonly {
    readonly id?: string;
    readonly name: string;
    readonly arguments: string;
  }[];
  /** As the request asked, with `tool_calls_switch`, when absent. */
  readonly toolCallShape?: 'object' | 'list';
  /** Beside the last piece on `/v1`, and in a chunk without choices elsewhere, when absent. */
  readonly usageIn?: 'last piece' | 'own chunk';
}

/** A refusal instead of an answer. */
export interface CompletionError {
  readonly type: 'error';
  /** The vendor's code, or `401` for the gateway's refusal. */
  readonly code: string;
  /** As documented for the code when absent: 200 for the codes of the HTTP table, 400 for others. */
  readonly status?: number;
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** As documented for the code when absent. */
  readonly shape?: CompletionErrorShape;
}

/**
 * `flat`: `{"code":11200,"message":"…","sid":"…"}`; `error`: `{"error":{"message":"… (sid: …)","type":"…",
 * "param":null,"code":"10005"}}`; `gateway`: `{"message":"…"}`; `event`: the flat object as the only event of a
 * stream; `text`: the bare message; `empty`: no body.
 */
export type CompletionErrorShape = 'flat' | 'error' | 'gateway' | 'event' | 'text' | 'empty';
