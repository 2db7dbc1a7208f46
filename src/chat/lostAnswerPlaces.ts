/** Where an answer belongs whose own record is lost. */
export interface LostPlace {
  /** The id of its question. */
  readonly question: string;
  /** The id of the last turn before what is left of it. */
  readonly after: string;
}

/**
 * Which question an answer belongs to whose own record is lost: the last one before it that has none, else the one that was
 * asked or answered anew just before.
 */
export class LostAnswerPlaces {
  readonly #unanswered: string[] = [];
  readonly #answered = new Set<string>();
  readonly #places = new Map<string, LostPlace>();
  #last: string | undefined;
  #latest: string | undefined;
  #isAnew = false;

  /** By the id of an answer that is not there. */
  get places(): ReadonlyMap<string, LostPlace> {
    return this.#places;
  }

  noteQuestion(id: string): void {
    this.#unanswered.push(id);
    this.#last = id;
    this.#latest = id;
    this.#isAnew = false;
  }

  /** A question that is named as the way to an answer is answered anew. */
  noteHead(id: string, isQuestion: boolean): void {
    this.#isAnew = isQuestion;
    if (isQuestion) this.#latest = id;
  }

  noteAnswer(id: string, question: string): void {
    this.#last = id;
    this.#answered.add(question);
  }

  /** Something belongs to an answer that is not there. */
  noteMissing(answer: string): void {
    if (this.#places.has(answer)) return;
    for (let top = this.#unanswered.at(-1); top !== undefined && this.#answered.has(top); ) {
      this.#unanswered.pop();
      top = this.#unanswered.at(-1);
    }
    const question = this.#isAnew ? this.#latest : (this.#unanswered.at(-1) ?? this.#latest);
    if (question === undefined || this.#last === undefined) return;
    this.#places.set(answer, { question, after: this.#last });
  }
}
