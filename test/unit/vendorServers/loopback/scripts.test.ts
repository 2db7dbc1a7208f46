import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createGates } from '../../../vendors/loopback/gates.ts';
import { createRecording } from '../../../vendors/loopback/recording.ts';
import { createScripts } from '../../../vendors/loopback/scripts.ts';

describe('loopback: scripts, recordings, gates', () => {
  it('scripts: the queue first, then always, then what was there at the start', () => {
    const scripts = createScripts<string, { answer: string }>({ answer: 'fallback' });
    scripts.always({ answer: 'always' });
    scripts.next({ answer: 'first' }, (request) => ({ answer: `to ${request}` }));
    assert.deepEqual(
      ['a', 'b', 'c'].map((request) => scripts.take(request).answer),
      ['first', 'to b', 'always'],
    );
    scripts.next({ answer: 'forgotten' });
    scripts.reset();
    assert.equal(scripts.take('d').answer, 'fallback');
  });

  it('recordings: what is to come can be waited for', async () => {
    const recording = createRecording<string>();
    const second = recording.received(1);
    recording.add('a');
    recording.add('b');
    assert.equal(await second, 'b');
    assert.equal(await recording.received(0), 'a');
    recording.reset();
    assert.deepEqual(recording.entries, []);
  });

  it('gates: a release lets go on what is under way, not what comes later', async () => {
    const gates = createGates();
    const early = gates.enter();
    gates.release();
    await early.released;
    const late = gates.enter();
    let isOpen = false;
    void late.released.then(() => {
      isOpen = true;
    });
    await new Promise(setImmediate);
    assert.deepEqual([isOpen, gates.size], [false, 2]);
    early.leave();
    assert.equal(gates.size, 1);
  });
});
