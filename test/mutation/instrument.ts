import type { Logger } from '@stryker-mutator/api/logging';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import type { Mutant } from './mutant.ts';

const nothing = () => {};
const never = () => false;
const silent: Logger = {
  isTraceEnabled: never,
  isDebugEnabled: never,
  isInfoEnabled: never,
  isWarnEnabled: never,
  isErrorEnabled: never,
  isFatalEnabled: never,
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  fatal: nothing,
};

/**
 * Puts all mutants of some files into them at once, each behind a switch.
 *
 * @param sources by path from the repository
 * @returns the files to run in their stead, and what can be switched on with `__STRYKER_ACTIVE_MUTANT__`
 */
export async function instrument(sources: ReadonlyMap<string, string>): Promise<{
  readonly files: ReadonlyMap<string, string>;
  readonly mutants: readonly Mutant[];
}> {
  const instrumented = await new Instrumenter(silent).instrument(
    [...sources].map(([name, content]) => ({ name, content, mutate: true })),
    { plugins: null, excludedMutations: [], ignorers: [] },
  );
  const starts = new Map([...sources].map(([file, source]) => [file, lineStarts(source)]));
  const mutants = instrumented.mutants.map(({ id, fileName, mutatorName, location, replacement }): Mutant => {
    const offset = ({ line, column }: typeof location.start) => (starts.get(fileName)?.[line] ?? 0) + column;
    const start = offset(location.start);
    const end = offset(location.end);
    return {
      id,
      file: fileName,
      mutator: mutatorName,
      start,
      end,
      line: location.start.line + 1,
      column: location.start.column + 1,
      original: (sources.get(fileName) ?? '').slice(start, end),
      replacement,
    };
  });
  return { files: new Map(instrumented.files.map(({ name, content }) => [name, content])), mutants };
}

function lineStarts(source: string): number[] {
  return [0, ...Array.from(source.matchAll(/\n/g), ({ index }) => index + 1)];
}
