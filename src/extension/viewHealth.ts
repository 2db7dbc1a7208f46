import type { ViewIntention } from '../shared/protocol.ts';

type Fault = Extract<ViewIntention, { type: 'fault' }>;

/** What a panel's view may need help with. */
export type ViewTrouble = 'silent' | 'faulty';

export interface ViewHealthParts {
  /** Writes to the log. */
  readonly report: (text: string) => void;
  /** Offers the user to load the view anew. */
  readonly offer: (trouble: ViewTrouble) => void;
  /** Calls back after so many milliseconds. Returns a function that prevents it. */
  readonly later: (callback: () => void, milliseconds: number) => () => void;
}

/** A page that has not said anything by then, in milliseconds, is broken. */
const readyMs = 20_000;
/** So many different troubles of one panel are written to the log. */
const mostReports = 20;

/** Watches over a panel's view: whether its page comes up, and what goes wrong in it. Nothing that is shown gets here. */
export class ViewHealth {
  readonly #parts: ViewHealthParts;
  readonly #reported = new Set<string>();
  #offered = false;
  #stopWaiting: (() => void) | undefined;

  constructor(parts: ViewHealthParts) {
    this.#parts = parts;
  }

  /** A page is being loaded, in sight. */
  loading(): void {
    this.gone();
    this.#stopWaiting = this.#parts.later(() => {
      this.#report(`it was not ready after ${readyMs / 1000} s`);
      this.#offer('silent');
    }, readyMs);
  }

  /** The page is there, or it is not wanted any more. */
  gone(): void {
    this.#stopWaiting?.();
    this.#stopWaiting = undefined;
  }

  /** The user has had it loaded anew: if that did not help, it is worth saying so. */
  renewed(): void {
    this.#offered = false;
  }

  fault({ kind, name, line, column }: Fault): void {
    const place = line === undefined ? '' : ` at ${line}:${column ?? 0}`;
    this.#report(`${kind} ${name}${place}`);
    if (kind === 'error' || kind === 'rejection') this.#offer('faulty');
  }

  /** @param description see `describeFault` */
  dropped(description: string): void {
    this.#report(`a message that is not of the protocol was dropped: ${description}`);
  }

  #report(what: string): void {
    if (this.#reported.has(what) || this.#reported.size >= mostReports) return;
    this.#reported.add(what);
    this.#parts.report(`The chat view: ${what}.`);
  }

  #offer(trouble: ViewTrouble): void {
    if (this.#offered) return;
    this.#offered = true;
    this.#parts.offer(trouble);
  }
}
