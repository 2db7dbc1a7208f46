import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { type AnswerTurn, noExtras, type QuestionTurn } from '../../../src/chat/conversation.ts';
import { logLines, readLog } from '../../../src/chat/conversationLog.ts';

const question: QuestionTurn = { role: 'question', id: 'q', text: 'Why?\n"\\', attachments: [] };
const answer: AnswerTurn = {
  role: 'answer',
  id: 'a',
  respondent: { vendorId: 'v', apiId: 'a', vendorLabel: 'V', modelLabel: 'M' },
  text: '',
  reasoning: '',
  extras: noExtras,
  status: { state: 'waiting' },
  askedAt: 5,
};
const done: AnswerTurn = {
  ...answer,
  text: 'ignored here',
  status: { state: 'done', reason: 'stop' },
  totalMs: 9,
};

const log =
  logLines({ type: 'begin', question, answer }) +
  logLines({ type: 'delta', id: 'a', channel: 'reasoning', text: '想' }) +
  logLines({ type: 'delta', id: 'a', channel: 'text', text: 'Be\n' }) +
  logLines({ type: 'delta', id: 'a', channel: 'text', text: 'cause 🐉' }) +
  logLines({ type: 'status', answer: done });

describe('the log of a conversation', () => {
  it('gives back what was recorded', () => {
    assert.deepEqual(readLog(log), [question, { ...done, text: 'Be\ncause 🐉', reasoning: '想' }]);
  });

  it('survives being cut anywhere: everything before the torn line stands', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: log.length }), (cut) => {
        const turns = readLog(log.slice(0, cut));
        // A line that lacks nothing but its end is whole.
        const whole = log.slice(0, log[cut] === '\n' ? cut + 1 : cut).split('\n').length - 1;
        assert.equal(turns.length, Math.min(2, whole));
        const last = turns[1];
        if (last?.role === 'answer' && cut < log.length - 1) assert.equal(last.status.state, 'interrupted');
      }),
    );
  });

  it('passes over lines that are not of its making', () => {
    const junk = fc.oneof(
      fc.string(),
      fc.json(),
      fc.constant('{"type":"delta"}'),
      fc.constant('{"type":"question"}'),
    );
    fc.assert(
      fc.property(fc.array(junk), (lines) => {
        const mixed = `${lines.map((line) => line.replaceAll('\n', ' ')).join('\n')}\n${log}`;
        assert.deepEqual(readLog(mixed).slice(-2), readLog(log));
      }),
    );
  });

  it('starts an answer anew', () => {
    const again = { ...answer, askedAt: 7 };
    const turns = readLog(
      log +
        logLines({ type: 'restart', answer: again }) +
        logLines({ type: 'status', answer: { ...again, status: { state: 'stopped' } } }),
    );
    assert.deepEqual(turns[1], { ...again, status: { state: 'stopped' } });
  });

  it('holds a text that was rewritten', () => {
    const turns = readLog(log + logLines({ type: 'replace', id: 'a', text: 'Another' }));
    assert.equal(turns[1]?.role === 'answer' && turns[1].text, 'Another');
  });
});
