import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { createGrowingInput } from '../../../src/net/openAiChat/growingInput.ts';
import { processorTime } from '../../processorTime.ts';

describe('the input of a call as it grows', () => {
  it('is whole when it is JSON, whatever it is cut into', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything({ maxDepth: 2 })), fc.nat(), (value, at) => {
        const text = JSON.stringify(value);
        const cut = 1 + (at % (text.length - 1));
        const input = createGrowingInput();
        input.add(text.slice(0, cut));
        assert.equal(input.isWhole, false);
        input.add(text.slice(cut));
        assert.equal(input.isWhole, true);
        assert.equal(input.text, text);
      }),
    );
  });

  it('is not whole where something follows, or it never was JSON', () => {
    for (const pieces of [['{}', '{}'], ['{a}'], ['{"a":"}'], ['{"a":"\\\\"'], ['}{']]) {
      const input = createGrowingInput();
      for (const piece of pieces) input.add(piece);
      assert.equal(input.isWhole, false, pieces.join(''));
    }
  });

  it('is whole with white space behind it, and as a short value that is no object', () => {
    for (const text of ['{} \n', '""', 'null', '[1]']) {
      const input = createGrowingInput();
      input.add(text);
      assert.equal(input.isWhole, true, text);
    }
  });

  it('is not read anew with every piece', () => {
    const time = processorTime(() => {
      const input = createGrowingInput();
      input.add('{"a":"');
      for (let piece = 0; piece < 20_000; piece += 1) {
        input.add('x'.repeat(100));
        assert.equal(input.isWhole, false);
      }
    });
    assert.ok(time < 2_000, `${time} ms`);
  });
});
