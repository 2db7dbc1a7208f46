import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { type AnswerTurn, noExtras, type QuestionTurn } from '../../../src/chat/conversation.ts';
import { missingRecords } from '../../../src/chat/conversationExport.ts';
import { compactLog, foldRecords, logLines, parseRecords } from '../../../src/chat/conversationLog.ts';
import { ConversationTree, type LoadedConversation } from '../../../src/chat/conversationTree.ts';
import { recordLine } from '../../../src/chat/recordLine.ts';
import type { SessionEvent } from '../../../src/chat/session.ts';
import { textChange } from '../../../src/chat/textChange.ts';
import { assertProportional } from '../../proportional.ts';
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

function replaced(before: string, text: string, rewrites = 1): SessionEvent {
  return { type: 'replace', id: 'a', text, change: textChange(before, text), rewrites };
}

function source(at: number, ...titles: string[]): SessionEvent {
  return { type: 'extras', id: 'a', list: 'sources', at, items: titles.map((title) => ({ title })) };
}

const thinking = { type: 'delta', id: 'a', channel: 'reasoning' } as const;

function sourcesOf(log: string): string[] {
  return (fold(log).turns[1] as AnswerTurn).extras.sources.map(({ title }) => title);
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

/** Whether another answer is shown in the place of this one. */
function isReplaced(tree: ConversationTree, id: string): boolean {
  return tree.find(id)?.id !== id;
}

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

  it('keeps reasoning that comes after the text was rewritten, but none of an attempt before', () => {
    const replace = lines({
      type: 'replace',
      id: 'a',
      text: 'New',
      change: { at: 0, removed: 0, text: 'New' },
      rewrites: 1,
    });
    const reasoning = [delta(0, 'All of it', 'reasoning'), delta(9, ', and more', 'reasoning')];
    const reasoningOf = (log: string) => (fold(log).turns[1] as AnswerTurn).reasoning;
    for (const order of [
      [begun, replace, ...reasoning],
      [begun, ...reasoning, replace],
      [begun, replace, ...reasoning.toReversed()],
    ]) {
      assert.equal(reasoningOf(order.join('')), 'All of it, and more');
    }
    const restart = recordLine({ type: 'restart', turn: { ...answer, rewrites: 2 } });
    assert.equal(reasoningOf([begun, replace, restart, ...reasoning].join('')), '');
    const compact = compactLog(parseRecords([begun, replace, restart].join('')));
    assert.equal(reasoningOf(compact + reasoning.join('')), '');
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

  it('has a place for answers whose question is lost, and for whatever comes before them', () => {
    const records = Array.from({ length: 4 }, (_, at) => [
      recordLine({ type: 'question', turn: questionTurn(`q${at}`, at === 0 ? null : `a${at - 1}`, 'Why?') }),
      recordLine({ type: 'answer', turn: answerTurn(`a${at}`, `q${at}`, `Because ${at}.`) }),
    ]);
    const whole = records.flat();
    fc.assert(
      fc.property(fc.subarray([0, 1, 2, 3]), (lost) => {
        const kept = whole.filter((_, index) => index % 2 === 1 || !lost.includes(index / 2)).join('');
        for (const text of [kept, compactLog(parseRecords(kept))]) {
          const loaded = fold(text);
          assert.deepEqual(
            new ConversationTree(loaded).branch.map((turn) => turn.text),
            [0, 1, 2, 3].flatMap((at) => [lost.includes(at) ? '…' : 'Why?', `Because ${at}.`]),
          );
          const before = fold(whole.join(''));
          const exported = { id: 'c', title: 't', createdAt: 1, turns: before.turns, deleted: [] };
          const added = missingRecords(exported, loaded).map(recordLine).join('');
          assert.deepEqual(
            new Map(fold(text + added).turns.map((turn) => [turn.id, turn])),
            new Map(before.turns.map((turn) => [turn.id, turn])),
          );
        }
      }),
    );
  });

  it('skips text that is there already', () => {
    assert.equal(
      (fold(begun + delta(0, 'abc') + delta(1, 'bcd') + delta(0, 'ab')).turns[1] as AnswerTurn).text,
      'abcd',
    );
  });

  it('goes on behind text that a damaged line has lost, with a mark as long as that', () => {
    const text = (log: string) => (fold(log).turns[1] as AnswerTurn).text;
    assert.equal(text(begun + delta(0, 'abc') + delta(4, 'e')), 'abc…e');
    assert.equal(text(begun + delta(9, 'jk') + delta(5, 'fg') + delta(0, 'abc')), 'abc… fg… jk');
    assert.equal(text(begun + delta(0, 'abc') + delta(Number.MAX_SAFE_INTEGER, 'e')), 'abc');
  });

  it('keeps in a compacted log what follows something that was lost, as what it is', () => {
    const log = begun + delta(0, 'abc') + delta(4, 'e') + delta(5, 'f');
    const compact = compactLog(parseRecords(log));
    assert.equal((fold(compact).turns[1] as AnswerTurn).text, 'abc…ef');
    assert.equal((fold(compact + delta(3, 'd')).turns[1] as AnswerTurn).text, 'abcdef');
  });

  it('shows the sources behind one that was lost, each once', () => {
    const sources = (at: number, ...titles: string[]) =>
      logLines({
        type: 'extras',
        id: answer.id,
        list: 'sources',
        at,
        items: titles.map((title) => ({ title })),
      });
    const log = begun + sources(0, 'a') + sources(3, 'd', 'e') + sources(2, 'c', 'd') + sources(4, 'e');
    const { extras } = fold(log).turns[1] as AnswerTurn;
    assert.deepEqual(
      extras.sources.map(({ title }) => title),
      ['a', 'c', 'd', 'e'],
    );
  });

  it('shows both what is left behind a source that was lost, and what was added then', () => {
    const log = begun + lines(source(0, 'S1'), source(2, 'S3'), source(2, 'N1', 'N2'), source(2, 'S3'));
    assert.deepEqual(sourcesOf(log), ['S1', 'S3', 'N1', 'N2']);
    assert.deepEqual(sourcesOf(compactLog(parseRecords(log))), ['S1', 'S3', 'N1', 'N2']);
  });

  it('has no source of an attempt that was begun anew, though its lines are there once more', () => {
    const old = logLines({ ...source(0, 'Old'), rewrites: 0 } as SessionEvent);
    const restart = recordLine({ type: 'restart', turn: { ...answer, rewrites: 1 } });
    const latest = logLines({ ...source(0, 'New'), rewrites: 1 } as SessionEvent);
    const replace = lines(replaced('', 'Another', 2));
    for (const order of [
      [old, restart, latest],
      [old, restart, old, restart, latest],
      [old, restart, old, latest],
      [latest, old, restart],
      [old, restart, latest, replace, old, restart],
      [replace, restart, latest],
    ]) {
      assert.deepEqual(sourcesOf(begun + order.join('')), ['New'], order.join(''));
    }
    const later = logLines({ ...source(1, 'B'), rewrites: 1 } as SessionEvent);
    const first = logLines({ ...source(0, 'A'), rewrites: 0 } as SessionEvent);
    assert.deepEqual(sourcesOf(begun + later + lines(replaced('', 'Another')) + first), ['A', 'B']);
  });

  describe('of which a line is lost', () => {
    const [asked = '', answered = ''] = begun.split(/(?<=\n)/);
    const rest =
      delta(0, 'hm', 'reasoning') +
      delta(0, 'Because.') +
      lines(source(0, 'A'), { type: 'status', answer: done });

    it('shows the rest of an answer that lost its own', () => {
      const [, shown] = fold(asked + rest).turns as AnswerTurn[];
      assert.deepEqual(
        [shown?.id, shown?.parent, shown?.text, shown?.reasoning, shown?.status, shown?.respondent.model],
        ['a', 'q', 'Because.', 'hm', done.status, ''],
      );
      assert.deepEqual(sourcesOf(asked + rest), ['A']);
    });

    it('shows what was asked on behind such an answer, and knows it again in a compacted log', () => {
      const next = questionTurn('q2', 'a', 'And?');
      const more = lines(
        { type: 'begin', after: 'a', question: next, answer: { ...answer, id: 'a2', parent: 'q2' } },
        { type: 'delta', id: 'a2', channel: 'text', at: 0, text: 'More.' },
      );
      const whole = fold(asked + answered + rest + more);
      const left = fold(asked + rest + more);
      const shape = ({ turns, head }: LoadedConversation) => [
        turns.map(({ id, parent, text }) => [id, parent, text]),
        head,
      ];
      assert.deepEqual(shape(left), shape(whole));
      const compact = compactLog(parseRecords(asked + rest + more));
      assert.deepEqual(fold(compact), left);
      assert.equal(textOf(compact + answered), 'Because.', 'the line comes later');
    });

    it('shows the same whatever is in the file twice', () => {
      const next = questionTurn('q2', 'a', 'And?');
      const [second = ''] = lines({
        type: 'begin',
        after: 'a',
        question: next,
        answer: { ...answer, id: 'a2', parent: 'q2' },
      }).split(/(?<=\n)/);
      const lost = lines({ type: 'delta', id: 'a2', channel: 'text', at: 0, text: 'More.' });
      const shape = (log: string) => fold(log).turns.map(({ id, parent, text }) => [id, parent, text]);
      const whole = shape(begun + rest + second + lost);
      assert.deepEqual(whole.at(-1), ['a2', 'q2', 'More.']);
      assert.deepEqual(shape(begun + rest + second + begun + rest + lost), whole);
    });

    it('shows another answer to the same question that lost its own', () => {
      const branch = lines({
        type: 'branch',
        after: 'q',
        added: { ...answer, id: 'b', alternative: 2 },
      } as unknown as SessionEvent).split(/(?<=\n)/)[0];
      const other = lines({ type: 'delta', id: 'b', channel: 'text', at: 0, text: 'Or so.' });
      const log = begun + rest + branch + other;
      for (const each of [log, compactLog(parseRecords(log))]) {
        const { turns } = fold(each);
        assert.deepEqual(
          turns.map(({ id, parent, alternative, text }) => [id, parent, alternative, text]),
          [
            ['q', null, 1, question.text],
            ['a', 'q', 1, 'Because.'],
            ['b', 'q', 2, 'Or so.'],
          ],
        );
      }
    });

    it('does not take pieces of an answer before the end that was read for one to a question in it', () => {
      const earlier = lines({ type: 'delta', id: 'z', channel: 'text', at: 9, text: 'Earlier' });
      const { turns } = fold(begun + earlier, false);
      assert.deepEqual(
        turns.map(({ id }) => id),
        ['q', 'a'],
      );
    });

    it('shows a text that was rewritten behind what is lost of the one before', () => {
      const before = 'Hello dear world, this is long enough for a piece.';
      const after = before.replace('world', 'reader');
      const log = [
        begun,
        delta(0, before.slice(0, 6)),
        delta(6, before.slice(6, 11)),
        delta(11, before.slice(11)),
        lines(replaced(before, after)),
        rewritten(after.length, ' More.'),
      ];
      const without = (index: number) => textOf(log.toSpliced(index, 1).join(''));
      assert.equal(textOf(log.join('')), `${after} More.`);
      assert.equal(without(2), `Hello …    ${after.slice(11)} More.`);
      assert.equal(without(3), `Hello dear reader…${' '.repeat(before.length - 17)} More.`);
      assert.equal(without(4), `${before}… More.`);
    });

    it('shows what follows a text that was rewritten, or begun anew, by a line that is lost', () => {
      const log = begun + delta(0, 'Because') + delta(0, 'hm', 'reasoning');
      assert.equal(textOf(log + rewritten(0, 'New')), 'New');
      assert.equal(textOf(log + rewritten(4, 'er')), 'Bec…er');
      assert.equal(textOf(log + rewritten(9, 'er') + rewritten(13, '!')), 'Because… er… !');
      const piece = { at: 2, removed: 1, length: 6 };
      const later = logLines({ type: 'delta', id: 'a', channel: 'text', at: 6, text: '!', rewrites: 3 });
      const replace = recordLine({ type: 'replace', id: 'a', text: 'X', rewrites: 3, piece });
      assert.equal(textOf(log + replace + later), 'B…Xau…!');
      const thought = logLines({ ...thinking, at: 2, text: ' so', rewrites: 1 });
      assert.equal((fold(log + rewritten(0, 'New') + thought).turns[1] as AnswerTurn).reasoning, 'hm so');
      assert.equal(textOf(log + rewritten(Number.MAX_SAFE_INTEGER, 'x')), 'Because');
    });
  });

  it('adds up to the same when lines that are being written get there once more with what follows them', () => {
    const stopped = { ...answer, status: { state: 'stopped' as const } };
    const again: AnswerTurn = { ...answer, id: 'a-1', text: 'An', reasoning: '想', replaces: 'a' };
    const next = questionTurn('q2', 'a', 'And?');
    const pieces = [
      begun,
      delta(0, '想', 'reasoning'),
      delta(0, 'Be'),
      delta(2, 'cause'),
      lines(replaced('Because 🐉', 'A')),
      rewritten(1, 'n'),
      lines({ type: 'status', answer: stopped }),
      lines({ type: 'replaced', id: 'a', answer: again }),
      lines({ type: 'delta', id: 'a-1', channel: 'text', at: 2, text: 'other' }),
      lines({ type: 'status', answer: { ...done, id: 'a-1' } }),
      lines({ type: 'begin', after: 'a-1', question: next, answer: { ...answer, id: 'a2', parent: 'q2' } }),
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

  it('holds one of the answers whole where two windows of a version before started it anew at the same time', () => {
    const attempt = (rewrites: number, text: string) => [
      recordLine({ type: 'restart', turn: { ...answer, rewrites } }),
      ...[...text].map((letter, at) =>
        lines({ type: 'delta', id: 'a', channel: 'text', at, text: letter, rewrites }),
      ),
    ];
    const [one, other] = [attempt(7, 'Use rm only after a backup.'), attempt(3, 'Never touch the database.')];
    const total = one.length + other.length;
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: total, maxLength: total }), (turns) => {
        const [left, right] = [[...one], [...other]];
        const mixed = turns.map((isLeft) => (isLeft ? left : right).shift() ?? '');
        assert.equal(textOf([begun, ...mixed, ...left, ...right].join('')), 'Use rm only after a backup.');
      }),
    );
  });

  it('starts an answer anew in a file of a version that did so in its place', () => {
    const again = { ...answer, askedAt: 7 };
    const stopped: AnswerTurn = { ...again, status: { state: 'stopped' } };
    const restart = recordLine({ type: 'restart', turn: again });
    const { turns } = fold(log + restart + lines({ type: 'status', answer: stopped }));
    assert.deepEqual(turns[1], stopped);
  });

  for (const before of ['', 'So: ']) {
    it(`keeps all that three windows make of ${before ? 'an answer' : 'an empty answer'} at the same time, in a compacted log as well`, () => {
      const started: AnswerTurn = { ...answer, text: before };
      const made = (id: string, word: string): string[] => [
        lines({ type: 'replaced', id: 'a', answer: { ...started, id, replaces: 'a' } }),
        ...[...word].map((letter, at) =>
          lines({ type: 'delta', id, channel: 'text', at: before.length + at, text: letter }),
        ),
        lines({ type: 'status', answer: { ...done, id } }),
      ];
      const written = [made('b', 'backup'), made('c', 'back'), made('d', 'never')];
      const first = [
        lines({ type: 'begin', after: null, question, answer: started }),
        lines({ type: 'status', answer: { ...started, status: { state: 'stopped' } } }),
      ].join('');
      const total = written.flat().length;
      const shown = (log: string): string[] => {
        const tree = new ConversationTree(fold(log));
        const [, last] = tree.branch;
        const ids = new Set(
          tree.loaded.turns.filter(({ id }) => !isReplaced(tree, id)).map(({ text }) => text),
        );
        assert.equal(tree.alternatives(last?.id ?? '').count, ids.size - 1);
        return [...ids].sort();
      };
      fc.assert(
        fc.property(
          fc.array(fc.nat(2), { minLength: total, maxLength: total }),
          fc.nat(total),
          (turns, cut) => {
            const windows = written.map((window) => [...window]);
            const mixed = [...turns.map((window) => windows[window]?.shift() ?? ''), ...windows.flat()];
            const all = shown(first + mixed.join(''));
            for (const word of ['backup', 'never']) assert.ok(all.includes(before + word), all.join());
            assert.ok(!all.includes(before), 'it made way');
            const compact = compactLog(parseRecords(first + mixed.slice(0, cut).join('')));
            assert.deepEqual(shown(compact + mixed.slice(cut).join('')), all);
          },
        ),
      );
    });
  }

  it('holds a text that was rewritten', () => {
    assert.equal(textOf(log + lines(replaced('Be\ncause 🐉', 'Another')) + rewritten(7, '!')), 'Another!');
  });

  it('holds a text that was rewritten by a version that did not count it', () => {
    const old = `${JSON.stringify({ type: 'replace', id: 'a', text: 'Another' })}\n`;
    assert.equal(textOf(log + old + delta(7, '!')), 'Another!');
  });

  it('knows a piece of a text that is gone from one of the text that took its place', () => {
    const again = lines(replaced('Be\ncause 🐉', 'A'));
    const compact = compactLog(parseRecords(log + again));
    assert.equal(textOf(compact + delta(2, 'old') + again + rewritten(1, 'n')), 'An');
    assert.equal(textOf(log + rewritten(2, 'd') + again + rewritten(1, 'n')), 'And');
    assert.equal(textOf(compact + again + delta(1, 'old') + rewritten(1, 'n')), 'An');
  });

  it('holds only the piece of a long text that was rewritten', () => {
    const long = 'It is so because of this. '.repeat(40);
    const texts = [long];
    for (const rewrite of [
      (text: string) => text.replace('this', 'that'),
      (text: string) => `${text}And more.`,
      (text: string) => text.slice(0, 900),
      (text: string) => `But ${text}`,
    ]) {
      texts.push(rewrite(texts.at(-1) ?? ''));
    }
    const pieces = [begun + delta(0, long)];
    for (const [index, text] of texts.slice(1).entries()) {
      pieces.push(lines(replaced(texts[index] ?? '', text, index + 1)));
      assert.equal(textOf(pieces.join('')), text);
      assert.ok((pieces.at(-1) ?? '').length < 200, pieces.at(-1));
      assert.equal(textOf(compactLog(parseRecords(pieces.join('')))), text);
    }
    const twice = [...pieces.slice(0, 3), ...pieces.slice(1)].join('');
    assert.equal(textOf(twice), texts.at(-1));
    const [first = '', ...others] = pieces;
    assert.equal(textOf(first + others.toReversed().join('')), texts.at(-1), 'in any order');
    assert.match(textOf(begun + others.join('')) ?? '', /^But …/, 'the pieces of a text that is missing');
  });

  it('holds what stands beside a text once, in any order, and however often it is written', () => {
    const notice = { kind: 'no-answer' } as const;
    const pieces = [
      source(0, 'A'),
      source(1, 'B', 'C'),
      source(3, 'D'),
      { type: 'extras', id: 'a', list: 'notices', at: 0, items: [notice] },
      {
        type: 'extras',
        id: 'a',
        list: 'suggestions',
        at: 0,
        items: [{ purpose: 'related', items: ['And?'] }],
      },
    ] as const satisfies readonly SessionEvent[];
    const expected = {
      sources: ['A', 'B', 'C', 'D'].map((title) => ({ title })),
      suggestions: [{ purpose: 'related', items: ['And?'] }],
      notices: [notice],
    };
    const anyOrder = fc
      .shuffledSubarray([...pieces], { minLength: pieces.length })
      .chain((order) => fc.tuple(fc.constant(order), fc.array(fc.constantFrom(...pieces)), fc.nat(10)));
    fc.assert(
      fc.property(anyOrder, ([order, again, cut]) => {
        const all = [begun, ...[...order, ...again].map((event) => lines(event))];
        for (const text of [
          all.join(''),
          compactLog(parseRecords(all.join(''))),
          compactLog(parseRecords(all.slice(0, cut).join(''))) + all.slice(cut).join(''),
          all.join('') + begun,
          all.toReversed().join(''),
        ]) {
          assert.deepEqual((fold(text).turns[1] as AnswerTurn).extras, expected);
        }
      }),
    );
  });

  it('holds how an answer has ended, and for which conversation of the vendor’s', () => {
    const status = { ...done, firstTokenMs: 3, leftOut: { pairs: 1, cut: ['a'] } };
    const text =
      begun +
      lines(
        source(0, 'A'),
        { type: 'status', answer: { ...status, extras: { ...noExtras, vendorSession: 's1' } } },
        { type: 'status', answer: { ...done, extras: { ...noExtras, vendorSession: 's2' } } },
      );
    const { firstTokenMs, totalMs, leftOut, extras, status: last } = fold(text).turns[1] as AnswerTurn;
    assert.deepEqual([firstTokenMs, totalMs, leftOut, last], [undefined, 9, undefined, done.status]);
    assert.deepEqual(extras, { ...noExtras, sources: [{ title: 'A' }], vendorSession: 's2' });
    assert.deepEqual(fold(compactLog(parseRecords(text))), fold(text));
    const [first = '', ...others] = text.split(/(?<=\n)/);
    assert.deepEqual(fold(others.join('') + first + (others[0] ?? '')).turns[1], fold(text).turns[1]);
  });

  it('opens a file in which every source was written with all before it', () => {
    const old = ['A', 'B', 'C'].map((_, index, titles) => {
      const sources = titles.slice(0, index + 1).map((title) => ({ title }));
      const turn = { ...answer, text: '', extras: { ...noExtras, sources, vendorSession: 's' } };
      return `${JSON.stringify({ type: 'answer', turn })}\n`;
    });
    const text = begun + delta(0, 'Because') + old.join('');
    const kept = fold(text + lines(source(3, 'D'))).turns[1] as AnswerTurn;
    assert.equal(kept.text, 'Because');
    assert.deepEqual(
      kept.extras.sources.map(({ title }) => title),
      ['A', 'B', 'C', 'D'],
    );
    assert.equal(kept.extras.vendorSession, 's');
    assert.deepEqual(fold(text + old[1]).turns, fold(text).turns, 'a line that is there once more');
  });

  it('takes the same time for each record, whatever is missing before them', () => {
    const deltas = (first: number, count: number, channel: 'text' | 'reasoning') =>
      Array.from({ length: count }, (_, index) => delta(first + index, 'x', channel));
    assertProportional((count) => {
      const text = [begun, ...deltas(1, count, 'text'), ...deltas(0, count, 'reasoning')].join('');
      const records = parseRecords(text);
      return () => assert.equal((foldRecords(records, true).turns[1] as AnswerTurn).reasoning.length, count);
    }, 2_000);
  });

  it('takes the same time for each record in whatever order they are', () => {
    const inOrder = (count: number) => Array.from({ length: count }, (_, at) => delta(at, 'x'));
    const shuffled = (deltas: readonly string[]) =>
      deltas.map((_, index) => deltas[(index * 7919) % deltas.length] ?? '');
    for (const order of [(deltas: readonly string[]) => deltas.toReversed(), shuffled]) {
      assertProportional((count) => {
        const records = parseRecords(begun + order(inOrder(count)).join(''));
        return () => assert.equal((foldRecords(records, true).turns[1] as AnswerTurn).text.length, count);
      }, 2_000);
    }
  });

  it('gives a question that nothing was written after an answer that can be asked for again', () => {
    const [, second] = begun.split('\n');
    const { turns, head } = fold(begun.replace(second ?? '', ''));
    const lost = turns[1] as AnswerTurn;
    assert.deepEqual([lost.parent, lost.text, lost.status.state], ['q', '', 'interrupted']);
    assert.equal(head, lost.id);
    const again: AnswerTurn = { ...lost, status: done.status, respondent: answer.respondent };
    const old = recordLine({ type: 'restart', turn: again });
    assert.deepEqual(fold(begun.replace(second ?? '', '') + old).turns, [question, again]);
    const replacing: AnswerTurn = { ...again, id: 'b', replaces: lost.id };
    const later = lines({ type: 'replaced', id: lost.id, answer: replacing });
    assert.deepEqual(fold(begun.replace(second ?? '', '') + later).turns, [question, replacing]);
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

  it('is compacted to the same again where the question of an answer is lost', () => {
    const [, ...others] = begun.split(/(?<=\n)/);
    const next = { question: { ...question, id: 'q9' }, answer: { ...answer, id: 'a9', parent: 'q9' } };
    const log = others.join('') + delta(0, 'abc') + lines({ type: 'begin', after: null, ...next });
    const compact = compactLog(parseRecords(log));
    assert.equal(compactLog(parseRecords(compact)), compact);
    assert.deepEqual(fold(compact), fold(log));
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
