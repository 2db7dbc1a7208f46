import type { FileHandle } from 'node:fs/promises';
import { foldRecords, parseRecords } from '../../chat/conversationLog.ts';
import type { LoadedConversation } from '../../chat/conversationTree.ts';
import type { LogRecord } from '../../chat/logRecord.ts';
import { isMissing } from './appendLines.ts';
import { readAt, readLines, withFile } from './readLines.ts';

/** As much is read of a conversation to show its end. */
const tailBytes = 512 * 1024;

/**
 * The whole of a conversation from its file; without a file, an empty one.
 *
 * @param unwritten records that follow those of the file.
 * @throws {Error} of the file system.
 */
export function readConversation(
  path: string,
  unwritten: readonly LogRecord[] = [],
): Promise<LoadedConversation> {
  return orUnwritten(
    withFile(path, (handle) => readWhole(handle, unwritten)),
    unwritten,
  );
}

/**
 * The end of a conversation from its file, from a question on; the whole of a short one.
 *
 * @param unwritten records that follow those of the file.
 * @throws {Error} of the file system.
 */
export function readTail(path: string, unwritten: readonly LogRecord[] = []): Promise<LoadedConversation> {
  const tail = withFile(path, async (handle) => {
    const { size } = await handle.stat();
    for (let length = tailBytes; length < size; length *= 2) {
      const text = (await readAt(handle, size - length, length)).toString();
      // What stands before the first line end is the rest of a line.
      const records = parseRecords(text.slice(text.indexOf('\n') + 1));
      const first = records.findIndex(({ type }) => type === 'question');
      if (first === -1) continue;
      const loaded = foldRecords([...records.slice(first), ...unwritten], false);
      if (loaded.head !== undefined) return loaded;
    }
    return readWhole(handle, unwritten);
  });
  return orUnwritten(tail, unwritten);
}

/** A conversation that was not written yet has no file. */
async function orUnwritten(
  read: Promise<LoadedConversation>,
  unwritten: readonly LogRecord[],
): Promise<LoadedConversation> {
  try {
    return await read;
  } catch (error) {
    if (isMissing(error)) return foldRecords(unwritten, true);
    throw error;
  }
}

async function readWhole(handle: FileHandle, unwritten: readonly LogRecord[]): Promise<LoadedConversation> {
  const records: LogRecord[] = [];
  for await (const lines of readLines(handle)) {
    for (const record of parseRecords(lines.toString())) records.push(record);
  }
  return foldRecords([...records, ...unwritten], true);
}
