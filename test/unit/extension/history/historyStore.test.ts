import assert from 'node:assert/strict';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Translate } from '../../../../src/chat/advice.ts';
import type { Turn } from '../../../../src/chat/conversation.ts';
import type { LogRecord } from '../../../../src/chat/logRecord.ts';
import { parseLine, recordLine } from '../../../../src/chat/recordLine.ts';
import { laterVersion } from '../../../../src/chat/savingTexts.ts';
import { type HistoryMatch, HistoryStore } from '../../../../src/extension/history/historyStore.ts';
import { answerTurn, codeAttachment, questionTurn } from '../../chat/conversationTurns.ts';

const translate: Translate = (text, values = {}) =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
const hour = 3_600_000;
const signal = new AbortController().signal;
const ids = [1, 2, 3, 4].map((digit) => `${digit}0000000-0000-4000-8000-000000000000`) as [
  string,
  string,
  string,
  string,
];
const [first, second, third, fourth] = ids;

/** Lines without their checksums, as older versions wrote them. */
function unsealed(lines: string): string {
  return lines.replaceAll(/,"crc":"[0-9a-f]{8}"/g, '');
}

describe('the history', function () {
  this.timeout(20_000);

  let folder: string;
  let directory: string;
  let now: number;
  let errors: unknown[];
  const stores: HistoryStore[] = [];

  async function openStore(): Promise<HistoryStore> {
    const store = new HistoryStore({
      directory,
      report: (error) => errors.push(error),
      now: () => now,
      translate,
    });
    stores.push(store);
    await store.open();
    return store;
  }

  function path(id: string): string {
    return join(directory, `${id}.jsonl`);
  }

  /** A question with its answer, as a session would tell of them. */
  async function say(store: HistoryStore, id: string, text: string, reply: string, at = 1000): Promise<void> {
    const file = store.file(id, { name: 'w', uri: 'file:///w' });
    const question = questionTurn(`${id.slice(0, 4)}-q${at}`, null, text, at);
    const answer = answerTurn(`${id.slice(0, 4)}-a${at}`, question.id, '', at);
    file.record({
      type: 'begin',
      after: null,
      question,
      answer: { ...answer, status: { state: 'answering' } },
    });
    for (let from = 0; from < reply.length; from += 2) {
      file.record({
        type: 'delta',
        id: answer.id,
        channel: 'text',
        at: from,
        text: reply.slice(from, from + 2),
      });
      if (from % 4 === 0) await file.flush();
    }
    file.record({ type: 'status', answer });
    await file.flush();
    await store.refresh();
  }

  function titles(store: HistoryStore): string[] {
    return store.summaries.map(({ title }) => title);
  }

  function changeOf(store: HistoryStore): Promise<void> {
    return new Promise((resolve) => {
      // The store itself keeps no process going.
      const hold = setInterval(() => {}, 1000);
      const end = store.onDidChange(() => {
        clearInterval(hold);
        end();
        resolve();
      });
    });
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hanlin-'));
    directory = join(folder, 'storage', 'conversations');
    now = 10 * hour;
    errors = [];
  });

  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.dispose()));
    await rm(folder, { recursive: true });
  });

  it('lists the conversations, the last one first', async () => {
    const store = await openStore();
    assert.deepEqual(store.summaries, []);
    await say(store, first, 'Old', 'Yes', 1000);
    await say(store, second, 'New\nline', 'No', 2000);
    assert.deepEqual(titles(store), ['New', 'Old']);
    await say(store, first, 'Once more', 'Yes', 3000);
    assert.deepEqual(titles(store), ['Old', 'New']);
    assert.deepEqual(store.summaries[0], {
      id: first,
      title: 'Old',
      model: 'Model',
      count: 4,
      createdAt: now,
      updatedAt: 3500,
      pinned: false,
      workspace: { name: 'w', uri: 'file:///w' },
    });
  });

  it('is empty until it is open, and tells when it is', async () => {
    await say(await openStore(), first, 'One', 'Yes');
    await stores.pop()?.dispose();
    const store = new HistoryStore({
      directory,
      report: (error) => assert.fail(String(error)),
      now: () => now,
      translate,
    });
    stores.push(store);
    assert.deepEqual(store.summaries, []);
    const changed = changeOf(store);
    await store.open();
    await changed;
    assert.deepEqual(titles(store), ['One']);
  });

  it('does without its folder', async () => {
    await writeFile(join(folder, 'storage'), 'not a folder');
    const store = await openStore();
    assert.deepEqual(store.summaries, []);
    assert.equal(errors.length, 1);
    assert.deepEqual((await store.file(first).readTail()).turns, []);
  });

  it('is the same however its index is: there, lost, broken, or out of date', async () => {
    const before = await openStore();
    await say(before, first, 'One', 'Yes');
    await say(before, second, 'Two', 'Yes', 2000);
    await before.rename(second, 'Named');
    const expected = before.summaries;
    await before.dispose();
    const index = join(folder, 'storage', 'index.json');
    const good = await readFile(index, 'utf8');
    assert.deepEqual((await openStore()).summaries, expected);
    for (const text of [
      '',
      '{',
      'null',
      '[]',
      '{"version":1,"entries":{"x":1}}',
      '{"version":9}',
      good.slice(0, -9),
    ]) {
      await writeFile(index, text);
      assert.deepEqual((await openStore()).summaries, expected, text);
    }
    await rm(index);
    assert.deepEqual((await openStore()).summaries, expected);

    await writeFile(index, good);
    await appendFile(path(first), '{"type":"meta","title":"Later"}\n');
    await rm(path(second));
    assert.deepEqual(titles(await openStore()), ['Later']);
  });

  it('reads nothing of a file that the index knows', async () => {
    const before = await openStore();
    await say(before, first, 'Known', 'Yes');
    await utimes(path(first), 1000, 1000);
    await before.refresh();
    await before.dispose();
    await writeFile(path(first), ' '.repeat((await stat(path(first))).size));
    await utimes(path(first), 1000, 1000);
    assert.deepEqual(titles(await openStore()), ['Known']);
  });

  it('follows a file whether it grows, shrinks or becomes another one', async () => {
    const store = await openStore();
    await say(store, first, 'One', 'Yes', 1000);
    const short = await readFile(path(first));
    await say(store, first, 'Two', 'Yes', 2000);
    await say(store, first, 'Three', 'Yes', 3000);
    assert.equal(store.summary(first)?.count, 6);
    await writeFile(path(first), short);
    await store.refresh();
    assert.equal(store.summary(first)?.count, 2);
    const other = unsealed(short.toString())
      .replaceAll('One', 'Other question')
      .replaceAll('Yes', 'A longer answer');
    await writeFile(path(first), other + other.replaceAll('q1000', 'q2000').replaceAll('a1000', 'a2000'));
    await store.refresh();
    assert.deepEqual(titles(store), ['Other question']);
    assert.equal(store.summary(first)?.count, 4);
    // A line that is being written is read once it is whole.
    const line = JSON.stringify({ type: 'question', turn: questionTurn('torn', null, 'Torn', 9000) });
    await appendFile(path(first), `\n${line.slice(0, 40)}`);
    await store.refresh();
    assert.equal(store.summary(first)?.count, 4);
    await appendFile(path(first), `${line.slice(40)}\n`);
    await store.refresh();
    assert.equal(store.summary(first)?.count, 5);
  });

  it('reads a file anew that became another one of the same length while no window was open', async () => {
    const before = await openStore();
    await say(before, first, 'One', 'Yes');
    await before.dispose();
    const text = await readFile(path(first), 'utf8');
    const other = text.split(/(?<=\n)/).map((line) => {
      const record = parseLine(unsealed(line.trim()).replaceAll('One', 'Two'));
      return typeof record === 'string' ? line : recordLine(record);
    });
    assert.equal(other.join('').length, text.length);
    await writeFile(path(first), other.join(''));
    await utimes(path(first), 1000, 1000);
    assert.deepEqual(titles(await openStore()), ['Two']);
  });

  it('tells nobody of anything once it is closed', async () => {
    const store = await openStore();
    let told = 0;
    store.onDidChange(() => told++);
    await say(store, first, 'Asked', 'Yes');
    told = 0;
    await store.dispose();
    await store.rename(first, 'Late');
    await store.refresh();
    assert.equal(told, 0);
  });

  it('hears of what another window does', async () => {
    const here = await openStore();
    const there = await openStore();
    let changed = changeOf(here);
    await say(there, first, 'From there', 'Yes');
    await changed;
    assert.deepEqual(titles(here), ['From there']);
    changed = changeOf(here);
    await there.remove(first);
    await changed;
    assert.deepEqual(titles(here), []);
  });

  it('hears of what this window records, without being asked', async () => {
    const store = await openStore();
    const changed = changeOf(store);
    const question = questionTurn('q', null, 'Why?');
    store.file(first).record({ type: 'begin', after: null, question, answer: answerTurn('a', 'q', '') });
    await changed;
    assert.deepEqual(titles(store), ['Why?']);
  });

  it('knows of what was recorded a moment ago when it is asked', async () => {
    const store = await openStore();
    assert.equal(await store.exists(first), false);
    const question = questionTurn('q', null, 'Now?', 1000);
    store
      .file(first)
      .record({ type: 'begin', after: null, question, answer: answerTurn('a', 'q', '', 1000) });
    assert.equal(await store.exists(first), true);
    assert.deepEqual(titles(store), ['Now?']);
  });

  it('does not write of one conversation through two objects', async () => {
    const store = await openStore();
    assert.equal(store.file(first), store.file(first));
    assert.notEqual(store.file(first), store.file(second));
  });

  it('has no file outside its folder', async () => {
    const store = await openStore();
    for (const id of ['../index', '..', '', 'a/b', 'a\\b', 'A', 'a.b', 'a\0', 'x'.repeat(65)]) {
      assert.throws(() => store.file(id), RangeError, id);
    }
    await writeFile(join(directory, 'Strange name.jsonl'), '');
    await store.refresh();
    assert.deepEqual(store.summaries, []);
  });

  it('renames and pins, for other windows and for later', async () => {
    const store = await openStore();
    await say(store, first, 'One', 'Yes');
    await store.rename(first, '我的对话');
    await store.setPinned(first, true);
    const later = await openStore();
    assert.equal(later.summary(first)?.title, '我的对话');
    assert.equal(later.summary(first)?.pinned, true);
    await store.rename(first, '');
    await store.setPinned(first, false);
    assert.equal(store.summary(first)?.title, 'One');
    assert.equal(store.summary(first)?.pinned, false);
  });

  describe('deleting', () => {
    it('hides at once, and can be undone', async () => {
      const store = await openStore();
      await say(store, first, 'One', 'Yes');
      const before = store.summaries;
      await store.remove(first);
      assert.deepEqual(store.summaries, []);
      assert.equal(store.summary(first)?.deletedAt, now);
      await store.restore(first);
      assert.deepEqual(store.summaries, before);
    });

    it('is for good in the end: when purged, or an hour later', async () => {
      const store = await openStore();
      await say(store, first, 'One', 'Yes');
      await say(store, second, 'Two', 'Yes');
      await say(store, third, 'Three', 'Yes');
      await store.remove(first);
      await store.purge(first);
      await store.remove(second);
      assert.deepEqual((await readdir(directory)).sort(), [`${second}.jsonl`, `${third}.jsonl`]);
      await openStore();
      assert.equal((await readdir(directory)).length, 2);
      now += hour + 1;
      // Nobody has written to it since.
      await utimes(path(second), 1, 1);
      const later = await openStore();
      assert.deepEqual(await readdir(directory), [`${third}.jsonl`]);
      assert.deepEqual(titles(later), ['Three']);
    });

    it('takes the words that still came, and are not written yet, along', async () => {
      const store = await openStore();
      await say(store, first, 'One', 'Yes');
      const file = store.file(first);
      await store.remove(first);
      file.record({ type: 'delta', id: `${first.slice(0, 4)}-a1000`, channel: 'text', at: 3, text: '!' });
      await store.purge(first);
      await file.flush();
      assert.deepEqual(await readdir(directory), []);
    });

    it('takes what was said a moment ago, and makes no file for what is not there', async () => {
      const store = await openStore();
      const question = questionTurn('q', null, 'Why?');
      store.file(first).record({ type: 'begin', after: null, question, answer: answerTurn('a', 'q', '') });
      await store.remove(first);
      assert.deepEqual([store.summaries, store.summary(first)?.deletedAt], [[], now]);
      await store.purge(first);
      await store.restore(first);
      await store.remove(second);
      assert.deepEqual(await readdir(directory), []);
    });

    it('spares what was not deleted, or has come back', async () => {
      const store = await openStore();
      await say(store, first, 'One', 'Yes', 1000);
      await store.purge(first);
      await store.remove(first);
      const other = await openStore();
      await say(other, first, 'Asked on elsewhere', 'Yes', 2000);
      await store.purge(first);
      assert.deepEqual(titles(store), ['One']);
      assert.equal(store.summary(first)?.count, 4);
    });

    it('does not believe an index that says so', async () => {
      const store = await openStore();
      await say(store, first, 'One', 'Yes');
      await store.dispose();
      const index = join(folder, 'storage', 'index.json');
      await writeFile(index, (await readFile(index, 'utf8')).replace('"pinned"', '"deletedAt":1,"pinned"'));
      await openStore();
      assert.deepEqual(await readdir(directory), [`${first}.jsonl`]);
    });
  });

  describe('search', () => {
    const found = (matches: readonly HistoryMatch[]) =>
      matches.map(({ summary, excerpt }) => [summary.title, excerpt]);

    it('finds titles first, then texts, the last conversation first', async () => {
      const store = await openStore();
      await say(store, first, 'Debounce a box', 'Sure', 4000);
      await say(store, second, 'About boxes', 'One could debounce it.', 2000);
      await say(store, third, '你好', '给输入框加防抖（Ｄebounce）即可。', 3000);
      await say(store, fourth, 'Nothing of it', 'No', 5000);
      assert.deepEqual(found(await store.search(' DEBOUNCE ', signal)), [
        ['Debounce a box', undefined],
        ['你好', '给输入框加防抖（Ｄebounce）即可。'],
        ['About boxes', 'One could debounce it.'],
      ]);
      assert.deepEqual(found(await store.search('加防抖', signal)), [
        ['你好', '给输入框加防抖（Ｄebounce）即可。'],
      ]);
      assert.deepEqual(await store.search('absent', signal), []);
      assert.equal((await store.search('', signal)).length, 4);
    });

    it('finds what was renamed by both names, and nothing that was deleted', async () => {
      const store = await openStore();
      await say(store, first, 'Original', 'Yes', 1000);
      await say(store, first, 'Secret needle', 'Secret needle', 2000);
      await say(store, second, 'needle', 'Yes', 2000);
      await store.rename(first, 'Renamed');
      assert.deepEqual(found(await store.search('original', signal)), [['Renamed', 'Original']]);
      assert.equal((await store.search('needle', signal)).length, 2);
      const gone = ['q2000', 'a2000'].map((id) => `${first.slice(0, 4)}-${id}`);
      await store.file(first).append([{ type: 'delete', ids: gone }]);
      await store.remove(second);
      assert.deepEqual(await store.search('needle', signal), []);
    });

    it('finds what was said since the last search', async () => {
      const store = await openStore();
      await say(store, first, 'One', 'Yes', 1000);
      assert.deepEqual(await store.search('needle', signal), []);
      await say(store, first, 'Two', 'a needle', 2000);
      assert.deepEqual(found(await store.search('needle', signal)), [['One', 'a needle']]);
    });

    it('can be given up', async () => {
      const store = await openStore();
      await say(store, first, 'One', 'Yes');
      const controller = new AbortController();
      controller.abort();
      await assert.rejects(store.search('yes', controller.signal), { name: 'AbortError' });
      // Before anything more is read.
      await rm(path(first));
      await mkdir(path(first));
      await assert.rejects(store.search('yes', controller.signal), { name: 'AbortError' });
    });
  });

  describe('compaction', () => {
    async function sayMuch(store: HistoryStore, id: string): Promise<void> {
      const records = Array.from({ length: 20 }, (_, round): LogRecord[] => {
        const question = questionTurn(
          `q${round}`,
          round === 0 ? null : `a${round - 1}`,
          `Question ${round}`,
          round,
        );
        const answer = answerTurn(`a${round}`, question.id, '', round);
        const deltas = Array.from({ length: 80 }, (_, at) => ({
          type: 'delta' as const,
          id: answer.id,
          channel: 'text' as const,
          at,
          text: '答',
        }));
        return [
          { type: 'question', turn: question },
          { type: 'answer', turn: { ...answer, status: { state: 'answering' } } },
          ...deltas,
          { type: 'answer', turn: answer },
        ];
      });
      await store.file(id).append(records.flat());
      await store.refresh();
    }

    it('makes a file small that is not in use, and changes nothing else', async () => {
      const writer = await openStore();
      await sayMuch(writer, first);
      const before = await writer.file(first).readAll();
      const { size } = await stat(path(first));
      assert.ok(size > 64 * 1024);
      assert.equal(await writer.compact(first), false, 'opened in this window');

      const other = await openStore();
      assert.equal(await other.compact(first), false, 'changed a moment ago');
      now = Date.now() + 61_000;
      const summaries = other.summaries;
      await other.tidy();
      assert.ok((await stat(path(first))).size < size / 2);
      assert.doesNotMatch(await readFile(path(first), 'utf8'), /\n\n/, 'nothing was carried over');
      assert.deepEqual(await other.file(first).readAll(), before);
      assert.deepEqual(other.summaries, summaries);
      await writer.refresh();
      assert.deepEqual(writer.summaries, summaries);
      await say(writer, first, 'And on', 'Yes', 50);
      assert.equal(writer.summary(first)?.count, 42);
      assert.deepEqual(errors, []);
    });

    it('leaves a deleted conversation alone, and small files', async () => {
      now = Date.now();
      const writer = await openStore();
      await sayMuch(writer, first);
      await say(writer, second, 'Short', 'Yes');
      await writer.remove(first);
      const sizes = (): Promise<number[]> =>
        Promise.all([first, second].map(async (id) => (await stat(path(id))).size));
      const before = await sizes();
      assert.ok((before[0] ?? 0) > 64 * 1024);
      now += 61_000;
      const other = await openStore();
      await other.tidy();
      assert.equal(await other.compact(first), false);
      assert.equal(await other.compact(second), false);
      assert.deepEqual(await sizes(), before);
    });

    it('clears away what a killed one left', async () => {
      await openStore();
      await writeFile(`${path(first)}.new`, 'half');
      now = Date.now();
      await openStore();
      assert.equal((await readdir(directory)).length, 1);
      now += hour + 1000;
      await openStore();
      assert.deepEqual(await readdir(directory), []);
    });
  });

  describe('export and import', () => {
    async function emptyStore(): Promise<HistoryStore> {
      directory = join(folder, 'other', 'conversations');
      return openStore();
    }

    it('brings conversations to another machine as they were', async () => {
      const store = await openStore();
      await say(store, first, 'One', 'Yes', 1000);
      await say(store, first, 'Two', 'No', 2000);
      await say(store, second, 'Other', '好', 3000);
      await store.rename(first, 'Named');
      await store.setPinned(first, true);
      await store.file(first).append([{ type: 'delete', ids: [`${first.slice(0, 4)}-q1000`] }]);
      await store.refresh();
      const text = await store.exportJson();
      const before = await Promise.all([first, second].map((id) => store.file(id).readAll()));
      const { summaries } = store;

      const [exported] = JSON.parse(text).conversations;
      await store.add({ ...exported, title: 'Kept' }, third);
      const added = store.summaries.find(({ id }) => id === third);
      assert.deepEqual(
        [added?.title, added?.count],
        ['Kept', summaries.find(({ id }) => id === exported.id)?.count],
      );

      const other = await emptyStore();
      assert.deepEqual(await other.importJson(`\uFEFF${text}`), { added: 2, merged: 0 });
      assert.deepEqual(other.summaries, summaries);
      assert.deepEqual(await Promise.all([first, second].map((id) => other.file(id).readAll())), before);
      assert.deepEqual(await other.importJson(text), { added: 0, merged: 0 });
      assert.equal(await other.exportJson(), text);
    });

    it('exports what was asked for', async () => {
      const store = await openStore();
      await say(store, first, 'One', 'Yes');
      await say(store, second, 'Two', 'Yes');
      const { format, version, exportedAt, conversations } = JSON.parse(
        await store.exportJson([second, third]),
      );
      assert.deepEqual(
        [format, version, exportedAt],
        ['hanlin-conversations', 1, '1970-01-01T10:00:00.000Z'],
      );
      assert.deepEqual(
        conversations.map(({ title }: { title: string }) => title),
        ['Two'],
      );
    });

    it('completes a conversation that is there, and changes nothing in it', async () => {
      const store = await openStore();
      await say(store, first, 'One', 'Yes', 1000);
      const early = await store.exportJson();
      await say(store, first, 'Two', 'No', 2000);
      const late = await store.exportJson();
      const { summaries } = store;

      const other = await emptyStore();
      await other.importJson(early);
      await other.rename(first, 'Mine');
      assert.deepEqual(await other.importJson(late), { added: 0, merged: 1 });
      assert.equal(other.summary(first)?.title, 'Mine');
      assert.equal(other.summary(first)?.count, 4);
      assert.equal(summaries[0]?.count, 4);

      await other.remove(first);
      assert.deepEqual(await other.importJson(early), { added: 0, merged: 1 });
      assert.deepEqual(titles(other), ['Mine'], 'brought back');
    });

    it('writes nothing where a later version has made the file of one', async () => {
      const store = await openStore();
      await say(store, second, 'One', 'Yes', 1000);
      await say(store, first, 'Two', 'Yes', 2000);
      const text = await store.exportJson();
      const other = await emptyStore();
      const path = join(directory, `${first}.jsonl`);
      const line = `${JSON.stringify({ type: 'conversation', version: 2, id: first, createdAt: 7 })}\n`;
      await writeFile(path, line);
      await assert.rejects(other.importJson(text), { code: laterVersion });
      assert.equal(await readFile(path, 'utf8'), line);
      await other.refresh();
      assert.deepEqual(titles(other), []);
    });

    it('carries attachments of every kind', async () => {
      const store = await openStore();
      const attachments = [
        codeAttachment(),
        {
          kind: 'image' as const,
          id: 'i',
          name: 'p',
          path: 'p',
          mediaType: 'image/png',
          data: 'AA+/'.repeat(500_000),
        },
        {
          kind: 'terminal' as const,
          id: 't',
          name: 'zsh',
          path: 'zsh',
          language: 'text',
          text: '$ ls',
          count: 1,
        },
      ];
      const question = { ...questionTurn('q', null, 'Why?'), attachments, thinking: true };
      store.file(first).record({ type: 'begin', after: null, question, answer: answerTurn('a', 'q', '') });
      await store.file(first).flush();
      await store.refresh();
      const text = await store.exportJson();
      const other = await emptyStore();
      await other.importJson(text);
      assert.deepEqual((await other.file(first).readAll()).turns[0], question);
    });

    it('refuses what is no such file, and says why', async () => {
      const store = await openStore();
      const turn = questionTurn('q', null, 'Why?');
      const conversation = { id: first, title: '', createdAt: 1, turns: [turn], deleted: [] };
      const file = (changes: object, inside: object = {}) =>
        JSON.stringify({
          format: 'hanlin-conversations',
          version: 1,
          conversations: [{ ...conversation, ...inside }],
          ...changes,
        });
      for (const [text, reason] of [
        ['', /not JSON/],
        ['{"format":', /not JSON/],
        ['[]', /no chats/],
        ['{"format":"other"}', /no chats/],
        [file({ version: 2 }), /newer version/],
        [file({ conversations: {} }), /damaged: conversations is/],
        [file({}, { turns: [{ ...turn, text: 5 }] }), /damaged: conversations\.0\.turns\.0\.text is/],
        [file({}, { turns: [turn, { ...turn, role: 'system' }] }), /conversations\.0\.turns\.1\.role is/],
        [file({}, { title: 'x'.repeat(2000) }), /conversations\.0\.title is/],
        [
          file({}, { turns: [{ ...turn, attachments: [codeAttachment({ uri: 'command:rm' })] }] }),
          /attachments\.0\.uri is/,
        ],
      ] as const) {
        await assert.rejects(store.importJson(text), { message: reason }, text.slice(0, 80));
      }
      assert.deepEqual(await readdir(directory), []);
    });

    it('lets nothing out of its folder, and takes over only what it knows', async () => {
      const store = await openStore();
      const turns: (Turn & { evil?: string })[] = [{ ...questionTurn('q', null, 'Hello'), evil: 'x' }];
      for (const id of ['../../evil', 'con', '__proto__', '', `${first}\0`, `../evil/${first}`]) {
        const conversations = [{ id, title: 'T', createdAt: 1, turns, deleted: [] }];
        const text = JSON.stringify({ format: 'hanlin-conversations', version: 1, conversations });
        assert.deepEqual(await store.importJson(text), { added: 1, merged: 0 });
      }
      assert.deepEqual(
        (await readdir(folder, { recursive: true })).filter((name) => name.includes('evil')),
        [],
      );
      assert.equal(store.summaries.length, 6);
      const written = await Promise.all(
        (await readdir(directory)).map((name) => readFile(join(directory, name), 'utf8')),
      );
      assert.ok(!written.join('').includes('evil'));
    });

    it('survives trees that lead nowhere or in circles', async () => {
      const id = fc.constantFrom('t1', 't2', 't3', 't4');
      const turn = fc.oneof(
        fc
          .record({ id, parent: fc.option(id) })
          .map((made) => ({ ...questionTurn(made.id, made.parent, 'Q') })),
        fc.record({ id, parent: id }).map((made) => answerTurn(made.id, made.parent, 'A')),
      );
      const conversation = fc.record({
        id: fc.constantFrom(first, second),
        title: fc.string(),
        createdAt: fc.nat(),
        turns: fc.array(turn, { maxLength: 8 }),
        head: fc.option(id, { nil: undefined }),
        deleted: fc.array(id),
      });
      const store = await openStore();
      await fc.assert(
        fc.asyncProperty(fc.array(conversation, { maxLength: 3 }), async (conversations) => {
          await store.importJson(
            JSON.stringify({ format: 'hanlin-conversations', version: 1, conversations }),
          );
          for (const known of [first, second]) await store.exportMarkdown(known);
          await store.importJson(await store.exportJson());
        }),
        { numRuns: 30 },
      );
      assert.deepEqual(errors, []);
    });

    it('writes the branch that is shown as Markdown', async () => {
      const store = await openStore();
      await say(store, first, 'One', 'Yes', 1000);
      await say(store, first, 'Edited', 'No', 2000);
      await store.rename(first, 'Named');
      const text = await store.exportMarkdown(first);
      assert.match(text, /^# Named\n\n## Question · .*\n\nEdited\n\n## Model · .*\n\nNo\n$/);
    });
  });

  it('copes with thousands of conversations, and 10,000 messages in one', async () => {
    const store = await openStore();
    const line = (record: object): string => `${JSON.stringify(record)}\n`;
    let long = '';
    for (let round = 0; round < 5000; round++) {
      const question = questionTurn(
        `q${round}`,
        round === 0 ? null : `a${round - 1}`,
        `Question ${round}`,
        round,
      );
      long += line({ type: 'question', turn: question });
      long += line({
        type: 'answer',
        turn: answerTurn(`a${round}`, question.id, 'An answer of some words. '.repeat(8), round),
      });
    }
    await writeFile(path(first), long);
    const short = line({ type: 'question', turn: questionTurn('q', null, 'Short', 1) });
    await Promise.all(Array.from({ length: 1000 }, (_, index) => writeFile(path(`short-${index}`), short)));
    await store.refresh();
    assert.equal(store.summaries.length, 1001);
    assert.equal(store.summary(first)?.count, 10_000);
    const tail = await store.file(first).readTail();
    assert.equal(tail.complete, false);
    assert.equal(tail.head, 'a4999');
    assert.ok(tail.turns.length > 100 && tail.turns.length < 5000);
    await say(store, first, 'And on', 'Yes', 9000);
    assert.equal(store.summary(first)?.count, 10_002);
    assert.equal((await store.file(first).readAll()).turns.length, 10_002);
  });
});
