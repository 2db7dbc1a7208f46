import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import type { BuildRecord } from '../scripts/bundledPackages.ts';
import { npmCommand } from '../scripts/npmCommand.ts';
import { copyCheckout } from './checkoutCopy.ts';

const run = promisify(execFile);

export interface Packed {
  /** Path of the .vsix. */
  readonly file: string;
  readonly archive: Buffer;
  readonly builds: readonly BuildRecord[];
}

/**
 * Runs `npm run package` in a copy of this checkout: what is in `dist` may be in use, and need not be what would be shipped.
 *
 * @param directory a new folder, on the file system of the checkout
 * @param environment what is to be added to this process's own
 * @param umask of the process that packs; this one's if left out
 */
export async function packCopy(
  directory: string,
  environment: NodeJS.ProcessEnv = {},
  umask = process.umask(),
): Promise<Packed> {
  copyCheckout(directory);
  const { command, args } = npmCommand(['run', 'package']);
  // The process gets it when it is started, which is done when the call comes back.
  const own = process.umask(umask);
  const packing = run(command, args, {
    cwd: directory,
    // The copy has no history with the time of a commit.
    env: { ...process.env, SOURCE_DATE_EPOCH: '1790000000', ...environment },
    shell: process.platform === 'win32',
  });
  process.umask(own);
  await packing;
  const { name, version } = JSON.parse(await readFile(join(directory, 'package.json'), 'utf8'));
  const builds = await Promise.all(
    ['host', 'view'].map(async (bundle) =>
      JSON.parse(await readFile(join(directory, 'out', `metafile-${bundle}.json`), 'utf8')),
    ),
  );
  const file = join(directory, `${name}-${version}.vsix`);
  return { file, archive: await readFile(file), builds };
}
