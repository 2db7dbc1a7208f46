import { keyGap } from '../../core/keyGap.ts';
import { type SearchState, TextSearch } from './textSearch.ts';

/** That many characters that may begin a key tell nothing of it. */
const harmless = 7;

interface Cut {
  /** In characters from where what is held back begins. */
  readonly start: number;
  end: number;
  /** Whether the gap for it has been passed on. */
  readonly isSaid: boolean;
}

/** `most`: beginnings that are as good as a whole are looked for as well. */
export type Looking = 'most' | 'whole';

/**
 * A text that arrives in pieces, with whatever a search finds replaced, wherever it was cut. Only what may be the
 * beginning of something that is looked for is held back.
 */
export class GuardedText {
  readonly #search: TextSearch;
  readonly #looking: Looking;
  #state: SearchState = TextSearch.start;
  #held = '';
  #cuts: Cut[] = [];
  /** How many characters came before those that are held back. */
  #passed = 0;
  /** Up to which character of all that have come there is a gap. */
  #gapUntil = 0;

  constructor(search: TextSearch, looking: Looking = 'most') {
    this.#search = search;
    this.#looking = looking;
  }

  /** What can be passed on now that `text` has come; may be empty. */
  push(text: string): string {
    const search = this.#search;
    const isMostEnough = this.#looking === 'most';
    const offset = this.#held.length;
    let state = this.#state;
    for (let at = 0; at < text.length; at++) {
      state = search.step(state, text.charCodeAt(at));
      const length = isMostEnough ? search.mostlyFound(state) : search.found(state);
      if (length > 0) this.#cut(offset + at + 1 - length, offset + at + 1);
    }
    this.#state = state;
    const begun = search.begun(state);
    // Nearly always.
    if (offset === 0 && begun === 0 && this.#cuts.length === 0) {
      this.#passed += text.length;
      return text;
    }
    const whole = offset === 0 ? text : this.#held + text;
    return this.#passOn(whole, whole.length - begun);
  }

  /**
   * What is held back, for something else is to follow it. A gap if with it too much of a key would have been passed on,
   * counted from where the key began: otherwise it could be passed on piece by piece.
   */
  giveWay(): string {
    const { length } = this.#held;
    if (length === 0) return '';
    const begun = this.#search.begun(this.#state);
    if (begun > harmless) this.#cut(length - begun, length);
    return this.#passOn(this.#held, length);
  }

  /** The rest, when nothing follows. */
  end(): string {
    this.#state = TextSearch.start;
    return this.#passOn(this.#held, this.#held.length);
  }

  /** @param from below 0 where the beginning has been passed on already. */
  #cut(from: number, end: number): void {
    const previous = this.#cuts.at(-1);
    // As it goes on, character by character.
    if (previous && previous.end > from && previous.start <= from) {
      previous.end = end;
      return;
    }
    const isSaid = this.#passed + from < this.#gapUntil;
    let cut: Cut = { start: Math.max(0, from), end, isSaid };
    for (let last = this.#cuts.at(-1); last && last.end > cut.start; last = this.#cuts.at(-1)) {
      cut = { start: Math.min(cut.start, last.start), end, isSaid: isSaid || last.isSaid };
      this.#cuts.pop();
    }
    this.#cuts.push(cut);
  }

  #passOn(whole: string, until: number): string {
    const end = Math.max(0, until);
    this.#held = whole.slice(end);
    const before = this.#passed;
    this.#passed += end;
    if (this.#cuts.length === 0) return whole.slice(0, end);
    let passed = '';
    let at = 0;
    const later: Cut[] = [];
    for (const cut of this.#cuts) {
      if (cut.start < end) {
        passed += whole.slice(at, cut.start) + (cut.isSaid ? '' : keyGap);
        at = Math.min(cut.end, end);
        this.#gapUntil = before + cut.end;
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
export function guarded(text: string, search: TextSearch, looking?: Looking): string {
  const part = new GuardedText(search, looking);
  return part.push(text) + part.end();
}
