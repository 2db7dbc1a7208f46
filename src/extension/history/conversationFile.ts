import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { AnswerTurn } from '../../chat/conversation.ts';
import { parseRecords, recordsOf } from '../../chat/conversationLog.ts';
import type { LoadedConversation } from '../../chat/conversationTree.ts';
import { GatheredRecords } from '../../chat/gatheredRecords.ts';
import type { LogRecord } from '../../chat/logRecord.ts';
import { isOfReply } from '../../chat/replyEvents.ts';
import type { SessionEvent } from '../../chat/session.ts';
import { type StartTimer, startLivelyTimer, type Timer } from '../../net/timers.ts';
import { appendLines, appendLinesNow, isMissing, syncFile, TornStart } from './appendLines.ts';
import { checkVersion } from './checkVersion.ts';
import { readConversation, readTail } from './readConversation.ts';
import { recordLines } from './recordLines.ts';
import { SavingState } from './savingState.ts';
import { setAside } from './setAside.ts';

/** A word that was on the screen this long is on the disk as well. */
const flushAfterMs = 250;
/**
 * How much of what the disk has failed to make safe is written again by itself beyond as much as there is of it, in UTF-16
 * code units: with a disk that works by turns, a file gets three times as large as what it holds, and by this much.
 */
const freelyRepeated = 64 * 1024;

export type ConversationHeader = Extract<LogRecord, { type: 'conversation' }>;

export interface ConversationFileOptions {
  /** Hears of every write. */
  readonly written?: () => void;
  /** Hears how many damaged lines were found that nobody knew of. They are kept beside the file. */
  readonly damaged?: (count: number) => void;
  readonly timer?: StartTimer;
}

/** Keeps one conversation in one append-only file. */
export class ConversationFile {
  readonly saving = new SavingState();
  readonly #path: string;
  readonly #header: () => ConversationHeader;
  readonly #report: (error: unknown) => void;
  readonly #options: ConversationFileOptions;
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
  /** Lines that are written, in order, and that the disk has not said are safe. */
  #unsafe = '';
  /** How much of that the disk is being asked for. */
  #asked = 0;
  /** Whether it is to be asked. */
  #isUnsafe = false;
  #syncing: Promise<void> | undefined;
  /**
   * Whether the disk has failed to make them safe. It may have forgotten them by then, and call itself safe the next time:
   * all of them have to be written again, in order, before its word counts.
   */
  #isDoubtful = false;
  /** Whether that is to be done. */
  #isRepeatDue = false;
  /** How much was written again since it failed. */
  #repeated = 0;
  /** Whether a file that was there before is one that may be written to. */
  #isChecked = false;
  /** Whether there is, or was, a file: then it is not made anew. */
  #isThere = false;
  /** Whether the file has been begun without its header. */
  #isHeaderDue = false;

  /**
   * @param header the first record, asked for when the file is made.
   * @param report hears of a write that failed, once until all is written. The lines are kept, and tried again along with
   *   the next ones.
   */
  constructor(
    path: string,
    header: () => ConversationHeader,
    report: (error: unknown) => void,
    options: ConversationFileOptions = {},
  ) {
    this.#path = path;
    this.#header = header;
    this.#report = report;
    this.#options = options;
    this.#startTimer = options.timer ?? startLivelyTimer;
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
   * @param isThere whether there has to be a file already.
   * @throws {Error} of the file system if they could not be written yet; `isMissing` if the conversation was deleted.
   */
  async append(records: readonly LogRecord[], isThere = false): Promise<void> {
    this.#isThere ||= isThere;
    this.#add(recordLines(records));
    await this.flush();
    if (this.saving.trouble?.type === 'failed') throw this.saving.trouble.error;
    if (this.saving.trouble?.type === 'deleted') throw missingFile();
  }

  /** The end of the conversation, from a question on; all of a short one. Empty if nothing was said yet. */
  readTail(): Promise<LoadedConversation> {
    return this.#read(readTail);
  }

  /** The whole conversation; empty if nothing was said yet. It is not `complete` if the file is gone. */
  readAll(): Promise<LoadedConversation> {
    return this.#read((path, options) => readConversation(path, { ...options, wasThere: this.#isThere }));
  }

  /** Resolves when everything recorded so far is written and as safe as it is to be, or has failed to be. */
  async flush(): Promise<void> {
    this.#takeGathered();
    if (this.#isDoubtful && !this.#isRepeatDue && this.#unwritten === '') this.#sync();
    await this.#write();
    await this.#syncing;
  }

  /**
   * Tries again after a failure.
   *
   * @param all the records of the whole conversation, for the case that the file is gone along with its folder.
   */
  async saveAgain(all: () => readonly LogRecord[]): Promise<void> {
    if (this.saving.trouble?.type !== 'failed') return;
    this.#isRepeatDue = this.#isDoubtful;
    this.#repeated = 0;
    await this.flush();
    if (this.saving.trouble?.type === 'failed' && this.#isThere && !this.#hasFolder()) {
      this.#isThere = false;
      this.#forgetUnsafe();
      this.#unwritten = recordLines(all());
      this.#durableLength = this.#unwritten.length;
      await this.flush();
    }
  }

  /** To be called where the file may have been removed: then nothing is written any more. */
  checkDeleted(): void {
    if (this.#isThere && this.saving.trouble?.type !== 'deleted' && this.#isDeleted()) {
      this.saving.set({ type: 'deleted' });
    }
  }

  /** A file that is gone together with its folder was not deleted by us. */
  #isDeleted(): boolean {
    return !existsSync(this.#path) && this.#hasFolder();
  }

  #hasFolder(): boolean {
    return statSync(dirname(this.#path), { throwIfNoEntry: false })?.isDirectory() === true;
  }

  async #read(read: typeof readConversation): Promise<LoadedConversation> {
    await this.flush();
    const damaged: Buffer[] = [];
    // What cannot be written at the moment belongs to the conversation as well.
    const loaded = await read(this.#path, {
      unwritten: parseRecords((this.#isDoubtful ? this.#unsafe : '') + this.#unwritten),
      found: () => {
        this.#isThere = true;
      },
      damaged: (line) => damaged.push(line),
    });
    await this.#setAside(damaged);
    return loaded;
  }

  async #setAside(lines: readonly Buffer[]): Promise<void> {
    try {
      const added = await setAside(this.#path, lines);
      if (added > 0) this.#options.damaged?.(added);
    } catch (error) {
      // They are still where they were.
      this.#report(error);
    }
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

  /** Lines to be written, those first that have to be written again; not while others are under way. */
  #next(): string {
    if (this.saving.trouble?.type === 'deleted') {
      this.#unwritten = '';
      this.#forgetUnsafe();
    }
    if (this.#isRepeatDue) {
      this.#repeated += this.#unsafe.length;
      this.#unwritten = this.#unsafe + this.#unwritten;
      this.#durableLength = this.#unwritten.length;
      this.#forgetUnsafe();
    }
    return this.#unwritten;
  }

  #forgetUnsafe(): void {
    this.#unsafe = '';
    this.#asked = 0;
    this.#isDoubtful = false;
    this.#isRepeatDue = false;
  }

  #write(): Promise<void> {
    if (this.#writing) return this.#writing;
    if (this.#next() === '' || !this.#mayWrite()) return Promise.resolve();
    this.#writing = this.#writeAll();
    return this.#writing;
  }

  /** Never throws, and ends in a later turn. What is added meanwhile is written along. */
  async #writeAll(): Promise<void> {
    try {
      for (let lines = this.#next(); lines !== ''; lines = this.#next()) {
        await appendLines(this.#path, lines, this.#appendOptions);
        this.#noteWritten(lines);
      }
    } catch (error) {
      this.#noteFailure(error);
    } finally {
      this.#writing = undefined;
    }
  }

  /** The same before it returns. */
  #writeNow(): void {
    if (this.#writing) {
      this.#writeAhead();
      return;
    }
    const lines = this.#next();
    if (lines === '' || !this.#mayWrite()) return;
    try {
      appendLinesNow(this.#path, lines, this.#appendOptions);
      this.#noteWritten(lines);
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
      appendLinesNow(this.#path, this.#unwritten, this.#appendOptions);
    } catch {
      // Then it is there only once, or that fails as well.
    }
  }

  #mayWrite(): boolean {
    if (this.#isChecked) return true;
    try {
      checkVersion(this.#path);
      this.#isChecked = true;
    } catch (error) {
      this.#noteFailure(error);
    }
    return this.#isChecked;
  }

  get #appendOptions() {
    return {
      header: () => recordLines([this.#header()]),
      isHeaderDue: this.#isHeaderDue,
      creates: !this.#isThere,
    };
  }

  #noteWritten({ length }: string): void {
    this.#isThere = true;
    this.#isHeaderDue = false;
    this.#unsafe += this.#unwritten.slice(0, length);
    this.#unwritten = this.#unwritten.slice(length);
    if (this.#durableLength > 0 || this.#isDoubtful) this.#sync();
    this.#durableLength = Math.max(0, this.#durableLength - length);
    this.#noteSaved();
    this.#options.written?.();
  }

  /** All of it is saved once it is written, and what has to be safe is. */
  #noteSaved(): void {
    const isWaiting = this.#unwritten !== '' || this.#isDoubtful || this.#syncing !== undefined;
    if (!isWaiting && this.saving.trouble?.type === 'failed') this.saving.set(undefined);
  }

  #noteFailure(error: unknown): void {
    if (error instanceof TornStart) this.#isHeaderDue = true;
    if (this.#isThere && isMissing(error) && this.#isDeleted()) {
      this.saving.set({ type: 'deleted' });
      return;
    }
    if (this.saving.trouble?.type !== 'failed') this.#report(error);
    this.saving.set({ type: 'failed', error });
  }

  /** Beside the writing: a disk may take seconds, and what is on the screen by then is to be in the file. */
  #sync(): void {
    this.#isUnsafe = true;
    this.#syncing ??= this.#syncAll();
  }

  /** Never throws. */
  async #syncAll(): Promise<void> {
    while (this.#isUnsafe) {
      this.#isUnsafe = false;
      this.#asked = this.#unsafe.length;
      try {
        await syncFile(this.#path);
        await this.#noteSafe();
      } catch (error) {
        this.#isDoubtful = true;
        this.#noteFailure(error);
      }
    }
    this.#syncing = undefined;
    this.#noteSaved();
  }

  async #noteSafe(): Promise<void> {
    if (!this.#isDoubtful) {
      this.#unsafe = this.#unsafe.slice(this.#asked);
      this.#asked = 0;
      if (this.#unsafe === '') this.#repeated = 0;
    } else if (this.#repeated <= this.#unsafe.length + freelyRepeated) {
      // The disk works again.
      this.#isRepeatDue = true;
      await this.#write();
    }
  }
}

function missingFile(): Error {
  return Object.assign(new Error('The conversation was deleted.'), { code: 'ENOENT' });
}
