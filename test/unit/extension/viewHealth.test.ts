import assert from 'node:assert/strict';
import { ViewHealth, type ViewTrouble } from '../../../src/extension/viewHealth.ts';

describe('the health of a view', () => {
  function create() {
    const log: string[] = [];
    const offered: ViewTrouble[] = [];
    const timers = new Set<() => void>();
    const health = new ViewHealth({
      report: (text) => log.push(text),
      offer: (trouble) => offered.push(trouble),
      later(callback) {
        timers.add(callback);
        return () => timers.delete(callback);
      },
    });
    const timeout = () => {
      for (const callback of [...timers]) callback();
    };
    return { health, log, offered, timers, timeout };
  }

  it('offers to load a page anew that does not come up, once', () => {
    const { health, log, offered, timeout } = create();
    health.loading();
    timeout();
    health.loading();
    timeout();
    assert.deepEqual(offered, ['silent']);
    assert.deepEqual(log, ['The chat view: it was not ready after 20 s.']);
  });

  it('waits for nothing while the page is there, or not in sight', () => {
    const { health, offered, timers, timeout } = create();
    health.loading();
    health.loading();
    assert.equal(timers.size, 1);
    health.gone();
    assert.equal(timers.size, 0);
    timeout();
    assert.deepEqual(offered, []);
  });

  it('offers it for an error once, and again after it was done', () => {
    const { health, log, offered } = create();
    health.fault({ type: 'fault', kind: 'error', name: 'TypeError', line: 3, column: 14 });
    health.fault({ type: 'fault', kind: 'rejection', name: 'RangeError' });
    assert.deepEqual(offered, ['faulty']);
    assert.deepEqual(log, [
      'The chat view: error TypeError at 3:14.',
      'The chat view: rejection RangeError.',
    ]);
    health.renewed();
    health.fault({ type: 'fault', kind: 'error', name: 'TypeError', line: 3, column: 14 });
    assert.deepEqual(offered, ['faulty', 'faulty']);
  });

  it('offers it for a promise that nobody waited for, and not for what the view got over', () => {
    const { health, offered } = create();
    health.fault({ type: 'fault', kind: 'message', name: 'Unknown' });
    assert.deepEqual(offered, []);
    health.fault({ type: 'fault', kind: 'rejection', name: 'RangeError' });
    assert.deepEqual(offered, ['faulty']);
  });

  it('writes what was dropped to the log, each kind once and not without end', () => {
    const { health, log, offered } = create();
    for (let count = 0; count < 100; count += 1) {
      health.dropped('send.text max_length');
      health.fault({ type: 'fault', kind: 'message', name: `kind ${count}` });
    }
    assert.equal(log.filter((line) => line.includes('send.text')).length, 1);
    assert.ok(log.length <= 20);
    assert.deepEqual(offered, []);
  });
});
