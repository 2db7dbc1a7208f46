import type { LogRecord } from '../../chat/logRecord.ts';
import { recordLine } from '../../chat/recordLine.ts';

/** Records as lines of a conversation's file, each with its end. */
export function recordLines(records: readonly LogRecord[]): string {
  return records.map(recordLine).join('');
}
