import { closeSync, constants, fstatSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface AppendOptions {
  /** The first lines of a file that is new. */
  readonly header?: (() => string) | undefined;
  /** Whether they are missing in a file that has been begun: see `TornStart`. */
  readonly isHeaderDue?: boolean;
  /** Whether to wait until the text would survive a power cut. */
  readonly durable?: boolean;
  /** Whether the file and its folder are made where they are missing; absent: they are. */
  readonly creates?: boolean;
}

/**
 * Appends whole lines to a file in a single write, so that lines of other processes never get between them. What it
 * makes is readable for this user only. After a failure a part of the text may be in the file.
 *
 * @throws {Error} of the file system, such as a full disk; `isMissing` if there is no file and none is to be made.
 */
export async function appendLines(
  path: string,
  lines: string | Buffer,
  { header, isHeaderDue, durable = false, creates = true }: AppendOptions = {},
): Promise<void> {
  let written = false;
  // A compaction may have replaced the file after it was opened; then the lines went into the one that is gone. One
  // that is gone without another in its place was deleted, and is not to come back.
  for (let first = true; !written; first = false) {
    const handle = await openToAppend(path, creates && first);
    try {
      const { size } = await handle.stat();
      const bytes = Buffer.concat([startOf(size, header, isHeaderDue), Buffer.from(lines)]);
      const { bytesWritten } = await handle.write(bytes);
      checkWhole(bytesWritten, bytes, size);
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
 * @throws {Error} of the file system; `isMissing` if there is no file and none is to be made.
 */
export function appendLinesNow(
  path: string,
  lines: string,
  { header, isHeaderDue, creates = true }: Omit<AppendOptions, 'durable'>,
): void {
  let written = false;
  for (let first = true; !written; first = false) {
    const file = openToAppendNow(path, creates && first);
    try {
      const { size } = fstatSync(file);
      const bytes = Buffer.concat([startOf(size, header, isHeaderDue), Buffer.from(lines)]);
      checkWhole(writeSync(file, bytes), bytes, size);
      written = fstatSync(file).nlink > 0;
    } finally {
      closeSync(file);
    }
  }
}

/** What comes before new lines: the line before them may be torn. */
function startOf(size: number, header: AppendOptions['header'], isHeaderDue = false): Buffer {
  const start = size === 0 ? '' : '\n';
  return Buffer.from(size === 0 || isHeaderDue ? start + (header?.() ?? '') : start);
}

/** Like `a`, but makes no file. */
const appendOnly = constants.O_WRONLY | constants.O_APPEND;

function openToAppendNow(path: string, creates: boolean): number {
  if (!creates) return openSync(path, appendOnly);
  try {
    return openSync(path, 'a', 0o600);
  } catch (error) {
    if (!isMissing(error)) throw error;
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    return openSync(path, 'a', 0o600);
  }
}

async function openToAppend(path: string, creates: boolean): Promise<FileHandle> {
  if (!creates) return open(path, appendOnly);
  try {
    return await open(path, 'a', 0o600);
  } catch (error) {
    if (!isMissing(error)) throw error;
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    return open(path, 'a', 0o600);
  }
}

/** Only a part of a file's first lines could be written: its header is missing. */
export class TornStart extends Error {}

/** The rest of a short write must not follow later, for there may be another process's line in between by then. */
function checkWhole(bytesWritten: number, bytes: Buffer, sizeBefore: number): void {
  if (bytesWritten === bytes.length) return;
  const message = `Only ${bytesWritten} of ${bytes.length} bytes could be written.`;
  throw sizeBefore === 0 ? new TornStart(message) : new Error(message);
}

/**
 * Sees to it that what was written to a file survives a power cut, where the file system can do that.
 *
 * @throws {Error} of the file system: then nobody knows what of the last lines is on the disk.
 */
export async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await sync(handle);
  } finally {
    await handle.close();
  }
}

/** What file systems say that cannot do this: then the text is in the file all the same. */
const unable = ['EINVAL', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EPERM'];

async function sync(handle: FileHandle): Promise<void> {
  try {
    await handle.datasync();
  } catch (error) {
    if (!unable.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

/** Whether a file system's error says that there is no such file, or no such folder. */
export function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
}
