import { execFile } from 'node:child_process';
import { rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { repository } from '../../scripts/vscode/paths.ts';
import { packCopy } from '../packedCopy.ts';
import { type Contender, compare, long } from './measure.ts';
import { aim, type Row, resultOf } from './row.ts';

const execute = promisify(execFile);

/** Row 13: loading the extension as it is shipped, in processes of their own, and how large it is. */
export async function rowOfExtension(runs: number): Promise<Row> {
  const directory = join(repository, 'out', 'bench');
  await rm(directory, { recursive: true, force: true });
  const { file } = await packCopy(directory);
  const empty = join(directory, 'empty.cjs');
  const eager = join(directory, 'eager.cjs');
  await writeFile(empty, '');
  await writeFile(eager, "require('undici'); require('ws'); require('jose'); require('eventsource-parser');");
  const bundle = join(directory, 'dist', 'extension.cjs');
  const load = (name: string, kind: Contender['kind'], file: string): Contender => ({
    name,
    kind,
    run: () => timeToLoad(file),
  });
  const hanlin = 'Hanlin, dist/extension.cjs';
  const results = await compare(
    [
      load('an empty module', 'limit', empty),
      load(hanlin, 'hanlin', bundle),
      load('undici, ws, jose and eventsource-parser', 'peer', eager),
    ],
    long(runs),
  );
  const kilobytes = async (file: string) => {
    const value = (await stat(file)).size / 1000;
    return { minimum: value, median: value };
  };
  const bundleSize = await kilobytes(bundle);
  const packageSize = await kilobytes(file);
  await rm(directory, { recursive: true, force: true });
  return {
    number: 13,
    title: 'Loading the packed extension in a fresh process, without activating it',
    unit: 'ms',
    results,
    aims: [
      aim('Hanlin', 2, resultOf(results, hanlin).ratio),
      aim('dist/extension.cjs, kB', 150, bundleSize),
      aim('VSIX, kB', 1000, packageSize),
    ],
    notes: [],
  };
}

/** In milliseconds. */
async function timeToLoad(file: string): Promise<number> {
  const { stdout } = await execute(process.execPath, [join(import.meta.dirname, 'loadModule.cjs'), file]);
  return Number(stdout);
}
