import { checksum } from './checksum.ts';
import type { LogRecord } from './logRecord.ts';
import { restoreRecord } from './restoreRecord.ts';

/*
 * A line of a conversation's file is a record in JSON. Its last member `crc` is the checksum of what stands before it, so
 * that a line is known to be damaged that is JSON all the same. Lines of older versions have none.
 */

/** What ends a line, as `,"crc":"0123abcd"}`. */
export const sealLength = 18;

/** What a line can be that is no record: `foreign` is one that a later version has written. */
export type NoRecord = 'damaged' | 'foreign';

/** A record as a line of a conversation's file, with its end. */
export function recordLine(record: LogRecord): string {
  const body = JSON.stringify(record).slice(0, -1);
  return `${body},"crc":"${checksum(body)}"}\n`;
}

/** What a line of a conversation's file stands for; without its end. */
export function parseLine(line: string): LogRecord | NoRecord {
  if (line.length < shortestRecord || !line.startsWith('{')) return 'damaged';
  const seal = line.slice(-sealLength);
  const isSealed = hasSealShape(seal);
  const body = line.slice(0, -sealLength);
  if (isSealed && seal !== `,"crc":"${checksum(body)}"}`) return 'damaged';
  try {
    const record = restoreRecord(JSON.parse(isSealed ? `${body}}` : line));
    return record ?? (isSealed || isLaterHeader(line) ? 'foreign' : 'damaged');
  } catch {
    return 'damaged';
  }
}

/**
 * Whether a line holds something that only a later version knows, and that would be lost if its record were written anew;
 * without its end. Whoever knows more writes checksums.
 */
export function holdsUnknown(line: string): boolean {
  // Nothing in these, which are most of them, is left out.
  if (line.startsWith('{"type":"delta"') || !hasSealShape(line.slice(-sealLength))) return false;
  const record = parseLine(line);
  return typeof record !== 'string' && recordLine(record) !== `${line}\n`;
}

/** No record is shorter. To look at what is none costs much more than to see that. */
const shortestRecord = 20;

/** The version of the files that are written. Of a later one nothing is known, not even how its lines end. */
const fileVersion = 1;

function isLaterHeader(line: string): boolean {
  const { type, version } = (JSON.parse(line) ?? {}) as { type?: unknown; version?: unknown };
  return type === 'conversation' && typeof version === 'number' && version > fileVersion;
}

/** How what ends a line begins; in a text the quotes have a backslash before them. */
export const sealStart = ',"crc":"';

/**
 * The lines that a damaged one consists of where a byte between them is no line feed any more, as one before it or behind it:
 * in a text the quotes of such an end would have a backslash.
 */
export function gluedLines(line: string): string[] {
  if (line.length > 1 && !line.includes(sealStart)) return [line];
  const found: string[] = [];
  let start = line.startsWith('{"') ? 0 : 1;
  for (let seal = line.indexOf(sealStart); seal !== -1; seal = line.indexOf(sealStart, seal + 1)) {
    const end = seal + sealLength;
    const isEnd =
      line.startsWith('"}', end - 2) && (end + 1 >= line.length || line.startsWith('{"', end + 1));
    if (!isEnd) continue;
    found.push(line.slice(start, end));
    start = end + 1;
  }
  if (start < line.length) found.push(line.slice(start));
  return found;
}

/** Whether a line's end may be a checksum, a letter of which may be another one by now. No older line ends like this. */
function hasSealShape(seal: string): boolean {
  return (
    seal.length === sealLength && seal.startsWith(',"') && seal.startsWith('":"', 5) && seal.endsWith('"}')
  );
}
