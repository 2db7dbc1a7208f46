import assert from 'node:assert/strict';
import { mkdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnswerTurn } from '../../../src/chat/conversation.ts';
import { exportConversation, importedRecords } from '../../../src/chat/conversationExport.ts';
import type { LoadedConversation } from '../../../src/chat/conversationTree.ts';
import type { Session } from '../../../src/chat/session.ts';
import type { ConversationFile } from '../../../src/extension/history/conversationFile.ts';
import { HistoryStore } from '../../../src/extension/history/historyStore.ts';
import { answerTurn, questionTurn } from '../../unit/chat/conversationTurns.ts';
import { chatSession } from '../chatSession.ts';

const uuid = (digit: number) => `0000000${digit}-0000-4000-8000-000000000000`;
const kept = uuid(1);
const large = uuid(2);
const gone = uuid(3);
const live = uuid(4);
const brought = uuid(5);

const longText = 'word '.repeat(1000);

/** What has been said to be saved. */
interface Promised {
  title?: string;
  pinned?: boolean;
  imported?: boolean;
}

function openStore(folder: string, errors: unknown[] = []): HistoryStore {
  return new HistoryStore({
    directory: join(folder, 'conversations'),
    report: (error) => errors.push(error),
    now: Date.now,
    translate: (text) => text,
  });
}

/** Makes a history in which there is something to lose. */
export async function prepareHistory(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const store = openStore(folder);
  await store.open();
  for (const id of [kept, large, gone]) {
    const file = store.file(id);
    const question = questionTurn('q', null, `Question ${id}`);
    const answer: AnswerTurn = { ...answerTurn('a', 'q', ''), status: { state: 'waiting' } };
    file.record({ type: 'begin', after: null, question, answer });
    for (let at = 0; at < longText.length; at += 50) {
      const text = longText.slice(at, at + 50);
      file.record({ type: 'delta', id: 'a', channel: 'text', at, text });
      if (id === large) await file.flush();
    }
    file.record({ type: 'status', answer: answerTurn('a', 'q', longText) });
    await file.flush();
  }
  await store.remove(gone);
  await store.dispose();
  // It is worth making smaller, and nobody uses it.
  await utimes(join(folder, 'conversations', `${large}.jsonl`), 1000, 1000);
}

/** What somebody does, with a disk that may fail anywhere in it. */
export async function useHistory(folder: string, mend: () => void): Promise<void> {
  const errors: unknown[] = [];
  const promised: Promised = {};
  const store = openStore(folder, errors);
  await store.open();
  await orFails(store.file(kept).readTail());
  const file = store.file(live);
  const session = liveSession(file);
  session.ask({ text: 'Asked now', attachments: [] });
  while (session.isRunning) await new Promise(setImmediate);
  await file.flush();
  checkHonest(file, errors);
  await orFails(store.rename(kept, 'Renamed').then(() => (promised.title = 'Renamed')));
  await orFails(store.setPinned(kept, true).then(() => (promised.pinned = true)));
  await orFails(store.search('word', new AbortController().signal));
  await orFails(store.exportJson());
  await orFails(store.compact(large));
  await orFails(store.tidy());
  await orFails(store.importJson(exported()).then(({ added }) => (promised.imported = added === 1)));
  await orFails(store.remove(kept));
  await orFails(store.restore(kept));
  await orFails(store.purge(gone));
  await file.flush();
  checkHonest(file, errors);
  mend();
  const all = () =>
    importedRecords(
      exportConversation({ id: live, title: '', createdAt: 1, pinned: false }, session.loaded),
      live,
    );
  for (const each of [file, store.file(kept)]) {
    if (each === file) await each.saveAgain(all);
    await each.flush();
    assert.equal(each.saving.trouble, undefined, 'it is not saved though everything works');
  }
  await store.restore(kept);
  await store.dispose();
  await check(folder, session.loaded, promised);
}

function liveSession(file: ConversationFile): Session {
  return chatSession({
    provider: {
      async *stream() {
        yield { type: 'reasoning-delta', text: 'hm' };
        yield { type: 'text-delta', text: 'First, ' };
        await file.flush();
        yield { type: 'source', title: 'A source' };
        yield { type: 'text-delta', text: 'second.' };
        await file.flush();
        yield { type: 'finish', reason: 'stop' };
      },
    },
    model: 'm',
    emit: (event) => file.record(event),
  });
}

function exported(): string {
  const turns = [questionTurn('q', null, 'Brought along'), answerTurn('a', 'q', 'Yes')];
  return JSON.stringify({
    format: 'hanlin-conversations',
    version: 1,
    conversations: [{ id: brought, title: 'T', createdAt: 1, turns, head: 'a', deleted: [] }],
  });
}

/** What has failed was said to whoever asked for it. */
async function orFails(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => assert.ok(error instanceof Error));
}

/** What the panel does not call unsaved is on the disk; otherwise that was reported, too. */
function checkHonest(file: ConversationFile, errors: readonly unknown[]): void {
  const { trouble } = file.saving;
  assert.notEqual(trouble?.type, 'deleted', 'nobody has deleted it');
  if (trouble) assert.ok(errors.length > 0);
}

async function check(folder: string, said: LoadedConversation, promised: Promised): Promise<void> {
  const errors: unknown[] = [];
  const store = openStore(folder, errors);
  await store.open();
  for (const id of [kept, large]) {
    const { turns } = await store.file(id).readAll();
    assert.deepEqual(
      turns.map(({ text }) => text),
      [`Question ${id}`, longText],
      'what was there before is another one',
    );
    assert.equal(turns[1]?.role === 'answer' && turns[1].status.state, 'done');
    assert.equal(store.summary(id)?.deletedAt, undefined);
  }
  assert.deepEqual((await store.file(live).readAll()).turns, said.turns);
  if (promised.title !== undefined) assert.equal(store.summary(kept)?.title, promised.title);
  if (promised.pinned) assert.equal(store.summary(kept)?.pinned, true);
  if (promised.imported) assert.equal((await store.file(brought).readAll()).turns[1]?.text, 'Yes');
  await store.dispose();
  assert.deepEqual(errors, []);
}
