import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { compactFile } from '../../../../src/extension/history/compactFile.ts';
import type { ConversationFile } from '../../../../src/extension/history/conversationFile.ts';
import { HistoryStore } from '../../../../src/extension/history/historyStore.ts';
import { budget } from '../../../budget.ts';
import { until } from '../../../until.ts';
import { answerTurn, questionTurn } from '../../chat/conversationTurns.ts';

const id = '10000000-0000-4000-8000-000000000000';

const plays = budget({ sample: 30, soak: 400 });

/** A window: its history, and a conversation that is open in it, in which an answer is being written. */
class Window {
  readonly #name: string;
  readonly #directory: string;
  readonly errors: unknown[] = [];
  store: HistoryStore;
  file: ConversationFile;
  #rounds = 0;
  #length = 0;
  /** The questions that were asked in it. */
  readonly asked: string[] = [];

  constructor(name: string, directory: string) {
    this.#name = name;
    this.#directory = directory;
    this.store = this.#make();
    this.file = this.store.file(id);
  }

  #make(): HistoryStore {
    return new HistoryStore({
      directory: this.#directory,
      report: (error) => this.errors.push(error),
      now: Date.now,
      translate: (text) => text,
    });
  }

  async open(): Promise<void> {
    await this.store.open();
    await this.file.readTail();
  }

  /** Closes the window and opens it again, without the conversation. */
  async reopen(): Promise<void> {
    await this.store.dispose();
    this.store = this.#make();
    await this.store.open();
  }

  ask(): void {
    this.#rounds += 1;
    this.#length = 0;
    const question = questionTurn(`${this.#name}-q${this.#rounds}`, null, `${this.#name} ${this.#rounds}`);
    const answer = { ...answerTurn(this.#answerId, question.id, ''), status: { state: 'waiting' as const } };
    this.asked.push(question.id);
    this.file.record({ type: 'begin', after: null, question, answer });
  }

  async say(): Promise<void> {
    if (this.#rounds === 0) return;
    this.file.record({ type: 'delta', id: this.#answerId, channel: 'text', at: this.#length++, text: 'x' });
    await this.file.flush();
  }

  end(): void {
    if (this.#rounds === 0) return;
    const question = this.asked.at(-1) ?? '';
    this.file.record({ type: 'status', answer: answerTurn(this.#answerId, question, '') });
  }

  get #answerId(): string {
    return `${this.#name}-a${this.#rounds}`;
  }
}

type Deed = (window: Window, path: string) => unknown;

const deeds: Readonly<Record<string, Deed>> = {
  ask: (window) => window.ask(),
  say: (window) => window.say(),
  end: (window) => window.end(),
  remove: ({ store }) => store.remove(id),
  restore: ({ store }) => store.restore(id),
  purge: ({ store }) => store.purge(id),
  rename: ({ store }) => store.rename(id, 'Another'),
  pin: ({ store }) => store.setPinned(id, true),
  refresh: ({ store }) => store.refresh(),
  tidy: ({ store }) => store.tidy(),
  compact: (_, path) => compactFile(path),
  reopen: (window) => window.reopen(),
};

const deed = fc.record({
  // Deleting for good takes two of them.
  name: fc.constantFrom(...Object.keys(deeds), 'remove', 'purge', 'say', 'purge'),
  which: fc.nat(1),
});
/** Each is done at the same time as those that are together with it. */
const play = fc.array(fc.array(deed, { minLength: 1, maxLength: 3 }), {
  minLength: 4,
  maxLength: 14,
  size: 'max',
});

describe('a conversation that two windows use', function () {
  this.timeout(120_000);

  let folder: string;
  let directory: string;
  let path: string;
  let windows: readonly [Window, Window];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hanlin-'));
    await begin('first');
  });

  afterEach(async () => {
    await end();
    await rm(folder, { recursive: true, maxRetries: 3 });
  });

  async function begin(name: string): Promise<void> {
    directory = join(folder, name, 'conversations');
    path = join(directory, `${id}.jsonl`);
    windows = [new Window('one', directory), new Window('two', directory)];
    await windows[0].store.open();
    windows[0].ask();
    await windows[0].say();
    for (const window of windows) await window.open();
  }

  async function end(): Promise<void> {
    for (const { store } of windows) await store.dispose();
  }

  function isThere(): Promise<boolean> {
    return stat(path).then(
      () => true,
      () => false,
    );
  }

  it('stays deleted while the other one writes an answer into it, and that one says so', async () => {
    const [one, two] = windows;
    await two.store.remove(id);
    await one.say();
    await two.store.purge(id);
    assert.equal(await isThere(), false);
    // The system tells the other window of it, which writes nothing.
    await until('the news', () => one.file.saving.trouble?.type === 'deleted');
    for (let round = 0; round < 3; round++) {
      await one.say();
      one.end();
      one.ask();
      await one.file.flush();
      await assert.rejects(one.store.rename(id, 'Back'));
    }
    assert.deepEqual(await readdir(directory), []);
    assert.deepEqual(one.errors, []);
    const other = new Window('three', directory);
    await other.store.open();
    assert.deepEqual(other.store.summaries, []);
    await other.store.dispose();
  });

  it('is noticed to be deleted by what is written at that moment', async () => {
    const [one, two] = windows;
    await two.store.remove(id);
    const writing = Promise.all([one.say(), two.store.purge(id), one.say()]);
    one.ask();
    await writing;
    await one.say();
    assert.equal(await isThere(), one.file.saving.trouble === undefined);
  });

  it('is there with all that came meanwhile when the deletion is undone', async () => {
    const [one, two] = windows;
    await two.store.remove(id);
    await one.say();
    await one.say();
    await two.store.restore(id);
    await one.say();
    one.end();
    await two.store.purge(id);
    const { turns } = await two.file.readAll();
    assert.deepEqual(
      turns.map(({ text }) => text),
      ['one 1', 'xxxx'],
    );
    assert.equal(one.file.saving.trouble, undefined);
  });

  it('is in the list or deleted for good in both of them, whatever they do at the same time', async () => {
    let count = 0;
    let deleted = 0;
    await fc.assert(
      fc.asyncProperty(play, async (steps) => {
        await end();
        await begin(`play-${count++}`);
        let isGone = false;
        for (const step of steps) {
          await Promise.all(
            step.map(async ({ name, which }) => {
              const doing = deeds[name] as Deed;
              // What cannot be done any more is said to whoever wanted it.
              await Promise.resolve(doing(windows[which === 0 ? 0 : 1], path)).catch((error: Error) =>
                assert.match(String(error), /deleted|ENOENT|EEXIST/),
              );
            }),
          );
          for (const { file, store } of windows) {
            await file.flush();
            await store.refresh();
          }
          const exists = await isThere();
          assert.ok(!(isGone && exists), 'it has come back');
          isGone = !exists;
          for (const { file, store, errors } of windows) {
            file.checkDeleted();
            assert.equal(file.saving.trouble?.type, isGone ? 'deleted' : undefined);
            if (isGone) assert.equal(store.summary(id), undefined);
            assert.deepEqual(errors, []);
          }
          if (isGone) {
            assert.deepEqual(await readdir(directory), []);
          } else {
            const { turns } = await windows[0].file.readAll();
            const kept = new Set(turns.map((turn) => turn.id));
            for (const { asked } of windows) for (const question of asked) assert.ok(kept.has(question));
          }
        }
        if (isGone) deleted += 1;
      }),
      { numRuns: plays },
    );
    assert.ok(deleted > plays / 8, `deleted ${deleted} times`);
  });
});
