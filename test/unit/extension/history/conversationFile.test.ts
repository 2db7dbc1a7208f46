import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import {
  appendFile,
  type FileHandle,
  mkdir,
  mkdtemp,
  open as openFile,
  readFile,
  rm,
  rmdir,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { LoadedConversation } from '../../../../src/chat/conversationTree.ts';
import type { LogRecord } from '../../../../src/chat/logRecord.ts';
import { parseLine } from '../../../../src/chat/recordLine.ts';
import { compactFile } from '../../../../src/extension/history/compactFile.ts';
import { ConversationFile } from '../../../../src/extension/history/conversationFile.ts';
import { recordLines } from '../../../../src/extension/history/recordLines.ts';
import { until } from '../../../until.ts';
import { answerTurn, questionTurn } from '../../chat/conversationTurns.ts';
import { fakeTimers } from '../../net/fakes.ts';

const question = questionTurn('q', null, 'Why?');
const answer = { ...answerTurn('a', 'q', ''), status: { state: 'waiting' as const } };
const begin = { type: 'begin' as const, after: null, question, answer };
const script = join(import.meta.dirname, 'writingProcess.ts');
/** How often the other window asks while a file is replaced under it. */
const roundsMeanwhile = 120;

function delta(at: number, text: string, channel: 'text' | 'reasoning' = 'text') {
  return { type: 'delta' as const, id: 'a', channel, at, text };
}

/** The texts of all turns by their id. */
function texts({ turns }: LoadedConversation): Record<string, string> {
  return Object.fromEntries(turns.map(({ id, text }) => [id, text]));
}

/** What all open files have in common. */
async function fileHandles(): Promise<FileHandle> {
  const handle = await openFile(script);
  await handle.close();
  return Object.getPrototypeOf(handle);
}

/** Stands in for the disk of all files until it is put back; what it is asked to make safe takes until `finish`. */
async function slowDisk() {
  const prototype = await fileHandles();
  const { datasync } = prototype;
  const finished = Promise.withResolvers<void>();
  let began = 0;
  prototype.datasync = () => {
    began += 1;
    return finished.promise;
  };
  return {
    /** How often it was asked. */
    get began() {
      return began;
    },
    finish: finished.resolve,
    putBack() {
      prototype.datasync = datasync;
      finished.resolve();
    },
  };
}

function isWhole(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

describe('the file of a conversation', function () {
  this.timeout(20_000);

  let folder: string;
  let path: string;
  let errors: unknown[];

  function open(): ConversationFile {
    return new ConversationFile(
      path,
      () => ({ type: 'conversation', version: 1, id: 'c', createdAt: 7 }),
      (error) => errors.push(error),
    );
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hanlin-'));
    path = join(folder, 'not', 'there', 'yet.jsonl');
    errors = [];
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('is empty until something was said', async () => {
    const empty = { turns: [], deleted: new Set(), head: undefined, complete: true };
    assert.deepEqual(await open().readTail(), empty);
    assert.deepEqual(await open().readAll(), empty);
  });

  it('holds a reply in order, gathered text included', async () => {
    const file = open();
    file.record(begin);
    for (const [at, text] of [
      [0, 'Be'],
      [2, 'cause'],
      [7, '.'],
    ] as const)
      file.record(delta(at, text));
    file.record(delta(0, 'hm', 'reasoning'));
    await file.flush();
    const { turns, head, complete } = await open().readTail();
    assert.deepEqual(turns, [
      question,
      { ...answer, text: 'Because.', reasoning: 'hm', status: { state: 'interrupted' } },
    ]);
    assert.equal(head, 'a');
    assert.equal(complete, true);
  });

  it('says on its first line whose it is, once', async () => {
    const first = open();
    first.record(begin);
    await first.flush();
    const file = open();
    file.record(begin);
    await file.append([{ type: 'meta', title: 'T' }]);
    const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');
    const record = (line = '') => parseLine(line);
    assert.deepEqual(record(lines[0]), {
      type: 'conversation',
      version: 1,
      id: 'c',
      createdAt: 7,
    });
    assert.equal(lines.filter((line) => line.includes('"conversation"')).length, 1);
    assert.deepEqual(record(lines.at(-1)), { type: 'meta', title: 'T' });
  });

  it('can be read by this user only', async function () {
    if (process.platform === 'win32') this.skip();
    const file = open();
    file.record(begin);
    await file.flush();
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    assert.equal((await stat(join(folder, 'not', 'there'))).mode & 0o777, 0o700);
  });

  it('goes on after a line that a crash has torn, even of another window in the middle of the work', async () => {
    const file = open();
    file.record(begin);
    await file.flush();
    await appendFile(path, '{"type":"delta","id":"a","chan');
    file.record(delta(0, 'After'));
    await file.flush();
    assert.deepEqual(texts(await open().readAll()), { q: 'Why?', a: 'After' });
  });

  it('reports once what cannot be written, shows it all the same, and writes it as soon as it can', async function () {
    if (process.platform === 'win32') this.skip();
    await symlink(join(folder, 'nowhere'), join(folder, 'not'));
    const file = open();
    file.record(begin);
    await file.flush();
    file.record(delta(0, 'Because'));
    await file.flush();
    await assert.rejects(file.append([{ type: 'meta', title: 'T' }]));
    assert.equal(errors.length, 1);
    assert.deepEqual(texts(await file.readTail()), { q: 'Why?', a: 'Because' });
    assert.deepEqual(texts(await open().readTail()), {});

    await mkdir(join(folder, 'nowhere'));
    file.record(delta(7, ' of it'));
    await file.flush();
    assert.deepEqual(texts(await open().readAll()), { q: 'Why?', a: 'Because of it' });
    assert.match(await readFile(path, 'utf8'), /"title":"T"/);
    await rm(join(folder, 'nowhere'), { recursive: true });
    file.record(delta(13, '!'));
    await file.flush();
    assert.equal(errors.length, 2, 'a new trouble is reported anew');
  });

  it('says that it is not saved until it is, by itself or when it is asked to try again', async function () {
    if (process.platform === 'win32') this.skip();
    await symlink(join(folder, 'nowhere'), join(folder, 'not'));
    const file = open();
    const heard: (string | undefined)[] = [];
    file.saving.onChange(() => heard.push(file.saving.trouble?.type));
    file.record(begin);
    assert.equal(file.saving.trouble?.type, 'failed');
    await file.saveAgain(() => []);
    assert.equal(file.saving.trouble?.type, 'failed', 'nothing has changed');
    await mkdir(join(folder, 'nowhere'));
    await file.saveAgain(() => []);
    assert.equal(file.saving.trouble, undefined);
    assert.deepEqual(texts(await open().readAll()), { q: 'Why?', a: '' });
    assert.equal(heard.at(-1), undefined);
  });

  it('is not made anew by half where its folder has vanished, and as a whole when that is asked for', async () => {
    const file = open();
    file.record(begin);
    file.record(delta(0, 'Be'));
    await file.flush();
    await rm(join(folder, 'not'), { recursive: true });
    file.record(delta(2, 'cause'));
    await file.flush();
    assert.equal(file.saving.trouble?.type, 'failed');
    await assert.rejects(readFile(path), { code: 'ENOENT' });
    const all = { ...answer, text: 'Because' };
    await file.saveAgain(() => [
      { type: 'question', turn: question },
      { type: 'answer', turn: all },
    ]);
    assert.equal(file.saving.trouble, undefined);
    assert.deepEqual(texts(await open().readAll()), { q: 'Why?', a: 'Because' });
    file.record(delta(7, '.'));
    await file.flush();
    assert.deepEqual(texts(await open().readAll()), { q: 'Why?', a: 'Because.' });
  });

  it('is not called saved where the disk cannot make it safe, and written once more then', async () => {
    const prototype = await fileHandles();
    const { datasync } = prototype;
    const file = open();
    prototype.datasync = async () => {
      throw Object.assign(new Error('EIO'), { code: 'EIO' });
    };
    try {
      file.record(begin);
      await file.flush();
      assert.equal(file.saving.trouble?.type, 'failed');
      await writeFile(path, '');
    } finally {
      prototype.datasync = datasync;
    }
    await file.saveAgain(() => []);
    assert.equal(file.saving.trouble, undefined);
    assert.deepEqual(texts(await open().readAll()), { q: 'Why?', a: '' });
    prototype.datasync = async () => {
      throw Object.assign(new Error('EINVAL'), { code: 'EINVAL' });
    };
    try {
      file.record({ type: 'status', answer });
      await file.flush();
      assert.equal(file.saving.trouble, undefined, 'a file system that cannot do it');
    } finally {
      prototype.datasync = datasync;
    }
  });

  describe('on a disk that fails to make it safe', () => {
    let prototype: FileHandle;
    let datasync: FileHandle['datasync'];
    const fails = () => Promise.reject(Object.assign(new Error('EIO'), { code: 'EIO' }));

    beforeEach(async () => {
      prototype = await fileHandles();
      ({ datasync } = prototype);
    });

    afterEach(() => {
      prototype.datasync = datasync;
    });

    /** Lets other things happen, and the disk take its time. */
    async function turns(count: number): Promise<void> {
      for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
    }

    function written(): string[] {
      return readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => line !== '');
    }

    it('has an action behind an earlier one that was written again, and both again', async () => {
      const file = open();
      file.record(begin);
      await file.flush();
      const failed = Promise.withResolvers<void>();
      let began = 0;
      prototype.datasync = () => {
        began += 1;
        return began === 1 ? failed.promise : Promise.resolve();
      };
      file.record({ type: 'deleted', ids: ['q', 'a'] });
      await until('the disk to be asked', () => began === 1);
      file.record({ type: 'restored', ids: ['q', 'a'] });
      failed.reject(Object.assign(new Error('EIO'), { code: 'EIO' }));
      await file.flush();
      await file.saveAgain(() => []);
      assert.equal(file.saving.trouble, undefined);
      assert.deepEqual([...(await open().readAll()).deleted], []);
      const order = written().flatMap((line) => /"type":"(delete|restore)"/.exec(line)?.[1] ?? []);
      assert.deepEqual(order, ['delete', 'restore', 'delete', 'restore']);
    });

    it('holds everything in order in the end, though the disk forgets what it fails with', async () => {
      const step = fc.constantFrom('rename', 'text', 'flush', 'wait', 'again');
      await fc.assert(
        fc.asyncProperty(
          fc.array(step, { minLength: 1, maxLength: 25 }),
          fc.infiniteStream(fc.boolean()),
          async (steps, outcomes) => {
            await rm(join(folder, 'not'), { recursive: true, force: true });
            const file = open();
            let isMended = false;
            let safe = 0;
            prototype.datasync = async () => {
              const asked = readFileSync(path).length;
              await turns(30);
              if (isMended || outcomes.next().value === true) {
                safe = Math.max(safe, asked);
                return;
              }
              const bytes = readFileSync(path);
              writeFileSync(path, bytes.fill('\n', safe));
              await fails();
            };
            file.record(begin);
            let text = '';
            let titles = 0;
            for (const each of steps) {
              if (each === 'rename') {
                file.append([{ type: 'meta', title: `T${titles++}` }]).catch(() => {});
              } else if (each === 'text') {
                file.record(delta(text.length, `${text.length} `));
                text += `${text.length} `;
              } else if (each === 'flush') await file.flush();
              else if (each === 'again') await file.saveAgain(() => []);
              else await turns(15);
            }
            isMended = true;
            file.record({ type: 'status', answer });
            await file.flush();
            await file.saveAgain(() => []);
            assert.equal(file.saving.trouble, undefined);
            assert.deepEqual(texts(await open().readAll()), { q: 'Why?', a: text });
            const last = written().findLast((line) => line.includes('"title"'));
            if (titles > 0) assert.ok(last?.includes(`"T${titles - 1}"`), last);
          },
        ),
        { numRuns: 60 },
      );
    });

    it('is saved by itself as soon as the disk works again', async () => {
      const file = open();
      prototype.datasync = fails;
      file.record(begin);
      await file.flush();
      await writeFile(path, '');
      prototype.datasync = datasync;
      file.record(delta(0, 'Because'));
      await file.flush();
      assert.equal(file.saving.trouble, undefined);
      assert.deepEqual(texts(await open().readAll()), { q: 'Why?', a: 'Because' });
      assert.equal(errors.length, 1);
    });

    it('does not grow by what cannot be made safe', async () => {
      const file = open();
      prototype.datasync = fails;
      file.record(begin);
      const piece = 'x'.repeat(1000);
      for (let at = 0; at < 200; at++) {
        file.record(delta(at * piece.length, piece));
        await file.flush();
      }
      const lines = written();
      assert.equal(new Set(lines).size, lines.length, 'each line is there once');
      await file.saveAgain(() => []);
      assert.ok(
        readFileSync(path).length < 2.1 * lines.join('\n').length,
        'and once more when that is asked for',
      );
    });

    it('grows to three times its size at most by itself where the disk works by turns', async () => {
      const file = open();
      let isWorking = true;
      prototype.datasync = () => {
        isWorking = !isWorking;
        return isWorking ? Promise.resolve() : fails();
      };
      file.record(begin);
      const piece = 'x'.repeat(1000);
      for (let at = 0; at < 300; at++) {
        file.record(delta(at * piece.length, piece));
        await file.flush();
      }
      const once = [...new Set(written())].join('\n').length;
      assert.ok(readFileSync(path).length < 3.1 * once + 2 ** 16);
    });
  });

  it('sets damaged lines aside, says so once, and keeps them when it is made smaller', async () => {
    const damagedCounts: number[] = [];
    const opened = () =>
      new ConversationFile(
        path,
        () => ({ type: 'conversation', version: 1, id: 'c', createdAt: 7 }),
        (error) => errors.push(error),
        { damaged: (count) => damagedCounts.push(count) },
      );
    const file = opened();
    file.record(begin);
    for (let at = 0; at < 40; at++) {
      file.record(delta(at, 'x'));
      await file.flush();
    }
    const bytes = await readFile(path);
    const at = bytes.indexOf('"at":37,') + 6;
    bytes.write('6', at);
    bytes.writeUInt8(255, bytes.indexOf('"at":39,') + 3);
    await writeFile(path, bytes);
    const lines = bytes.toString('latin1').split('\n');
    const wrong = lines.filter((line) => line.includes('\xff') || line.includes('"at":36,'));
    for (let round = 0; round < 3; round++) {
      await opened().readAll();
      await opened().readTail();
    }
    assert.deepEqual(damagedCounts, [2]);
    const kept = () =>
      readFileSync(`${path}.damaged`, 'latin1')
        .split('\n')
        .filter((line) => line !== '');
    assert.equal(kept().length, 2);
    for (const line of kept()) assert.ok(wrong.includes(line));
    assert.equal(await compactFile(path, (count) => damagedCounts.push(count)), true);
    assert.equal(kept().length, 2);
    assert.deepEqual(damagedCounts, [2]);
    await rm(`${path}.damaged`);
    await writeFile(path, bytes);
    assert.equal(await compactFile(path, (count) => damagedCounts.push(count)), true);
    assert.equal(kept().length, 2, 'it is the compaction that finds them');
    assert.deepEqual(damagedCounts, [2, 2]);
    for (const line of (await readFile(path, 'utf8')).trim().split('\n'))
      assert.notEqual(typeof parseLine(line), 'string');
    assert.deepEqual(errors, []);
  });

  it('is left as it is by a compaction where a later version has written to it', async () => {
    const file = open();
    file.record(begin);
    for (let at = 0; at < 40; at++) {
      file.record(delta(at, 'x'));
      await file.flush();
    }
    await appendFile(path, `\n${recordLines([{ type: 'later' } as unknown as LogRecord])}`);
    const before = await readFile(path, 'utf8');
    assert.equal(await compactFile(path), false);
    assert.equal(await readFile(path, 'utf8'), before);
  });

  it('is left as it is by a compaction where a record holds what only a later version knows', async () => {
    const { attachments: _, ...rest } = question;
    const audio = { kind: 'audio', id: 'x', name: 'n', path: 'p', data: 'AAAA' };
    for (const record of [
      { type: 'question', turn: { ...rest, attachments: [audio] } },
      { type: 'status', id: 'a', status: { state: 'paused' }, askedAt: 1 },
      { type: 'answer', turn: { ...answer, extras: { ...answer.extras, notices: [{ kind: 'new' }] } } },
    ]) {
      await rm(path, { force: true });
      const file = open();
      file.record(begin);
      for (let at = 0; at < 40; at++) file.record(delta(at, 'x'));
      await file.append([record as unknown as LogRecord]);
      for (let at = 40; at < 80; at++) {
        file.record(delta(at, 'x'));
        await file.flush();
      }
      const before = await readFile(path, 'utf8');
      assert.equal(await compactFile(path), false);
      assert.equal(await readFile(path, 'utf8'), before);
    }
  });

  it('gets its header with the next write where only a part of the first one was written', async () => {
    const prototype = await fileHandles();
    const { write } = prototype;
    for (const length of [1, 30]) {
      await rm(path, { force: true });
      prototype.write = function (this: FileHandle, bytes: Buffer) {
        return Reflect.apply(write, this, [bytes.subarray(0, length)]);
      } as FileHandle['write'];
      const file = open();
      try {
        await assert.rejects(file.append([{ type: 'meta', title: 'T' }]), /Only/);
      } finally {
        prototype.write = write;
      }
      await file.append([{ type: 'question', turn: question }]);
      await file.append([{ type: 'meta', title: 'U' }]);
      const text = await readFile(path, 'utf8');
      assert.equal(text.split('"createdAt":7,').length - 1, 1);
      assert.match(text, /"title":"T"/);
    }
  });

  it('is written once it can be, where its version could not be read before', async () => {
    await mkdir(path, { recursive: true });
    const file = open();
    await assert.rejects(file.append([{ type: 'meta', title: 'T' }]));
    assert.equal(file.saving.trouble?.type, 'failed');
    await rmdir(path);
    await file.flush();
    assert.equal(file.saving.trouble, undefined);
    assert.match(await readFile(path, 'utf8'), /"title":"T"/);
  });

  it('is not written to where a later version has made it', async () => {
    const header = { type: 'conversation', version: 2, id: 'c', createdAt: 7 };
    await mkdir(join(folder, 'not', 'there'), { recursive: true });
    for (const line of [recordLines([header as unknown as LogRecord]), `${JSON.stringify(header)}\n`]) {
      const before = line + 'a later line\n'.repeat(10_000);
      await writeFile(path, before);
      const file = open();
      file.record(begin);
      await file.flush();
      await assert.rejects(file.append([{ type: 'meta', title: 'T' }], true), /newer version/);
      assert.equal(file.saving.trouble?.type, 'failed');
      assert.equal(await compactFile(path), false);
      assert.equal(await readFile(path, 'utf8'), before);
    }
  });

  it('is written to where a later version has only written to it', async () => {
    await open().append([{ type: 'meta', title: 'Old' }]);
    const later = recordLines([{ type: 'later' } as unknown as LogRecord]);
    await appendFile(path, later);
    await open().append([{ type: 'meta', title: 'New' }], true);
    const written = await readFile(path, 'utf8');
    assert.ok(written.includes(later));
    assert.ok(written.endsWith(recordLines([{ type: 'meta', title: 'New' }])));
  });

  it('has a question in the file before anybody else hears of it, and whatever else the user does', async () => {
    const file = open();
    const now = () => readFileSync(path, 'utf8');
    file.record(begin);
    assert.match(now(), /"Why\?"/);
    file.record({ type: 'deleted', ids: ['q', 'a'] });
    assert.match(now(), /"delete"/);
    file.record(delta(0, 'Be'));
    file.record({ type: 'status', answer: { ...answer, status: { state: 'stopped' } } });
    assert.match(now(), /"Be".*\n\n?.*"stopped"/, 'with what comes before it');
    await file.flush();
    assert.equal(now().match(/"Why\?"/g)?.length, 1);
  });

  describe('with text that comes for a while', () => {
    function openTimed() {
      const timers = fakeTimers();
      let writes = 0;
      let heard = Promise.withResolvers<void>();
      const file = new ConversationFile(
        path,
        () => ({ type: 'conversation', version: 1, id: 'c', createdAt: 7 }),
        (error) => errors.push(error),
        {
          written: () => {
            writes += 1;
            heard.resolve();
            heard = Promise.withResolvers();
          },
          timer: timers.start,
        },
      );
      file.record(begin);
      const onDisk = async () => texts(await open().readAll())['a'];
      return { file, timers, written: () => heard.promise, writes: () => writes, onDisk };
    }

    it('has it on the disk every quarter of a second, however long it goes on', async () => {
      const { file, timers, written, writes, onDisk } = openTimed();
      let said = '';
      for (let period = 1; period <= 5; period++) {
        const before = said;
        for (const piece of ['one ', 'two ']) {
          file.record(delta(said.length, piece));
          said += piece;
          // The second piece must not put off the first one.
          assert.equal(timers.running, 1, `a timer runs in period ${period}`);
          timers.advance(124);
        }
        assert.equal(writes(), period, 'nothing before the time has come');
        assert.equal(await onDisk(), before);
        const writing = written();
        timers.advance(2);
        assert.equal(timers.running, 0, `the timer is over after period ${period}`);
        await writing;
        assert.equal(await onDisk(), said);
      }
      timers.advance(60_000);
      await file.flush();
      assert.equal(writes(), 6, 'there is nothing to write while nothing comes');
    });

    it('has what the model does in the file once, however often it goes to and fro', async () => {
      const { file } = openTimed();
      for (let round = 0; round < 4; round++) {
        for (const state of ['reasoning', 'answering'] as const) {
          file.record({ type: 'status', answer: { ...answer, status: { state } } });
          await file.flush();
        }
      }
      const session = { ...answer.extras, vendorSession: 's' };
      file.record({ type: 'status', answer: { ...answer, extras: session, status: { state: 'answering' } } });
      await file.flush();
      assert.equal((await readFile(path, 'utf8')).match(/"status","id"/g)?.length, 3);
      assert.equal((await open().readAll()).turns[1]?.role === 'answer', true);
    });

    it('is not hurried by an event that leaves nothing in the file', async () => {
      const { file, timers, writes } = openTimed();
      file.record(delta(0, 'a'));
      const before = writes();
      file.record({ type: 'idle' });
      assert.deepEqual([timers.running, writes()], [1, before]);
      await file.flush();
    });

    it('starts a new quarter of a second with the first text after any other event', async () => {
      const { file, timers, written, onDisk } = openTimed();
      for (let round = 0; round < 3; round++) {
        file.record(delta(round * 2, 'a'));
        timers.advance(200);
        file.record({ type: 'status', answer: { ...answer, status: { state: 'answering' } } });
        assert.equal(timers.running, 1, 'what the model does is no news of its own');
        file.record({ type: 'status', answer });
        assert.equal(timers.running, 0, 'what was gathered went along');
        file.record(delta(round * 2 + 1, 'b'));
        const writing = written();
        timers.advance(249);
        assert.equal(await onDisk(), `${'ab'.repeat(round)}a`);
        timers.advance(1);
        await writing;
        assert.equal(await onDisk(), 'ab'.repeat(round + 1));
      }
    });
  });

  it('has written what it was given when that is said, though something else was just being written', async () => {
    const file = open();
    file.record(begin);
    file.record(delta(0, 'Be'));
    const writing = file.flush();
    await file.append([{ type: 'meta', title: 'T' }]);
    assert.match(await readFile(path, 'utf8'), /"title":"T"/);
    await writing;
  });

  it('has a question in the file at once, and in its place in the end, though text is just being written', async () => {
    const file = open();
    file.record(begin);
    file.record(delta(0, 'Be'));
    const { promise: isHeld, resolve: hold } = Promise.withResolvers<void>();
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const prototype = await fileHandles();
    const { write } = prototype;
    const writeBytes: (bytes: Buffer) => Promise<unknown> = write;
    prototype.write = async function (this: FileHandle, bytes: Buffer) {
      prototype.write = write;
      hold();
      await released;
      return writeBytes.call(this, bytes);
    } as typeof write;
    try {
      const flushing = file.flush();
      await isHeld;
      const before = readFileSync(path, 'utf8');
      file.record({ type: 'idle' });
      assert.equal(readFileSync(path, 'utf8'), before, 'there is nothing to keep of it');
      file.record({ type: 'status', answer: { ...answer, status: { state: 'stopped' } } });
      file.record({
        ...begin,
        question: questionTurn('q2', 'a', 'And?'),
        answer: { ...answer, id: 'a2', parent: 'q2' },
      });
      assert.deepEqual(texts(await open().readAll()), { q: 'Why?', a: 'Be', q2: 'And?', a2: '' });
      release();
      await flushing;
    } finally {
      prototype.write = write;
      release();
    }
    const { turns, head } = await open().readAll();
    assert.deepEqual(
      turns.map(({ id, text }) => [id, text]),
      [
        ['q', 'Why?'],
        ['a', 'Be'],
        ['q2', 'And?'],
        ['a2', ''],
      ],
    );
    assert.deepEqual([turns[1]?.role === 'answer' && turns[1].status.state, head], ['stopped', 'a2']);
  });

  describe('on a disk that takes its time with what is to survive a power cut', () => {
    let disk: { readonly began: number; finish(): void; putBack(): void };

    beforeEach(async () => {
      disk = await slowDisk();
    });

    afterEach(() => disk.putBack());

    it('does not keep text back', async () => {
      const file = open();
      file.record(begin);
      file.record({ type: 'status', answer });
      await until('the disk to be asked', () => disk.began > 0);
      file.record(delta(0, 'Be'));
      file.record({ type: 'status', answer });
      const others = open();
      await until('the text', async () => texts(await others.readAll())['a'] === 'Be');
      let flushed = false;
      const flushing = file.flush().then(() => {
        flushed = true;
      });
      await new Promise(setImmediate);
      assert.equal(flushed, false, 'it is not safe yet');
      disk.finish();
      await flushing;
      assert.equal(disk.began, 2, 'the disk is asked once for all that came meanwhile');
    });

    it('asks it once more for a question that came while something else was being written', async () => {
      const file = open();
      const titled = file.append([{ type: 'meta', title: 'T' }]);
      file.record(begin);
      await until('the disk to be asked', () => disk.began > 0);
      await until('the question', () => readFileSync(path, 'utf8').includes('"Why?"'));
      disk.finish();
      await titled;
      await file.flush();
      assert.equal(disk.began, 2);
    });

    it('does not ask it for mere text, which comes four times a second', async () => {
      disk.finish();
      const file = open();
      file.record(begin);
      await file.flush();
      const { began } = disk;
      for (let at = 0; at < 3; at++) {
        file.record(delta(at, 'x'));
        await file.flush();
      }
      assert.equal(disk.began, began);
    });
  });

  it('loses no question that is asked at the moment when another window replaces the file', async () => {
    const compacted = recordLines([{ type: 'meta', title: 'compacted' }]);
    let isReplaced = false;
    // The first record is asked for between opening and writing.
    const file = new ConversationFile(
      path,
      () => {
        if (!isReplaced) {
          isReplaced = true;
          writeFileSync(`${path}.new`, compacted);
          renameSync(`${path}.new`, path);
        }
        return { type: 'conversation', version: 1, id: 'c', createdAt: 7 };
      },
      (error) => errors.push(error),
    );
    file.record(begin);
    const text = readFileSync(path, 'utf8');
    assert.ok(text.startsWith(compacted));
    assert.match(text, /"Why\?"/);
    assert.deepEqual(errors, []);
  });

  it('writes what the file was replaced under into the new one', async () => {
    const file = open();
    file.record(begin);
    for (let at = 0; at < 200; at++) {
      file.record(delta(at, 'x'));
      if (at % 10 === 0) await file.flush();
    }
    const [replaced] = await Promise.all([compactFile(path).catch(() => false), file.flush()]);
    file.record(delta(200, ' end'));
    await file.flush();
    assert.equal(typeof replaced, 'boolean');
    assert.deepEqual(texts(await open().readAll()), { q: 'Why?', a: `${'x'.repeat(200)} end` });
  });

  it('reads the end only, from a question on', async () => {
    const file = open();
    const long = 'long '.repeat(20_000);
    for (let round = 0; round < 20; round++) {
      const parent = round === 0 ? null : `a${round - 1}`;
      const asked = questionTurn(`q${round}`, parent, `${round} ${long}`);
      file.record({ ...begin, question: asked, answer: { ...answer, id: `a${round}`, parent: asked.id } });
    }
    await file.flush();
    const tail = await open().readTail();
    assert.equal(tail.complete, false);
    assert.equal(tail.head, 'a19');
    assert.deepEqual(
      tail.turns.map(({ id }) => id),
      [15, 16, 17, 18, 19].flatMap((round) => [`q${round}`, `a${round}`]),
    );
    assert.equal((await file.readAll()).turns.length, 40);
  });

  it('does not call complete what is left once the file is gone', async () => {
    const file = open();
    assert.equal((await file.readAll()).complete, true, 'nothing was said yet');
    file.record(begin);
    await file.flush();
    assert.equal((await file.readAll()).complete, true);
    await rm(path);
    assert.equal((await file.readAll()).complete, false);
    await rm(join(folder, 'not'), { recursive: true });
    file.record(delta(0, 'Be'));
    assert.equal((await file.readAll()).complete, false);
  });

  it('reads more where the end holds no question', async () => {
    const file = open();
    file.record(begin);
    file.record({
      ...begin,
      question: questionTurn('q2', 'a', 'More'),
      answer: { ...answer, id: 'a2', parent: 'q2' },
    });
    const long = 'long '.repeat(400_000);
    file.record({ ...delta(0, long), id: 'a2' });
    await file.flush();
    assert.deepEqual(texts(await open().readTail()), { q: 'Why?', a: '', q2: 'More', a2: long });
  });

  it('reads no more where the end begins with a question', async () => {
    const file = open();
    file.record(begin);
    const long = 'long '.repeat(500_000);
    file.record(delta(0, long));
    file.record({
      ...begin,
      question: questionTurn('q2', 'a', 'More'),
      answer: { ...answer, id: 'a2', parent: 'q2' },
    });
    await file.flush();
    const tail = await open().readTail();
    assert.deepEqual([tail.complete, texts(tail)], [false, { q2: 'More', a2: '' }]);
    assert.deepEqual(texts(await open().readAll()), { q: 'Why?', a: long, q2: 'More', a2: '' });
  });

  it('survives being cut anywhere', async () => {
    const file = open();
    file.record(begin);
    for (let at = 0; at < 12; at++) {
      file.record(delta(at, '回'));
      await file.flush();
    }
    const whole = await readFile(path);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length }), async (cut) => {
        await writeFile(path, whole);
        await truncate(path, cut);
        const after = texts(await open().readAll());
        const lines = whole.subarray(0, cut).toString().split('\n');
        const isIn = (part: string): number =>
          lines.filter((line) => line.includes(part) && isWhole(line)).length;
        assert.equal(after['q'], isIn('"question"') > 0 ? 'Why?' : undefined);
        if (after['a'] !== undefined) assert.equal(after['a'].length, isIn('"delta"'));
        // And it is written on without harm.
        const next = open();
        next.record({
          ...begin,
          question: questionTurn('next', null, 'Next'),
          answer: { ...answer, id: 'n', parent: 'next' },
        });
        await next.flush();
        assert.deepEqual(texts(await open().readAll()), { ...after, next: 'Next', n: '' });
      }),
      { numRuns: 60 },
    );
  });

  it('survives garbage in its middle: only the lines it hits are lost', async () => {
    const file = open();
    for (let round = 0; round < 10; round++) {
      const asked = questionTurn(`q${round}`, null, `Question ${round}`);
      file.record({ ...begin, question: asked, answer: { ...answer, id: `a${round}`, parent: asked.id } });
    }
    await file.flush();
    const whole = await readFile(path);
    const garbage = fc.uint8Array({ minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length), garbage, async (at, bytes) => {
        const broken = Buffer.from(whole);
        broken.set(bytes.subarray(0, Math.max(0, whole.length - at)), at);
        await writeFile(path, broken);
        const hit = whole
          .subarray(at, at + bytes.length)
          .toString('latin1')
          .split('\n').length;
        const { turns } = await open().readAll();
        const questions = turns.filter(
          ({ role, text }) => role === 'question' && text.startsWith('Question'),
        );
        assert.ok(questions.length >= 10 - hit, `${questions.length} of 10, ${hit} lines hit`);
      }),
      { numRuns: 60 },
    );
  });

  describe('with other processes', () => {
    const children = new Set<ChildProcess>();

    interface Writer {
      /** Rounds that it says are on the disk. */
      rounds(): number;
      readonly child: ChildProcess;
      readonly ended: Promise<unknown>;
    }

    function start(file: string, name: string, rounds: number, pauseMs = 0): Writer {
      const child = spawn(process.execPath, [script, file, name, `${rounds}`, `${pauseMs}`], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      children.add(child);
      let said = '';
      child.stdout.on('data', (data: Buffer) => {
        said += data;
      });
      const lastRound = (): number => Number(said.slice(0, said.lastIndexOf('\n')).split('\n').at(-1));
      return { child, rounds: lastRound, ended: once(child, 'close') };
    }

    function assertRounds(conversation: LoadedConversation, name: string, rounds: number): void {
      const found = texts(conversation);
      for (let round = 0; round < rounds; round++) {
        assert.equal(found[`${name}-q${round}`], `Question ${round} 问题`);
        assert.equal(found[`${name}-a${round}`], `Answer ${round} 回答`);
      }
      assert.equal(new Set(conversation.turns.map(({ id }) => id)).size, conversation.turns.length);
    }

    afterEach(() => {
      for (const child of children) child.kill('SIGKILL');
      children.clear();
    });

    it('takes what two windows write at once, without loss or doubles', async () => {
      const writers = ['one', 'two'].map((name) => start(path, name, 80));
      await Promise.all(writers.map(({ ended }) => ended));
      const conversation = await open().readAll();
      assertRounds(conversation, 'one', 80);
      assertRounds(conversation, 'two', 80);
      assert.equal(conversation.turns.length, 320);
    });

    it('loses nothing when it is replaced while another window writes', async function () {
      this.timeout(60_000);
      let replaced = 0;
      // On a busy machine the other window may be quicker each time, until it is given a rest.
      for (let turn = 0; replaced === 0 && turn < 8; turn++) {
        const name = `writer${turn}`;
        const writer = start(path, name, roundsMeanwhile, turn === 0 ? 0 : 2 ** turn);
        await once(writer.child.stdout ?? writer.child, 'data');
        let isOver = false;
        const ended = writer.ended.then(() => {
          isOver = true;
        });
        while (!isOver) {
          if (await compactFile(path)) replaced++;
          await new Promise(setImmediate);
        }
        await ended;
        assert.equal(writer.rounds(), roundsMeanwhile);
        assertRounds(await open().readAll(), name, roundsMeanwhile);
      }
      assert.ok(replaced > 0, 'it never came to it');
    });
  });
});
