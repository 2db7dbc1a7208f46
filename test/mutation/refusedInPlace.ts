import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../../scripts/problem.ts';
import { compile, type Fault } from './compile.ts';
import { type Mutant, mutatedSource } from './mutant.ts';

/**
 * Makes the compiler ready for {@link refusedInPlace}.
 *
 * @throws Problem if it finds fault with the repository as it is: then it would refuse every mutant
 */
export async function checkCompiles(directory: string, projects: readonly string[]): Promise<void> {
  for (const project of projects) {
    const [fault] = await compileAgain(directory, project);
    if (fault) throw new Problem(`The compiler finds fault with ${fault.path}, without any mutant.`);
  }
}

/**
 * Whether the compiler refuses the whole repository with a mutant in its place.
 *
 * @param directory a copy of the repository that may be written to, by one at a time
 * @param projects the folders with a tsconfig.json
 */
export async function refusedInPlace(
  directory: string,
  projects: readonly string[],
  mutant: Mutant,
): Promise<boolean> {
  const path = join(directory, mutant.file);
  const source = await readFile(path, 'utf8');
  await writeFile(path, mutatedSource(mutant, source));
  try {
    for (const project of projects) {
      const faults = await compileAgain(directory, project);
      // If it is misspelt, that is due to how it was put there.
      if (faults.length > 0) return !faults.some(({ isSyntax }) => isSyntax);
    }
    return false;
  } finally {
    await writeFile(path, source);
  }
}

/** Looks only at what has changed since the last time. */
function compileAgain(directory: string, project: string): Promise<readonly Fault[]> {
  const state = join(directory, project, 'tsconfig.tsbuildinfo');
  return compile(directory, join(project, 'tsconfig.json'), '--incremental', '--tsBuildInfoFile', state);
}
