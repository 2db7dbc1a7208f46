/**
 * What `npm run mutate` runs, once Stryker is there:
 *
 *   node test/mutation/run.ts [--folder src/chat …] [--file src/chat/session.ts …] [--sample 60 | --all] [--seed N] [--workers 2] [--test test/unit/chat …]
 *
 * Puts random small faults into the code, one at a time, and runs the unit tests that pass them.
 */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { interruption } from '../../scripts/interruption.ts';
import { Problem, runMain } from '../../scripts/problem.ts';
import { repository } from '../../scripts/vscode/paths.ts';
import { type Covered, cover, weigh } from './baseline.ts';
import { CoverageCache } from './coverageCache.ts';
import { type Equivalent, staleEntries } from './equivalent.ts';
import { filesIn, findFolders } from './folders.ts';
import { ImportGraph } from './imports.ts';
import { inParallel } from './inParallel.ts';
import { instrument } from './instrument.ts';
import { folderOf } from './mutant.ts';
import { readOptions, testFolders } from './options.ts';
import { isProse } from './prose.ts';
import { refusedCopies } from './refusedCopies.ts';
import { checkCompiles } from './refusedInPlace.ts';
import { type FolderResult, failing, glueText, leastScore, survivorsText, tableText } from './report.ts';
import { shuffle } from './sample.ts';
import { copyRepository, writeFiles } from './sandbox.ts';
import { tryFolder, type Workshop } from './tryFolder.ts';

/** They read the sources as text, and would see those with the mutants. */
const readers = ['test/unit/localisation.test.ts', 'test/unit/settingsOfWorkspaces.test.ts'];
/** With a tsconfig.json of their own, and the one for all the others. */
const projects = ['src/webview', '.'];

const log = (text: string) => console.error(text);

/** The compiler refuses up to two in three, where much is told apart by types. */
const spare = 3;

async function coverAll(
  directory: string,
  testFiles: readonly string[],
  cache: CoverageCache,
  workers: number,
  signal: AbortSignal,
): Promise<Covered[]> {
  const results = await inParallel(testFiles, workers, async (testFile) => {
    const known = await cache.read(testFile);
    if (known) return [known];
    const result = await cover(directory, testFile, signal);
    if (typeof result === 'string') {
      log(`Left out, because it fails without any mutant: ${testFile}: ${result}`);
      process.exitCode = 1;
      return [];
    }
    await cache.write(result);
    return [result];
  });
  return results.flat();
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), Math.random());
  const abort = new AbortController();
  const work = join(repository, 'out', `mutation-${process.pid}`);
  const sandbox = join(work, 'mutated');
  const plain = join(work, 'plain');
  void interruption().then(async ({ exitCode }) => {
    abort.abort();
    await rm(work, { recursive: true, force: true, maxRetries: 5 });
    process.exit(exitCode);
  });

  const started = performance.now();
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(0)} s`;
  try {
    await mkdir(work, { recursive: true });
    // From here on nobody's edits matter.
    await copyRepository(repository, plain);
    await copyRepository(plain, sandbox);
    const inFolders = await Promise.all(testFolders.map((folder) => filesIn(plain, folder)));
    const tests = inFolders.flat().filter((file) => file.endsWith('.test.ts') && !readers.includes(file));
    const graph = new ImportGraph(plain);
    const found = await findFolders(plain, options.folders, tests, graph);
    const isWanted = (file: string) => options.files.length === 0 || options.files.includes(file);
    const folders = found
      .map((folder) => ({
        ...folder,
        files: folder.files.filter(isWanted),
        glue: folder.glue.filter(isWanted),
      }))
      .filter(({ files, glue }) => files.length + glue.length > 0);
    const files = folders.flatMap((folder) => folder.files);
    if (folders.length === 0) throw new Problem('There is no such source file.');

    const sources = new Map<string, string>();
    for (const file of files) sources.set(file, await readFile(join(plain, file), 'utf8'));
    const equivalents: Equivalent[] = JSON.parse(
      await readFile(join(import.meta.dirname, 'equivalent.json'), 'utf8'),
    );
    const instrumented = await instrument(sources);
    await writeFiles(sandbox, instrumented.files);
    const mutants = instrumented.mutants.filter((mutant) => !isProse(mutant, sources.get(mutant.file) ?? ''));
    const stale = staleEntries(equivalents, mutants, sources);
    if (stale.length > 0) {
      throw new Problem(
        `equivalent.json names what is not in the code any more:\n${stale.map((entry) => JSON.stringify(entry, null, 2)).join('\n')}`,
      );
    }
    log(`${mutants.length} mutants in ${files.length} files, --seed ${options.seed}. (${seconds()})`);

    const shuffled = shuffle(mutants, options.seed, sources);
    const byFolder = Map.groupBy(shuffled, ({ file }) => folderOf(file));
    const drawn = folders.map(({ name }) => (byFolder.get(name) ?? []).slice(0, options.sample * spare));
    const refused = await refusedCopies(plain, projects, drawn.flat());
    await checkCompiles(plain, projects);

    const wanted = new Set(files);
    const chosen = tests.filter((test) => options.tests.some((path) => test.startsWith(path)));
    const loading = chosen.filter((test) => [...graph.reachedFrom(test)].some((file) => wanted.has(file)));
    log(`${loading.length} test files load them. (${seconds()})`);
    const cache = new CoverageCache(
      join(repository, 'out', 'mutation-coverage'),
      plain,
      graph,
      instrumented.mutants,
    );
    const covered = await coverAll(sandbox, loading, cache, options.workers, abort.signal);
    log(`They have run without a mutant. (${seconds()})`);

    const fileOf = new Map(instrumented.mutants.map(({ id, file }) => [id, file]));
    const workshop: Workshop = {
      sandbox,
      plain,
      projects,
      tests: covered.map((each) => weigh(each, fileOf)),
      sources,
      equivalents,
      workers: options.workers,
      signal: abort.signal,
    };
    const results: FolderResult[] = [];
    for (const [index, { name, glue }] of folders.entries()) {
      const candidates = (drawn[index] ?? []).filter(({ id }) => !refused.has(id));
      const tried = await tryFolder(workshop, candidates, options.sample);
      const result = { folder: name, glue: glue.length, ...tried };
      results.push(result);
      // Somebody who ends it early has the survivors up to there.
      log([`${name} (${seconds()})`, survivorsText([result])].join('\n').trim());
    }

    const survivors = survivorsText(results);
    console.log(`\n${tableText(results)}`);
    if (survivors !== '') console.log(`\n${survivors}`);
    console.log(`\n${glueText(results)}`);
    console.log(`\n--seed ${options.seed}, ${seconds()}`);
    const low = failing(results);
    if (low.length > 0) {
      console.log(`Less than ${leastScore * 100} % noticed: ${low.map(({ folder }) => folder).join(', ')}`);
      process.exitCode = 1;
    }
  } finally {
    abort.abort();
    await rm(work, { recursive: true, force: true, maxRetries: 5 });
  }
}

await runMain(main);
process.exit();
