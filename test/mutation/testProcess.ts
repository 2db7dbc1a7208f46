/**
 * A process that runs test files, one after the other, until a test fails. It is told which in a message and tells what
 * came of it; the mutant that is switched on comes with the environment.
 */
import process from 'node:process';
import Mocha from 'mocha';
import { loopExitCode, type TestOrder, type TestReport } from './testOrder.ts';

const coverage = { static: {} as Record<string, number>, perTest: {} };
let hits = 0;
let mostHits = Number.POSITIVE_INFINITY;
Object.assign(globalThis, {
  // What the instrumented code looks for.
  __stryker__: {
    mutantCoverage: coverage,
    hitLimit: Number.POSITIVE_INFINITY,
    get hitCount() {
      return hits;
    },
    set hitCount(value: number) {
      hits = value;
      // Nothing that could be caught: a loop goes on after that.
      if (hits > mostHits) process.exit(loopExitCode);
    },
  },
});

// Tests that something does not take long would fail for the switches and for what else the machine has to do, and a
// mutant would seem to be noticed. Who started this process knows how long the file took without a mutant.
const slower = 50;
const now = performance.now.bind(performance);
performance.now = () => now() / slower;
const threadCpuUsage = process.threadCpuUsage.bind(process);
process.threadCpuUsage = () => {
  const { user, system } = threadCpuUsage();
  return { user: user / slower, system: system / slower };
};

// Nor may a test's own limit end it, whatever it says, nor the timer for it keep a process going that waits for nothing.
Object.assign(Mocha.Runnable.prototype, {
  timeout(...limit: readonly unknown[]) {
    return limit.length === 0 ? 0 : this;
  },
  resetTimeout() {},
});

function tell(report: TestReport): Promise<void> {
  return new Promise((resolve) => {
    if (process.send) process.send(report, () => resolve());
    else resolve();
  });
}

class Silent extends Mocha.reporters.Base {}

/** @returns the first failure */
async function runFile(path: string): Promise<string | undefined> {
  const mocha = new Mocha({ bail: true, reporter: Silent });
  mocha.addFile(path);
  await mocha.loadFilesAsync();
  return new Promise((resolve) => {
    const runner = mocha.run(() => resolve(undefined));
    runner.on('fail', (test, error: unknown) => {
      resolve(`${test.fullTitle()}: ${error instanceof Error ? error.message : String(error)}`);
    });
  });
}

async function run({ files }: TestOrder): Promise<string | undefined> {
  for (const { path, hits: allowed } of files) {
    await tell({ type: 'begun', path });
    hits = 0;
    mostHits = allowed;
    const failure = await runFile(path).catch((error: unknown) => `${path} cannot be loaded: ${error}`);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

process.once('disconnect', () => process.exit(1));
process.once('message', async (order: TestOrder) => {
  // What waits for nothing but this channel waits for ever.
  process.channel?.unref();
  const failure = await run(order);
  await tell({ type: 'done', coverage: coverage.static, ...(failure !== undefined && { failure }) });
  // Whatever tests have left open.
  process.exit(0);
});
