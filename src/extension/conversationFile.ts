import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Turn } from '../chat/conversation.ts';
import { logLines, readLog } from '../chat/conversationLog.ts';
import type { SessionEvent } from '../chat/session.ts';

/** A word that was on the screen this long is on the disk as well. */
const flushAfterMs = 250;

type Delta = Extract<SessionEvent, { type: 'delta' }>;

/** Keeps one conversation in one append-only file. */
export class ConversationFile {
  readonly #path: string;
  readonly #report: (error: unknown) => void;
  #pending: Delta | undefined;
  #timer: NodeJS.Timeout | undefined;
  #writes: Promise<unknown> = Promise.resolve();
  /** A line that a crash has torn must not swallow the next one. */
  #separator = '\n';

  /** @param report hears of a write that failed; the conversation goes on in memory. */
  constructor(path: string, report: (error: unknown) => void) {
    this.#path = path;
    this.#report = report;
  }

  /** Appends what a session says, in order. Text is gathered for a moment, everything else is written at once. */
  record(event: SessionEvent): void {
    if (event.type !== 'delta') {
      this.#writePending();
      this.#append(logLines(event));
      return;
    }
    const pending = this.#pending;
    const continues = pending?.id === event.id && pending.channel === event.channel;
    if (pending && !continues) this.#writePending();
    this.#pending = pending && continues ? { ...event, text: pending.text + event.text } : event;
    this.#timer ??= setTimeout(() => this.#writePending(), flushAfterMs);
  }

  /** The turns that the file holds; none if there is no such file. */
  async read(): Promise<readonly Turn[]> {
    try {
      return readLog(await readFile(this.#path, 'utf8'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }

  /** Resolves when everything recorded so far is written. */
  async flush(): Promise<void> {
    this.#writePending();
    await this.#writes;
  }

  #writePending(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#pending) this.#append(logLines(this.#pending));
    this.#pending = undefined;
  }

  #append(lines: string): void {
    if (lines === '') return;
    const text = this.#separator + lines;
    this.#separator = '';
    this.#writes = this.#writes
      .then(() => mkdir(dirname(this.#path), { recursive: true }))
      .then(() => appendFile(this.#path, text, { mode: 0o600 }))
      .catch(this.#report);
  }
}
