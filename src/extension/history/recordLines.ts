import type { LogRecord } from '../../chat/logRecord.ts';

/** Records as lines of a conversation's file, each with its end. */
export function recordLines(records: readonly LogRecord[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}
