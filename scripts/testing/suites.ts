import { globSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { soakVariable } from '../../test/budget.ts';
import { Problem } from '../problem.ts';
import { repository } from '../vscode/paths.ts';
import type { Job } from './job.ts';

const bin = (packageName: string, path: string) => join(repository, 'node_modules', packageName, path);
const reporter = ['--reporter', join(import.meta.dirname, 'eventReporter.ts')];

interface MochaOptions {
  /** A busy machine is no fault of a test’s; one that hangs is. Milliseconds. */
  readonly timeout: number;
  /** Opens a window of VS Code. */
  readonly window?: boolean;
  readonly environment?: Job['environment'];
}

function mochaJob(name: string, files: readonly string[], options: MochaOptions): Job {
  const { timeout, window = false, environment } = options;
  // If a window cannot be closed, this process would wait for it; when it exits, the window is ended (see guard.ts).
  const forWindows = ['--require', join(repository, 'test/e2e/harness/rootHooks.ts'), '--exit'];
  return {
    name,
    suite: name.replace(/\/.*/, ''),
    commands: [
      [
        bin('mocha', 'bin/mocha.js'),
        ...reporter,
        '--timeout',
        `${timeout}`,
        ...(window ? forWindows : []),
        ...files,
      ],
    ],
    counted: true,
    window,
    ...(environment && { environment }),
  };
}

function check(suite: string, commands: Job['commands']): Job {
  return { name: suite, suite, commands, counted: false, window: false };
}

const find = (pattern: string) => globSync(pattern, { cwd: repository }).sort();
const windowTimeout = 120_000;
const pictures = 'test/e2e/pictures.test.ts';

/** Suites that have a job for each folder. The tests of one folder share windows. */
const inFolders = {
  e2e: { timeout: windowTimeout, window: true },
  // Faults, cancellation, load, crashes, leaks of keys, random input: longer than a unit test, and without a window.
  reliability: { timeout: 120_000 },
} as const satisfies Record<string, MochaOptions>;

type SuiteInFolders = keyof typeof inFolders;

/** The largest folders first, for they take the longest. */
function folderJobs(suite: SuiteInFolders): Job[] {
  const size = (files: readonly string[]) =>
    files.reduce((sum, file) => sum + statSync(join(repository, file)).size, 0);
  return [...Map.groupBy(find(`test/${suite}/*/*.test.ts`), dirname)]
    .sort(([, one], [, other]) => size(other) - size(one))
    .map(([folder, files]) => mochaJob(`${suite}/${basename(folder)}`, files, inFolders[suite]));
}

function fileJob(suite: SuiteInFolders, name: string): Job[] {
  const files = find(`test/${suite}/*/${name}.test.ts`);
  return files.length === 0 ? [] : [mochaJob(`${suite}/${name}`, files, inFolders[suite])];
}

/** A job for each file that has a larger budget than that of `npm test`. */
function soakJobs(): Job[] {
  const environment = { [soakVariable]: '1' };
  return find('test/**/*.test.ts')
    .filter((file) => /^import .*\/budget\.ts';$/m.test(readFileSync(join(repository, file), 'utf8')))
    .map((file) => {
      const window = file.startsWith(join('test', 'e2e'));
      return mochaJob(`soak/${file.slice('test/'.length, -'.test.ts'.length).replaceAll(sep, '-')}`, [file], {
        timeout: 600_000,
        window,
        environment,
      });
    });
}

const compile = [bin('typescript', 'bin/tsc'), '-p'];
const integration = (...flags: string[]): Job => ({
  ...check('integration', [['scripts/testIntegration.ts', ...flags]]),
  counted: true,
  window: true,
});

const suites = {
  types: () => [
    check(
      'types',
      ['.', 'src/webview', 'test/unit/webview', 'test/e2e'].map((project) => [...compile, project]),
    ),
  ],
  lint: () => [check('lint', [[bin('@biomejs/biome', 'bin/biome'), 'check', '.']])],
  unit: () => [mochaJob('unit', ['test/unit/**/*.test.ts'], { timeout: 20_000 })],
  conformance: () => [mochaJob('conformance', ['test/conformance/**/*.test.ts'], { timeout: 20_000 })],
  fetch: () => [check('fetch', [['scripts/testing/fetch.ts']])],
  build: () => [check('build', [['esbuild.js', '--tests']])],
  integration: () => [integration()],
  desktop: () => [{ ...integration('--desktop'), name: 'desktop', suite: 'desktop' }],
  e2e: () => folderJobs('e2e'),
  reliability: () => folderJobs('reliability'),
  // For people to look at; nothing in them can fail.
  pictures: () => [mochaJob('pictures', [pictures], { timeout: windowTimeout, window: true })],
  // Every documented command, as a stranger would run it.
  commands: () => [mochaJob('commands', ['test/commands/*.test.ts'], { timeout: 240_000 })],
  soak: soakJobs,
} as const satisfies Record<string, () => Job[]>;

type SuiteName = keyof typeof suites;
/** What windows wait for, then they, which take the longest; the others fill what is left. */
const usual: readonly SuiteName[] = [
  'fetch',
  'build',
  'integration',
  'e2e',
  'types',
  'lint',
  'unit',
  'conformance',
  'reliability',
];

/**
 * The jobs of some suites, in the order in which they are begun; what windows need comes along.
 *
 * @param names suites, folders of them, or files: `unit`, `e2e`, `e2e/panel`, `e2e/composer`. None: what `npm test` runs
 * @throws Problem if there is no such suite or part
 */
export function chooseJobs(names: readonly string[]): Job[] {
  const chosen = names.length === 0 ? usual : names;
  const jobs = chosen.flatMap((name) => {
    const suite = name.replace(/\/.*/, '');
    if (!Object.hasOwn(suites, suite)) {
      throw new Problem(`There is no suite "${suite}", only ${Object.keys(suites).join(', ')}.`);
    }
    const all = suites[suite as SuiteName]();
    const named = name === suite ? all : all.filter((job) => job.name === name);
    const some =
      named.length === 0 && Object.hasOwn(inFolders, suite)
        ? fileJob(suite as SuiteInFolders, name.slice(suite.length + 1))
        : named;
    if (some.length === 0) {
      const files = Object.hasOwn(inFolders, suite) ? ', or a file in them' : '';
      throw new Problem(`There is no "${name}", only ${all.map((job) => job.name).join(', ')}${files}.`);
    }
    return some;
  });
  const needed = jobs.some(({ window }) => window) ? [...suites.fetch(), ...suites.build()] : [];
  return [...needed.filter(({ name }) => !jobs.some((job) => job.name === name)), ...jobs];
}

/** What has to have succeeded before a window can be opened. */
export const neededForWindows: readonly string[] = ['fetch', 'build'];

/**
 * How many jobs run side by side.
 *
 * @param cores processors of the machine
 */
export function usualLimits(cores: number): { readonly tasks: number; readonly windows: number } {
  const jobs = Math.min(4, Math.max(1, cores));
  return { tasks: jobs, windows: jobs };
}
