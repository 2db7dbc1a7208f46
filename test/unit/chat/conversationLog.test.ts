import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { type AnswerTurn, noExtras, type QuestionTurn } from '../../../src/chat/conversation.ts';
import { compactLog, foldRecords, logLines, parseRecords } from '../../../src/chat/conversationLog.ts';
import type { LoadedConversation } from '../../../src/chat/conversationTree.ts';
import type { SessionEvent } from '../../../src/chat/session.ts';
import { answerTurn, questionTurn } from './conversationTurns.ts';

const question: QuestionTurn = questionTurn('q', null, 'Why?\n"\\');
const answer: AnswerTurn = {
  role: 'answer',
  id: 'a',
  parent: 'q',
  alternative: 1,
  respondent: { vendorId: 'v', apiId: 'a', model: 'm', vendorLabel: 'V', modelLabel: 'M' },
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

function delta(at: number, text: string, channel: 'text' | 'reasoning' = 'text'): string {
  return logLines({ type: 'delta', id: 'a', channel, at, text });
}

/** The same for the text that took the first one's place. */
function rewritten(at: number, text: string): string {
  return logLines({ type: 'delta', id: 'a', channel: 'text', at, text, rewrites: 1 });
}

function lines(...events: SessionEvent[]): string {
  return events.map(logLines).join('');
}

function fold(log: string, complete = true): LoadedConversation {
  return foldRecords(parseRecords(log), complete);
}

function textOf(log: string): string | undefined {
  return fold(log).turns.find(({ id }) => id === 'a')?.text;
}

const begun = lines({ type: 'begin', after: null, question, answer });
const log =
  begun +
  delta(0, '想', 'reasoning') +
  delta(0, 'Be\n') +
  delta(3, 'cause 🐉') +
  lines({ type: 'status', answer: done });

describe('the log of a conversation', () => {
  it('gives back what was recorded', () => {
    assert.deepEqual(fold(log), {
      turns: [question, { ...done, text: 'Be\ncause 🐉', reasoning: '想' }],
      deleted: new Set(),
      head: 'a',
      complete: true,
    });
  });

  it('puts texts together that come before what they follow, in a compacted log as well', () => {
    const pieces = [begun, delta(0, 'Be\n'), delta(3, 'cause'), delta(8, ' 🐉')];
    const expected = fold(pieces.join(''));
    const [first = '', ...others] = pieces;
    for (const late of [
      [...others, first],
      [...others.toReversed(), first],
      [first, ...others.toReversed()],
    ]) {
      assert.deepEqual(fold(late.join('')), expected);
      for (let cut = 1; cut < late.length; cut += 1) {
        const [before, after] = [late.slice(0, cut).join(''), late.slice(cut).join('')];
        assert.deepEqual(fold(compactLog(parseRecords(before)) + after), expected);
      }
    }
  });

  it('survives being cut anywhere: everything before the torn line stands', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: log.length }), (cut) => {
        const { turns, head } = fold(log.slice(0, cut));
        // A line that lacks nothing but its end is whole.
        const whole = log.slice(0, log[cut] === '\n' ? cut + 1 : cut).split('\n').length - 1;
        assert.equal(turns.length, whole === 0 ? 0 : 2);
        const last = turns[1];
        assert.equal(head, last?.id);
        if (last?.role === 'answer' && cut < log.length - 1) assert.equal(last.status.state, 'interrupted');
      }),
    );
  });

  it('passes over lines that are not of its making', () => {
    const names = [
      'question',
      'answer',
      'restart',
      'delta',
      'replace',
      'head',
      'delete',
      'restore',
      'meta',
      'conversation',
    ];
    const broken = fc
      .tuple(fc.constantFrom(...names), fc.dictionary(fc.string(), fc.jsonValue()))
      .map(([type, fields]) => JSON.stringify({ ...fields, type }));
    const half = fc
      .tuple(fc.constantFrom(question, answer), fc.nat(30), fc.jsonValue())
      .map(([turn, which, value]) => {
        const name = Object.keys(turn)[which % Object.keys(turn).length] ?? 'id';
        return JSON.stringify({ type: turn.role, turn: { ...turn, id: 'junk', [name]: value } });
      });
    const junk = fc.oneof(fc.string(), fc.json(), broken, half);
    fc.assert(
      fc.property(fc.array(junk), (junkLines) => {
        const mixed = `${junkLines.map((line) => line.replaceAll('\n', ' ')).join('\n')}\n${log}`;
        assert.deepEqual(fold(mixed).turns.slice(-2), fold(log).turns);
        compactLog(parseRecords(mixed));
      }),
    );
  });

  it('skips text that is there already, and drops text that something is missing before', () => {
    assert.equal(
      (fold(begun + delta(0, 'abc') + delta(1, 'bcd') + delta(0, 'ab')).turns[1] as AnswerTurn).text,
      'abcd',
    );
    assert.equal((fold(begun + delta(0, 'abc') + delta(4, 'e')).turns[1] as AnswerTurn).text, 'abc');
  });

  it('adds up to the same when lines that are being written get there once more with what follows them', () => {
    const stopped = { ...answer, status: { state: 'stopped' as const } };
    const again = { ...answer, rewrites: 2 };
    const next = questionTurn('q2', 'a', 'And?');
    const pieces = [
      begun,
      delta(0, '想', 'reasoning'),
      delta(0, 'Be'),
      delta(2, 'cause'),
      lines({ type: 'replace', id: 'a', text: 'A', rewrites: 1 }),
      rewritten(1, 'n'),
      lines({ type: 'status', answer: stopped }),
      lines({ type: 'restart', answer: again }),
      logLines({ type: 'delta', id: 'a', channel: 'text', at: 0, text: 'New', rewrites: 2 }),
      lines({ type: 'status', answer: done }),
      lines({ type: 'begin', after: 'a', question: next, answer: { ...answer, id: 'a2', parent: 'q2' } }),
      lines({ type: 'deleted', ids: ['q2', 'a2'] }, { type: 'head', id: 'a' }),
      lines({ type: 'restored', ids: ['q2', 'a2'] }, { type: 'head', id: 'a2' }),
    ];
    for (let to = 3; to <= pieces.length; to++) {
      const expected = fold(pieces.slice(0, to).join(''));
      for (let from = 1; from < to; from++) {
        for (let end = from + 1; end < to; end++) {
          const before = pieces.slice(0, from);
          const underWay = pieces.slice(from, end);
          const following = pieces.slice(end, to);
          for (const order of [
            [...underWay, ...following, ...underWay, ...following],
            [...underWay, ...underWay, ...following, ...following],
          ]) {
            assert.deepEqual(fold([...before, ...order].join('')), expected, `${from} ${end} ${to}`);
          }
        }
      }
    }
  });

  it('starts an answer anew', () => {
    const again = { ...answer, askedAt: 7 };
    const { turns } = fold(
      log +
        lines(
          { type: 'restart', answer: again },
          { type: 'status', answer: { ...again, status: { state: 'stopped' } } },
        ),
    );
    assert.deepEqual(turns[1], { ...again, status: { state: 'stopped' } });
  });

  it('holds a text that was rewritten', () => {
    const replaced = lines({ type: 'replace', id: 'a', text: 'Another', rewrites: 1 });
    assert.equal(textOf(log + replaced + rewritten(7, '!')), 'Another!');
  });

  it('holds a text that was rewritten by a version that did not count it', () => {
    const old = `${JSON.stringify({ type: 'replace', id: 'a', text: 'Another' })}\n`;
    assert.equal(textOf(log + old + delta(7, '!')), 'Another!');
  });

  it('knows a piece of a text that is gone from one of the text that took its place', () => {
    const replaced = lines({ type: 'replace', id: 'a', text: 'A', rewrites: 1 });
    const compact = compactLog(parseRecords(log + replaced));
    assert.equal(textOf(compact + delta(2, 'old') + replaced + rewritten(1, 'n')), 'An');
    assert.equal(textOf(log + rewritten(2, 'd') + replaced + rewritten(1, 'n')), 'And');
    assert.equal(textOf(compact + replaced + delta(1, 'old') + rewritten(1, 'n')), 'An');
  });

  it('gives a question that nothing was written after an answer that can be asked for again', () => {
    const [, second] = begun.split('\n');
    const { turns, head } = fold(begun.replace(second ?? '', ''));
    const lost = turns[1] as AnswerTurn;
    assert.deepEqual([lost.parent, lost.text, lost.status.state], ['q', '', 'interrupted']);
    assert.equal(head, lost.id);
    const restarted = lines({
      type: 'restart',
      answer: { ...lost, status: done.status, respondent: answer.respondent },
    });
    assert.equal(fold(begun.replace(second ?? '', '') + restarted).turns.length, 2);
  });

  it('does not know what is shown where that ends before the part that was read', () => {
    const end = lines(
      {
        type: 'begin',
        after: 'a',
        question: questionTurn('q2', 'a', 'And?'),
        answer: answerTurn('a2', 'q2', ''),
      },
      { type: 'head', id: 'elsewhere' },
    );
    assert.equal(fold(end, false).head, undefined);
    const regenerated = lines({
      type: 'branch',
      after: 'q',
      added: { ...answer, id: 'b', alternative: 2 },
    });
    const tail = fold(end + regenerated, false);
    assert.equal(tail.head, undefined);
    assert.deepEqual(
      tail.turns.map(({ id }) => id),
      ['q2', 'a2'],
      'an answer without its question is not shown',
    );
    assert.equal(fold(begun + regenerated + end).head, 'b', 'nobody knows that turn: the newest is shown');
  });

  it('is compacted to whole turns, keeping what the user set', () => {
    const header = '{"type":"conversation","version":1,"id":"c","createdAt":1}\n';
    const long =
      header +
      '{"type":"meta","title":"One","pinned":true}\n' +
      log +
      '{"type":"meta","title":"Two"}\n' +
      lines({ type: 'deleted', ids: ['q', 'a'] });
    const compact = compactLog(parseRecords(long));
    assert.deepEqual(
      parseRecords(compact).map(({ type }) => type),
      ['conversation', 'meta', 'question', 'answer', 'delete', 'head'],
    );
    assert.match(compact, /"title":"Two"/);
    assert.match(compact, /"pinned":true/);
    assert.deepEqual(fold(compact), fold(long));
  });
});
