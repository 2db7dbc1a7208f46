import { stat } from 'node:fs/promises';
import { type StartTimer, startTimer, type Timer } from '../../net/timers.ts';
import { readConversation } from './readConversation.ts';

/** About as many UTF-16 code units are kept: all questions and answers of most people. */
const mostKept = 16_000_000;
const keepMs = 60_000;

interface KeptTexts {
  /** Another one once the file has changed. */
  readonly version: string;
  readonly texts: readonly string[];
  readonly length: number;
}

/**
 * The texts of conversations' files. While somebody searches, those that were read first are kept, so that the next
 * letter of a query need not read everything again.
 */
export class SearchTexts {
  readonly #kept = new Map<string, KeptTexts>();
  readonly #startTimer: StartTimer;
  #length = 0;
  #timer: Timer | undefined;

  constructor(timer: StartTimer = startTimer) {
    this.#startTimer = timer;
  }

  /**
   * The questions and answers in a file, in the order of their making; without what was deleted, and what models only
   * thought.
   *
   * @throws {Error} of the file system.
   */
  async read(path: string): Promise<readonly string[]> {
    this.#timer ??= this.#startTimer(keepMs, () => this.clear());
    this.#timer.refresh();
    const { size, mtimeMs } = await stat(path);
    const version = `${size} ${mtimeMs}`;
    const kept = this.#kept.get(path);
    if (kept?.version === version) return kept.texts;
    if (kept) this.#drop(path, kept);
    const { turns, deleted } = await readConversation(path);
    const texts = turns
      .filter((turn) => !deleted.has(turn.role === 'question' ? turn.id : turn.parent))
      .map(({ text }) => text);
    const length = texts.reduce((sum, text) => sum + text.length, 0);
    if (this.#length + length <= mostKept && !this.#kept.has(path)) {
      this.#kept.set(path, { version, texts, length });
      this.#length += length;
    }
    return texts;
  }

  clear(): void {
    this.#timer?.stop();
    this.#timer = undefined;
    this.#kept.clear();
    this.#length = 0;
  }

  #drop(path: string, { length }: KeptTexts): void {
    this.#kept.delete(path);
    this.#length -= length;
  }
}
