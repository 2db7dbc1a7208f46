import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { isTooDeep } from '../../../src/core/jsonDepth.ts';
import { deepestJson } from '../../../src/core/limits.ts';

describe('how deep JSON is nested', () => {
  const nested = (depth: number, inside: string) => `${'['.repeat(depth)}${inside}${']'.repeat(depth)}`;

  it('is counted outside of strings alone, however long what stands between is', () => {
    const long = fc.nat(3_000).map((length) => 'x'.repeat(length));
    const filler = fc.oneof(
      fc.string(),
      long,
      fc.constantFrom('[', '{', ']', '\\', '"', '["', '\\"', '\\\\'),
    );
    const value = fc.array(filler).map((parts) => JSON.stringify([parts.join('')]));
    fc.assert(
      fc.property(value, value, (before, inside) => {
        assert.equal(isTooDeep(nested(deepestJson - 2, `${before},${inside}`)), false);
        assert.equal(isTooDeep(nested(deepestJson, `${before},${inside}`)), true);
      }),
    );
  });

  it('is counted wherever a string ends, or a bracket stands', () => {
    const deep = '['.repeat(deepestJson + 1);
    for (let length = 1_000; length < 1_100; length += 1) {
      const text = 'x'.repeat(length);
      assert.equal(isTooDeep(`"${text}"${deep}`), true, `${length}`);
      assert.equal(isTooDeep(`"${text}\\""${deep}`), true, `${length}`);
      assert.equal(isTooDeep(`${' '.repeat(length)}${deep}`), true, `${length}`);
      assert.equal(isTooDeep(`1${' '.repeat(length)}"${deep}"`), false, `${length}`);
    }
  });

  it('may be of any text', () => {
    assert.equal(isTooDeep('"'.repeat(5_000)), false);
    assert.equal(isTooDeep(`"${'['.repeat(5_000)}`), false);
    assert.equal(isTooDeep(`"${'\\"['.repeat(5_000)}`), false);
    assert.equal(isTooDeep(`"\\\\"${'['.repeat(5_000)}`), true);
    assert.equal(isTooDeep('[]'.repeat(5_000)), false);
  });
});
