import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { branchPage, earlierPage, lastPage } from '../../../src/chat/turnPages.ts';

const turns = Array.from({ length: 100 }, (_, index) => ({ id: `${index}` }));
const ids = (page: readonly { readonly id: string }[] | undefined) => page?.map(({ id }) => id);
const numbers = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `${from + index}`);

describe('what a view gets of a long conversation', () => {
  it('is the end first', () => {
    assert.deepEqual(ids(lastPage(turns)), numbers(60, 100));
    assert.deepEqual(ids(lastPage(turns.slice(0, 3))), ['0', '1', '2']);
  });

  it('is, when it asks for more, what comes before', () => {
    const page = earlierPage(turns, '60');
    assert.deepEqual([ids(page?.turns), page?.hasEarlier], [numbers(20, 60), true]);
    const first = earlierPage(turns, '20');
    assert.deepEqual([ids(first?.turns), first?.hasEarlier], [numbers(0, 20), false]);
    assert.equal(earlierPage(turns, '40')?.hasEarlier, false);
    assert.equal(earlierPage(turns, '41')?.hasEarlier, true);
    assert.deepEqual(earlierPage(turns, '0'), { turns: [], hasEarlier: false });
    assert.equal(earlierPage(turns, 'gone'), undefined);
    assert.equal(earlierPage(turns, undefined), undefined);
  });

  it('is, when a branch is another one, what follows a turn that it has', () => {
    assert.deepEqual(ids(branchPage(turns, '90', '60')), numbers(91, 100));
    assert.deepEqual(ids(branchPage(turns, '60', '60')), numbers(61, 100));
    assert.deepEqual(ids(branchPage(turns, '99', '60')), []);
    assert.deepEqual(ids(branchPage(turns.slice(0, 4), '1', '0')), ['2', '3']);
    // 40 turns at a time.
    assert.deepEqual(ids(branchPage(turns, '59', '40')), numbers(60, 100));
    assert.equal(branchPage(turns, '58', '40'), undefined);
  });

  it('is everything anew where it does not have that turn', () => {
    assert.equal(branchPage(turns, '70', '71'), undefined);
    assert.equal(branchPage(turns, '90', undefined), undefined);
    assert.equal(branchPage(turns, 'gone', '60'), undefined);
  });

  it('is, when all turns are others, all of them if the view begins with the first or has none', () => {
    const few = turns.slice(0, 4);
    assert.deepEqual(ids(branchPage(few, null, '0')), ['0', '1', '2', '3']);
    assert.deepEqual(ids(branchPage(few, null, undefined)), ['0', '1', '2', '3']);
    assert.deepEqual(ids(branchPage(few, null, 'gone')), ['0', '1', '2', '3']);
    assert.equal(branchPage(few, null, '1'), undefined);
    assert.equal(branchPage(turns, null, '0'), undefined);
  });
});
