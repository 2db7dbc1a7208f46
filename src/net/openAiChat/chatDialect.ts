import type { FinishReason } from '../../core/streamPart.ts';
import type { MapFailure } from '../errorResponse.ts';
import type { ErrorRule } from '../errorTable.ts';

/** What a vendor adds to the OpenAI chat dialect or does differently. */
export interface ChatDialect {
  /** The vendor's words for why a reply ended; any other word becomes `other`. */
  readonly finishReasons: Readonly<Record<string, FinishReason>>;
  /** The vendor's words for a reply that did not end but failed. */
  readonly failedFinishes: Readonly<Record<string, ErrorRule>>;
  readonly mapFailure: MapFailure;
}
