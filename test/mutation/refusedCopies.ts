import { readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { compile } from './compile.ts';
import { type Mutant, mutatedSource } from './mutant.ts';

/**
 * Finds mutants that the compiler refuses. Each becomes a copy of its file beside it, so that one run of the compiler sees
 * them all; what only breaks the types of other files is for `refusedInPlace`.
 *
 * @param directory a copy of the repository that may be written to
 * @param projects the folders with a tsconfig.json, inner ones first: `src/webview`, `.`
 * @returns their ids
 */
export async function refusedCopies(
  directory: string,
  projects: readonly string[],
  mutants: readonly Mutant[],
): Promise<Set<string>> {
  const projectOf = ({ file }: Mutant) =>
    projects.find((project) => project === '.' || file.startsWith(`${project}/`));
  const refused = new Set<string>();
  for (const project of projects) {
    const own = mutants.filter((mutant) => projectOf(mutant) === project);
    for (const id of await refusedIn(directory, project, own)) refused.add(id);
  }
  return refused;
}

async function refusedIn(
  directory: string,
  project: string,
  mutants: readonly Mutant[],
): Promise<readonly string[]> {
  const copies = await makeCopies(directory, mutants);
  const config = join(project, 'tsconfig.mutants.json');
  let left = [...copies.keys()];
  let found: readonly string[] = [];
  while (left.length > 0) {
    const files = left.map((path) => relative(join(directory, project), join(directory, path)));
    const settings = { extends: './tsconfig.json', files, include: [], exclude: [] };
    await writeFile(join(directory, config), JSON.stringify(settings));
    const faults = await compile(directory, config);
    const misspelt = new Set(faults.filter(({ isSyntax }) => isSyntax).map(({ path }) => path));
    if (misspelt.size === 0) {
      const faulty = new Set(faults.map(({ path }) => path));
      found = mutants
        // A copy may be refused for being a copy. Then nothing can be said about its file.
        .filter(({ file, id }) => faulty.has(copyOf(file, id)) && !faulty.has(copyOf(file, unchanged)))
        .map(({ id }) => id);
      break;
    }
    // They come from how the copy was made.
    left = left.filter((path) => !misspelt.has(path));
  }
  for (const path of copies.keys()) await rm(join(directory, path));
  await rm(join(directory, config), { force: true });
  return found;
}

const unchanged = 'none';
const copyOf = (file: string, id: string) => file.replace(/\.ts$/, `.mutant-${id}.ts`);

/** @returns the copies of the files, with and without mutants, by path */
async function makeCopies(directory: string, mutants: readonly Mutant[]): Promise<Map<string, string>> {
  const copies = new Map<string, string>();
  for (const mutant of mutants) {
    const { file, id } = mutant;
    const source = copies.get(copyOf(file, unchanged)) ?? (await readFile(join(directory, file), 'utf8'));
    copies.set(copyOf(file, unchanged), source);
    copies.set(copyOf(file, id), mutatedSource(mutant, source));
  }
  for (const [path, content] of copies) await writeFile(join(directory, path), content);
  return copies;
}
