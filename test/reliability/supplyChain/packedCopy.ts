import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import type { BuildRecord } from '../../../scripts/bundledPackages.ts';
import { repository } from '../../../scripts/vscode/paths.ts';

const run = promisify(execFile);

/** What is in a clone and has a part in building. */
const sources = /^(src|scripts|media|l10n|[^.].*\.(json|md|js)|LICENSE|\.vscodeignore)$/;

/** What builds; linked, for nothing of it is in the result. */
const tools = ['esbuild', '@vscode/vsce'];

/** Makes a copy of this repository that can be packed: sources and libraries, without history or anything built. */
export async function copySources(target: string): Promise<void> {
  await mkdir(join(target, 'node_modules', '@vscode'), { recursive: true });
  const names = (await readdir(repository)).filter((name) => sources.test(name));
  const { packages } = JSON.parse(await readFile(join(repository, 'package-lock.json'), 'utf8'));
  const libraries = Object.entries<{ dev?: boolean; optional?: boolean }>(packages)
    // The compiler is there because a library would like to know of its types.
    .filter(([path, { dev, optional }]) => path !== '' && !dev && !optional && !path.endsWith('/typescript'))
    .map(([path]) => path);
  for (const path of [...names, ...libraries, 'node_modules/@vscode/codicons']) {
    await cp(join(repository, path), join(target, path), { recursive: true });
  }
  for (const tool of tools) {
    await symlink(join(repository, 'node_modules', tool), join(target, 'node_modules', tool), 'junction');
  }
}

export interface Packed {
  readonly archive: Buffer;
  readonly builds: readonly BuildRecord[];
}

/**
 * Runs `npm run package` in a copy.
 *
 * @param umask of the process that packs, as a number in octal
 */
export async function packCopy(
  directory: string,
  environment: NodeJS.ProcessEnv,
  umask: string,
): Promise<Packed> {
  const { name, version, scripts } = JSON.parse(await readFile(join(directory, 'package.json'), 'utf8'));
  const command = String(scripts.package).replace(/^node /, `"${process.execPath}" `);
  await run('/bin/sh', ['-c', `umask ${umask} && ${command}`], {
    cwd: directory,
    env: { ...process.env, SOURCE_DATE_EPOCH: '1790000000', ...environment },
  });
  const builds = await Promise.all(
    ['host', 'view'].map(async (bundle) =>
      JSON.parse(await readFile(join(directory, 'out', `metafile-${bundle}.json`), 'utf8')),
    ),
  );
  return { archive: await readFile(join(directory, `${name}-${version}.vsix`)), builds };
}
