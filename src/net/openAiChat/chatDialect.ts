import type { FinishReason, StreamPart } from '../../core/streamPart.ts';
import type { MapFailure, ReadFailure } from '../errorResponse.ts';
import type { ErrorRule } from '../errorTable.ts';
import type { JsonObject } from '../json.ts';
import type { RateLimitHeaders } from '../rateLimit.ts';

/** What a vendor adds to the OpenAI chat dialect or does differently in its replies. */
export interface ChatDialect {
  /** The vendor's words for why a reply ended; any other word becomes `other`. */
  readonly finishReasons: Readonly<Record<string, FinishReason>>;
  /** The vendor's words for a reply that did not end but failed. */
  readonly failedFinishes: Readonly<Record<string, ErrorRule>>;
  readonly mapFailure: MapFailure;
  /**
   * Finds the failure in an error body and in every event. Absent: that of `parseFailure`, which events are asked for
   * only if they have an `error` or no `choices`.
   */
  readonly readFailure?: ReadFailure;
  /** Where the reasoning is, the preferred member first. Absent: `reasoning_content`. */
  readonly reasoningMembers?: readonly string[];
  /**
   * Finds sources, notices and the like in an event or a whole completion. What it has given before, to the letter, is
   * not passed on again. It must not depend on the text of the reply.
   */
  readonly readExtras?: (chunk: JsonObject) => readonly StreamPart[];
  /**
   * Whether `[DONE]` alone says that the reply is whole, because there are no finish reasons. `finish` then waits for it,
   * since warnings may follow the usage; should it be missing, a reply with its usage is whole as well.
   */
  readonly finishesAtDone?: boolean;
  /** Absent: the customary ones. */
  readonly rateLimitHeaders?: RateLimitHeaders;
}
