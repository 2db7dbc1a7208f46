import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { Problem } from '../problem.ts';
import { cacheDirectory } from './paths.ts';

export interface CachedInstallation {
  /** Name of the folder inside `.vscode-test/`. */
  readonly name: string;
  /** For the progress line: "VS Code 1.139.1 (about 25 s, once)". */
  readonly label: string;
  /** Changes when what `install` does changes; an installation by another recipe is replaced. */
  readonly recipe: string;
  /** Files without which the installation is broken and is made again; relative to the folder. */
  readonly requiredFiles: readonly string[];
  /** Fills the folder it is given. */
  install(directory: string): Promise<void>;
}

const stampName = '.installed';

/**
 * Installs once, and finds what is installed ever after.
 *
 * The work is done in a folder of its own that is renamed when it is whole: what an interrupted installation
 * leaves behind is never taken for a good one, and two processes that install at once do not meet.
 *
 * @returns the absolute path of the folder
 * @throws Problem if the installation fails
 */
export async function installOnce(installation: CachedInstallation): Promise<string> {
  const directory = join(cacheDirectory, installation.name);
  if (await isComplete(directory, installation)) {
    return directory;
  }
  await mkdir(cacheDirectory, { recursive: true });
  await removeAbandoned();
  const partial = join(cacheDirectory, `${installation.name}.${process.pid}.partial`);
  try {
    await mkdir(partial);
    await withProgress(`Installing ${installation.label}`, () => installation.install(partial));
    await writeFile(join(partial, stampName), installation.recipe);
    await rm(directory, { recursive: true, force: true });
    await rename(partial, directory);
  } catch (error) {
    if (!(await isComplete(directory, installation))) {
      throw error instanceof Problem
        ? error
        : new Problem(`${installation.label} could not be installed: ${(error as Error).message}`);
    }
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return directory;
}

async function isComplete(
  directory: string,
  { recipe, requiredFiles }: CachedInstallation,
): Promise<boolean> {
  const stamp = await readFile(join(directory, stampName), 'utf8').catch(() => undefined);
  return stamp === recipe && requiredFiles.every((file) => existsSync(join(directory, file)));
}

/** Folders of installations whose process was killed. */
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(cacheDirectory)) {
    const pid = /\.(\d+)\.partial$/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) {
      await rm(join(cacheDirectory, name), { recursive: true, force: true });
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

/** One line: what is going on and, where the terminal can rewrite it, for how long already. */
async function withProgress(label: string, work: () => Promise<void>): Promise<void> {
  const start = Date.now();
  const elapsed = () => `${Math.round((Date.now() - start) / 1000)} s`;
  process.stdout.write(`${label} …`);
  const ticker = process.stdout.isTTY
    ? setInterval(() => process.stdout.write(`\r${label} … ${elapsed()}`), 1000)
    : undefined;
  let outcome = 'failed after';
  try {
    await work();
    outcome = 'done in';
  } finally {
    clearInterval(ticker);
    process.stdout.write(`${process.stdout.isTTY ? `\r${label} …` : ''} ${outcome} ${elapsed()}\n`);
  }
}
