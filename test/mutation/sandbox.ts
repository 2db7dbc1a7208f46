import { cp, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const leftOut = new Set(['.git', '.vscode-test', 'dist', 'dist-test', 'node_modules', 'out']);

/** Copies a repository to where its files can be changed; only the packages are those of the original. */
export async function copyRepository(repository: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const name of await readdir(repository)) {
    if (leftOut.has(name)) continue;
    await cp(join(repository, name), join(to, name), {
      recursive: true,
      filter: (source) => !leftOut.has(basename(source)),
    });
  }
  await symlink(join(repository, 'node_modules'), join(to, 'node_modules'), 'junction');
}

/** @param files their content by path from the directory */
export async function writeFiles(directory: string, files: ReadonlyMap<string, string>): Promise<void> {
  for (const [file, content] of files) {
    await mkdir(dirname(join(directory, file)), { recursive: true });
    await writeFile(join(directory, file), content);
  }
}
