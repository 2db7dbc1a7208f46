import type { EndlessScenario, Interruption, RawScenario, Wire } from '../loopback/scenario.ts';

/** What the server shall do with the next question that keeps the rules. Plain data. */
export type BeebotScenario =
  | BeebotReply
  | BeebotClarification
  | BeebotValues
  | BeebotFailure
  | EndlessScenario
  | RawScenario;

/** How events are sent. `afterPieces` of an interruption counts events, the opening one included. */
export interface BeebotDelivery {
  /** Pause before every event but the first. 0 when absent. */
  readonly delayMs?: number;
  /** An error becomes an envelope with `success:false`; `no-done` leaves out `StreamEnd:true`. */
  readonly interruption?: Interruption;
  readonly wire?: Wire;
  /** Events that a reader has to skip: one without data, one that holds items of other types, too. */
  readonly noise?: boolean;
}

/** An answer of type Direct. */
export interface BeebotReply extends BeebotDelivery {
  readonly type: 'reply';
  /** Pieces; every event carries the text so far. */
  readonly text?: string | readonly string[];
  /** Instead of `text`: what each event carries, so that an answer can be rewritten or taken back. */
  readonly states?: readonly BeebotText[];
  /** Events with an empty Content before the text. 1 when absent. */
  readonly emptyEvents?: number;
  /** How often the whole text is sent again; the last event carries StreamEnd. 1 when absent. */
  readonly repetitions?: number;
  /** Leaves out the first event, the one without MessageBody. */
  readonly withoutOpening?: boolean;
  /** `RICH_TEXT` when absent. */
  readonly contentType?: string;
  /** `NON_STRUCTURAL_KNOWLEDGE` when absent. */
  readonly source?: string;
  /** Such as `NO_ANSWER`. */
  readonly hitSystemAskConfig?: string;
  readonly references?: readonly BeebotReference[];
  readonly relatedQuestions?: readonly string[];
  readonly handOver?: BeebotHandOver;
}

/** The text of one event: whole, or as the sentences it is made of. */
export type BeebotText = string | readonly BeebotSentence[];

export interface BeebotSentence {
  readonly content: string;
  /** The number of a reference. */
  readonly referNumber?: number;
}

export interface BeebotReference {
  readonly number: number;
  readonly title: string;
  readonly content: string;
  readonly docName?: string;
}

/** The command that asks for a human agent. */
export interface BeebotHandOver {
  /** Where the command stands; both occur. */
  readonly at: 'body' | 'value';
  readonly skillGroup?: string;
  readonly reason?: string;
}

/** A question back, of type Clarify. */
export interface BeebotClarification extends BeebotDelivery {
  readonly type: 'clarify';
  /** The whole text, ready to show. */
  readonly content: string;
  readonly title?: string;
  /** Titles; none leaves the list out. */
  readonly choices?: readonly string[];
}

/** Any values, for what has no scenario of its own. Ids and `StreamEnd:false` are added where a value has none. */
export interface BeebotValues extends BeebotDelivery {
  readonly type: 'values';
  readonly values: readonly object[];
}

/** HTTP 200 and an envelope with `success:false`. */
export interface BeebotFailure {
  readonly type: 'failure';
  readonly code: string;
  readonly message: string;
}
