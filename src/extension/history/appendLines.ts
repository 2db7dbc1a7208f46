import { closeSync, fstatSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface AppendOptions {
  /** The first lines of a file that is new. */
  readonly header?: (() => string) | undefined;
  /** Whether to wait until the text would survive a power cut. */
  readonly durable?: boolean;
}

/**
 * Appends whole lines to a file in a single write, so that lines of other processes never get between them. Makes the
 * file and its folder where they are missing, readable for this user only. After a failure a part of the text may be
 * in the file.
 *
 * @throws {Error} of the file system, such as a full disk.
 */
export async function appendLines(
  path: string,
  lines: string,
  { header, durable = false }: AppendOptions = {},
): Promise<void> {
  let written = false;
  // A compaction may have replaced the file after it was opened; then the lines went into the one that is gone.
  while (!written) {
    const handle = await openToAppend(path);
    try {
      const { size } = await handle.stat();
      await writeAtOnce(handle, (size === 0 ? (header?.() ?? '') : '\n') + lines);
      written = (await handle.stat()).nlink > 0;
      if (written && durable) await sync(handle);
    } finally {
      await handle.close();
    }
  }
}

/**
 * The same before it returns, but not safe from a power cut. For the few things that must be in the file when they are
 * seen: it holds up everything else.
 *
 * @param header the first lines of a file that is new.
 * @throws {Error} of the file system.
 */
export function appendLinesNow(path: string, lines: string, header: () => string): void {
  for (let written = false; !written; ) {
    const file = openToAppendNow(path);
    try {
      const bytes = Buffer.from((fstatSync(file).size === 0 ? header() : '\n') + lines);
      checkWhole(writeSync(file, bytes), bytes);
      written = fstatSync(file).nlink > 0;
    } finally {
      closeSync(file);
    }
  }
}

function openToAppendNow(path: string): number {
  try {
    return openSync(path, 'a', 0o600);
  } catch (error) {
    if (!isMissing(error)) throw error;
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    return openSync(path, 'a', 0o600);
  }
}

async function openToAppend(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'a', 0o600);
  } catch (error) {
    if (!isMissing(error)) throw error;
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    return open(path, 'a', 0o600);
  }
}

async function writeAtOnce(handle: FileHandle, text: string): Promise<void> {
  const bytes = Buffer.from(text);
  const { bytesWritten } = await handle.write(bytes);
  checkWhole(bytesWritten, bytes);
}

/** The rest of a short write must not follow later, for there may be another process's line in between by then. */
function checkWhole(bytesWritten: number, bytes: Buffer): void {
  if (bytesWritten < bytes.length) {
    throw new Error(`Only ${bytesWritten} of ${bytes.length} bytes could be written.`);
  }
}

/** Sees to it that what was written to a file survives a power cut, where the file system can do that. */
export async function syncFile(path: string): Promise<void> {
  try {
    const handle = await open(path, 'r+');
    try {
      await sync(handle);
    } finally {
      await handle.close();
    }
  } catch {
    // The file is gone, and what was in it has gone another way.
  }
}

/** Where a file system cannot do this, the text is in the file all the same. */
async function sync(handle: FileHandle): Promise<void> {
  await handle.datasync().catch(() => {});
}

/** Whether a file system's error says that there is no such file, or no such folder. */
export function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
}
