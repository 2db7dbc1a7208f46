import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { inTurns, takeTurns } from '../../../src/extension/turns.ts';

describe('long work', () => {
  it('pauses once it has kept the others waiting for eight milliseconds, and then anew', async () => {
    let time = 100;
    const turns = takeTurns(() => time);
    assert.equal(turns.pause(), undefined);
    time = 107.9;
    assert.equal(turns.pause(), undefined);
    time = 108;
    const pause = turns.pause();
    assert.ok(pause);
    time = 150;
    await pause;
    assert.equal(turns.pause(), undefined);
    time = 158;
    assert.ok(turns.pause());
  });

  it('returns what it has found, and throws what went wrong', async () => {
    function* work(fails: boolean): Generator<undefined, string> {
      yield undefined;
      if (fails) throw new Error('no');
      return 'found';
    }
    assert.equal(await inTurns(work(false)), 'found');
    await assert.rejects(inTurns(work(true)), /^Error: no$/);
  });
});
