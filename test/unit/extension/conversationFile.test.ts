import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { type AnswerTurn, noExtras, type QuestionTurn } from '../../../src/chat/conversation.ts';
import { ConversationFile } from '../../../src/extension/conversationFile.ts';

const question: QuestionTurn = { role: 'question', id: 'q', text: 'Why?', attachments: [] };
const respondent = { vendorId: 'v', apiId: 'a', vendorLabel: 'V', modelLabel: 'M' };
const answer: AnswerTurn = {
  role: 'answer',
  id: 'a',
  respondent,
  text: '',
  reasoning: '',
  extras: noExtras,
  status: { state: 'waiting' },
  askedAt: 1,
};

describe('the file of a conversation', () => {
  let folder: string;
  let path: string;
  const fail = (error: unknown): never => assert.fail(String(error));

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hanlin-'));
    path = join(folder, 'not', 'there', 'yet.jsonl');
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('is empty until something was said', async () => {
    assert.deepEqual(await new ConversationFile(path, fail).read(), []);
  });

  it('holds a reply in order, gathered text included', async () => {
    const file = new ConversationFile(path, fail);
    file.record({ type: 'begin', question, answer });
    for (const text of ['Be', 'cause', '.']) file.record({ type: 'delta', id: 'a', channel: 'text', text });
    file.record({ type: 'delta', id: 'a', channel: 'reasoning', text: 'hm' });
    await file.flush();
    const turns = await new ConversationFile(path, fail).read();
    assert.deepEqual(turns, [
      question,
      { ...answer, text: 'Because.', reasoning: 'hm', status: { state: 'interrupted' } },
    ]);
  });

  it('goes on after a line that a crash has torn', async () => {
    const file = new ConversationFile(path, fail);
    file.record({ type: 'begin', question, answer });
    await file.flush();
    await appendFile(path, '{"type":"delta","id":"a","chan');
    const next = new ConversationFile(path, fail);
    next.record({ type: 'delta', id: 'a', channel: 'text', text: 'After' });
    await next.flush();
    const [, last] = await next.read();
    assert.equal(last?.role === 'answer' && last.text, 'After');
  });

  it('reports what cannot be written, and does not throw', async () => {
    const errors: unknown[] = [];
    const file = new ConversationFile(join(folder, 'a\0b'), (error) => errors.push(error));
    file.record({ type: 'begin', question, answer });
    await file.flush();
    assert.equal(errors.length, 1);
  });
});
