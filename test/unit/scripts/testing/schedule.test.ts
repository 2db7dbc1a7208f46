import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { runSideBySide, type Task } from '../../../../scripts/testing/schedule.ts';

const limits = { tasks: 3, windows: 2 };

describe('tasks side by side', () => {
  it('run once each, and never more of them than allowed', async () => {
    const kinds = fc.array(fc.record({ window: fc.boolean(), turns: fc.nat(5) }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(kinds, async (all) => {
        const open = { tasks: 0, windows: 0 };
        const ran: number[] = [];
        const tasks = all.map(
          ({ window, turns }, index): Task => ({
            window,
            isReady: () => true,
            run: async () => {
              open.tasks += 1;
              if (window) open.windows += 1;
              assert.ok(open.tasks <= limits.tasks && open.windows <= limits.windows);
              for (let turn = 0; turn < turns; turn++) await undefined;
              open.tasks -= 1;
              if (window) open.windows -= 1;
              ran.push(index);
            },
          }),
        );
        await runSideBySide(tasks, limits);
        assert.deepEqual(
          ran.toSorted((one, other) => one - other),
          all.map((_, index) => index),
        );
      }),
    );
  });

  it('let others pass while they wait', async () => {
    const order: string[] = [];
    const task = (name: string, isReady = () => true): Task => ({
      window: false,
      isReady,
      run: async () => void order.push(name),
    });
    await runSideBySide([task('window', () => order.includes('build')), task('build')], limits);
    assert.deepEqual(order, ['build', 'window']);
  });

  it('do not wait for ever', async () => {
    const never: Task = { window: false, isReady: () => false, run: async () => {} };
    await assert.rejects(runSideBySide([never], limits), /does not come/);
  });

  it('hand on what one of them throws', async () => {
    const fails: Task = { window: false, isReady: () => true, run: () => Promise.reject(new Error('no')) };
    await assert.rejects(runSideBySide([fails], limits), /^Error: no$/);
  });
});
