/**
 * `npm run fuzz`: tries new inputs on everything that takes what others made, until a fault is found or the time is over.
 *
 *   npm run fuzz -- [--minutes 10 | --for-ever] [--workers 2] [--target sse] [--property "…"] [--seed 1 [--path "0:1"]]
 *
 * With a seed it runs one property once, with the inputs that a report has named. Otherwise batches of all properties run
 * in turn, in processes of their own, so that neither a loop without an end nor a lack of memory ends the search.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { checkProperty } from '../test/reliability/fuzz/check.ts';
import { openTarget, type TargetName, targetNames } from '../test/reliability/fuzz/targets.ts';
import type { Batch, Report } from '../test/reliability/fuzz/worker.ts';
import { interruption } from './interruption.ts';
import { Problem, runMain } from './problem.ts';
import { repository } from './vscode/paths.ts';

const worker = join(repository, 'test', 'reliability', 'fuzz', 'worker.ts');
/** A batch that takes longer hangs. Its own search for a shorter input is over before that. Milliseconds. */
const longestBatchMs = 240_000;
const progressMs = 15_000;

function readOptions() {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '10' },
      'for-ever': { type: 'boolean', default: false },
      workers: { type: 'string', default: String(Math.max(1, availableParallelism() - 1)) },
      target: { type: 'string' },
      property: { type: 'string' },
      seed: { type: 'string' },
      path: { type: 'string' },
    },
  });
  const { target } = values;
  if (target !== undefined && !targetNames.some((name) => name === target)) {
    throw new Problem(`There is no target "${target}", only ${targetNames.join(', ')}.`);
  }
  const numbers = [values.minutes, values.workers, values.seed ?? '0'].map(Number);
  const [minutes = 0, workers = 0, seed = 0] = numbers;
  if (!(minutes > 0) || !(workers >= 1) || !Number.isInteger(seed)) {
    throw new Problem('--minutes, --workers and --seed want a number.');
  }
  return {
    names: target === undefined ? targetNames : [target as TargetName],
    property: values.property,
    workers: Math.floor(workers),
    ms: values['for-ever'] ? Number.POSITIVE_INFINITY : minutes * 60_000,
    seed: values.seed === undefined ? undefined : seed,
    path: values.path,
  };
}

/** Runs what a report has named once more, in this process, so that a debugger can be there. */
async function replay(
  name: TargetName,
  property: string | undefined,
  seed: number,
  path: string | undefined,
) {
  const target = await openTarget(name);
  const close = await target.prepare?.();
  try {
    const chosen = target.properties.filter((each) => property === undefined || each.name === property);
    if (chosen.length === 0) throw new Problem(`The target ${name} has no property "${property}".`);
    if (path !== undefined && chosen.length > 1) throw new Problem('A path belongs to one --property.');
    for (const each of chosen) {
      const { failure } = await checkProperty(name, each, { seed, ...(path !== undefined && { path }) });
      console.log(failure ?? `${name}: ${each.name}: no fault`);
      if (failure !== undefined) process.exitCode = 1;
    }
  } finally {
    await close?.();
  }
}

/** What came of a batch: what it has found, or what it did not come back from. */
type Outcome =
  | { readonly inputs: number; readonly failure?: string }
  | {
      readonly lost: 'ended' | 'late';
      readonly trying: { readonly property: string; readonly seed: number } | undefined;
    };

/** A process that runs batches, until it is lost. */
class Worker {
  readonly #child: ChildProcess;

  constructor() {
    this.#child = fork(worker, { cwd: repository, execArgv: ['--max-old-space-size=2048'] });
  }

  run(batch: Batch): Promise<Outcome> {
    return new Promise((resolve) => {
      let trying: { readonly property: string; readonly seed: number } | undefined;
      const settle = (outcome: Outcome) => {
        clearTimeout(late);
        this.#child.off('message', hear);
        this.#child.off('exit', ended);
        resolve(outcome);
      };
      const ended = () => settle({ lost: 'ended', trying });
      const late = setTimeout(() => settle({ lost: 'late', trying }), longestBatchMs);
      const hear = (report: Report) => {
        if (report.type === 'done') settle(report);
        else trying = report;
      };
      this.#child.on('message', hear);
      this.#child.once('exit', ended);
      this.#child.send(batch);
    });
  }

  end(): void {
    this.#child.kill('SIGKILL');
  }
}

async function search(names: readonly TargetName[], property: string | undefined, count: number, ms: number) {
  const end = Date.now() + ms;
  const inputs = new Map<TargetName, number>();
  const failures: string[] = [];
  const workers = new Set<Worker>();
  let turn = 0;
  let isOver = false;
  void interruption().then(({ exitCode }) => {
    isOver = true;
    process.exitCode = exitCode;
    for (const each of workers) each.end();
  });
  const figure = () => {
    const sum = [...inputs.values()].reduce((all, each) => all + each, 0);
    return `${sum.toLocaleString('en')} in ${inputs.size} targets`;
  };

  async function work(): Promise<void> {
    let mine = new Worker();
    workers.add(mine);
    try {
      while (!isOver && failures.length === 0 && Date.now() < end) {
        const target = names[turn % names.length] as TargetName;
        const batch: Batch = { target, property, turn: Math.floor(turn / names.length) };
        turn += 1;
        const outcome = await mine.run(batch);
        if (isOver) return;
        if (!('lost' in outcome)) {
          inputs.set(target, (inputs.get(target) ?? 0) + outcome.inputs);
          if (outcome.failure !== undefined) failures.push(outcome.failure);
          continue;
        }
        const how =
          outcome.lost === 'ended' ? 'ended the process' : `took longer than ${longestBatchMs / 1000} s`;
        const { property: name = '', seed: last = 0 } = outcome.trying ?? {};
        failures.push(
          `${target}: ${name}: it ${how}\n\nAgain: npm run fuzz -- --target ${target} --property ${JSON.stringify(name)} --seed ${last}`,
        );
        mine.end();
        mine = new Worker();
        workers.add(mine);
      }
    } finally {
      mine.end();
    }
  }

  const howLong = Number.isFinite(ms) ? `for ${ms / 60_000} min` : 'until it is stopped (Ctrl+C)';
  console.log(`Trying ${names.join(', ')} ${howLong} …`);
  const progress = setInterval(() => console.log(`… ${figure()}`), progressMs);
  try {
    await Promise.all(Array.from({ length: count }, work));
  } finally {
    clearInterval(progress);
  }
  for (const failure of failures) console.log(`\n${failure}`);
  if (failures.length > 0) process.exitCode = 1;
  else console.log(`fuzzed inputs without a fault: ${figure()}`);
}

async function main(): Promise<void> {
  const { names, property, workers, ms, seed, path } = readOptions();
  if (seed === undefined) {
    await search(names, property, workers, ms);
  } else {
    for (const name of names) await replay(name, property, seed, path);
  }
}

await runMain(main);
