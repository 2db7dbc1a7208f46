import type { FileHandle } from 'node:fs/promises';
import { parseRecords } from '../../chat/conversationLog.ts';
import { sealLength, sealStart } from '../../chat/recordLine.ts';
import { addToOutline, type ConversationOutline, emptyOutline } from '../../chat/summary.ts';
import { readAt, readLines, withFile } from './readLines.ts';

const lineFeed = 10;
/** How lines begin that the list does not need, which are most of them. */
const passedOver = ['delta', 'replace', 'extras'].map((type) => Buffer.from(`{"type":"${type}"`));
/** Enough to know a place in a file again: every line has an id in it. */
const markBytes = 256;

/** How far a file was read, and what was found. */
export interface OutlineReading {
  readonly outline: ConversationOutline;
  /** Bytes, up to the last line that is whole. */
  readonly end: number;
  /** The bytes before `end`: where they still stand there, the file has only grown. */
  readonly mark: Buffer;
}

/**
 * What the list needs to know of a conversation's file. Of one that has only grown since `before`, the new lines are
 * read; `before` must not be used again.
 *
 * @throws {Error} of the file system.
 */
export function readOutline(path: string, before?: OutlineReading): Promise<OutlineReading> {
  return withFile(path, async (handle) => {
    const known = before && (await hasOnlyGrown(handle, before)) ? before : undefined;
    const outline = known?.outline ?? emptyOutline();
    let end = known?.end ?? 0;
    let mark = known?.mark ?? Buffer.alloc(0);
    for await (const lines of readLines(handle, end)) {
      for (const record of parseRecords(withoutContents(lines))) addToOutline(outline, record);
      // A line without an end is being written, or torn: it is read once more.
      if (lines.at(-1) !== lineFeed) break;
      end += lines.length;
      mark = Buffer.concat([mark, lines.subarray(-markBytes)]).subarray(-markBytes);
    }
    return { outline, end, mark: Buffer.from(mark) };
  });
}

/** Not where another one has become a part of it, because of a line feed that is damaged. */
function isPassedOver(line: Buffer): boolean {
  if (!passedOver.some((begun) => begun.equals(line.subarray(0, begun.length)))) return false;
  const seal = line.indexOf(sealStart);
  return seal === -1 || line.length - seal <= sealLength + 1;
}

async function hasOnlyGrown(handle: FileHandle, { end, mark }: OutlineReading): Promise<boolean> {
  return mark.equals(await readAt(handle, end - mark.length, mark.length));
}

function withoutContents(lines: Buffer): string {
  const kept: Buffer[] = [];
  for (let start = 0; start < lines.length; ) {
    const feed = lines.indexOf(lineFeed, start);
    const end = feed === -1 ? lines.length : feed + 1;
    const line = lines.subarray(start, end);
    if (!isPassedOver(line)) kept.push(line);
    start = end;
  }
  return Buffer.concat(kept).toString();
}
