import { open, rename, rm } from 'node:fs/promises';
import { compactLog, readLines } from '../../chat/conversationLog.ts';
import type { LogRecord } from '../../chat/logRecord.ts';
import { holdsUnknown } from '../../chat/recordLine.ts';
import { appendLines } from './appendLines.ts';
import { idOfFile } from './conversationId.ts';
import { readAt } from './readLines.ts';
import { linesAt, setAside } from './setAside.ts';

/** How the file is called that is to take the place of a conversation's. */
const replacementSuffix = '.new';

/** Whether a file of this name can only be one that was to take a conversation's place. */
export function isReplacement(name: string): boolean {
  return name.endsWith(replacementSuffix) && idOfFile(name.slice(0, -replacementSuffix.length)) !== undefined;
}

/**
 * Writes a conversation's file anew with only what still matters, if that is at most half of it. Lines that other
 * processes append meanwhile are not lost: up to the last moment they call it off, and after it they are carried over.
 *
 * Lines that are damaged are set aside before; with anything of a later version in it, it stays as it is.
 *
 * @param damaged hears how many damaged lines there are that were not set aside yet.
 * @returns whether the file was replaced.
 * @throws {Error} of the file system, or if another process is at it.
 */
export async function compactFile(
  path: string,
  damaged: (count: number) => void = () => {},
): Promise<boolean> {
  const replacement = path + replacementSuffix;
  // Two windows must not replace a file by turns: `wx` lets one of them pass.
  const target = await open(replacement, 'wx', 0o600);
  let isReplaced = false;
  try {
    const old = await open(path);
    try {
      const bytes = await old.readFile();
      const text = bytes.toString();
      const { records, damaged: broken, hasForeign } = readLines(text);
      if (hasForeign || isDeleted(records)) return false;
      const compact = Buffer.from(compactLog(records));
      if (compact.length > bytes.length / 2 || text.split('\n').some(holdsUnknown)) return false;
      const added = await setAside(path, linesAt(bytes, broken));
      if (added > 0) damaged(added);
      await target.writeFile(compact);
      await target.sync();
      await target.close();
      const { size, nlink } = await old.stat();
      if (size !== bytes.length || nlink === 0) return false;
      await rename(replacement, path);
      isReplaced = true;
      const late = (await old.stat()).size - bytes.length;
      if (late > 0) {
        const lines = await readAt(old, bytes.length, late);
        await appendLines(path, Buffer.concat([lines, Buffer.from('\n')]), { durable: true });
      }
      return true;
    } finally {
      await old.close();
    }
  } finally {
    await target.close().catch(() => {});
    if (!isReplaced) await rm(replacement, { force: true });
  }
}

/** A deleted conversation comes back with a question behind its deletion, so the order must not change. */
function isDeleted(records: readonly LogRecord[]): boolean {
  return records.some((record) => record.type === 'meta' && typeof record.deletedAt === 'number');
}
