import type { Place } from './place.ts';

interface Entry extends Place {
  readonly text: string;
}

/** What was suggested lately, so that going back, and typing what is suggested, asks nobody again. */
export class CompletionCache {
  readonly #most: number;
  /** The one used last comes last. */
  readonly #entries = new Set<Entry>();

  constructor(most = 50) {
    this.#most = most;
  }

  /**
   * What is left of an earlier suggestion, if what was typed since then is its beginning; an empty text if there was
   * nothing to suggest, undefined if the place is new.
   */
  find(place: Place): string | undefined {
    // The newest first: it was made with the most recent text.
    for (const entry of [...this.#entries].reverse()) {
      const rest = restOf(entry, place);
      if (rest === undefined) continue;
      this.#entries.delete(entry);
      this.#entries.add(entry);
      return rest;
    }
    return undefined;
  }

  add({ prefix, suffix }: Place, text: string): void {
    this.#entries.add({ prefix, suffix, text });
    const [oldest] = this.#entries;
    if (oldest && this.#entries.size > this.#most) this.#entries.delete(oldest);
  }

  clear(): void {
    this.#entries.clear();
  }
}

function restOf({ prefix, suffix, text }: Entry, place: Place): string | undefined {
  // While somebody types, what follows stays the same to the letter.
  if (suffix !== place.suffix) return undefined;
  if (agree(prefix, place.prefix)) return text;
  const last = place.prefix.charCodeAt(place.prefix.length - 1);
  for (let typed = 1; typed < text.length; typed += 1) {
    // Nearly always told by one character, which is much quicker to look at.
    if (text.charCodeAt(typed - 1) !== last || !place.prefix.endsWith(text.slice(0, typed))) continue;
    if (agree(prefix, place.prefix.slice(0, -typed))) return text.slice(typed);
  }
  return undefined;
}

/** A window may begin some lines later than the other one; what both show has to be the same, and most of it. */
function agree(first: string, second: string): boolean {
  const [longer, shorter] = first.length >= second.length ? [first, second] : [second, first];
  return longer.length === shorter.length
    ? longer === shorter
    : shorter.length >= enough && longer.endsWith(shorter);
}

/** Characters: in a shorter text the window has the whole beginning of the file, which cannot have moved. */
const enough = 2_000;
