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
});
