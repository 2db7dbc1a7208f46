import type { Reply } from '../loopback/reply.ts';
import type { EndlessScenario, RawScenario } from '../loopback/scenario.ts';

/** What the server shall do with the next request that is authorised and well formed. Plain data. */
export type Scenario = Reply | ErrorScenario | EndlessScenario | RawScenario;

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
