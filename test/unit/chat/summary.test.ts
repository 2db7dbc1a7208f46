import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { LogRecord } from '../../../src/chat/logRecord.ts';
import { addToOutline, emptyOutline, questionTitle, summarise } from '../../../src/chat/summary.ts';
import { answerTurn, codeAttachment, questionTurn } from './conversationTurns.ts';

const header: LogRecord = {
  type: 'conversation',
  version: 1,
  id: 'c',
  createdAt: 500,
  workspace: { name: 'w', uri: 'file:///w' },
};
const first: LogRecord = { type: 'question', turn: questionTurn('q1', null, 'Why?\nReally', 1000) };
const answered: LogRecord = { type: 'answer', turn: answerTurn('a1', 'q1', 'So.', 1000) };
const second: LogRecord = { type: 'question', turn: questionTurn('q2', 'a1', '然后呢', 2000) };
const failed: LogRecord = {
  type: 'answer',
  turn: {
    ...answerTurn('a2', 'q2', '', 2000),
    respondent: { ...answerTurn('a2', 'q2', '').respondent, modelLabel: 'Other' },
  },
};
const all = [header, first, answered, second, failed];

function summaryOf(...records: LogRecord[]) {
  const outline = emptyOutline();
  for (const record of records) addToOutline(outline, record);
  return summarise('c', outline);
}

describe('the summary of a conversation', () => {
  it('says what the list shows', () => {
    assert.deepEqual(summaryOf(...all), {
      id: 'c',
      title: 'Why?',
      model: 'Other',
      count: 4,
      createdAt: 500,
      updatedAt: 2500,
      pinned: false,
      workspace: { name: 'w', uri: 'file:///w' },
    });
  });

  it('is of a time that can be shown, whatever stands in the file', () => {
    const late: LogRecord = { type: 'answer', turn: answerTurn('a3', 'q2', 'So.', 8.64e15) };
    assert.equal(summaryOf(...all, late)?.updatedAt, 8.64e15);
  });

  it('counts what is there twice once', () => {
    assert.deepEqual(summaryOf(...all, ...all), summaryOf(...all));
  });

  it('counts an answer and those that were asked for in its place once', () => {
    const again: LogRecord = { type: 'answer', turn: { ...answerTurn('a3', 'q2', 'So.'), replaces: 'a2' } };
    const more: LogRecord = { type: 'answer', turn: { ...answerTurn('a4', 'q2', 'So.'), replaces: 'a3' } };
    assert.equal(summaryOf(...all, again, more)?.count, 4);
    assert.equal(summaryOf(...all, again, more, ...all)?.count, 4);
    assert.equal(
      summaryOf(header, first, again, second, failed)?.count,
      3,
      'the one in its place went with its question',
    );
  });

  it('is nothing before there is a question', () => {
    assert.equal(summaryOf(), undefined);
    assert.equal(summaryOf(header), undefined);
  });

  it('counts a question whose line is lost, and forgets what stood for one that comes later', () => {
    const { title, count } = summaryOf(header, answered) ?? {};
    assert.deepEqual([title, count], ['…', 2]);
    const deleted: LogRecord = { type: 'meta', deletedAt: 7 };
    assert.equal(summaryOf(header, deleted, answered)?.deletedAt, 7);
    assert.deepEqual(summaryOf(header, answered, first, answered), summaryOf(header, first, answered));
    assert.deepEqual(summaryOf(header, answered, first), summaryOf(header, first));
    assert.equal(summaryOf(header, answered, deleted, first)?.deletedAt, undefined);
  });

  it('leaves out what was deleted, until it is restored', () => {
    const gone: LogRecord = { type: 'delete', ids: ['q1', 'a1'] };
    const without = summaryOf(...all, gone);
    assert.equal(without?.title, '然后呢');
    assert.equal(without?.count, 2);
    assert.deepEqual(summaryOf(...all, gone, { type: 'restore', ids: ['q1', 'a1'] }), summaryOf(...all));
    assert.equal(summaryOf(...all, gone, { type: 'delete', ids: ['q2'] }), undefined, 'answers go along');
  });

  it('keeps the name that the user gave, whatever follows', () => {
    const named = summaryOf(first, { type: 'meta', title: 'Mine' }, answered, { type: 'meta', pinned: true });
    assert.equal(named?.title, 'Mine');
    assert.equal(named?.pinned, true);
    assert.equal(
      summaryOf(first, { type: 'meta', title: 'Mine' }, { type: 'meta', title: '' })?.title,
      'Why?',
    );
    const emptied = summaryOf(first, { type: 'meta', title: 'Mine' }, { type: 'delete', ids: ['q1'] });
    assert.equal(emptied?.title, 'Mine', 'a named conversation stays when it is empty');
  });

  it('is deleted until it is restored', () => {
    assert.equal(summaryOf(...all, { type: 'meta', deletedAt: 9 })?.deletedAt, 9);
    const restored = summaryOf(...all, { type: 'meta', deletedAt: 9 }, { type: 'meta', deletedAt: null });
    assert.deepEqual(restored, summaryOf(...all));
  });

  it('comes back when somebody asks on, but not for what only comes late', () => {
    const deleted: LogRecord = { type: 'meta', deletedAt: 9 };
    assert.equal(summaryOf(first, answered, deleted, second)?.deletedAt, undefined);
    assert.equal(summaryOf(...all, deleted, second, failed)?.deletedAt, 9);
    assert.equal(summaryOf(first, deleted, answered)?.deletedAt, 9);
  });
});

describe('the title of a question', () => {
  it('is made of what was sent along where there are no words', () => {
    assert.equal(questionTitle({ text: 'Why?', attachments: [codeAttachment()] }), 'Why?');
    assert.equal(questionTitle({ text: ' \n', attachments: [codeAttachment()] }), 'a.ts');
    assert.equal(questionTitle({ text: '', attachments: [] }), '');
  });
});
