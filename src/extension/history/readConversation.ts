import type { FileHandle } from 'node:fs/promises';
import { foldRecords, readLines } from '../../chat/conversationLog.ts';
import type { LoadedConversation } from '../../chat/conversationTree.ts';
import type { LogRecord } from '../../chat/logRecord.ts';
import { isMissing } from './appendLines.ts';
import { readAt, readLines as readChunks, withFile } from './readLines.ts';
import { linesAt } from './setAside.ts';

/** As much is read of a conversation to show its end. */
const tailBytes = 512 * 1024;

export interface ReadOptions {
  /** Records that follow those of the file. */
  readonly unwritten?: readonly LogRecord[];
  /** Whether there has been a file: without it, not everything is known then. Absent: not. */
  readonly wasThere?: boolean;
  /** Hears that there is a file. */
  readonly found?: () => void;
  /** Hears of each damaged line. */
  readonly damaged?: (line: Buffer) => void;
}

/**
 * The whole of a conversation from its file; without a file, an empty one, which is not `complete` if the file is gone.
 *
 * @throws {Error} of the file system.
 */
export function readConversation(path: string, options: ReadOptions = {}): Promise<LoadedConversation> {
  return orUnwritten(
    withFile(path, (handle) => readWhole(handle, options)),
    options,
  );
}

/**
 * The end of a conversation from its file, from a question on; the whole of a short one.
 *
 * @throws {Error} of the file system.
 */
export function readTail(path: string, options: ReadOptions = {}): Promise<LoadedConversation> {
  const tail = withFile(path, async (handle) => {
    const { size } = await handle.stat();
    for (let length = tailBytes; length < size; length *= 2) {
      const bytes = await readAt(handle, size - length, length);
      // What stands before the first line end is the rest of a line.
      const lines = bytes.subarray(bytes.indexOf('\n') + 1);
      const { records, damaged } = readLines(lines.toString());
      const first = records.findIndex(({ type }) => type === 'question');
      if (first === -1) continue;
      const loaded = foldRecords([...records.slice(first), ...(options.unwritten ?? [])], false);
      if (loaded.head === undefined) continue;
      options.found?.();
      tellDamaged(lines, damaged, options);
      return loaded;
    }
    return readWhole(handle, options);
  });
  return orUnwritten(tail, options);
}

/** A conversation that was not written yet has no file. */
async function orUnwritten(
  read: Promise<LoadedConversation>,
  { unwritten = [], wasThere = false }: ReadOptions,
): Promise<LoadedConversation> {
  try {
    return await read;
  } catch (error) {
    if (isMissing(error)) return foldRecords(unwritten, !wasThere);
    throw error;
  }
}

async function readWhole(handle: FileHandle, options: ReadOptions): Promise<LoadedConversation> {
  options.found?.();
  const records: LogRecord[] = [];
  for await (const lines of readChunks(handle)) {
    const read = readLines(lines.toString());
    for (const record of read.records) records.push(record);
    tellDamaged(lines, read.damaged, options);
  }
  return foldRecords([...records, ...(options.unwritten ?? [])], true);
}

function tellDamaged(bytes: Buffer, damaged: readonly number[], { damaged: hear }: ReadOptions): void {
  if (hear && damaged.length > 0) for (const line of linesAt(bytes, damaged)) hear(line);
}
