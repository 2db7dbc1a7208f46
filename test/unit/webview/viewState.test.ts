import fc from 'fast-check';
import { describe, it } from 'mocha';
import { createViewMemory, withDraft } from '../../../src/webview/viewState.ts';
import { assert } from './assert.ts';

type Drafts = [string, string][];

describe('drafts', () => {
  it('are one to a conversation, the last one changed at the end, and none that is empty', () => {
    let drafts: Drafts = [];
    for (const [id, text] of [
      ['a', '1'],
      ['b', '2'],
      ['a', '3'],
      ['c', ''],
      ['b', ''],
    ] as const) {
      drafts = withDraft(drafts, id, text);
    }
    assert.deepEqual(drafts, [['a', '3']]);
  });

  it('are at most fifty, the newest', () => {
    let drafts: Drafts = [];
    for (let index = 0; index < 60; index++) drafts = withDraft(drafts, String(index), 'x');
    assert.deepEqual(
      drafts.map(([id]) => Number(id)),
      Array.from({ length: 50 }, (_, index) => index + 10),
    );
  });

  it('give way to a very long one, which stays', () => {
    const long = 'x'.repeat(300_000);
    const drafts = withDraft([['a', 'short']], 'b', long);
    assert.deepEqual(drafts, [['b', long]]);
    assert.equal(withDraft([], 'b', 'x'.repeat(3_000_000))[0]?.[1].length, 2_000_000);
  });

  it('never lose the one that is being written, and stay bounded', () => {
    const change = fc.tuple(
      fc.integer({ min: 0, max: 80 }).map(String),
      fc.integer({ min: 0, max: 90_000 }).map((length) => 'x'.repeat(length)),
    );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 70 }), (changes) => {
        let drafts: Drafts = [];
        for (const [id, text] of changes) {
          drafts = withDraft(drafts, id, text);
          assert.equal(drafts.find((draft) => draft[0] === id)?.[1] ?? '', text);
          assert.ok(drafts.length <= 50);
          assert.ok(drafts.reduce((sum, draft) => sum + draft[1].length, 0) <= 200_000);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('are kept beside the choices, and read again', () => {
    let kept: unknown;
    const channel = {
      recall: () => kept,
      remember: (next: unknown) => {
        kept = JSON.parse(JSON.stringify(next));
      },
    };
    const memory = createViewMemory(channel);
    memory.setDraft('a', 'text');
    memory.change({ webSearch: true });
    const again = createViewMemory(channel);
    assert.equal(again.draft('a'), 'text');
    assert.equal(again.draft('b'), '');
    assert.equal(again.state.webSearch, true);
  });

  it('are at most so long in all, to the character', () => {
    const half = 'x'.repeat(100_000);
    const two: Drafts = [['a', half]];
    assert.equal(withDraft(two, 'b', half).length, 2);
    assert.equal(withDraft(two, 'b', `${half}x`).length, 1);
  });
});

describe('what the view keeps', () => {
  const open = (kept: unknown) => createViewMemory({ recall: () => kept, remember: () => {} }).state;
  const nothing = { drafts: [], webSearch: false, historyByWorkspace: false };

  it('is nothing at first, and where it is not its own', () => {
    assert.deepEqual(open(undefined), nothing);
    assert.deepEqual(open('x'), nothing);
    assert.deepEqual(open({ drafts: 'x' }), nothing);
    assert.deepEqual(open({ place: { id: 1 } }), nothing);
  });

  it('is what was kept, with the usual for what was not', () => {
    assert.deepEqual(open({}), nothing);
    const whole = {
      conversation: 'c1',
      drafts: [['c1', 'text']],
      place: { id: 'q1', offset: -30 },
      thinking: false,
      webSearch: true,
      historyByWorkspace: true,
    };
    assert.deepEqual(open(whole), whole);
    assert.deepEqual(open({ thinking: true, more: 1 }), { ...nothing, thinking: true });
  });

  it('is kept with each change, and leaves the rest as it is', () => {
    const kept: unknown[] = [];
    const memory = createViewMemory({
      recall: () => ({ thinking: true }),
      remember: (next) => kept.push(next),
    });
    memory.change({ webSearch: true });
    memory.setDraft('c1', 'x');
    assert.deepEqual(kept, [
      { ...nothing, thinking: true, webSearch: true },
      { ...nothing, thinking: true, webSearch: true, drafts: [['c1', 'x']] },
    ]);
    assert.deepEqual(memory.state, kept[1]);
  });
});
