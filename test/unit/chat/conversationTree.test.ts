import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { holds } from '../../../src/chat/answerContent.ts';
import { type AnswerTurn, noExtras, type Turn } from '../../../src/chat/conversation.ts';
import { compactLog, foldRecords, parseRecords } from '../../../src/chat/conversationLog.ts';
import { ConversationTree, mergeLoaded } from '../../../src/chat/conversationTree.ts';
import { recordLine } from '../../../src/chat/recordLine.ts';
import { assertProportional } from '../../proportional.ts';
import { answerTurn, questionTurn } from './conversationTurns.ts';

/** A question and its answer, `name` and `name.`, after the answer `parent`. */
function exchange(name: string, parent: string | null, alternative = 1): Turn[] {
  return [{ ...questionTurn(name, parent, name), alternative }, answerTurn(`${name}.`, name, name)];
}

function tree(turns: readonly Turn[], head?: string, complete = true): ConversationTree {
  return new ConversationTree({ turns, deleted: new Set(), head, complete });
}

function ids(turns: readonly Turn[]): string {
  return turns.map(({ id }) => id).join(' ');
}

/** Whether another answer is shown in the place of this one. */
function isReplaced(tree: ConversationTree, id: string): boolean {
  return tree.find(id)?.id !== id;
}

describe('the tree of a conversation', () => {
  it('shows the branch that its head ends', () => {
    const turns = [...exchange('1', null), ...exchange('2', '1.'), ...exchange('2b', '1.', 2)];
    assert.equal(ids(tree(turns, '2.').branch), '1 1. 2 2.');
    assert.equal(ids(tree(turns, '2b.').branch), '1 1. 2b 2b.');
    assert.equal(ids(tree(turns, 'nobody').branch), '');
  });

  it('goes on through the newest turns, and says what stayed', () => {
    const shown = tree([...exchange('1', null), ...exchange('2', '1.'), ...exchange('2b', '1.', 2)], '2.');
    for (const turn of exchange('3', '2b.')) shown.add(turn);
    assert.equal(shown.show('1'), '1.');
    assert.equal(ids(shown.branch), '1 1. 2b 2b. 3 3.');
    assert.equal(shown.show('3.'), '3.');
    assert.equal(shown.endOf('2'), '2.');
  });

  it('lets what followed a deleted question follow what that followed, however many are deleted', () => {
    const turns = ['1', '2', '3', '4'].flatMap((name, index) => exchange(name, index ? `${index}.` : null));
    const shown = tree(turns, '4.');
    assert.equal(shown.delete(shown.exchange('3')), '2.');
    assert.equal(shown.delete(shown.exchange('2')), '1.');
    assert.equal(shown.delete(shown.exchange('1')), null);
    assert.equal(ids(shown.branch), '4 4.');
    assert.deepEqual(shown.exchange('3'), [], 'it is deleted already');
    assert.equal(shown.restore(['2', '2.']), null);
    assert.equal(ids(shown.branch), '2 2. 4 4.');
    assert.equal(shown.delete(['nobody']), undefined);
  });

  it('takes an answer along that was not known when its question was deleted', () => {
    const shown = tree([...exchange('1', null), ...exchange('2', '1.'), ...exchange('3', '2.')], '3.');
    shown.delete(['2']);
    assert.equal(ids(shown.branch), '1 1. 3 3.');
    assert.equal(shown.has('2.'), false);
  });

  it('makes alternatives of what followed different answers to a deleted question', () => {
    const again = { ...answerTurn('1..', '1', 'again'), alternative: 2 };
    const turns = [...exchange('1', null), again, ...exchange('2', '1.'), ...exchange('3', '1..')];
    const shown = tree(turns, '3.');
    shown.delete(shown.exchange('1'));
    assert.equal(ids(shown.branch), '3 3.');
    assert.deepEqual(shown.alternatives('3'), { index: 2, count: 2 });
    assert.equal((shown.neighbour('3', -1) as Turn).id, '2');
    assert.equal(shown.neighbour('3', 1), undefined);
  });

  it('counts alternatives that are not loaded', () => {
    const turns = [...exchange('2c', '1.', 3), ...exchange('2d', '1.', 4)];
    const shown = tree(turns, '2d.', false);
    assert.deepEqual(shown.alternatives('2c'), { index: 3, count: 4 });
    assert.deepEqual(shown.alternatives('2d'), { index: 4, count: 4 });
    assert.deepEqual(shown.alternatives('2d.'), { index: 1, count: 1 });
    assert.equal(shown.neighbour('2c', -1), 'absent');
    assert.equal(shown.nextAlternative('1.'), 5);
    assert.equal(shown.hasEarlier, true);
    shown.delete(shown.exchange('2d'));
    assert.deepEqual(shown.alternatives('2c'), { index: 3, count: 3 });
  });

  it('knows a loaded beginning for one', () => {
    assert.equal(tree(exchange('1', null), '1.', false).hasEarlier, false);
    assert.equal(tree([], undefined, false).hasEarlier, true);
    assert.equal(tree([], undefined, true).hasEarlier, false);
  });

  it('is not led in circles by a file that somebody else has written', () => {
    const circle = [questionTurn('1', '2.', ''), answerTurn('1.', '1', ''), ...exchange('2', '1.')];
    for (const complete of [true, false]) assert.equal(ids(tree(circle, '2.', complete).branch), '1 1. 2 2.');
    const itself = [questionTurn('1', '1', ''), answerTurn('1.', '1', '')];
    assert.equal(ids(tree(itself, '1.').branch), '1 1.');
    assert.equal(ids(tree([answerTurn('1.', '1', '')], '1.').branch), '');
  });

  it('keeps what is in memory where the file has it too', () => {
    const grown = { ...answerTurn('2.', '2', 'longer'), askedAt: 2 };
    const memory = {
      turns: [...exchange('2', '1.').slice(0, 1), grown, ...exchange('3', '2.')],
      deleted: new Set(['3', '3.']),
      head: '2.',
      complete: false,
    };
    const file = {
      turns: [...exchange('0', null), ...exchange('1', null), ...exchange('2', '1.')],
      deleted: new Set(['0', '0.', '2', '2.']),
      head: '1.',
      complete: true,
    };
    const merged = new ConversationTree(mergeLoaded(memory, file));
    assert.equal(ids(merged.branch), '1 1. 2 2.');
    assert.equal(merged.find('2.'), grown);
    assert.deepEqual([...merged.loaded.deleted].sort(), ['0', '0.', '3', '3.']);
    assert.equal(ids(merged.loaded.turns), '0 0. 1 1. 2 2. 3 3.');
  });

  describe('with answers in the place of others', () => {
    const made = (
      id: string,
      replaces: string,
      text: string,
      changes: Partial<AnswerTurn> = {},
    ): AnswerTurn => ({
      ...answerTurn(id, 'q', text),
      replaces,
      ...changes,
    });
    const asked = questionTurn('q', null, 'Why?');
    const old = { ...answerTurn('a', 'q', 'One'), reasoning: 'hm' };
    const begun = [asked, old, ...exchange('2', 'a')];
    const texts = (shown: ConversationTree) => shown.branch.map(({ text }) => text).join(' | ');
    const again = ({ loaded }: ConversationTree) => new ConversationTree(loaded);

    it('shows one that goes on with another there, and what followed that one behind it', () => {
      const shown = tree(begun, '2.');
      shown.add(made('b', 'a', 'One, two', { reasoning: 'hm, so' }));
      shown.add({ ...made('c', 'b', 'One, two, three'), reasoning: 'hm, so' });
      for (const each of [shown, again(shown)]) {
        assert.equal(texts(each), 'Why? | One, two, three | 2 | 2');
        assert.equal(ids(each.branch), 'q c 2 2.');
        for (const id of ['a', 'b', 'c']) {
          assert.deepEqual(each.alternatives(id), { index: 1, count: 1 });
          assert.equal(each.find(id)?.id, 'c');
        }
        assert.equal(ids(each.loaded.turns), 'q a 2 2. b c');
        assert.deepEqual(each.exchange('q'), ['q', 'c']);
        assert.equal(each.show('a'), '2.');
      }
      shown.replace({ ...made('c', 'b', 'One, two, three, four'), reasoning: 'hm, so' });
      assert.equal(texts(shown), 'Why? | One, two, three, four | 2 | 2');
      shown.replace({ ...old, text: 'late' });
      assert.equal(texts(shown), 'Why? | One, two, three, four | 2 | 2');
    });

    it('leaves one where it is that has more, and shows both beside each other where neither has all', () => {
      const shown = tree(begun, '2.');
      shown.add(made('b', 'a', 'On', { reasoning: 'h' }));
      assert.equal(ids(shown.branch), 'q a 2 2.');
      assert.notEqual(shown.find('b')?.id, 'b');
      for (const [index, other] of [
        made('c', 'a', 'Two'),
        made('d', 'a', 'One, two', { reasoning: 'so' }),
        made('e', 'a', 'O', { extras: { ...noExtras, sources: [{ title: 'S' }] } }),
        made('f', 'a', 'One', { reasoning: 'hm', parent: 'elsewhere' }),
      ].entries()) {
        shown.add(other);
        const count = Math.min(index + 2, 4);
        for (const each of [shown, again(shown)]) {
          assert.deepEqual(each.alternatives('a'), { index: 1, count });
          // The last one has no question.
          assert.equal(each.find(other.id)?.id, other.id === 'f' ? undefined : other.id);
        }
      }
      assert.equal(ids(shown.branch), 'q a 2 2.');
    });

    it('lets none that is being written make way, or be left out', () => {
      const writing = { state: 'answering' } as const;
      const shown = tree([asked, { ...old, status: writing }], 'a');
      shown.add(made('b', 'a', 'One, two', { reasoning: 'hm' }));
      assert.equal(ids(shown.branch), 'q a');
      assert.deepEqual(shown.alternatives('a'), { index: 1, count: 2 });
      shown.add(made('c', 'b', '', { status: writing }));
      assert.deepEqual(shown.alternatives('c'), { index: 3, count: 3 });
    });

    it('shows what followed one that is lost behind the one in its place', () => {
      const turns = [asked, made('b', 'a', 'One, two'), ...exchange('2', 'a')];
      for (const each of [tree(turns, '2.'), again(tree(turns, '2.'))]) {
        assert.equal(ids(each.branch), 'q b 2 2.');
        assert.equal(ids(each.loaded.turns), 'q b 2 2.');
      }
    });

    it('shows something of each, once, whatever replaces what', () => {
      const text = fc.array(fc.constantFrom('x', 'y'), { maxLength: 3 }).map((letters) => letters.join(''));
      const one = fc.record({ text, reasoning: text, replaces: fc.nat(6) });
      fc.assert(
        fc.property(fc.array(one, { minLength: 1, maxLength: 7 }), fc.nat(7), (all, head) => {
          const answers = all.map(({ replaces, ...each }, index) =>
            made(`${index}`, `${replaces}`, '', each),
          );
          const turns: Turn[] = [asked, ...answers, ...answers.flatMap(({ id }) => exchange(`q${id}`, id))];
          const shown = tree(turns, `q${head % all.length}.`);
          const replaced = answers.filter(({ id }) => isReplaced(shown, id));
          const visible = answers.filter(({ id }) => !isReplaced(shown, id));
          assert.equal(shown.alternatives(visible[0]?.id ?? '').count, visible.length);
          for (const each of replaced) {
            const other = shown.find(each.id) as AnswerTurn;
            assert.ok(visible.includes(other) && holds(other, each));
          }
          const stages = (each: ConversationTree) => [ids(each.branch), ids(each.loaded.turns), each.head];
          assert.equal(shown.branch.length, 4, 'what followed an answer follows it still');
          const places = (each: ConversationTree) => answers.map(({ id }) => each.find(id)?.id).join(' ');
          assert.equal(places(again(shown)), places(shown));
          assert.deepEqual(stages(again(shown)), stages(shown));
          const log = turns.map((turn) =>
            recordLine(turn.role === 'question' ? { type: 'question', turn } : { type: 'answer', turn }),
          );
          const read = foldRecords(parseRecords(log.join('')), true);
          assert.deepEqual(foldRecords(parseRecords(compactLog(parseRecords(log.join('')))), true), read);
          assert.equal(ids(read.turns), ids(turns));
        }),
      );
    });

    it('takes the same time for each of many that replace one', () => {
      assertProportional((count) => {
        const sources = [
          { title: 'x'.repeat(count * 10) },
          ...Array.from({ length: count }, () => ({ title: 'x' })),
        ];
        const extras = { ...noExtras, sources: [{ title: 'x' }] };
        const others = Array.from({ length: count }, (_, index) => made(`${index}`, 'a', 'x', { extras }));
        const first = { ...old, text: 'x'.repeat(count * 10), extras: { ...noExtras, sources } };
        return () => assert.equal(tree([asked, first, ...others], 'a').alternatives('a').count, count + 1);
      }, 1_000);
    });
  });

  it('looks at no more turns for an event in a long conversation than in a short one', () => {
    const looks = (length: number): number => {
      let count = 0;
      const watched = (turn: Turn): Turn =>
        new Proxy(turn, {
          get(target, name) {
            count++;
            return Reflect.get(target, name);
          },
        });
      const turns = Array.from({ length }, (_, index) =>
        exchange(`${index}`, index ? `${index - 1}.` : null).map(watched),
      );
      const shown = tree(turns.flat(), `${length - 1}.`);
      count = 0;
      shown.replace(watched(answerTurn(`${length - 1}.`, `${length - 1}`, 'more')));
      assert.equal(shown.branch.at(-1), shown.find(`${length - 1}.`));
      for (const turn of exchange(`${length}`, `${length - 1}.`)) shown.add(watched(turn));
      shown.show(`${length}.`);
      assert.equal(shown.branch.length, 2 * length + 2);
      return count;
    };
    assert.equal(looks(1_000), looks(10));
  });

  it('is deep without overflowing the stack', () => {
    const turns = Array.from({ length: 20_000 }, (_, index) =>
      exchange(`${index}`, index ? `${index - 1}.` : null),
    );
    const shown = tree(turns.flat(), '19999.');
    shown.delete(
      turns
        .slice(1, -1)
        .flat()
        .map(({ id }) => id),
    );
    assert.equal(ids(shown.branch), '0 0. 19999 19999.');
    assert.deepEqual(shown.alternatives('19999'), { index: 1, count: 1 });
  });
});
