import { type StartTimer, startLivelyTimer, type Timer } from '../net/timers.ts';

/** One frame at 60 Hz; more updates than the screen can show only cost time. */
const frameMs = 16;

export interface TextDelta {
  readonly id: string;
  readonly text?: string;
  readonly reasoning?: string;
}

/** Gathers the text deltas of one answer and hands them on at most once per frame. */
export class FrameBatcher {
  readonly #deliver: (delta: TextDelta) => void;
  #pending: TextDelta | undefined;
  readonly #startTimer: StartTimer;
  #timer: Timer | undefined;

  constructor(deliver: (delta: TextDelta) => void, timer: StartTimer = startLivelyTimer) {
    this.#deliver = deliver;
    this.#startTimer = timer;
  }

  add(id: string, channel: 'text' | 'reasoning', text: string): void {
    if (this.#pending?.id !== id) this.flush();
    this.#pending = { ...this.#pending, id, [channel]: (this.#pending?.[channel] ?? '') + text };
    this.#timer ??= this.#startTimer(frameMs, () => this.flush());
  }

  /** Hands on what is there at once; whatever follows must not overtake it. */
  flush(): void {
    const pending = this.#pending;
    this.discard();
    if (pending) this.#deliver(pending);
  }

  /** Forgets what is there: a snapshot that holds it is on its way. */
  discard(): void {
    this.#timer?.stop();
    this.#timer = undefined;
    this.#pending = undefined;
  }
}
