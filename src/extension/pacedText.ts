import { type StartTimer, startTimer, type Timer } from '../net/timers.ts';

/** More often than this nobody sees a difference, and every piece is a message between two processes. */
const pauseMs = 16;

/**
 * Hands on text at once, and what follows within a frame as one piece: a model that writes faster than VS Code takes it
 * would fill the way there, and a wish to stop would have to wait until that is empty.
 */
export class PacedText {
  readonly #deliver: (text: string) => void;
  readonly #timer: StartTimer;
  #pause: Timer | undefined;
  #waiting = '';

  constructor(deliver: (text: string) => void, timer: StartTimer = startTimer) {
    this.#deliver = deliver;
    this.#timer = timer;
  }

  add(text: string): void {
    this.#waiting += text;
    if (!this.#pause) this.#handOn();
  }

  /** Hands on what waits. To be called before anything that is to follow it, and at the end. */
  flush(): void {
    this.#pause?.stop();
    this.#pause = undefined;
    const text = this.#waiting;
    this.#waiting = '';
    if (text !== '') this.#deliver(text);
  }

  #handOn(): void {
    this.flush();
    this.#pause = this.#timer(pauseMs, () => {
      this.#pause = undefined;
      if (this.#waiting !== '') this.#handOn();
    });
  }
}
