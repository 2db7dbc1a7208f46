import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CompletionCache } from '../../../../src/extension/completion/completionCache.ts';
import { assertProportional } from '../../../proportional.ts';

describe('the cache of completions', () => {
  it('knows what was suggested at a place, nothing included', () => {
    const cache = new CompletionCache();
    cache.add({ prefix: 'a', suffix: 'z' }, 'bc');
    cache.add({ prefix: 'b', suffix: 'z' }, '');
    assert.equal(cache.find({ prefix: 'a', suffix: 'z' }), 'bc');
    assert.equal(cache.find({ prefix: 'b', suffix: 'z' }), '');
    assert.equal(cache.find({ prefix: 'a', suffix: 'y' }), undefined);
    assert.equal(cache.find({ prefix: 'xa', suffix: 'z' }), undefined);
  });

  it('has what is left while somebody types what was suggested, and no more when it is all there', () => {
    const text = fc.string({ minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(
        fc.string({ maxLength: 50 }),
        fc.string(),
        text,
        fc.nat(),
        (prefix, suffix, suggested, seed) => {
          const cache = new CompletionCache();
          cache.add({ prefix, suffix }, suggested);
          const typed = seed % suggested.length;
          const rest = cache.find({ prefix: prefix + suggested.slice(0, typed), suffix });
          // In a repetitive text less may have been typed as well.
          assert.ok(rest !== undefined && suggested.endsWith(rest));
          assert.ok((prefix + suggested).endsWith(rest));
          assert.equal(new CompletionCache().find({ prefix, suffix }), undefined);
        },
      ),
    );
    const cache = new CompletionCache();
    cache.add({ prefix: 'a', suffix: '' }, 'bc');
    assert.equal(cache.find({ prefix: 'ab', suffix: '' }), 'c');
    assert.equal(cache.find({ prefix: 'abc', suffix: '' }), undefined);
    assert.equal(cache.find({ prefix: 'ax', suffix: '' }), undefined);
  });

  it('knows a place again whose window has moved on by some lines', () => {
    const lines = Array.from({ length: 400 }, (_, index) => `line ${index} of the file`).join('\n');
    const cache = new CompletionCache();
    cache.add({ prefix: lines.slice(-6_000), suffix: '' }, ' and more');
    assert.equal(cache.find({ prefix: `${lines.slice(-5_800)} and`, suffix: '' }), ' more');
    assert.equal(cache.find({ prefix: `${lines.slice(-6_200)} and`, suffix: '' }), ' more');
    assert.equal(cache.find({ prefix: lines.slice(-2_000), suffix: '' }), ' and more');
    assert.equal(cache.find({ prefix: lines.slice(-1_999), suffix: '' }), undefined);
  });

  it('has nothing left once something else was typed, though that ends with the same letter', () => {
    const cache = new CompletionCache();
    cache.add({ prefix: 'a', suffix: '' }, 'hello');
    assert.equal(cache.find({ prefix: 'ahel', suffix: '' }), 'lo');
    assert.equal(cache.find({ prefix: 'axyl', suffix: '' }), undefined);
  });

  it('prefers what was suggested last', () => {
    const cache = new CompletionCache();
    cache.add({ prefix: 'a', suffix: '' }, 'old');
    cache.add({ prefix: 'a', suffix: '' }, 'new');
    assert.equal(cache.find({ prefix: 'a', suffix: '' }), 'new');
  });

  it('forgets what was used longest ago', () => {
    const cache = new CompletionCache(2);
    const place = (prefix: string) => ({ prefix, suffix: '' });
    cache.add(place('1'), 'one');
    cache.add(place('2'), 'two');
    cache.find(place('1'));
    cache.add(place('3'), 'three');
    assert.equal(cache.find(place('2')), undefined);
    assert.equal(cache.find(place('1')), 'one');
    assert.equal(cache.find(place('3')), 'three');
    cache.clear();
    assert.equal(cache.find(place('1')), undefined);
  });

  it('answers in time proportional to what stands around the cursor, when it is full', () => {
    assertProportional((count) => {
      const cache = new CompletionCache();
      const prefix = 'const value = compute(index);\n'.repeat(count);
      const suffix = 'return value;\n'.repeat(count);
      for (let index = 0; index < 50; index += 1)
        cache.add({ prefix: `${prefix}${index}`, suffix }, prefix.slice(0, 900));
      return () => {
        for (let index = 0; index < 50; index += 1) cache.find({ prefix: `${prefix}x${index}`, suffix });
      };
    }, 50);
  });
});
