import assert from 'node:assert/strict';
import process from 'node:process';
import { after, afterEach, before, describe, it } from 'mocha';
import { interruption } from '../../scripts/interruption.ts';
import { reportFigure } from '../figures.ts';
import { type Clone, makeClone } from './clone.ts';
import { leftProcesses, runCommand } from './runCommand.ts';
import { commands } from './table.ts';
import type { Trial } from './trial.ts';

/* Every documented command as somebody types it who has just cloned the repository and installed. */
describe('the documented command', () => {
  let clone: Clone;
  let tried = 0;
  const stopped = new AbortController();

  before(function () {
    this.timeout(60_000);
    clone = makeClone();
    // Commands are in process groups of their own, which no signal for this one reaches.
    void interruption().then(async ({ exitCode }) => {
      stopped.abort();
      await leftProcesses(clone.directory);
      clone.remove();
      process.exit(exitCode);
    });
  });

  after(function () {
    this.timeout(120_000);
    clone?.remove();
    reportFigure(`documented commands that do what they say: ${tried} of ${trials.length} lines`);
  });

  afterEach('leaves no process and no change', async function () {
    this.timeout(60_000);
    assert.deepEqual(await leftProcesses(clone.directory), []);
    assert.equal(clone.changes(), '');
  });

  const trials = Object.values(commands).flatMap((command) => ('trials' in command ? command.trials : []));
  for (const trial of trials) {
    const { line, seconds = 120, exit } = trial;
    it(exit === undefined ? line : `${line} (exit code ${exit.join(' or ')})`, async function () {
      this.timeout((seconds + 15) * 1000).slow(seconds * 1000);
      await attempt(trial, clone.directory, seconds, stopped.signal);
      tried += 1;
    });
  }
});

async function attempt(
  trial: Trial,
  directory: string,
  seconds: number,
  stopped: AbortSignal,
): Promise<void> {
  const { values = {}, environment, path, close } = (await trial.prepare?.()) ?? {};
  const line = trial.line.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
  const signal = AbortSignal.any([AbortSignal.timeout(seconds * 1000), stopped]);
  try {
    const { exit, output } = await runCommand(
      line,
      { directory, environment, path, until: trial.until },
      signal,
    );
    const said = `It said:\n${output}`;
    assert.ok(!signal.aborted, `It was not done after ${seconds} s. ${said}`);
    assert.ok((trial.exit ?? [0]).includes(exit), `Its exit code is ${exit}. ${said}`);
    for (const words of trial.says) assert.ok(words.test(output), `It does not say ${words}. ${said}`);
    await trial.check?.(directory);
  } finally {
    await close?.();
  }
}
