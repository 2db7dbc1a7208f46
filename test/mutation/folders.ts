import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportGraph } from './imports.ts';
import { folderOf } from './mutant.ts';

/** A folder of sources, without those inside it. */
export interface Folder {
  readonly name: string;
  /** What may have mutants: all that unit tests load, and what they could load. */
  readonly files: readonly string[];
  /** What no unit test loads because it needs VS Code: the integration tests see it. */
  readonly glue: readonly string[];
}

/**
 * @param names such as `src/chat`: those folders and the ones inside them
 * @param testFiles the unit tests, from the repository
 */
export async function findFolders(
  repository: string,
  names: readonly string[],
  testFiles: readonly string[],
  graph: ImportGraph,
): Promise<Folder[]> {
  const loaded = new Set(testFiles.flatMap((file) => [...graph.reachedFrom(file)]));
  const isGlue = (file: string) => !loaded.has(file) && graph.reachedFrom(file).has('vscode');
  const sources = (await filesIn(repository, 'src')).filter((file) => /(?<!\.d)\.ts$/.test(file));
  const inside = (file: string, folder: string) => folder === 'src' || file.startsWith(`${folder}/`);
  const byFolder = Map.groupBy(
    sources.filter((file) => names.some((name) => inside(file, name))),
    folderOf,
  );
  return [...byFolder]
    .map(([name, files]) => ({
      name,
      files: files.filter((file) => !isGlue(file)),
      glue: files.filter(isGlue),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** All files in a folder, from the repository, with slashes. */
export async function filesIn(repository: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(repository, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(repository.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}
