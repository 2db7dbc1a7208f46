import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mock } from 'node:test';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { logLines } from '../../../../src/chat/conversationLog.ts';
import type { LogRecord } from '../../../../src/chat/logRecord.ts';
import { compactFile } from '../../../../src/extension/history/compactFile.ts';
import { HistoryStore } from '../../../../src/extension/history/historyStore.ts';
import { readConversation } from '../../../../src/extension/history/readConversation.ts';
import { recordLines } from '../../../../src/extension/history/recordLines.ts';
import { answerTurn, questionTurn } from '../../chat/conversationTurns.ts';

/*
 * What the history deletes and writes anew by itself, when it is opened and while there is nothing else to do. A guard
 * that is missing here costs somebody their conversations.
 */

const minute = 60_000;
const now = Date.UTC(2026, 10, 21, 12);
const question = questionTurn('q', null, 'Why?', 1000);
const answer = answerTurn('a', 'q', 'Because.', 1000);
const asked: readonly LogRecord[] = [
  { type: 'conversation', version: 1, id: 'c', createdAt: 1 },
  { type: 'question', turn: question },
  { type: 'answer', turn: answer },
];
/** A long answer as it grew, of which little matters; 64 kB are worth the work. */
function grown(pieces: number): string {
  const deltas = Array.from({ length: pieces }, (_, at) =>
    logLines({ type: 'delta', id: 'a', channel: 'text', at, text: '答' }),
  );
  const empty: LogRecord = { type: 'answer', turn: { ...answer, text: '' } };
  return recordLines([...asked.slice(0, 2), empty]) + deltas.join('');
}

function deleted(minutesAgo: number): string {
  return recordLines([{ type: 'meta', deletedAt: now - minutesAgo * minute }]);
}

/** What may be in a file. Named, because a failure prints the names. */
const texts = {
  conversation: recordLines(asked),
  long: grown(1500),
  short: grown(200),
  deleted: recordLines(asked) + deleted(61),
  'deleted lately': recordLines(asked) + deleted(59),
  'deleted and asked on':
    recordLines(asked) +
    deleted(10_000) +
    recordLines([{ type: 'question', turn: questionTurn('q2', 'a', 'Still there?', 2000) }]),
  'deleted and restored': recordLines(asked) + deleted(61) + recordLines([{ type: 'meta', deletedAt: null }]),
  'long, deleted lately': grown(1500) + deleted(5),
  nonsense: 'not a record\n',
} as const;

type Text = keyof typeof texts;
type Fate = 'stays' | 'shrinks' | 'goes';

interface Found {
  readonly name: string;
  readonly text: Text;
  /** Since the file was written to. */
  readonly minutes: number;
  readonly fate: Fate;
}

const id = fc.uuid();
const minutes = fc.constantFrom(0, 0.9, 1.1, 59, 61, 10_000);
const anyText = fc.constantFrom(...(Object.keys(texts) as Text[]));

function fateOf(text: Text, age: number): Fate {
  if (text === 'deleted' && age > 1) return 'goes';
  return text === 'long' && age > 1 ? 'shrinks' : 'stays';
}

/** A conversation, whatever has become of it. */
const conversation: fc.Arbitrary<Found> = fc
  .tuple(id, anyText, minutes)
  .map(([own, text, age]) => ({ name: `${own}.jsonl`, text, minutes: age, fate: fateOf(text, age) }));

/** What a compaction leaves behind that was killed. */
const leftover: fc.Arbitrary<Found> = fc.tuple(id, anyText, minutes).map(([own, text, age]) => ({
  name: `${own}.jsonl.new`,
  text,
  minutes: age,
  fate: age > 60 ? 'goes' : 'stays',
}));

const strangeName = fc.oneof(
  fc.constantFrom(
    'notes.txt',
    'draft.new',
    '.new',
    'new',
    '.jsonl',
    '.jsonl.new',
    'Upper Case.jsonl.new',
    'index.json',
  ),
  fc
    .tuple(
      id,
      fc.constantFrom(
        '',
        '.json',
        '.new',
        '.jsonl.NEW',
        '.jsonl.new~',
        '.jsonl.new.bak',
        '.jsonl.old',
        '.jsonl ',
        'X.jsonl',
        'X.jsonl.new',
      ),
    )
    .map((parts) => parts.join('')),
  fc.stringMatching(/^[A-Z][\w.]{0,20}$/),
);

/** A file that somebody else has put there, whatever it looks like. */
const stranger: fc.Arbitrary<Found> = fc
  .tuple(strangeName, anyText, minutes)
  .map(([name, text, age]) => ({ name, text, minutes: age, fate: 'stays' }));

const folderContents = fc.uniqueArray(fc.oneof(conversation, leftover, stranger), {
  // Some file systems do not tell upper from lower case. A leftover keeps its conversation from being compacted.
  selector: ({ name }) => name.toLowerCase().replace(/\.new$/, ''),
  minLength: 1,
  maxLength: 12,
});

/** Lets something happen `before` or `after` the first call of a method of any file that `work` opens. */
async function atMoment<T>(
  method: 'stat' | 'sync',
  order: 'before' | 'after',
  happens: () => void,
  work: () => Promise<T>,
): Promise<T> {
  const handle = await open(import.meta.filename);
  const prototype = Object.getPrototypeOf(handle) as typeof handle;
  await handle.close();
  const original = prototype[method] as () => Promise<void>;
  const moment = mock.method(prototype, method, async function (this: typeof handle) {
    moment.mock.restore();
    if (order === 'before') happens();
    const result = await original.call(this);
    if (order === 'after') happens();
    return result;
  });
  try {
    return await work();
  } finally {
    moment.mock.restore();
  }
}

describe('cleaning up the history', () => {
  let folder: string;
  let directory: string;
  let errors: unknown[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hanlin-'));
    directory = join(folder, 'storage', 'conversations');
    errors = [];
  });

  afterEach(() => rm(folder, { recursive: true }));

  async function put({ name, text, minutes: age }: Omit<Found, 'fate'>): Promise<void> {
    await writeFile(join(directory, name), texts[text]);
    const time = new Date(now - age * minute);
    await utimes(join(directory, name), time, time);
  }

  async function openStore(): Promise<HistoryStore> {
    const store = new HistoryStore({
      directory,
      report: (error) => errors.push(error),
      now: () => now,
      translate: (text) => text,
    });
    await store.open();
    return store;
  }

  /** Opened and tidied up, as a window does it. */
  async function cleanUp(): Promise<void> {
    const store = await openStore();
    await store.tidy();
    await store.dispose();
  }

  it('touches nothing but what it may, whatever is in the folder', async () => {
    await fc.assert(
      fc.asyncProperty(folderContents, async (found) => {
        await rm(directory, { recursive: true, force: true });
        await mkdir(directory, { recursive: true });
        for (const file of found) await put(file);
        const beside = join(folder, 'storage', 'notes.txt');
        await writeFile(beside, 'mine');
        errors = [];
        await cleanUp();
        const left = new Set(await readdir(directory));
        for (const { name, text: kind, fate } of found) {
          const text = texts[kind];
          if (fate === 'goes') {
            assert.ok(!left.has(name), `${name} is still there`);
            continue;
          }
          assert.ok(left.has(name), `${name} is gone`);
          const path = join(directory, name);
          const now = await readFile(path, 'utf8');
          if (fate === 'stays') {
            assert.ok(now === text, `${name} is another one: ${now.slice(0, 80)}`);
          } else {
            assert.ok(now.length < text.length / 2, `${name} has ${now.length} of ${text.length} characters`);
            assert.equal((await readConversation(path)).turns[1]?.text, '答'.repeat(1500));
          }
        }
        assert.equal(left.size, found.filter(({ fate }) => fate !== 'goes').length);
        const besides = (await readdir(join(folder, 'storage'))).filter((name) => name !== 'index.json');
        assert.deepEqual(besides.sort(), ['conversations', 'notes.txt']);
        assert.equal(await readFile(beside, 'utf8'), 'mine');
        assert.deepEqual(errors, []);
      }),
      { numRuns: 40 },
    );
  }).timeout(60_000);

  it('keeps a conversation that has come back though the line feed before that is damaged', async () => {
    await mkdir(directory, { recursive: true });
    const name = '20000000-0000-4000-8000-000000000000.jsonl';
    for (const type of ['delta', 'replace'] as const) {
      const piece = recordLines([
        type === 'delta'
          ? { type, id: 'a', channel: 'text', at: 8, text: ' So.' }
          : { type, id: 'a', text: 'So.', rewrites: 1 },
      ]);
      const restored = recordLines([{ type: 'meta', deletedAt: null }]);
      await writeFile(join(directory, name), `${texts.deleted}${piece.trimEnd()}K${restored}`);
      await cleanUp();
      assert.deepEqual(await readdir(directory), [name], type);
    }
    assert.deepEqual(errors, []);
  });

  it('sweeps what killed windows and older versions have left behind, once nobody can be using it', async () => {
    const id = (digit: number) => `${digit}0000000-0000-4000-8000-000000000000`;
    const header = (own: string) =>
      recordLines([{ type: 'conversation', version: 1, id: own, createdAt: 1 }]);
    const pieces = logLines({ type: 'delta', id: 'a', channel: 'text', at: 0, text: 'secret' });
    const beside = join(folder, 'storage');
    const files: readonly [string, string, boolean][] = [
      [join(beside, `index.json.${id(1)}`), '{', true],
      [join(beside, 'index.json.bak'), '{', false],
      [join(directory, `${id(1)}.jsonl`), header(id(1)) + pieces, true],
      [join(directory, `${id(2)}.jsonl`), `${header(id(2))}${texts.conversation.slice(60)}`, false],
      [join(directory, `${id(3)}.jsonl`), `${header(id(3))}{"type":"question","tu\n${pieces}`, false],
      [join(directory, `${id(4)}.jsonl`), pieces, false],
      [join(directory, `${id(5)}.jsonl`), header('another') + pieces, false],
      [join(directory, `${id(6)}.jsonl`), header(id(6)) + pieces + pieces.slice(0, 30), false],
      [join(directory, `${id(7)}.jsonl`), header(id(7)) + recordLines([{ type: 'meta', title: 'T' }]), false],
      [join(directory, `${id(8)}.jsonl.damaged`), 'x\n', true],
      [join(directory, `${id(2)}.jsonl.damaged`), 'x\n', false],
      [join(directory, `${id(9)}.jsonl.new`), header(id(9)), true],
    ];
    for (const [minutesAgo, swept] of [
      [59, false],
      [61, true],
    ] as const) {
      await rm(beside, { recursive: true, force: true });
      await mkdir(directory, { recursive: true });
      for (const [path, text] of files) {
        await writeFile(path, text);
        const time = new Date(now - minutesAgo * minute);
        await utimes(path, time, time);
      }
      await (await openStore()).dispose();
      const left = new Set([
        ...(await readdir(beside)).map((name) => join(beside, name)),
        ...(await readdir(directory)).map((name) => join(directory, name)),
      ]);
      for (const [path, , goes] of files)
        assert.equal(left.has(path), !(goes && swept), `${path} ${minutesAgo}`);
    }
    assert.deepEqual(errors, []);
  });

  it('writes no file anew that is small, deleted, in use, or holds little that does not matter', async () => {
    await mkdir(directory, { recursive: true });
    const rest = { minutes: 100 } as const;
    const long = { name: '10000000-0000-4000-8000-000000000000.jsonl', text: 'long', ...rest } as const;
    const short = { name: '20000000-0000-4000-8000-000000000000.jsonl', text: 'short', ...rest } as const;
    const own = (name: string) => name.replace('.jsonl', '');
    await put(long);
    await put(short);
    const store = await openStore();
    assert.equal(await store.compact(own(short.name)), false, 'small');
    store.file(own(long.name));
    assert.equal(await store.compact(own(long.name)), false, 'in use');
    await store.dispose();
    const other = await openStore();
    assert.equal(await other.compact(own(long.name)), true);
    await other.dispose();

    const path = join(directory, short.name);
    assert.equal(await compactFile(path), true);
    for (const [text, why] of [
      [texts['long, deleted lately'], 'deleted'],
      [texts['deleted and restored'], 'was deleted'],
      [recordLines(asked), 'all of it matters'],
      [recordLines(asked) + recordLines([{ type: 'answer', turn: answer }]), 'more than half of it matters'],
    ] as const) {
      await writeFile(path, text);
      assert.equal(await compactFile(path), false, why);
      assert.ok((await readFile(path, 'utf8')) === text, `${why}, but is another one`);
      assert.deepEqual((await readdir(directory)).sort(), [long.name, short.name], why);
    }
    await writeFile(`${path}.new`, 'of another window');
    await writeFile(path, texts.long);
    await assert.rejects(compactFile(path), { code: 'EEXIST' });
    assert.equal(await readFile(`${path}.new`, 'utf8'), 'of another window');
    assert.ok((await readFile(path, 'utf8')) === texts.long);
  });

  describe('while another window writes to the file that is written anew', () => {
    const late: LogRecord = { type: 'question', turn: questionTurn('q2', 'a', 'And then?', 2000) };
    let path: string;

    beforeEach(async () => {
      await mkdir(directory, { recursive: true });
      path = join(directory, '10000000-0000-4000-8000-000000000000.jsonl');
      await writeFile(path, texts.long);
    });

    it('calls it off up to the last look at the file', async () => {
      const replaced = await atMoment(
        'sync',
        'before',
        () => appendFileSync(path, recordLines([late])),
        () => compactFile(path),
      );
      assert.equal(replaced, false);
      assert.ok((await readFile(path, 'utf8')) === texts.long + recordLines([late]));
    });

    it('carries over what comes after that', async () => {
      const replaced = await atMoment(
        'stat',
        'after',
        () => appendFileSync(path, recordLines([late])),
        () => compactFile(path),
      );
      assert.equal(replaced, true);
      const { turns } = await readConversation(path);
      assert.deepEqual(
        turns.map(({ text }) => text),
        ['Why?', '答'.repeat(1500), 'And then?', ''],
      );
    });
  });

  it('looks into a file again only when it has doubled since', async () => {
    await mkdir(directory, { recursive: true });
    const path = join(directory, '10000000-0000-4000-8000-000000000000.jsonl');
    const long = new Date(now - 100 * minute);
    const write = async (text: string) => {
      await writeFile(path, text);
      await utimes(path, long, long);
    };
    const answerOf = (length: number) =>
      recordLines([...asked.slice(0, 2), { type: 'answer', turn: { ...answer, text: 'x'.repeat(length) } }]);
    await write(answerOf(70_000));
    const store = await openStore();
    await store.tidy();
    assert.ok((await readFile(path, 'utf8')) === answerOf(70_000), 'all of it matters');
    assert.ok(texts.long.length < 140_000);
    await write(texts.long);
    await store.refresh();
    await store.tidy();
    assert.ok((await readFile(path, 'utf8')) === texts.long, 'it has not grown much');
    await write(grown(3000));
    await store.refresh();
    await store.tidy();
    assert.ok((await stat(path)).size < 30_000, 'it has');
    await store.dispose();
    assert.deepEqual(errors, []);
  });

  it('goes on where it cannot take one thing away', async () => {
    await mkdir(directory, { recursive: true });
    const uuid = (digit: number) => `${digit}0000000-0000-4000-8000-000000000000`;
    await mkdir(join(directory, `${uuid(1)}.jsonl.new`));
    const long = new Date(now - 100 * minute);
    await utimes(join(directory, `${uuid(1)}.jsonl.new`), long, long);
    await put({ name: `${uuid(2)}.jsonl.new`, text: 'nonsense', minutes: 100 });
    await put({ name: `${uuid(3)}.jsonl`, text: 'long', minutes: 100 });
    await cleanUp();
    assert.deepEqual((await readdir(directory)).sort(), [`${uuid(1)}.jsonl.new`, `${uuid(3)}.jsonl`]);
    assert.ok((await stat(join(directory, `${uuid(3)}.jsonl`))).size < texts.long.length / 2);
    assert.equal(errors.length, 1);
  });
});
