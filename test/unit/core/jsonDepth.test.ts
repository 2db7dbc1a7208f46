import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { isTooDeep, isTooDeepInSteps } from '../../../src/core/jsonDepth.ts';
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

  it('is the same a step at a time, whatever stands where a step ends', () => {
    const inSteps = (text: string) => {
      const steps = isTooDeepInSteps(text);
      for (let count = 0; ; count += 1) {
        const { done, value } = steps.next();
        if (done) return { isDeep: value, count };
      }
    };
    const deep = '['.repeat(deepestJson + 1);
    for (const begin of ['"', '"\\"', '[', '', '"\\\\"']) {
      for (const end of [deep, `"${deep}`, `\\"${deep}`, `\\\\"${deep}`, `]"${deep}"`, ']['.repeat(40)]) {
        for (let over = 0; over < 5; over += 1) {
          const text = `${begin}${'x'.repeat(1_000_000 - begin.length - over)}${end}`;
          const { isDeep, count } = inSteps(text);
          assert.equal(isDeep, isTooDeep(text), `${begin} ${end} ${over}`);
          assert.ok(count <= 2);
        }
      }
    }
    assert.deepEqual(inSteps('[]'.repeat(1_500_001)), { isDeep: false, count: 4 });
  });

  it('may be of any text', () => {
    assert.equal(isTooDeep('"'.repeat(5_000)), false);
    assert.equal(isTooDeep(`"${'['.repeat(5_000)}`), false);
    assert.equal(isTooDeep(`"${'\\"['.repeat(5_000)}`), false);
    assert.equal(isTooDeep(`"\\\\"${'['.repeat(5_000)}`), true);
    assert.equal(isTooDeep('[]'.repeat(5_000)), false);
  });
});
