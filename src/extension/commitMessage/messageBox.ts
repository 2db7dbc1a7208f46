/**
 * The box for a commit message while we write into it. What the user types into it meanwhile is his: then nothing more
 * is written.
 */
export class MessageBox {
  readonly #box: { value: string };
  readonly #typed: string;
  readonly #leave: () => void;
  /** VS Code tells of every value that was set once more, some later than it was replaced. */
  readonly #own = new OwnTexts();
  #isLeft = false;

  /** @param leave is called once when the user has taken over. */
  constructor(box: { value: string }, leave: () => void) {
    this.#box = box;
    this.#typed = box.value;
    this.#leave = leave;
    this.#own.add(box.value);
  }

  /** An empty text is not worth losing the one before. */
  write(text: string): void {
    if (this.#isLeft || text === '') return;
    if (!this.#own.has(this.#box.value)) {
      this.#isLeft = true;
      this.#leave();
      return;
    }
    this.#own.add(text);
    this.#box.value = text;
  }

  /** Puts back what stood there before, unless the user has taken over. */
  restore(text = this.#typed): void {
    if (!this.#isLeft && this.#own.has(this.#box.value)) this.#box.value = text;
  }
}

/** VS Code is not that late. */
const mostRewritten = 100;

/** Texts of which nearly each begins with the one before: only the longest of them are kept. */
class OwnTexts {
  readonly #grown: { text: string; readonly lengths: Set<number> }[] = [];

  add(text: string): void {
    const last = this.#grown.at(-1);
    if (last && text.startsWith(last.text)) {
      last.text = text;
      last.lengths.add(text.length);
    } else {
      this.#grown.push({ text, lengths: new Set([text.length]) });
      if (this.#grown.length > mostRewritten) this.#grown.shift();
    }
  }

  has(text: string): boolean {
    return this.#grown.some((grown) => grown.lengths.has(text.length) && grown.text.startsWith(text));
  }
}
