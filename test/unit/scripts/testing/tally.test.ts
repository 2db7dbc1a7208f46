import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Tally } from '../../../../scripts/testing/tally.ts';
import type { TestEvent } from '../../../../scripts/testing/testEvents.ts';

function tallyOf(...events: readonly TestEvent[]): Tally {
  const tally = new Tally();
  for (const event of events) tally.add(event);
  return tally;
}

describe('the tally of a run of tests', () => {
  const begin = { type: 'begin', title: 'adds' } as const;
  const pass = { type: 'pass', title: 'adds', ms: 1 } as const;
  const fail = { type: 'fail', title: 'adds', report: '2 is not 3' } as const;
  const end = { type: 'end' } as const;

  it('counts what passed, failed, was skipped and was repeated', () => {
    const repeat = { type: 'repeat', title: 'subtracts', report: '1 is not 0' } as const;
    const skip = { type: 'skip', title: 'divides' } as const;
    assert.deepEqual(tallyOf(begin, pass, begin, fail, repeat, pass, skip, end).result(false, ''), {
      passed: 2,
      failed: 1,
      skipped: 1,
      repeated: 1,
      failures: ['2 is not 3'],
      repeats: ['1 is not 0'],
    });
  });

  it('has no failure where all passed', () => {
    assert.equal(tallyOf(begin, pass, end).result(true, 'a warning').failed, 0);
  });

  it('takes a run that ended in the middle for a failure, and names the test', () => {
    const { passed, failed, failures } = tallyOf(begin, pass, { type: 'begin', title: 'divides' }).result(
      true,
      'Segmentation fault',
    );
    assert.deepEqual([passed, failed], [1, 1]);
    assert.match(failures.join(), /by themselves in: divides\nSegmentation fault/);
  });

  it('takes a run that never began for a failure', () => {
    const { failed, failures } = tallyOf().result(false, 'Cannot find module');
    assert.equal(failed, 1);
    assert.match(failures.join(), /before the first test\nCannot find module/);
  });

  it('takes an exit code that no failure explains for a failure', () => {
    const { failed, failures } = tallyOf(begin, pass, end).result(false, 'a hook threw');
    assert.equal(failed, 1);
    assert.match(failures.join(), /a hook threw/);
  });

  it('takes a run of no test for a failure, unless only some were asked for', () => {
    for (const empty of [tallyOf(end), tallyOf({ type: 'skip', title: 'adds' }, end)]) {
      const { failed, failures } = empty.result(true, 'printed');
      assert.equal(failed, 1);
      assert.equal(failures[0], 'No test was run.\nprinted');
      assert.equal(empty.result(true, '', true).failed, 0);
    }
  });

  it('does not count a failure twice for the exit code that comes with it', () => {
    assert.equal(tallyOf(begin, fail, end).result(false, '').failed, 1);
  });

  it('names the test that hangs', () => {
    const tally = tallyOf(begin, pass, { type: 'begin', title: 'loops' });
    tally.hangs(300);
    const { failed, failures } = tally.result(false, '');
    assert.equal(failed, 1);
    assert.match(failures.join(), /^Nothing happened for 300 s in: loops/);
  });

  it('shows the end of what a run has printed, not all of it', () => {
    const output = Array.from({ length: 100 }, (_, line) => `line ${line}`).join('\n');
    const { failures } = tallyOf().result(false, output);
    assert.match(failures.join(), /line 99$/);
    assert.doesNotMatch(failures.join(), /line 59\n/);
  });
});
