import type { AnswerTurn } from '../../chat/conversation.ts';
import { parseRecords, recordsOf } from '../../chat/conversationLog.ts';
import type { LoadedConversation } from '../../chat/conversationTree.ts';
import { GatheredRecords } from '../../chat/gatheredRecords.ts';
import type { LogRecord } from '../../chat/logRecord.ts';
import type { SessionEvent } from '../../chat/session.ts';
import { type StartTimer, startLivelyTimer, type Timer } from '../../net/timers.ts';
import { appendLines, appendLinesNow, syncFile } from './appendLines.ts';
import { readConversation, readTail } from './readConversation.ts';
import { recordLines } from './recordLines.ts';

/** A word that was on the screen this long is on the disk as well. */
const flushAfterMs = 250;

export type ConversationHeader = Extract<LogRecord, { type: 'conversation' }>;

/** Keeps one conversation in one append-only file. */
export class ConversationFile {
  readonly #path: string;
  readonly #header: () => ConversationHeader;
  readonly #report: (error: unknown) => void;
  readonly #written: () => void;
  readonly #startTimer: StartTimer;
  readonly #gathered = new GatheredRecords();
  /** What the answers that are being written do, as far as it is in the file: models may go to and fro. */
  readonly #noted = new Set<string>();
  #timer: Timer | undefined;
  /** Lines that are not on the disk yet, in order. */
  #unwritten = '';
  /** How much of that is to survive a power cut as well. */
  #durableLength = 0;
  #writing: Promise<void> | undefined;
  /** Whether something was written since the disk was asked last, or is being asked, to make it safe. */
  #isUnsafe = false;
  #syncing: Promise<void> | undefined;
  /** Why the last write failed. */
  #failure: unknown;

  /**
   * @param header the first record, asked for when the file is made.
   * @param report hears of a write that failed, once until one succeeds. The lines are kept, and tried again along with
   *   the next ones.
   * @param written hears of every write.
   */
  constructor(
    path: string,
    header: () => ConversationHeader,
    report: (error: unknown) => void,
    written: () => void = () => {},
    timer: StartTimer = startLivelyTimer,
  ) {
    this.#path = path;
    this.#header = header;
    this.#report = report;
    this.#written = written;
    this.#startTimer = timer;
  }

  /**
   * Appends what a session says, in order. What a reply brings is gathered for a moment. What a user has done, and how an
   * answer ends, is in the file when this returns: the window may be gone the next moment.
   */
  record(event: SessionEvent): void {
    const records = recordsOf(event);
    if (records.length === 0) return;
    if (isOfReply(event)) {
      if (event.type === 'status' && !this.#isNews(event.answer)) return;
      for (const record of records) this.#gathered.add(record);
      this.#timer ??= this.#startTimer(flushAfterMs, () => void this.flush());
    } else {
      this.#noted.clear();
      this.#add(recordLines(records));
      this.#writeNow();
    }
  }

  /**
   * Appends records that are not a session's.
   *
   * @throws {Error} of the file system if they could not be written yet.
   */
  async append(records: readonly LogRecord[]): Promise<void> {
    this.#add(recordLines(records));
    await this.flush();
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** The end of the conversation, from a question on; all of a short one. Empty if nothing was said yet. */
  async readTail(): Promise<LoadedConversation> {
    return readTail(this.#path, await this.#flushed());
  }

  /** The whole conversation; empty if nothing was said yet. */
  async readAll(): Promise<LoadedConversation> {
    return readConversation(this.#path, await this.#flushed());
  }

  /** Resolves when everything recorded so far is written and as safe as it is to be, or has failed to be. */
  async flush(): Promise<void> {
    this.#takeGathered();
    await this.#write();
    await this.#syncing;
  }

  /** What cannot be written at the moment belongs to the conversation as well. */
  async #flushed(): Promise<LogRecord[]> {
    await this.flush();
    return parseRecords(this.#unwritten);
  }

  #isNews({ id, status, extras }: AnswerTurn): boolean {
    const known = this.#noted.size;
    return this.#noted.add(`${id} ${status.state} ${extras.vendorSession}`).size > known;
  }

  #add(lines: string): void {
    this.#takeGathered();
    this.#unwritten += lines;
    this.#durableLength = this.#unwritten.length;
  }

  #takeGathered(): void {
    this.#timer?.stop();
    this.#timer = undefined;
    this.#unwritten += recordLines(this.#gathered.take());
  }

  #write(): Promise<void> {
    if (this.#unwritten === '') return Promise.resolve();
    this.#writing ??= this.#writeAll();
    return this.#writing;
  }

  /** Never throws. What is added meanwhile is written along. */
  async #writeAll(): Promise<void> {
    try {
      while (this.#unwritten !== '') {
        const lines = this.#unwritten;
        await appendLines(this.#path, lines, { header: this.#headerLine });
        this.#noteWritten(lines.length);
      }
    } catch (error) {
      this.#noteFailure(error);
    } finally {
      this.#writing = undefined;
    }
  }

  /** The same before it returns. */
  #writeNow(): void {
    if (this.#unwritten === '') return;
    if (this.#writing) {
      this.#writeAhead();
      return;
    }
    try {
      appendLinesNow(this.#path, this.#unwritten, this.#headerLine);
      this.#noteWritten(this.#unwritten.length);
    } catch (error) {
      this.#noteFailure(error);
    }
  }

  /**
   * Any line may be there twice, but not before what it follows: the lines that are under way are written along, and
   * what follows them comes behind them once more.
   */
  #writeAhead(): void {
    try {
      appendLinesNow(this.#path, this.#unwritten, this.#headerLine);
    } catch {
      // Then it is there only once, or that fails as well.
    }
  }

  #headerLine = (): string => recordLines([this.#header()]);

  #noteWritten(length: number): void {
    this.#unwritten = this.#unwritten.slice(length);
    if (this.#durableLength > 0) this.#sync();
    this.#durableLength = Math.max(0, this.#durableLength - length);
    this.#failure = undefined;
    this.#written();
  }

  #noteFailure(error: unknown): void {
    if (this.#failure === undefined) this.#report(error);
    this.#failure = error;
  }

  /** Beside the writing: a disk may take seconds, and what is on the screen by then is to be in the file. */
  #sync(): void {
    this.#isUnsafe = true;
    this.#syncing ??= this.#syncAll();
  }

  async #syncAll(): Promise<void> {
    while (this.#isUnsafe) {
      this.#isUnsafe = false;
      await syncFile(this.#path);
    }
    this.#syncing = undefined;
  }
}

/** Whether an event is one of the many that a reply makes while it comes. */
function isOfReply(event: SessionEvent): boolean {
  switch (event.type) {
    case 'delta':
    case 'replace':
    case 'extras':
      return true;
    case 'status':
      return event.answer.status.state === 'reasoning' || event.answer.status.state === 'answering';
    default:
      return false;
  }
}
