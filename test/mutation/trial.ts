import { fork } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { loopExitCode, type TestOrder, type TestReport } from './testOrder.ts';

/** A test file to run. */
export interface TestFile {
  readonly path: string;
  /** How long it may take before it is taken to hang. */
  readonly patienceMs: number;
  /** How often the mutant may be passed before that is taken for a loop. */
  readonly hits: number;
}

export type Outcome =
  | { readonly type: 'passed'; readonly coverage: Readonly<Record<string, number>> }
  | { readonly type: 'failed'; readonly by: string }
  | { readonly type: 'late' };

const testProcess = join(import.meta.dirname, 'testProcess.ts');

/**
 * Runs test files in a process of their own until a test fails.
 *
 * @param directory of the instrumented repository
 * @param files by absolute path, in this order
 * @param mutant the one that is switched on
 */
export function tryTests(
  directory: string,
  files: readonly TestFile[],
  signal: AbortSignal,
  mutant?: string,
): Promise<Outcome> {
  const child = fork(testProcess, {
    cwd: directory,
    env: {
      ...process.env,
      NODE_COMPILE_CACHE: join(directory, '.compiled'),
      ...(mutant !== undefined && { __STRYKER_ACTIVE_MUTANT__: mutant }),
    },
    execArgv: ['--max-old-space-size=1024'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    killSignal: 'SIGKILL',
    signal,
  });
  return new Promise((resolve, reject) => {
    let watchdog: NodeJS.Timeout | undefined;
    let running = '';
    const settle = (outcome: Outcome) => {
      clearTimeout(watchdog);
      resolve(outcome);
    };
    const watch = (ms: number) => {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => {
        settle({ type: 'late' });
        child.kill('SIGKILL');
      }, ms);
    };
    child.on('message', (report: TestReport) => {
      if (report.type === 'begun') {
        running = report.path;
        watch(files.find(({ path }) => path === running)?.patienceMs ?? 0);
      } else if (report.failure === undefined) {
        settle({ type: 'passed', coverage: report.coverage });
      } else {
        settle({ type: 'failed', by: report.failure });
      }
    });
    child.once('error', reject);
    child.once('exit', (code, killedBy) =>
      settle(
        code === loopExitCode
          ? { type: 'late' }
          : { type: 'failed', by: `${running} ended the process: ${killedBy ?? code}` },
      ),
    );
    const order: TestOrder = { files: files.map(({ path, hits }) => ({ path, hits })) };
    child.send(order);
  });
}
