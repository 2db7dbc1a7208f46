import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { outputVariable } from '../../test/output.ts';
import { repository } from '../vscode/paths.ts';
import type { Job, JobResult } from './job.ts';
import { JsonLines } from './jsonLines.ts';
import { Tally } from './tally.ts';
import { eventsFile, type TestEvent } from './testEvents.ts';

export interface JobOptions {
  /** Where the job's output, events and figures go: a folder of its own. */
  readonly folder: string;
  /** For mocha. */
  readonly extra: readonly string[];
  /** Whether only tests with certain titles are asked for, which the job need not have. */
  readonly chosen: boolean;
  /** Hears of every event, within half a second. */
  readonly onEvent: (event: TestEvent) => void;
}

/** A test that says nothing for so long hangs, past mocha's own limit: in a loop without an end, say. Milliseconds. */
const longestSilence = 300_000;

const running = new Set<ChildProcess>();

/** Ends all jobs that are running. */
export function endJobs(signal: NodeJS.Signals): void {
  for (const child of running) child.kill(signal);
}

/** Runs a job to its end. Never throws for what the job does: that is in the result. */
export async function runJob(job: Job, { folder, extra, chosen, onEvent }: JobOptions): Promise<JobResult> {
  await mkdir(folder, { recursive: true });
  const events = new JsonLines<TestEvent>(join(folder, eventsFile));
  const log = join(folder, 'log.txt');
  const tally = new Tally();
  const start = Date.now();
  let lastEvent = start;
  let child: ChildProcess | undefined;
  const hear = () => {
    for (const event of events.read()) {
      tally.add(event);
      onEvent(event);
      lastEvent = Date.now();
    }
    if (job.counted && Date.now() - lastEvent > longestSilence) {
      tally.hangs(longestSilence / 1000);
      child?.kill('SIGKILL');
    }
  };
  const ticker = setInterval(hear, 500);
  let succeeded = true;
  try {
    for (const command of job.commands) {
      const output = openSync(log, 'a');
      child = spawn(process.execPath, [...command, ...(job.counted ? extra : [])], {
        cwd: repository,
        stdio: ['ignore', output, output],
        env: {
          ...process.env,
          // For all of Node's processes below, VS Code's included: most of them live for less time than it takes to compile.
          NODE_COMPILE_CACHE: join(repository, 'out', 'compileCache'),
          ...job.environment,
          [outputVariable]: folder,
        },
      });
      running.add(child);
      const [code] = await once(child, 'close');
      running.delete(child);
      succeeded &&= code === 0;
    }
  } finally {
    clearInterval(ticker);
  }
  hear();
  const output = readFileSync(log, 'utf8');
  const seconds = (Date.now() - start) / 1000;
  return { ...(job.counted ? tally.result(succeeded, output, chosen) : checked(succeeded, output)), seconds };
}

/** The result of a check without tests of its own. */
function checked(succeeded: boolean, output: string): Omit<JobResult, 'seconds'> {
  const none = { skipped: 0, repeated: 0, repeats: [] };
  return succeeded
    ? { ...none, passed: 1, failed: 0, failures: [] }
    : { ...none, passed: 0, failed: 1, failures: [output.trim()] };
}
