import type { ScriptedToolCall } from '../custom/toolCalls.ts';
import type { Reply } from '../loopback/reply.ts';
import type { EndlessScenario, Interruption, RawScenario } from '../loopback/scenario.ts';

/** What the server shall do with the next chat completion that is authorised and well formed. Plain data. */
export type Scenario = GlmReply | ErrorScenario | EndlessScenario | RawScenario;

/** What the server shall do with the next question that is left at the async address. Plain data. */
export type TaskScenario = Task | ErrorScenario | RawScenario;

export interface GlmReply extends Reply {
  /** Made only if the request offers functions. A piece of the arguments is a chunk of its own under `tool_stream`. */
  readonly toolCalls?: readonly ScriptedToolCall[];
  /** Told only if the request has a web search with `search_result`. */
  readonly searchResults?: readonly SearchResult[];
}

/** A member of `web_search`, under the vendor's names. */
export interface SearchResult {
  readonly title: string;
  readonly link: string;
  readonly content: string;
  /** Such as `ref_1`. */
  readonly refer: string;
  readonly media?: string;
  readonly icon?: string;
  /** `YYYY-MM-DD` */
  readonly publish_date?: string;
}

/** A question that is taken and worked on while its result is looked for. */
export interface Task {
  readonly type: 'task';
  /** Made up like the vendor's when absent. */
  readonly id?: string;
  /** What the first looks meet; a number is so many times `PROCESSING`. 1 when absent. */
  readonly before?: number | readonly Look[];
  /** What every later look meets. */
  readonly outcome: Look;
  /** How the answer to the question, not the one to a look, fails to be whole. */
  readonly interruption?: Interruption;
}

/** What a look at a task meets; a reply is its `SUCCESS`. */
export type Look = 'PROCESSING' | 'FAIL' | GlmReply | ErrorScenario | RawScenario;

/** A refusal instead of an answer. */
export interface ErrorScenario {
  readonly type: 'error';
  /** The vendor's code. Status and wording follow the documented table unless given. */
  readonly code: string;
  readonly status?: number;
  readonly message?: string;
  /** Such as `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** `documented` when absent. */
  readonly shape?: ErrorShape;
}

/**
 * `documented`: `{"error":{"code":"1001","message":"…"}}`; `numeric-code`: the code as a number; `flat`:
 * `{"code":1001,"msg":"…","success":false}`; `anthropic`: the envelope of the Anthropic-compatible route;
 * `text`: the bare message; `empty`: no body.
 */
export type ErrorShape = 'documented' | 'numeric-code' | 'flat' | 'anthropic' | 'text' | 'empty';
