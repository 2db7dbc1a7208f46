import nodeAssert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';

describe('a comparison in tests with a DOM', () => {
  useBrowser();

  function failureOf(compare: () => void): nodeAssert.AssertionError {
    try {
      compare();
    } catch (error) {
      if (error instanceof nodeAssert.AssertionError) return error;
      throw error;
    }
    throw new Error('it does not fail');
  }

  function button(name: string): HTMLElement {
    const made = document.createElement('button');
    made.className = name;
    made.textContent = 'x'.repeat(1000);
    document.body.append(made);
    return made;
  }

  it('fails with few words, which say what the nodes are', () => {
    const [one, other] = [button('one'), button('other')];
    const failures = [
      failureOf(() => assert.equal(one, other)),
      failureOf(() => assert.equal(document.activeElement, one)),
      failureOf(() => assert.equal(null, one)),
      failureOf(() => assert.notEqual(one, one)),
      failureOf(() => assert.deepEqual([one], [other])),
      failureOf(() => assert.deepEqual({ at: { last: [one] } }, { at: { last: [undefined] } })),
      failureOf(() => assert.deepEqual(one, 'one')),
      failureOf(() => assert.notDeepEqual([one], [one])),
      failureOf(() => assert.equal(document.querySelectorAll('button'), undefined)),
    ];
    for (const { message, actual, expected } of failures) {
      nodeAssert.ok(message.length < 3000, `${message.length} characters`);
      // What a reporter does with the values.
      nodeAssert.ok(JSON.stringify([actual, expected]).length < 3000);
    }
    for (const { message } of failures.slice(0, -1)) nodeAssert.match(message, /<button class="one">/);
  });

  it('takes a node for itself alone, however alike another one is', () => {
    const [one, twin] = [button('one'), button('one')];
    assert.equal(one, one);
    assert.deepEqual([{ one }], [{ one }]);
    failureOf(() => assert.deepEqual([one], [twin]));
    assert.notDeepEqual([one], [twin]);
    assert.notEqual(one, twin);
  });

  it('is Node’s own for everything else', () => {
    assert.deepEqual([new Map([[1, { a: [new Date(5)] }]])], [new Map([[1, { a: [new Date(5)] }]])]);
    failureOf(() => assert.deepEqual([1], ['1']));
    failureOf(() => assert.deepEqual({ a: undefined }, {}));
    failureOf(() => assert.equal(0, -0));
    assert.equal(Number.NaN, Number.NaN);
    nodeAssert.match(failureOf(() => assert.equal('a', 'b', 'because')).message, /because/);
    nodeAssert.match(failureOf(() => assert.ok(false, 'because')).message, /because/);
    nodeAssert.throws(() => assert.equal(1, 2, new RangeError('mine')), RangeError);
  });
});
