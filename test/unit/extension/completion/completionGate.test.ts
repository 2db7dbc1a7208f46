import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { type ErrorKind, ProviderError } from '../../../../src/core/error.ts';
import { CompletionGate, type GateState } from '../../../../src/extension/completion/completionGate.ts';
import { type FakeTimers, fakeTimers } from '../../net/fakes.ts';

/** What each failure does to suggestions. Those that will fail again until the user has changed something stop them. */
const states: Record<ErrorKind, GateState['type']> = {
  auth: 'stopped',
  quota: 'stopped',
  'invalid-request': 'stopped',
  'rate-limit': 'waiting',
  unavailable: 'waiting',
  network: 'waiting',
  timeout: 'waiting',
  protocol: 'waiting',
  'content-filter': 'waiting',
  'context-length': 'waiting',
  cancelled: 'waiting',
};

describe('the gate of suggestions', () => {
  let timers: FakeTimers;
  let changes: GateState['type'][];
  let gate: CompletionGate;
  const state = () => gate.state.type;
  const fail = (kind: ErrorKind, retryAfterMs?: number) =>
    gate.failed(
      new ProviderError(kind, 'no', {
        code: 'X-1',
        cause: new Error('inside'),
        ...(retryAfterMs !== undefined && { retryAfterMs }),
      }),
    );

  beforeEach(() => {
    timers = fakeTimers();
    changes = [];
    gate = new CompletionGate(timers.start, () => changes.push(state()));
  });

  for (const [kind, expected] of Object.entries(states) as [ErrorKind, GateState['type']][]) {
    it(`is ${expected} after ${kind}, and says why`, () => {
      fail(kind);
      assert.deepEqual(gate.state, {
        type: expected,
        failure: { kind, message: 'no', details: { code: 'X-1' } },
      });
      assert.equal(timers.running, expected === 'waiting' ? 1 : 0);
      timers.advance(3_600_000);
      assert.equal(state(), expected === 'waiting' ? 'open' : 'stopped');
    });
  }

  it('waits twice as long each time, at most five minutes, and from the beginning after a success', () => {
    for (const seconds of [10, 20, 40, 80, 160, 300, 300, 300]) {
      fail('unavailable');
      timers.advance(seconds * 1000 - 1);
      assert.equal(state(), 'waiting', `${seconds} s`);
      timers.advance(1);
      assert.equal(state(), 'open', `${seconds} s`);
    }
    for (const forget of [() => gate.succeeded(), () => gate.reopen()]) {
      forget();
      fail('unavailable');
      timers.advance(10_000);
      assert.equal(state(), 'open');
      fail('unavailable');
    }
  });

  it('waits for as long as the vendor asks, if that is longer', () => {
    fail('rate-limit', 5_000);
    timers.advance(9_999);
    assert.equal(state(), 'waiting');
    timers.advance(1);
    assert.equal(state(), 'open');
    fail('rate-limit', 400_000);
    timers.advance(399_999);
    assert.equal(state(), 'waiting');
    timers.advance(1);
    assert.equal(state(), 'open');
  });

  it('opens at a success, but not before the end of a snooze', () => {
    for (const kind of ['auth', 'unavailable'] as const) {
      fail(kind);
      gate.succeeded();
      assert.equal(state(), 'open');
      assert.equal(timers.running, 0);
    }
    gate.snooze(60_000);
    gate.succeeded();
    fail('auth');
    fail('unavailable');
    assert.equal(state(), 'snoozed');
    timers.advance(59_999);
    assert.equal(state(), 'snoozed');
    timers.advance(1);
    assert.equal(state(), 'open');
  });

  it('counts a snooze from the last time it was asked for', () => {
    for (let round = 0; round < 3; round++) {
      gate.snooze(60_000);
      assert.equal(timers.running, 1);
      timers.advance(40_000);
      assert.equal(state(), 'snoozed');
    }
    timers.advance(20_000);
    assert.equal(state(), 'open');
  });

  it('tells of each change, and of none while it is open', () => {
    gate.succeeded();
    assert.deepEqual(changes, []);
    fail('unavailable');
    timers.advance(10_000);
    fail('auth');
    gate.reopen();
    assert.deepEqual(changes, ['waiting', 'open', 'stopped', 'open']);
  });

  it('leaves no timer behind', () => {
    fail('unavailable');
    gate.dispose();
    assert.equal(timers.running, 0);
  });
});
