/**
 * The tests, all of them or those that are named:
 *
 *   node scripts/test.ts [suite | suite/part]… [--verbose] [--minutes=N] [--grep "…"] [further options for mocha]
 *
 * Suites run side by side; each says in one line what became of it. Then come all failures, whole, the figures that suites
 * have reported (test/figures.ts), how many tests had to be repeated, and in the last line how many passed and failed; a
 * check without tests of its own (types, lint, build) counts as one. What a suite has printed is in out/tests/.
 * After as many minutes as are given nothing more is begun; what was not is named, and counts as nothing.
 */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { type Figure, figureLines, figuresFile } from '../test/figures.ts';
import { type Interruption, interruption } from './interruption.ts';
import { Problem, runMain } from './problem.ts';
import type { Job, JobResult } from './testing/job.ts';
import { JsonLines } from './testing/jsonLines.ts';
import { endJobs, runJob } from './testing/runJob.ts';
import { runSideBySide } from './testing/schedule.ts';
import { chooseJobs, neededForWindows, usualLimits } from './testing/suites.ts';
import { duration, suiteLine, Terminal } from './testing/terminal.ts';
import type { TestEvent } from './testing/testEvents.ts';
import { repository } from './vscode/paths.ts';

const outputs = join(repository, 'out', 'tests');

/** @returns a folder for this run; those of earlier runs are removed, but not that of one that is going on */
async function outputFolder(): Promise<string> {
  await mkdir(outputs, { recursive: true });
  for (const name of await readdir(outputs)) {
    if (!isRunning(Number(name))) await rm(join(outputs, name), { recursive: true, force: true });
  }
  return join(outputs, String(process.pid));
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const minutesOption = '--minutes=';

function parseArguments(args: readonly string[]) {
  const firstOption = args.findIndex((argument) => argument.startsWith('-'));
  const names = firstOption === -1 ? args : args.slice(0, firstOption);
  const options = args.slice(names.length);
  const minutes = options.find((option) => option.startsWith(minutesOption))?.slice(minutesOption.length);
  const extra = options.filter((option) => option !== '--verbose' && !option.startsWith(minutesOption));
  return {
    names,
    verbose: options.includes('--verbose'),
    minutes: minutes === undefined ? Number.POSITIVE_INFINITY : Number(minutes),
    // Somebody who runs everything wants to know about everything.
    extra: args.length === 0 ? ['--forbid-only', ...extra] : extra,
    chosen: extra.some((option) => /^(-g|-f|--grep|--fgrep)\b/.test(option)),
  };
}

const mark = { pass: '✔', fail: '✘', repeat: '↻', skip: '-' } as const;

/** A line for each test, in the order in which they end. */
function verboseLine({ name }: Job, event: TestEvent): string | undefined {
  if (event.type === 'begin' || event.type === 'end') return undefined;
  return `${mark[event.type]} ${name}: ${event.title}${event.type === 'pass' ? ` (${event.ms} ms)` : ''}`;
}

async function main(): Promise<void> {
  const { names, verbose, minutes, extra, chosen } = parseArguments(process.argv.slice(2));
  const jobs = chooseJobs(names);
  const folder = await outputFolder();
  const terminal = new Terminal();
  const results = new Map<Job, JobResult>();
  const counts = new Map<Job, number>();
  const left: string[] = [];
  const start = Date.now();
  let interrupted: Interruption | undefined;
  void interruption().then((how) => {
    interrupted = how;
    // Ctrl+C reaches the jobs by itself.
    if (how.signal !== 'SIGINT') endJobs(how.signal);
  });

  const ofSuite = (suite: string) => jobs.filter((job) => job.suite === suite);
  const resultsOf = (suite: string) => ofSuite(suite).flatMap((job) => results.get(job) ?? []);
  const showStatus = () => {
    const parts = [...counts].map(([{ name }, count]) => (count === 0 ? name : `${name} ${count}`));
    terminal.setStatus(`${duration((Date.now() - start) / 1000)} · ${parts.join(' · ')}`);
  };

  async function run(job: Job): Promise<void> {
    if (interrupted) return;
    if (Date.now() - start > minutes * 60_000) {
      results.set(job, nothing);
      left.push(job.name);
      return;
    }
    counts.set(job, 0);
    const missing =
      job.window && neededForWindows.find((suite) => resultsOf(suite).some(({ failed }) => failed > 0));
    const result: JobResult = missing
      ? notRun(`Not run, because "${missing}" has failed.`)
      : await runJob(job, {
          folder: join(folder, job.name),
          extra,
          chosen,
          onEvent: (event) => {
            if (event.type === 'pass' || event.type === 'fail') counts.set(job, (counts.get(job) ?? 0) + 1);
            const line = verbose ? verboseLine(job, event) : undefined;
            if (line !== undefined) terminal.print(line);
          },
        });
    counts.delete(job);
    results.set(job, result);
    const all = resultsOf(job.suite);
    if (all.length === ofSuite(job.suite).length) terminal.print(suiteLine(job.suite, all));
  }

  const ticker = setInterval(showStatus, 1000);
  await runSideBySide(
    jobs.map((job) => ({
      window: job.window,
      isReady: () => !job.window || neededForWindows.every((suite) => resultsOf(suite).length > 0),
      run: () => run(job),
    })),
    usualLimits(availableParallelism()),
  ).finally(() => clearInterval(ticker));
  terminal.setStatus('');
  if (interrupted) {
    process.exitCode = (interrupted as Interruption).exitCode;
    return;
  }
  printSummary(jobs, results, { folder, left, milliseconds: Date.now() - start });
  if (chosen && ![...results].some(([job, { passed, failed }]) => job.counted && passed + failed > 0)) {
    throw new Problem('No test has such a title.');
  }
}

const nothing: JobResult = {
  passed: 0,
  failed: 0,
  skipped: 0,
  repeated: 0,
  failures: [],
  repeats: [],
  seconds: 0,
};

function notRun(reason: string): JobResult {
  return { ...nothing, failed: 1, failures: [reason] };
}

function printSummary(
  jobs: readonly Job[],
  results: ReadonlyMap<Job, JobResult>,
  { folder, left, milliseconds }: { folder: string; left: readonly string[]; milliseconds: number },
): void {
  const each = jobs.flatMap((job) => ({ job, result: results.get(job) ?? notRun('Not run.') }));
  const total = (of: (result: JobResult) => number) => each.reduce((sum, { result }) => sum + of(result), 0);
  for (const { job, result } of each) {
    for (const report of result.repeats) console.log(`\n↻ ${job.name}: ${report}`);
  }
  for (const { job, result } of each) {
    for (const report of result.failures) console.log(`\n✘ ${job.name}: ${report}`);
    if (result.failures.length > 0) console.log(`  Its output: ${join(folder, job.name, 'log.txt')}`);
  }
  const figures = jobs.flatMap(({ name }) => new JsonLines<Figure>(join(folder, name, figuresFile)).read());
  if (figures.length > 0) console.log(`\n${figureLines(figures).join('\n')}`);
  const skipped = total((result) => result.skipped);
  if (skipped > 0) console.log(`\ntests skipped: ${skipped}`);
  if (left.length > 0) console.log(`\nnot begun, for the time was over: ${left.join(', ')}`);
  console.log(`\ntests repeated: ${total(({ repeated }) => repeated)}`);
  console.log(`time: ${duration(milliseconds / 1000)}`);
  const failed = total((result) => result.failed);
  console.log(`${total(({ passed }) => passed)} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

await runMain(main);
