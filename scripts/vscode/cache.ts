import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { diskProblem, Problem } from '../problem.ts';
import { type FolderContents, folderContents } from './folderContents.ts';
import type { Download } from './npm.ts';
import { cacheDirectory } from './paths.ts';
import { showProgress } from './progress.ts';
import { type Megabytes, needsRoom } from './progressText.ts';

export interface CachedInstallation {
  /** Name of the folder inside `.vscode-test/`. */
  readonly name: string;
  /** For people: "VS Code 1.139.1". */
  readonly what: string;
  readonly megabytes: Megabytes;
  /** Changes when what `install` does changes; an installation by another recipe is replaced. */
  readonly recipe: string;
  /** Files without which the installation is broken and is made again; relative to the folder. */
  readonly requiredFiles: readonly string[];
  /** Fills the folder it is given. */
  install(directory: string, download: Download): Promise<void>;
}

export interface Installed {
  /** The absolute path of the folder. */
  readonly directory: string;
  /** How long it took to fetch; absent if it was there already. */
  readonly fetchedInMs?: number;
}

/** What a finished installation says of itself: how it was made, and what was in it then. */
interface Stamp extends FolderContents {
  readonly recipe: string;
}

const stampName = '.installed';

/** Found whole by this process, which need not look a second time. */
const whole = new Map<string, string>();

/**
 * Installs once, and finds what is installed ever after.
 *
 * The work is done in a folder of its own that is renamed when it is whole: what an interrupted installation
 * leaves behind is never taken for a good one, and two processes that install at once do not meet. What npm has
 * fetched is kept beside it until the installation is whole, so that the next attempt goes on from there.
 *
 * @param signal ends the installation, and npm with it; its reason is thrown then
 * @param parent the folder of all installations
 * @throws Problem if the installation fails
 */
export async function installOnce(
  installation: CachedInstallation,
  signal?: AbortSignal,
  parent = cacheDirectory,
): Promise<Installed> {
  const { name, what, megabytes } = installation;
  const directory = join(parent, name);
  if (await isComplete(directory, installation)) {
    return { directory };
  }
  const start = Date.now();
  const partial = join(parent, `${name}.${process.pid}.partial`);
  const download = { what, megabytes, cache: join(parent, `${name}.download`), signal };
  try {
    await mkdir(parent, { recursive: true });
    await removeAbandoned(parent);
    await requireRoom(installation, parent);
    await mkdir(partial);
    await showProgress(download, () => installation.install(partial, download));
    const stamp: Stamp = { recipe: installation.recipe, ...(await folderContents(partial)) };
    await writeFile(join(partial, stampName), JSON.stringify(stamp));
    signal?.throwIfAborted();
    await rm(directory, { recursive: true, force: true });
    await rename(partial, directory);
    await rm(download.cache, { recursive: true, force: true });
  } catch (error) {
    signal?.throwIfAborted();
    // Another process may have been quicker.
    if (!(await isComplete(directory, installation))) {
      throw problemOf(error, what);
    }
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return { directory, fetchedInMs: Date.now() - start };
}

function problemOf(error: unknown, what: string): Problem {
  if (error instanceof Problem) {
    return error;
  }
  return diskProblem(error) ?? new Problem(`${what} could not be installed: ${(error as Error).message}`);
}

/** Whether everything is there that was there when the installation was finished. More does no harm. */
async function isComplete(
  directory: string,
  { recipe, requiredFiles }: CachedInstallation,
): Promise<boolean> {
  if (whole.get(directory) === recipe) {
    return true;
  }
  const text = await readFile(join(directory, stampName), 'utf8').catch(() => '');
  const stamp = parseStamp(text);
  if (stamp?.recipe !== recipe || !requiredFiles.every((file) => existsSync(join(directory, file)))) {
    return false;
  }
  const { files, bytes } = await folderContents(directory);
  // The stamp itself is there now, too.
  if (files - 1 < stamp.files || bytes - Buffer.byteLength(text) < stamp.bytes) {
    return false;
  }
  whole.set(directory, recipe);
  return true;
}

function parseStamp(text: string): Stamp | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function requireRoom({ what, megabytes }: CachedInstallation, parent: string): Promise<void> {
  const { bavail, bsize } = await statfs(parent);
  const problem = needsRoom(what, megabytes, bavail * bsize, parent);
  if (problem !== undefined) {
    throw new Problem(problem);
  }
}

/** Folders of installations whose process was killed. */
async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = /\.(\d+)\.partial$/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) {
      await rm(join(parent, name), { recursive: true, force: true });
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
