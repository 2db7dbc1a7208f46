import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { UsageLog } from '../../../src/extension/usageLog.ts';
import { budget } from '../../budget.ts';
import { reportFigure } from '../../figures.ts';
import { type Fault, type FaultPlan, FaultyDisk, faults } from './faultyDisk.ts';
import { prepareHistory, useHistory } from './historyScenario.ts';

/** Of all places where a fault may be, one in so many is tried. */
const stride = budget({ sample: 13, soak: 1 });

describe('a disk that fails', function () {
  this.timeout(1_200_000);
  this.slow(120_000);

  let folder: string;
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => void unhandled.push(error);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hanlin-'));
    process.on('unhandledRejection', note);
  });

  after(async () => {
    process.off('unhandledRejection', note);
    await rm(folder, { recursive: true });
  });

  /** Lets something happen on a disk with a plan, and tells what it has asked the disk for. */
  async function tried(
    scenario: (directory: string, mend: () => void) => Promise<void>,
    base: string | undefined,
    plan?: FaultPlan,
  ): Promise<readonly string[]> {
    const directory = await mkdtemp(join(folder, 'trial-'));
    if (base !== undefined) await cp(base, directory, { recursive: true, preserveTimestamps: true });
    const disk = new FaultyDisk(plan);
    await disk.install();
    try {
      await scenario(directory, () => disk.mend());
    } finally {
      disk.remove();
    }
    await new Promise(setImmediate);
    await rm(directory, { recursive: true, force: true });
    return disk.operations;
  }

  /** Tries every operation of a scenario, or a sample of them, with every fault, once and lasting. */
  async function everyFault(
    name: string,
    scenario: (directory: string, mend: () => void) => Promise<void>,
    base?: string,
  ): Promise<void> {
    const operations = await tried(scenario, base);
    assert.ok(operations.length > 3, operations.join());
    const plans = operations.flatMap((_, at) =>
      faults.flatMap((fault): FaultPlan[] => [
        { at, fault, lasting: false },
        { at, fault, lasting: true },
      ]),
    );
    const every = plans.length < 100 ? 1 : stride;
    const shift = Math.floor(Math.random() * every);
    const chosen = plans.filter((_, index) => (index + shift) % every === 0);
    const failures: string[] = [];
    const byFault = new Map<Fault, number>();
    for (const plan of chosen) {
      try {
        await tried(scenario, base, plan);
        byFault.set(plan.fault, (byFault.get(plan.fault) ?? 0) + 1);
      } catch (error) {
        failures.push(
          `${plan.fault} at ${plan.at} (${operations[plan.at]}), lasting: ${plan.lasting}: ${error}`,
        );
      }
    }
    reportFigure(
      `faults of the disk survived by ${name}: ${chosen.length - failures.length} of ${chosen.length} (${operations.length} operations)`,
    );
    assert.deepEqual(failures, []);
    assert.deepEqual(unhandled, []);
    assert.equal(byFault.size, faults.length);
  }

  it('loses nothing of the history that was saved, and nothing else is called saved', async () => {
    const base = join(folder, 'base');
    await prepareHistory(base);
    await everyFault('the history', useHistory, base);
  });

  it('costs the count of tokens at most what could not be written', async () => {
    await everyFault('the usage', async (directory, mend) => {
      const errors: unknown[] = [];
      const path = join(directory, 'usage');
      const log = new UsageLog(path, Date.now, (error) => errors.push(error));
      await log.add('v', { inputTokens: 1, outputTokens: 1 });
      const first = errors.length;
      await log.add('v', { inputTokens: 10, outputTokens: 10 });
      const second = errors.length - first;
      await log.today();
      mend();
      const counted = (await new UsageLog(path, Date.now, note).today()).get('v')?.inputTokens ?? 0;
      if (first === 0) assert.equal(counted % 10, 1, 'the first is gone');
      if (second === 0) assert.ok(counted >= 10, 'the second is gone');
    });
  });
});
