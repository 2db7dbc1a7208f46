import { describe, it } from 'mocha';
import { assert } from './assert.ts';
import { withDeadline } from './deadline.ts';

describe('a deadline', () => {
  it('ends work that would never end by itself', () => {
    const late = { message: 'It was still at it after 50 ms.' };
    let steps = 0;
    const loop = () => {
      for (;;) steps += 1;
    };
    assert.throws(() => withDeadline(loop, 50), late);
    assert.ok(steps > 0);
    assert.throws(() => withDeadline(() => /^(a+)+$/.test(`${'a'.repeat(60)}b`), 50), late);
  });

  it('changes nothing about work that ends', () => {
    assert.equal(
      withDeadline(() => 'result', 5000),
      'result',
    );
    const own = new RangeError('mine');
    assert.throws(
      () =>
        withDeadline(() => {
          throw own;
        }, 5000),
      (error) => error === own,
    );
  });
});
