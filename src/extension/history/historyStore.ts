import { randomUUID } from 'node:crypto';
import { type FSWatcher, watch } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Translate } from '../../chat/advice.ts';
import {
  type ExportedConversation,
  exportConversation,
  exportText,
  importedRecords,
  missingRecords,
} from '../../chat/conversationExport.ts';
import { conversationMarkdown } from '../../chat/conversationMarkdown.ts';
import { ConversationTree, type LoadedConversation } from '../../chat/conversationTree.ts';
import type { LogRecord, WorkspaceName } from '../../chat/logRecord.ts';
import { searchable } from '../../chat/searchText.ts';
import { type ConversationSummary, summarise } from '../../chat/summary.ts';
import { inTurns } from '../turns.ts';
import { appendLines, isMissing } from './appendLines.ts';
import { checkVersion } from './checkVersion.ts';
import { compactFile } from './compactFile.ts';
import { ConversationFile } from './conversationFile.ts';
import { fileName, idOfFile } from './conversationId.ts';
import { firstExcerpt } from './firstExcerpt.ts';
import { parseExport } from './importFormat.ts';
import { mapConcurrently } from './mapConcurrently.ts';
import { readConversation } from './readConversation.ts';
import { type OutlineReading, readOutline } from './readOutline.ts';
import { recordLines } from './recordLines.ts';
import { SearchTexts } from './searchTexts.ts';
import { dropAside } from './setAside.ts';
import { type IndexEntry, readIndex, writeIndex } from './summaryIndex.ts';
import { sweepLeftovers } from './sweep.ts';

/** Files that are asked about, and read, at the same time. */
const concurrentFiles = 16;
/** Finding takes longer than reading, and the rest of the extension wants to work in between. */
const concurrentSearches = 4;
/** Changes within this time are looked at together. */
const refreshAfterMs = 150;
const writeIndexAfterMs = 3000;
/** How long a deleted conversation is kept. */
const keepDeletedMs = 60 * 60 * 1000;
const smallestToCompact = 64 * 1024;
/** What may become a file's name just because it stands in a file from elsewhere. */
const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** A file that was written to more recently may be in use. */
const restingMs = 60 * 1000;

export interface HistoryStoreParts {
  /** The folder that holds one file per conversation. The index is beside it. */
  readonly directory: string;
  /** Hears of what went wrong behind the scenes. */
  readonly report: (error: unknown) => void;
  /** Hears how many damaged lines of a conversation were set aside. */
  readonly damaged?: (count: number) => void;
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number;
  readonly translate: Translate;
}

export interface HistoryMatch {
  readonly summary: ConversationSummary;
  /** The text around what was searched for, if it is not in the title. */
  readonly excerpt?: string;
}

interface Entry extends IndexEntry {
  /** Present if the file has changed since the window was opened: then only what is new in it is read. */
  readonly reading?: OutlineReading;
}

/**
 * All conversations of this machine, which other windows change as well. The files are the truth; what is known of them
 * here follows.
 */
export class HistoryStore {
  readonly #parts: HistoryStoreParts;
  readonly #indexPath: string;
  readonly #files = new Map<string, ConversationFile>();
  readonly #texts = new SearchTexts();
  readonly #listeners = new Set<() => void>();
  #entries = new Map<string, Entry>();
  #sorted: readonly ConversationSummary[] | undefined;
  #isDisposed = false;
  #watcher: FSWatcher | undefined;
  /** The conversations whose files have changed; `undefined` in it: any may have. */
  readonly #changed = new Set<string | undefined>();
  #refreshTimer: NodeJS.Timeout | undefined;
  #indexTimer: NodeJS.Timeout | undefined;
  /** What is being written of the index. */
  #indexing: Promise<void> | undefined;
  /** What reads files for the list runs one after the other. */
  #reading: Promise<unknown> = Promise.resolve();

  constructor(parts: HistoryStoreParts) {
    this.#parts = parts;
    this.#indexPath = join(dirname(parts.directory), 'index.json');
  }

  /**
   * Gets to know the conversations, and drops for good those that were deleted long ago, and what windows have left behind
   * that were killed. Where the folder cannot be made or read, that is reported, and the list stays empty.
   */
  async open(): Promise<void> {
    const { directory, report, now } = this.#parts;
    try {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      this.#watch();
      await this.#inTurn(async () => {
        this.#entries = await readIndex(this.#indexPath);
      });
      await this.refresh();
    } catch (error) {
      report(error);
      this.#announce();
      return;
    }
    this.#announce();
    const longAgo = now() - keepDeletedMs;
    for (const [id, { summary, mtimeMs }] of [...this.#entries]) {
      const isOld = summary?.deletedAt !== undefined && summary.deletedAt < longAgo;
      // An answer to it may still be written down in another window.
      if (isOld && mtimeMs < now() - restingMs) await this.purge(id).catch(report);
    }
    await this.#sweep();
  }

  /** The folder that holds one file per conversation. */
  get directory(): string {
    return this.#parts.directory;
  }

  /** The conversations in the list, the one that was used last first. */
  get summaries(): readonly ConversationSummary[] {
    this.#sorted ??= [...this.#entries.values()]
      .flatMap(({ summary }) => (summary && summary.deletedAt === undefined ? [summary] : []))
      .sort((a, b) => b.updatedAt - a.updatedAt || (a.id < b.id ? -1 : 1));
    return this.#sorted;
  }

  /** What is known of a conversation, a deleted one too. Undefined for one without any question. */
  summary(id: string): ConversationSummary | undefined {
    return this.#entries.get(id)?.summary;
  }

  /** Whether there is anything of a conversation, what was said just now included; `summary` knows of it then. */
  async exists(id: string): Promise<boolean> {
    await this.#files.get(id)?.flush();
    await this.#inTurn(() => this.#update([id]));
    return this.summary(id) !== undefined;
  }

  /**
   * Calls a listener whenever `summaries` has changed, because of another window as well.
   *
   * @returns what ends that.
   */
  onDidChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * The one object that writes a conversation's file in this window. The file need not be there yet.
   *
   * @param workspace the folder that is open, in case that the conversation is new.
   * @throws {RangeError} if the id is not one of ours.
   */
  file(id: string, workspace?: WorkspaceName): ConversationFile {
    const known = this.#files.get(id);
    if (known) return known;
    const { now, report } = this.#parts;
    const file = new ConversationFile(
      this.#path(id),
      () => ({ type: 'conversation', version: 1, id, createdAt: now(), ...(workspace && { workspace }) }),
      report,
      { written: () => this.#scheduleRefresh(id), damaged: this.#hearDamaged },
    );
    this.#files.set(id, file);
    return file;
  }

  /**
   * Looks at all files. Needed only where the system does not tell of changes.
   *
   * @throws {Error} if the folder cannot be read.
   */
  refresh(): Promise<void> {
    return this.#inTurn(async () => {
      const names = await readdir(this.#parts.directory);
      const ids = names.flatMap((name) => idOfFile(name) ?? []);
      const present = new Set(ids);
      const gone = [...this.#entries.keys()].filter((id) => !present.has(id));
      await this.#update([...ids, ...gone]);
    });
  }

  /**
   * The conversations that have something in their title, then those that have it in a question or an answer, each from
   * the one that was used last. Case and width of characters do not matter. An empty query finds all.
   *
   * @throws {DOMException} named `AbortError` when the signal is aborted.
   */
  async search(query: string, signal: AbortSignal): Promise<readonly HistoryMatch[]> {
    const needle = searchable(query.trim());
    const named = new Set(this.summaries.filter(({ title }) => searchable(title).includes(needle)));
    const others = this.summaries.filter((summary) => !named.has(summary));
    const found = await mapConcurrently(others, concurrentSearches, async (summary) => {
      signal.throwIfAborted();
      const texts = await this.#texts.read(this.#path(summary.id)).catch(noneIfMissing);
      const excerpt = await firstExcerpt(texts, needle, signal);
      return excerpt === undefined ? [] : [{ summary, excerpt }];
    });
    signal.throwIfAborted();
    return [...[...named].map((summary) => ({ summary })), ...found.flat()];
  }

  /** An empty title gives the conversation the name of its first question again. */
  async rename(id: string, title: string): Promise<void> {
    await this.#append(id, { type: 'meta', title });
  }

  async setPinned(id: string, pinned: boolean): Promise<void> {
    await this.#append(id, { type: 'meta', pinned });
  }

  /** Takes a conversation out of the list. It can be brought back until it is purged, or somebody asks on in it. */
  async remove(id: string): Promise<void> {
    if (await this.exists(id)) await this.#append(id, { type: 'meta', deletedAt: this.#parts.now() });
  }

  /** Brings a deleted conversation back. */
  async restore(id: string): Promise<void> {
    if (await this.exists(id)) await this.#append(id, { type: 'meta', deletedAt: null });
  }

  /** Drops a deleted conversation for good. One that has come back meanwhile stays. */
  purge(id: string): Promise<void> {
    const path = this.#path(id);
    return this.#inTurn(async () => {
      await this.#files.get(id)?.flush();
      try {
        // The list may be wrong, and another window may know better.
        const { outline } = await readOutline(path);
        if (outline.deletedAt !== undefined) {
          await rm(path);
          await dropAside(path);
          this.#files.get(id)?.checkDeleted();
          this.#files.delete(id);
        }
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
      await this.#update([id]);
    });
  }

  /**
   * Conversations as a file that people can keep and `importJson` reads.
   *
   * @param ids absent: all in the list.
   */
  async exportJson(ids?: readonly string[]): Promise<string> {
    const chosen = ids ? ids.flatMap((id) => this.summary(id) ?? []) : this.summaries;
    const conversations: ExportedConversation[] = [];
    for (const summary of chosen) {
      conversations.push(exportConversation(summary, await this.#load(summary.id)));
    }
    return exportText(conversations, this.#parts.now());
  }

  /**
   * Adds conversations that were exported. Of one that is there already, the turns that are missing are added, and
   * nothing is changed.
   *
   * @throws {Error} whose message says in the user's language what is wrong with the file, or of `checkVersion`; then
   *   nothing was added.
   */
  async importJson(text: string): Promise<{ readonly added: number; readonly merged: number }> {
    const conversations = await inTurns(parseExport(text, this.#parts.translate));
    await this.refresh();
    for (const { id } of conversations) if (uuidPattern.test(id)) checkVersion(this.#path(id));
    const added = new Set<string>();
    const merged = new Set<string>();
    for (const conversation of conversations) {
      const id = uuidPattern.test(conversation.id) ? conversation.id : randomUUID();
      const isKnown = added.has(id) || this.summary(id) !== undefined;
      const records = isKnown
        ? await this.#missingRecords(id, conversation)
        : importedRecords(conversation, id);
      if (records.length === 0) continue;
      await appendLines(this.#path(id), recordLines(records), { durable: true });
      if (!added.has(id)) (isKnown ? merged : added).add(id);
    }
    await this.#inTurn(() => this.#update([...added, ...merged]));
    return { added: added.size, merged: merged.size };
  }

  /**
   * Adds a conversation under an id that no other has.
   *
   * @throws {Error} of the file system.
   */
  async add(conversation: ExportedConversation, id: string): Promise<void> {
    const lines = recordLines(importedRecords(conversation, id));
    await appendLines(this.#path(id), lines, { durable: true });
    await this.#inTurn(() => this.#update([id]));
  }

  /** The branch of a conversation that is shown, as a document for people. */
  async exportMarkdown(id: string): Promise<string> {
    const { branch } = new ConversationTree(await this.#load(id));
    return inTurns(conversationMarkdown(this.summary(id)?.title ?? '', branch, this.#parts.translate));
  }

  /**
   * Writes a conversation's file anew if most of it does not matter any more. Not while it is in use, as far as can be
   * known: one that was opened in this window or changed a moment ago is left alone.
   *
   * @returns whether the file was replaced.
   */
  async compact(id: string): Promise<boolean> {
    if (this.#files.has(id)) return false;
    const path = this.#path(id);
    const { size, mtimeMs } = await stat(path);
    if (size < smallestToCompact || mtimeMs > this.#parts.now() - restingMs) return false;
    const isReplaced = await compactFile(path, this.#hearDamaged);
    await this.#inTurn(async () => {
      await this.#update([id]);
      const entry = this.#entries.get(id);
      if (entry) this.#entries.set(id, { ...entry, compactSize: entry.size });
    });
    return isReplaced;
  }

  /**
   * Makes files smaller that have grown much since they were looked at. What cannot be done is reported. To be called while there is nothing else to do.
   */
  async tidy(): Promise<void> {
    for (const [id, { size, compactSize, summary }] of [...this.#entries]) {
      if (this.#isDisposed) return;
      if (!summary || summary.deletedAt !== undefined || size < 2 * (compactSize ?? 0)) continue;
      await this.compact(id).catch(this.#parts.report);
    }
  }

  /** Resolves when everything is written. */
  async dispose(): Promise<void> {
    this.#isDisposed = true;
    this.#watcher?.close();
    this.#listeners.clear();
    this.#texts.clear();
    clearTimeout(this.#refreshTimer);
    await Promise.all([...this.#files.values()].map((file) => file.flush()));
    await this.#reading;
    await this.#indexing;
    if (this.#indexTimer) await this.#writeIndex();
  }

  readonly #hearDamaged = (count: number): void => this.#parts.damaged?.(count);

  #path(id: string): string {
    return join(this.#parts.directory, fileName(id));
  }

  #load(id: string): Promise<LoadedConversation> {
    return this.#files.get(id)?.readAll() ?? readConversation(this.#path(id));
  }

  async #append(id: string, record: LogRecord): Promise<void> {
    await this.file(id).append([record], true);
    await this.#inTurn(() => this.#update([id]));
  }

  async #missingRecords(id: string, conversation: ExportedConversation): Promise<LogRecord[]> {
    const records = missingRecords(conversation, await this.#load(id));
    const isDeleted = this.summary(id)?.deletedAt !== undefined;
    return isDeleted ? [...records, { type: 'meta', deletedAt: null }] : records;
  }

  #inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = this.#reading.then(task);
    this.#reading = result.catch(() => {});
    return result;
  }

  async #update(ids: readonly string[]): Promise<void> {
    const changes = await mapConcurrently(ids, concurrentFiles, (id) => this.#updateOne(id));
    if (changes.includes(true)) this.#announce();
  }

  #announce(): void {
    this.#sorted = undefined;
    for (const listener of this.#listeners) listener();
  }

  /** Brings an entry in line with its file. Resolves with whether the summary is another one. */
  async #updateOne(id: string): Promise<boolean> {
    const path = this.#path(id);
    const before = this.#entries.get(id);
    try {
      const { size, mtimeMs } = await stat(path);
      if (before?.size === size && before.mtimeMs === mtimeMs) return false;
      const reading = await readOutline(path, before?.reading);
      const summary = summarise(id, reading.outline);
      this.#entries.set(id, {
        size,
        mtimeMs,
        ...(summary && { summary }),
        ...(before && { reading }),
        ...(before?.compactSize !== undefined && { compactSize: before.compactSize }),
      });
      this.#scheduleIndex();
      return !isDeepStrictEqual(summary, before?.summary);
    } catch (error) {
      if (!isMissing(error)) {
        this.#parts.report(error);
        return false;
      }
      this.#files.get(id)?.checkDeleted();
      if (this.#entries.delete(id)) this.#scheduleIndex();
      return before?.summary !== undefined;
    }
  }

  /** Without it, only what this window changes is noticed until `refresh` is called. */
  #watch(): void {
    try {
      this.#watcher = watch(this.#parts.directory, { persistent: false }, (_, name) => {
        const id = name === null ? undefined : idOfFile(name);
        if (name === null || id !== undefined) this.#scheduleRefresh(id);
      });
      this.#watcher.on('error', (error) => {
        this.#watcher?.close();
        this.#parts.report(error);
      });
    } catch (error) {
      this.#parts.report(error);
    }
  }

  /** @param id undefined: any may have changed. */
  #scheduleRefresh(id: string | undefined): void {
    if (this.#isDisposed) return;
    this.#changed.add(id);
    this.#refreshTimer ??= setTimeout(() => {
      this.#refreshTimer = undefined;
      const ids = [...this.#changed];
      this.#changed.clear();
      const known = ids.flatMap((changed) => changed ?? []);
      const task = known.length < ids.length ? this.refresh() : this.#inTurn(() => this.#update(known));
      task.catch(this.#parts.report);
    }, refreshAfterMs).unref();
  }

  #scheduleIndex(): void {
    this.#indexTimer ??= setTimeout(() => void this.#writeIndex(), writeIndexAfterMs).unref();
  }

  async #sweep(): Promise<void> {
    const { directory, now, report } = this.#parts;
    const isUnlisted = (id: string) => this.summary(id) === undefined;
    await sweepLeftovers({ directory, indexPath: this.#indexPath, isUnlisted, now, report }).catch(report);
  }

  async #writeIndex(): Promise<void> {
    clearTimeout(this.#indexTimer);
    this.#indexTimer = undefined;
    const entries = [...this.#entries].map(([id, { reading: _, ...entry }]) => [id, entry] as const);
    this.#indexing = writeIndex(this.#indexPath, new Map(entries)).catch(this.#parts.report);
    await this.#indexing;
  }
}

/** A conversation that was purged a moment ago has no texts. */
function noneIfMissing(error: unknown): readonly string[] {
  if (isMissing(error)) return [];
  throw error;
}
