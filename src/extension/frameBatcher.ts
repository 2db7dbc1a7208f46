import type { TextChange } from '../chat/textChange.ts';
import { type StartTimer, startLivelyTimer, type Timer } from '../net/timers.ts';
import type { Extras } from '../shared/protocol.ts';

/** One frame at 60 Hz; more updates than the screen can show only cost time. */
const frameMs = 16;

/** What has come of an answer since the last frame. */
export interface AnswerDelta extends Partial<Extras> {
  readonly id: string;
  readonly reasoning?: string;
  /** It follows the first `from` UTF-16 code units of the text; absent: all of it. */
  readonly text?: string;
  readonly from?: number;
  readonly state?: 'reasoning' | 'answering';
  /** How long the model has reasoned, in milliseconds. */
  readonly reasoningMs?: number;
}

/** Text that waits: it follows the first `at` code units, behind which another one may have stood. */
interface WaitingText {
  readonly at: number;
  readonly text: string;
  readonly isRewritten: boolean;
}

/** Gathers what comes of one answer and hands it on at most once per frame. */
export class FrameBatcher {
  readonly #deliver: (delta: AnswerDelta) => void;
  #id: string | undefined;
  #text: WaitingText | undefined;
  #rest: Omit<AnswerDelta, 'id' | 'text' | 'from'> = {};
  readonly #startTimer: StartTimer;
  #timer: Timer | undefined;

  constructor(deliver: (delta: AnswerDelta) => void, timer: StartTimer = startLivelyTimer) {
    this.#deliver = deliver;
    this.#startTimer = timer;
  }

  /** @param at how much of the channel stands before the text, in UTF-16 code units */
  addText(id: string, channel: 'text' | 'reasoning', at: number, text: string): void {
    this.#begin(id);
    if (channel === 'reasoning') {
      this.#rest = { ...this.#rest, reasoning: (this.#rest.reasoning ?? '') + text };
    } else {
      const { at: from, text: before, isRewritten } = this.#text ?? { at, text: '', isRewritten: false };
      this.#text = { at: from, text: before + text, isRewritten };
    }
  }

  /** @param whole the text of which the change is a part */
  replaceText(id: string, whole: string, { at }: TextChange): void {
    this.#begin(id);
    const from = Math.min(at, this.#text?.at ?? at);
    this.#text = { at: from, text: whole.slice(from), isRewritten: true };
  }

  addExtras(id: string, added: Partial<Extras>): void {
    this.#begin(id);
    const rest = this.#rest;
    this.#rest = {
      ...rest,
      ...(added.sources && { sources: [...(rest.sources ?? []), ...added.sources] }),
      ...(added.suggestions && { suggestions: [...(rest.suggestions ?? []), ...added.suggestions] }),
      ...(added.notices && { notices: [...(rest.notices ?? []), ...added.notices] }),
    };
  }

  /** Only the last state of a frame is seen. */
  setState(id: string, state: 'reasoning' | 'answering', reasoningMs: number | undefined): void {
    this.#begin(id);
    const { reasoningMs: _, ...rest } = this.#rest;
    this.#rest = { ...rest, state, ...(reasoningMs !== undefined && { reasoningMs }) };
  }

  /** Hands on what is there at once; whatever follows must not overtake it. */
  flush(): void {
    const id = this.#id;
    const text = this.#text;
    const rest = this.#rest;
    this.discard();
    if (id === undefined) return;
    this.#deliver({
      id,
      ...rest,
      ...(text && { text: text.text, ...(text.isRewritten && { from: text.at }) }),
    });
  }

  /** Forgets what is there: a snapshot that holds it is on its way. */
  discard(): void {
    this.#timer?.stop();
    this.#timer = undefined;
    this.#id = undefined;
    this.#text = undefined;
    this.#rest = {};
  }

  #begin(id: string): void {
    if (this.#id !== id) this.flush();
    this.#id = id;
    this.#timer ??= this.#startTimer(frameMs, () => this.flush());
  }
}
