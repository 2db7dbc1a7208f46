import { open, rename, rm } from 'node:fs/promises';
import { compactLog, parseRecords } from '../../chat/conversationLog.ts';
import type { LogRecord } from '../../chat/logRecord.ts';
import { appendLines } from './appendLines.ts';
import { idOfFile } from './conversationId.ts';
import { readAt } from './readLines.ts';

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
 * @returns whether the file was replaced.
 * @throws {Error} of the file system, or if another process is at it.
 */
export async function compactFile(path: string): Promise<boolean> {
  const replacement = path + replacementSuffix;
  // Two windows must not replace a file by turns: `wx` lets one of them pass.
  const target = await open(replacement, 'wx', 0o600);
  let isReplaced = false;
  try {
    const old = await open(path);
    try {
      const bytes = await old.readFile();
      const records = parseRecords(bytes.toString());
      if (isDeleted(records)) return false;
      const compact = Buffer.from(compactLog(records));
      if (compact.length > bytes.length / 2) return false;
      await target.writeFile(compact);
      await target.sync();
      await target.close();
      if ((await old.stat()).size !== bytes.length) return false;
      await rename(replacement, path);
      isReplaced = true;
      const late = (await old.stat()).size - bytes.length;
      if (late > 0) {
        await appendLines(path, `${await readAt(old, bytes.length, late)}\n`, { durable: true });
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
