import assert from 'node:assert/strict';
import { watch } from 'node:fs';
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { mock } from 'node:test';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { HistoryStore } from '../../../../src/extension/history/historyStore.ts';
import { recordLines } from '../../../../src/extension/history/recordLines.ts';
import { SearchTexts } from '../../../../src/extension/history/searchTexts.ts';
import { readIndex, writeIndex } from '../../../../src/extension/history/summaryIndex.ts';
import { answerTurn, questionTurn } from '../../chat/conversationTurns.ts';
import { fakeTimers } from '../../net/fakes.ts';

const uuid = (digit: number) => `${digit}0000000-0000-4000-8000-000000000000`;

function turns(text: string): string {
  return recordLines([
    { type: 'question', turn: questionTurn('q', null, text) },
    { type: 'answer', turn: answerTurn('a', 'q', `It says ${text}.`) },
  ]);
}

describe('what the history does after a while', () => {
  let folder: string;
  let directory: string;
  let errors: unknown[];
  let store: HistoryStore;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hanlin-'));
    directory = join(folder, 'storage', 'conversations');
    errors = [];
    mock.timers.enable({ apis: ['setTimeout'] });
    store = new HistoryStore({
      directory,
      report: (error) => errors.push(error),
      now: () => 1000,
      translate: (text) => text,
    });
    await store.open();
  });

  afterEach(async () => {
    mock.timers.reset();
    await store.dispose();
    await rm(folder, { recursive: true });
  });

  /** What reads files for the list runs in turn: when this is over, what was begun before is. */
  const caughtUp = () => store.purge(uuid(9));
  const titles = () => store.summaries.map(({ title }) => title).sort();

  /** Asks in a conversation of this window, as a session would. */
  function ask(digit: number, title: string): void {
    const question = questionTurn('q', null, title);
    store
      .file(uuid(digit))
      .record({ type: 'begin', after: null, question, answer: answerTurn('a', 'q', '') });
  }

  it('looks at what has changed 150 ms after it has, each time', async () => {
    const expected: string[] = [];
    for (const digit of [1, 2, 3, 4]) {
      ask(digit, `Question ${digit}`);
      mock.timers.tick(149);
      await caughtUp();
      assert.deepEqual(titles(), expected, `not yet in round ${digit}`);
      expected.push(`Question ${digit}`);
      mock.timers.tick(1);
      await caughtUp();
      assert.deepEqual(titles(), expected);
    }
    await store.dispose();
    ask(5, 'Question 5');
    mock.timers.tick(1000);
    await caughtUp();
    assert.deepEqual(titles(), expected, 'nothing more once it is closed');
  });

  it('looks at those that have changed, not at all', async function () {
    if (process.platform === 'win32') this.skip();
    const gone = `${directory} elsewhere`;
    ask(1, 'Question 1');
    await store.file(uuid(1)).flush();
    await rename(directory, gone);
    mock.timers.tick(150);
    await caughtUp();
    await rename(gone, directory);
    assert.deepEqual(errors, [], 'the folder was read');
  });

  it('writes its index three seconds after each change, and nothing where nothing changes', async () => {
    const path = join(dirname(directory), 'index.json');
    /** Resolves when the index takes its place. */
    const taken = () => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const watcher = watch(dirname(path), { signal: AbortSignal.timeout(5000) }, (_, name) => {
        if (name !== 'index.json') return;
        resolve();
        watcher.close();
      });
      watcher.on('close', () => reject(new Error('no index within five seconds')));
      return promise;
    };
    const known = async () => [...(await readIndex(path)).keys()].sort();
    await caughtUp();
    mock.timers.tick(10_000);
    for (const digit of [1, 2, 3]) {
      await writeFile(join(directory, `${uuid(digit)}.jsonl`), turns(`Question ${digit}`));
      await store.refresh();
      mock.timers.tick(2999);
      assert.equal((await known()).length, digit - 1);
      const written = taken();
      mock.timers.tick(1);
      await written;
      assert.deepEqual(await known(), [1, 2, 3].slice(0, digit).map(uuid));
    }
    const before = (await stat(path)).mtimeMs;
    await utimes(path, 1, 1);
    await store.refresh();
    mock.timers.tick(10_000);
    await store.dispose();
    assert.ok(before > 1000 && (await stat(path)).mtimeMs === 1000, 'it was written once more');
    assert.deepEqual((await readdir(dirname(path))).sort(), ['conversations', 'index.json']);
  });

  it('has an index that this user alone can read, and leaves nothing beside it when that fails', async function () {
    if (process.platform === 'win32') this.skip();
    const path = join(folder, 'new', 'index.json');
    await writeIndex(path, new Map([[uuid(1), { size: 1, mtimeMs: 1 }]]));
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    assert.equal((await stat(dirname(path))).mode & 0o777, 0o700);
    await rm(path);
    await mkdir(path);
    await writeFile(join(path, 'in the way'), '');
    await assert.rejects(writeIndex(path, new Map()));
    assert.deepEqual(await readdir(dirname(path)), ['index.json']);
    await rm(path, { recursive: true });
    await chmod(dirname(path), 0o500);
    // The superuser may write anywhere.
    if (process.getuid?.() !== 0) await assert.rejects(writeIndex(path, new Map()), { code: 'EACCES' });
    await chmod(dirname(path), 0o700);
  });

  it('says of a file that it cannot read, lists the others, and does not take it for deleted', async () => {
    await writeFile(join(directory, `${uuid(1)}.jsonl`), turns('Question 1'));
    await writeFile(join(directory, `${uuid(2)}.jsonl`), '');
    await mkdir(join(directory, `${uuid(3)}.jsonl`));
    await store.refresh();
    assert.deepEqual(titles(), ['Question 1'], 'the second one has nothing to list');
    assert.deepEqual(
      errors.map((error) => (error as NodeJS.ErrnoException).code),
      ['EISDIR'],
    );
    await assert.rejects(store.purge(uuid(3)), { code: 'EISDIR' });
    assert.deepEqual(titles(), ['Question 1']);
  });

  it('keeps the texts for a minute after the last search, and forgets them then', async () => {
    const path = join(folder, 'c.jsonl');
    /** The file becomes another one that looks the same from outside: only what is kept still says what it was. */
    const write = async (text: string) => {
      await writeFile(path, turns(text));
      await utimes(path, 1, 1);
    };
    const timers = fakeTimers();
    const texts = new SearchTexts(timers.start);
    for (const [one, other] of [
      ['aa', 'bb'],
      ['cc', 'dd'],
      ['ee', 'ff'],
    ] as const) {
      await write(one);
      assert.deepEqual(await texts.read(path), [one, `It says ${one}.`]);
      await write(other);
      for (let searches = 0; searches < 3; searches++) {
        timers.advance(59_999);
        assert.equal((await texts.read(path))[0], one, 'still kept');
      }
      timers.advance(60_000);
      assert.equal(timers.running, 0);
      assert.equal((await texts.read(path))[0], other, 'read anew');
      texts.clear();
      assert.equal(timers.running, 0);
    }
  });

  describe('with more texts than it keeps', () => {
    /** Two of them are more than is kept. */
    const length = 9_000_000;
    let texts: SearchTexts;

    beforeEach(() => {
      texts = new SearchTexts(fakeTimers().start);
    });

    const path = (name: string) => join(folder, `${name}.jsonl`);

    async function write(name: string, letter: string, words = length): Promise<void> {
      const turn = questionTurn('q', null, letter.repeat(words));
      await writeFile(path(name), recordLines([{ type: 'question', turn }]));
      await utimes(path(name), 1, 1);
    }

    const read = async (name: string) => (await texts.read(path(name)))[0]?.charAt(0);

    /** Whether a file's texts still come where another one has taken its place that looks the same from outside. */
    async function isKept(name: string, words = length): Promise<boolean> {
      const before = await read(name);
      await write(name, before === 'x' ? 'y' : 'x', words);
      return (await read(name)) === before;
    }

    it('reads those anew that came last', async () => {
      await write('first', 'a');
      await write('second', 'b');
      assert.equal(await read('first'), 'a');
      assert.equal(await isKept('second'), false);
      assert.equal(await isKept('first'), true);
    });

    it('keeps others in the place of what was forgotten, or has changed', async () => {
      await write('first', 'a');
      await read('first');
      texts.clear();
      assert.equal(await isKept('first'), true, 'after all was forgotten');
      await write('first', 'b', length + 1);
      assert.equal(await isKept('first', length + 1), true, 'after it has changed');
    });

    it('counts a file once that two searches read at a time', async () => {
      await write('first', 'a', 6_000_000);
      await Promise.all([read('first'), read('first')]);
      await write('second', 'b', 6_000_000);
      assert.equal(await isKept('second', 6_000_000), true);
    });
  });

  it('closes every file that it has opened', async function () {
    if (process.platform !== 'linux') this.skip();
    const path = join(directory, `${uuid(1)}.jsonl`);
    for (let round = 0; round < 3; round++) {
      ask(1, 'Why?');
      await store.rename(uuid(1), `Title ${round}`);
      await store.file(uuid(1)).flush();
      await store.search('absent', new AbortController().signal);
      await store.exportMarkdown(uuid(1));
      await store.refresh();
    }
    const open = await Promise.all(
      (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
    );
    assert.deepEqual(
      open.filter((target) => target.startsWith(path)),
      [],
    );
    assert.match(await readFile(path, 'utf8'), /Title 2/);
  });
});
