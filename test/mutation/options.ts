import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Problem } from '../../scripts/problem.ts';

export interface Options {
  /** Those and all inside them. */
  readonly folders: readonly string[];
  /** Only those, if there are any. */
  readonly files: readonly string[];
  /** Only test files whose paths begin with one of these. */
  readonly tests: readonly string[];
  /** Of each folder at most. */
  readonly sample: number;
  readonly seed: number;
  readonly workers: number;
}

const usualSample = 60;
/** Where the tests are that are quick enough to be run for every mutant. */
export const testFolders = ['test/unit', 'test/reliability/diagnose'];

/**
 * Reads the command line.
 *
 * @param chance for the seed that is not given, from 0 to 1
 * @throws Problem about what cannot be understood
 */
export function readOptions(args: readonly string[], chance: number): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      folder: { type: 'string', multiple: true, default: [] },
      file: { type: 'string', multiple: true, default: [] },
      test: { type: 'string', multiple: true, default: testFolders },
      sample: { type: 'string' },
      all: { type: 'boolean', default: false },
      seed: { type: 'string' },
      workers: { type: 'string' },
    },
  });
  const number = (name: 'sample' | 'seed' | 'workers', least: number, otherwise: number) => {
    const value = Number(values[name] ?? otherwise);
    if (!Number.isInteger(value) || value < least) {
      throw new Problem(`--${name} wants a whole number of at least ${least}.`);
    }
    return value;
  };
  const paths = (list: readonly string[]) =>
    list.map((path) => path.replaceAll('\\', '/').replace(/^\.\/|\/$/g, ''));
  const files = paths(values.file);
  const outside = [...paths(values.folder), ...files].find((path) => !/^src(\/|$)/.test(path));
  if (outside !== undefined) throw new Problem(`${outside} is not in src.`);
  return {
    folders: values.folder.length > 0 ? paths(values.folder) : ['src'],
    files,
    tests: paths(values.test),
    sample: values.all ? Number.POSITIVE_INFINITY : number('sample', 1, usualSample),
    seed: number('seed', 0, Math.floor(chance * 1_000_000)),
    workers: number('workers', 1, Math.min(2, availableParallelism())),
  };
}
