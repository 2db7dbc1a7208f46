/*
 * The automaton of Aho and Corasick (1975): one step per character, whatever is looked for and however the text is cut
 * into pieces. https://doi.org/10.1145/360825.360855
 */

/** How far a search has come: an index into the tables of its `TextSearch`. */
export type SearchState = number;

const root: SearchState = 0;
const ascii = 128;

/** Looks for several texts at once, in any letter case, and in both alphabets of base64. */
export class TextSearch {
  static readonly start: SearchState = root;

  /** Where a character leads from a state; what is missing begins anew from `#fallback`. */
  readonly #next = new Map<number, SearchState>();
  /** The same for the states in which a search nearly always is, by ASCII character, fallbacks followed. */
  #rows: (Int32Array | undefined)[] = [];
  /** Whether nothing else is in the texts: keys are, and Chinese answers are not. */
  #isAscii = true;
  readonly #parent: SearchState[] = [root];
  readonly #character: number[] = [0];
  readonly #depth: number[] = [0];
  /** The state of the longest proper end of what was read that begins one of the texts. */
  readonly #fallback: SearchState[] = [root];
  readonly #found: number[] = [0];
  /** The same, with beginnings that are as good as the whole. */
  readonly #mostlyFound: number[] = [0];

  /**
   * @param tellingLength how many characters of a text from its beginning are needed to recognise it. A beginning that is
   *   as long, and more than half of the text, is found as well by `mostlyFound`.
   */
  constructor(texts: Iterable<string>, tellingLength: (text: string) => number) {
    for (const text of texts) if (text !== '') this.#add(text, tellingLength(text));
    this.#connect();
    this.#makeRows();
  }

  /** @param code the next character, as `charCodeAt` gives it. */
  step(state: SearchState, code: number): SearchState {
    if (code >= ascii) return this.#isAscii ? root : this.#follow(state, code);
    return this.#rows[state]?.[code] ?? this.#follow(state, folded(code));
  }

  /** How many of the characters read last may be the beginning of a text that is looked for. */
  begun(state: SearchState): number {
    return this.#depth[state] ?? 0;
  }

  /** The length of the longest text that ends here; 0 if none does. */
  found(state: SearchState): number {
    return this.#found[state] ?? 0;
  }

  /** The length of the longest text, or telling beginning of one, that ends here; 0 if there is none. */
  mostlyFound(state: SearchState): number {
    return this.#mostlyFound[state] ?? 0;
  }

  #follow(state: SearchState, character: number): SearchState {
    for (let from = state; from !== root; from = this.#fallback[from] ?? root) {
      const next = this.#next.get(transition(from, character));
      if (next !== undefined) return next;
    }
    return this.#next.get(transition(root, character)) ?? root;
  }

  #add(text: string, telling: number): void {
    const most = Math.max(telling, Math.floor(text.length / 2) + 1);
    let state = root;
    for (let at = 0; at < text.length; at++) {
      const character = folded(text.charCodeAt(at));
      this.#isAscii &&= character < ascii;
      const key = transition(state, character);
      let next = this.#next.get(key);
      if (next === undefined) {
        next = this.#depth.push(at + 1) - 1;
        this.#parent.push(state);
        this.#character.push(character);
        this.#next.set(key, next);
      }
      if (at + 1 >= most) this.#mostlyFound[next] = at + 1;
      state = next;
    }
    this.#found[state] = text.length;
    this.#mostlyFound[state] = text.length;
  }

  /** A fallback is shorter than what falls back on it, so the shorter ones come first. */
  #connect(): void {
    const states = [...this.#depth.keys()].slice(1);
    states.sort((a, b) => this.begun(a) - this.begun(b));
    for (const state of states) {
      const parent = this.#parent[state] ?? root;
      const fallback =
        parent === root ? root : this.#follow(this.#fallback[parent] ?? root, this.#character[state] ?? 0);
      this.#fallback[state] = fallback;
      this.#found[state] = Math.max(this.found(state), this.found(fallback));
      this.#mostlyFound[state] = Math.max(this.mostlyFound(state), this.mostlyFound(fallback));
    }
  }

  /** Of the root, and of what follows it at once: what is missing there is as it is at the root. */
  #makeRows(): void {
    const first = new Int32Array(ascii);
    this.#rows = this.#depth.map((depth) => (depth === 0 ? first : undefined));
    for (const [state, depth] of this.#depth.entries()) if (depth === 1) this.#setIn(first, state);
    for (const [state, depth] of this.#depth.entries()) if (depth === 1) this.#rows[state] = first.slice();
    for (const [state, depth] of this.#depth.entries()) {
      const row = depth === 2 ? this.#rows[this.#parent[state] ?? root] : undefined;
      if (row) this.#setIn(row, state);
    }
  }

  #setIn(row: Int32Array, state: SearchState): void {
    const character = this.#character[state] ?? 0;
    for (const code of [character, ...(spellings.get(character) ?? [])]) if (code < ascii) row[code] = state;
  }
}

function transition(state: SearchState, character: number): number {
  return state * 0x1_0000 + character;
}

/** Capital letters as small ones, and the alphabet of base64 that addresses take as the usual one. */
function folded(code: number): number {
  if (code >= 65 && code <= 90) return code + 32;
  if (code === 45) return 43;
  return code === 95 ? 47 : code;
}

/** The other characters that are folded into one. */
const spellings = new Map(
  Array.from({ length: ascii }, (_, code) => [folded(code), [code]] as const).filter(
    ([character, [code]]) => character !== code,
  ),
);
