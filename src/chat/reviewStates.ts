/** How a document came to a state. */
export type StateCause =
  /** By an edit that shows the lines under review. */
  'review' | 'undo-or-redo' | 'other';

/**
 * The states, by their digests, that a document goes through while lines of it are under review. Undo and redo are not
 * to stop at those that nobody wants to come back to.
 */
export class ReviewStates {
  readonly #passed: Set<string>;
  readonly #before: string;
  /** States that the user has typed in: as long as the review is open, undo may stop there. */
  readonly #rests = new Set<string>();
  #current: string;
  #previous: string;

  /**
   * @param passed where undo does not stop, over all reviews of the document; kept up to date
   * @param before the state that the review begins with
   */
  constructor(passed: Set<string>, before: string) {
    this.#passed = passed;
    this.#before = before;
    this.#current = before;
    this.#previous = before;
    passed.delete(before);
  }

  /**
   * The document has come to another state.
   *
   * @returns `begun`: it is again as it was before the review. `passing`: it is on its way there. `typed`: the user, or
   *   another extension, has changed it
   */
  enter(state: string, cause: StateCause): 'review' | 'begun' | 'passing' | 'typed' {
    this.#previous = this.#current;
    this.#current = state;
    if (cause === 'review') {
      this.#pass();
      return 'review';
    }
    if (cause === 'undo-or-redo' && state === this.#before) return 'begun';
    return cause === 'undo-or-redo' && this.#passed.has(state) ? 'passing' : 'typed';
  }

  /** What was typed is part of the review from now on. */
  rest(): void {
    if (this.#passed.delete(this.#previous)) this.#rests.add(this.#previous);
    this.#pass();
  }

  /** The review is over: undo stops only where it began, and where it has ended. */
  end(): void {
    for (const state of this.#rests) this.#passed.add(state);
    this.#passed.delete(this.#current);
    this.#passed.delete(this.#before);
  }

  #pass(): void {
    if (!this.#rests.has(this.#current) && this.#current !== this.#before) this.#passed.add(this.#current);
  }
}
