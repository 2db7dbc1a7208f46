import { checksum } from './checksum.ts';
import type { LogRecord } from './logRecord.ts';
import { restoreRecord } from './restoreRecord.ts';

/*
 * A line of a conversation's file is a record in JSON. Its last member `crc` is the checksum of what stands before it, so
 * that a line is known to be damaged that is JSON all the same. Lines of older versions have none.
 */

/** What ends a line, as `,"crc":"0123abcd"}`. */
const sealLength = 18;

/** What a line can be that is no record: `foreign` is one that a later version has written. */
export type NoRecord = 'damaged' | 'foreign';

/** A record as a line of a conversation's file, with its end. */
export function recordLine(record: LogRecord): string {
  const body = JSON.stringify(record).slice(0, -1);
  return `${body},"crc":"${checksum(body)}"}\n`;
}

/** What a line of a conversation's file stands for; without its end. */
export function parseLine(line: string): LogRecord | NoRecord {
  const seal = line.slice(-sealLength);
  const isSealed = hasSealShape(seal);
  const body = line.slice(0, -sealLength);
  if (isSealed && seal !== `,"crc":"${checksum(body)}"}`) return 'damaged';
  try {
    const record = restoreRecord(JSON.parse(isSealed ? `${body}}` : line));
    return record ?? (isSealed ? 'foreign' : 'damaged');
  } catch {
    return 'damaged';
  }
}

/** Whether a line's end may be a checksum, a letter of which may be another one by now. No older line ends like this. */
function hasSealShape(seal: string): boolean {
  return (
    seal.length === sealLength && seal.startsWith(',"') && seal.startsWith('":"', 5) && seal.endsWith('"}')
  );
}
