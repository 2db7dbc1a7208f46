import { type SearchState, TextSearch } from './textSearch.ts';

/** What stands in place of a key in a reply. Not three dots, which could pass for the model’s own. */
export const keyGap = '[API key]';

/** That many characters that may begin a key tell nothing of it. */
const harmless = 7;

interface Cut {
  /** In characters from where what is held back begins. */
  readonly start: number;
  readonly end: number;
  /** Whether the gap for it has been passed on. */
  readonly isSaid: boolean;
}

/**
 * A text that arrives in pieces, with whatever a search finds replaced, wherever it was cut. Only what may be the
 * beginning of something that is looked for is held back.
 */
export class GuardedText {
  readonly #search: TextSearch;
  #state: SearchState = TextSearch.start;
  #held = '';
  #cuts: Cut[] = [];

  constructor(search: TextSearch) {
    this.#search = search;
  }

  /** What can be passed on now that `text` has come; may be empty. */
  push(text: string): string {
    const search = this.#search;
    const offset = this.#held.length;
    let state = this.#state;
    for (let at = 0; at < text.length; at++) {
      state = search.step(state, text.charCodeAt(at));
      const length = search.found(state);
      if (length > 0) this.#cut(offset + at + 1 - length, offset + at + 1);
    }
    this.#state = state;
    const begun = search.begun(state);
    // Nearly always.
    if (offset === 0 && begun === 0 && this.#cuts.length === 0) return text;
    const whole = offset === 0 ? text : this.#held + text;
    return this.#passOn(whole, whole.length - begun);
  }

  /** What is held back, if it is too short to tell anything. Should a key follow from it, the rest is taken out. */
  giveWay(): string {
    const { length } = this.#held;
    return length === 0 || length > harmless ? '' : this.#passOn(this.#held, length);
  }

  /** The rest, when nothing follows. Most of a key is as good as all of it. */
  end(): string {
    const { length } = this.#held;
    if (this.#search.isMostlyRead(this.#state)) this.#cut(length - this.#search.begun(this.#state), length);
    this.#state = TextSearch.start;
    return this.#passOn(this.#held, length);
  }

  #cut(from: number, end: number): void {
    let cut: Cut = { start: Math.max(0, from), end, isSaid: false };
    for (let last = this.#cuts.at(-1); last && last.end > cut.start; last = this.#cuts.at(-1)) {
      cut = { start: Math.min(cut.start, last.start), end, isSaid: last.isSaid };
      this.#cuts.pop();
    }
    this.#cuts.push(cut);
  }

  #passOn(whole: string, until: number): string {
    const end = Math.max(0, until);
    this.#held = whole.slice(end);
    if (this.#cuts.length === 0) return whole.slice(0, end);
    let passed = '';
    let at = 0;
    const later: Cut[] = [];
    for (const cut of this.#cuts) {
      if (cut.start < end) {
        passed += whole.slice(at, cut.start) + (cut.isSaid ? '' : keyGap);
        at = Math.min(cut.end, end);
      }
      if (cut.end > end) {
        later.push({
          start: Math.max(0, cut.start - end),
          end: cut.end - end,
          isSaid: cut.isSaid || cut.start < end,
        });
      }
    }
    this.#cuts = later;
    return passed + whole.slice(at, end);
  }
}

/** A whole text with whatever the search finds replaced. */
export function guarded(text: string, search: TextSearch): string {
  const part = new GuardedText(search);
  return part.push(text) + part.end();
}
