import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { suiteLine } from '../../../../scripts/testing/terminal.ts';
import { figureLines } from '../../../figures.ts';

describe('the figures of a run', () => {
  it('are added up where several processes report a part each', () => {
    const text = 'windows: {windows}, {others} elsewhere';
    const lines = figureLines([
      { text, numbers: { windows: 1_200, others: 0 } },
      { text: 'slowest: 4 ms', numbers: {} },
      { text, numbers: { windows: 34, others: 0 } },
    ]);
    assert.deepEqual(lines, ['windows: 1,234, 0 elsewhere', 'slowest: 4 ms']);
  });

  it('keep braces that name no number', () => {
    assert.deepEqual(figureLines([{ text: 'in {braces}', numbers: {} }]), ['in {braces}']);
  });
});

describe('the line of a suite', () => {
  const result = {
    passed: 10,
    failed: 1,
    skipped: 0,
    repeated: 0,
    failures: [],
    repeats: [],
    seconds: 1.25,
  };

  it('adds up its parts', () => {
    assert.match(suiteLine('e2e', [result, result]), /^e2e +20 passed, 2 failed +2\.5 s$/);
  });

  it('says what was skipped and repeated only if something was', () => {
    const line = suiteLine('e2e', [{ ...result, skipped: 2, repeated: 3 }]);
    assert.match(line, /^e2e +10 passed, 1 failed, 2 skipped, 3 repeated +1\.3 s$/);
  });
});
