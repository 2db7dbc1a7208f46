import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { AnswerTurn, QuestionTurn } from '../../../src/chat/conversation.ts';
import { restoreRecord } from '../../../src/chat/restoreRecord.ts';
import { answerTurn, codeAttachment, questionTurn } from './conversationTurns.ts';

function question(changes: object): QuestionTurn | undefined {
  const record = restoreRecord({
    type: 'question',
    turn: { ...questionTurn('q', null, 'Why?'), ...changes },
  });
  return record?.type === 'question' ? record.turn : undefined;
}

function answer(changes: object): AnswerTurn | undefined {
  const record = restoreRecord({ type: 'answer', turn: { ...answerTurn('a', 'q', 'So.'), ...changes } });
  return record?.type === 'answer' ? record.turn : undefined;
}

describe('a record from a file', () => {
  it('is as it was written where nothing is wrong with it', () => {
    const attachments = [codeAttachment()];
    assert.deepEqual(question({ attachments }), { ...questionTurn('q', null, 'Why?'), attachments });
    assert.deepEqual(answer({}), answerTurn('a', 'q', 'So.'));
    assert.deepEqual(question({ later: { things: [1] } }), {
      ...questionTurn('q', null, 'Why?'),
      later: { things: [1] },
    });
  });

  it('keeps a question though something that goes along with it is broken', () => {
    const broken = [
      null,
      7,
      { kind: 'file' },
      { ...codeAttachment(), kind: 'hologram' },
      { ...codeAttachment(), kind: 'constructor' },
      { ...codeAttachment(), startLine: -1 },
      { ...codeAttachment(), id: 3 },
    ];
    const kept = codeAttachment({ id: 'kept' });
    assert.deepEqual(question({ attachments: [...broken, kept] })?.attachments, [kept]);
    assert.deepEqual(question({ attachments: 'none' })?.attachments, []);
    assert.deepEqual(question({ thinking: 'yes', askedAt: 'today', alternative: {} }), {
      ...questionTurn('q', null, 'Why?'),
      askedAt: 0,
      alternative: 1,
    });
    const picture = { kind: 'image', id: 'i', name: 'a', path: 'a', mediaType: 'text/html', data: '' };
    assert.deepEqual(question({ attachments: [picture] })?.attachments, []);
  });

  it('keeps the text of an answer whatever else of it is broken', () => {
    const restored = answer({
      respondent: null,
      extras: {
        sources: [{ title: 1 }, { title: 'T', number: 1.5 }],
        suggestions: 3,
        notices: [{ kind: 'new' }],
      },
      status: { state: 'asleep' },
      totalMs: -1,
      leftOut: [],
    });
    assert.equal(restored?.text, 'So.');
    assert.deepEqual(restored?.extras, { sources: [{ title: 'T' }], suggestions: [], notices: [] });
    assert.deepEqual(restored?.status, { state: 'interrupted' });
    assert.equal(restored?.respondent.modelLabel, '');
    assert.ok(restored && !('totalMs' in restored) && !('leftOut' in restored));
  });

  it('has no time that no date can show', () => {
    for (const time of [8.64e15 + 1, Number.POSITIVE_INFINITY, -1]) {
      assert.equal(question({ askedAt: time })?.askedAt, 0);
      assert.ok(!Object.hasOwn(answer({ totalMs: time }) ?? {}, 'totalMs'));
    }
    assert.equal(question({ askedAt: 8.64e15 })?.askedAt, 8.64e15);
  });

  it('knows a failure by its kind, and asks nothing of it that is not there', () => {
    const failed = (failure: unknown) => answer({ status: { state: 'failed', failure } })?.status;
    const known = { kind: 'auth', message: 'No.', details: { status: 401 } };
    assert.deepEqual(failed(known), { state: 'failed', failure: known });
    assert.deepEqual(failed({ kind: 'auth', message: 'No.', details: { status: '401' } }), {
      state: 'failed',
      failure: { kind: 'auth', message: 'No.', details: {} },
    });
    for (const failure of [undefined, { kind: 'constructor', message: '' }, { kind: 'auth' }]) {
      assert.deepEqual(failed(failure), { state: 'interrupted' });
    }
  });

  it('is none without what it is about', () => {
    for (const turn of [{ text: 1 }, { id: 'x'.repeat(65) }, { parent: undefined }, { role: 'answer' }]) {
      assert.equal(question(turn), undefined);
    }
    for (const turn of [{ reasoning: null }, { parent: null }]) assert.equal(answer(turn), undefined);
    for (const record of [
      null,
      [],
      'x',
      {},
      { type: 'later' },
      { type: 'delete', ids: [1] },
      { type: 'head' },
    ]) {
      assert.equal(restoreRecord(record), undefined);
    }
  });

  it('says nothing of a conversation that cannot be', () => {
    const header = { type: 'conversation', version: 1, id: 'c' };
    assert.deepEqual(restoreRecord({ ...header, createdAt: null, workspace: { name: 3 } }), {
      ...header,
      createdAt: 0,
    });
    assert.deepEqual(restoreRecord({ type: 'meta', title: 3, pinned: true, deletedAt: 'now' }), {
      type: 'meta',
      pinned: true,
    });
  });
});
