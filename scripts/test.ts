/**
 * The tests, all of them or those that are named:
 *
 *   node scripts/test.ts [types] [lint] [unit] [conformance] [reliability] [build] [integration] [e2e] [desktop] [pictures] [--options for mocha]
 *
 * Every suite runs, whatever became of the ones before it, except those that need a build that has failed. The last
 * lines are the figures that suites reported (test/figures.ts); the very last one says how many tests passed and failed in all; a check without tests of its own (types, lint, build) counts as one.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { figuresVariable } from '../test/figures.ts';
import { type Interruption, interruption } from './interruption.ts';
import { Problem, runMain } from './problem.ts';
import { countsVariable, readTestCounts, type TestCounts } from './testCounts.ts';
import { repository } from './vscode/paths.ts';

interface Suite {
  /** Arguments for Node, one list per command. */
  readonly commands: readonly (readonly string[])[];
  /** Whether mocha counts the tests; otherwise the suite is one check. */
  readonly counted?: boolean;
  readonly needsBuild?: boolean;
}

const bin = (packageName: string, path: string) => join(repository, 'node_modules', packageName, path);
const mocha = [bin('mocha', 'bin/mocha.js'), '--reporter', join(repository, 'scripts/testCounts.ts')];
/** A busy machine is no fault of a test’s; one that hangs is. */
const patience = ['--timeout', '20000'];
const compiler = bin('typescript', 'bin/tsc');
const projects = ['.', 'src/webview', 'test/unit/webview', 'test/e2e'].filter((project) =>
  existsSync(join(repository, project, 'tsconfig.json')),
);

const windowHooks = ['--require', join(repository, 'test/e2e/harness/rootHooks.ts')];
const windowMocha = [...mocha, ...windowHooks, '--timeout', '120000', '--slow', '10000', '--exit'];
const pictures = 'test/e2e/pictures.test.ts';

const suites = {
  types: { commands: projects.map((project) => [compiler, '-p', project]) },
  lint: { commands: [[bin('@biomejs/biome', 'bin/biome'), 'check', '.']] },
  unit: { commands: [[...mocha, ...patience, 'test/unit/**/*.test.ts']], counted: true },
  conformance: { commands: [[...mocha, ...patience, 'test/conformance/**/*.test.ts']], counted: true },
  // Faults, cancellation, load, crashes, leaks of keys, random input: longer than a unit test, and without a window.
  reliability: {
    commands: [[...mocha, '--timeout', '120000', 'test/reliability/**/*.test.ts']],
    counted: true,
  },
  build: { commands: [['esbuild.js', '--tests']] },
  integration: { commands: [['scripts/testIntegration.ts']], counted: true, needsBuild: true },
  desktop: { commands: [['scripts/testIntegration.ts', '--desktop']], counted: true, needsBuild: true },
  e2e: {
    // If a window cannot be closed, this process would wait for it; when it exits, the window is ended (see guard.ts).
    commands: [[...windowMocha, '--ignore', pictures, 'test/e2e/**/*.test.ts']],
    counted: true,
    needsBuild: true,
  },
  // For people to look at; nothing in them can fail.
  pictures: { commands: [[...windowMocha, pictures]], counted: true, needsBuild: true },
} as const satisfies Record<string, Suite>;

type SuiteName = keyof typeof suites;
const usual: readonly SuiteName[] = [
  'types',
  'lint',
  'unit',
  'conformance',
  'reliability',
  'build',
  'integration',
  'e2e',
];

/** In the order in which they are run; the build comes along when something needs it. */
function chooseSuites(names: readonly string[]): SuiteName[] {
  const unknown = names.find((name) => !(name in suites));
  if (unknown !== undefined) {
    throw new Problem(`There is no suite "${unknown}", only ${Object.keys(suites).join(', ')}.`);
  }
  const chosen = Object.keys(suites).filter((name) => names.includes(name)) as SuiteName[];
  if (chosen.length === 0) {
    return [...usual];
  }
  const needsBuild = chosen.some((name) => (suites[name] as Suite).needsBuild);
  return needsBuild && !chosen.includes('build') ? ['build', ...chosen] : chosen;
}

let running: ChildProcess | undefined;

/** @returns whether its exit code was 0 */
async function runNode(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<boolean> {
  running = spawn(process.execPath, args, { cwd: repository, stdio: 'inherit', env: environment });
  const [code] = await once(running, 'close');
  return code === 0;
}

/** Of this run alone: another one may be going on. */
const figuresFile = join(repository, 'out', `figures-${process.pid}.txt`);

/** @param countsFile where the suite's own reporter writes */
async function runSuite(suite: Suite, extra: readonly string[], countsFile: string): Promise<TestCounts> {
  await mkdir(dirname(countsFile), { recursive: true });
  await rm(countsFile, { force: true });
  const environment = { ...process.env, [countsVariable]: countsFile, [figuresVariable]: figuresFile };
  let succeeded = true;
  for (const command of suite.commands) {
    succeeded = (await runNode([...command, ...(suite.counted ? extra : [])], environment)) && succeeded;
  }
  const counts = suite.counted ? readTestCounts(countsFile) : { passed: Number(succeeded), failed: 0 };
  // A suite that dies has failed, even if no single test of it has.
  return { passed: counts?.passed ?? 0, failed: Math.max(counts?.failed ?? 0, succeeded && counts ? 0 : 1) };
}

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const firstOption = args.findIndex((argument) => argument.startsWith('-'));
  const named = firstOption === -1 ? args : args.slice(0, firstOption);
  const names = chooseSuites(named);
  // Somebody who runs everything wants to know about everything.
  const mochaArguments = args.length === 0 ? ['--forbid-only'] : args.slice(named.length);
  let interrupted: Interruption | undefined;
  void interruption().then((how) => {
    interrupted = how;
    // Ctrl+C reaches the suite by itself.
    if (how.signal !== 'SIGINT') {
      running?.kill(how.signal);
    }
  });
  let buildFailed = false;
  const total = { passed: 0, failed: 0 };
  for (const name of names) {
    const suite: Suite = suites[name];
    console.log(`\n── ${name} ${'─'.repeat(70 - name.length)}`);
    const start = Date.now();
    let counts: TestCounts;
    if (suite.needsBuild && buildFailed) {
      console.log('Not run, because the build has failed.');
      counts = { passed: 0, failed: 1 };
    } else {
      counts = await runSuite(suite, mochaArguments, join(repository, 'out', `tests-${name}.json`));
    }
    if (interrupted) {
      process.exitCode = interrupted.exitCode;
      return;
    }
    buildFailed ||= name === 'build' && counts.failed > 0;
    total.passed += counts.passed;
    total.failed += counts.failed;
    const seconds = ((Date.now() - start) / 1000).toFixed(1);
    console.log(`   ${name}: ${counts.passed} passed, ${counts.failed} failed, ${seconds} s`);
  }
  if (existsSync(figuresFile)) console.log(`\n${readFileSync(figuresFile, 'utf8').trimEnd()}`);
  await rm(figuresFile, { force: true });
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}

await runMain(main);
