import { closeSync, openSync, readSync } from 'node:fs';
import { readLines } from '../../chat/conversationLog.ts';
import { laterVersion } from '../../chat/savingTexts.ts';
import { isMissing } from './appendLines.ts';

/** A header is much shorter, whatever the folder is called. */
const headerBytes = 64 * 1024;

/**
 * Nothing is written to a file of a later version, for nobody knows what a line of ours does there. A file that is not there
 * yet is none.
 *
 * @throws {Error} if a later version of Hanlin has made the file, or of the file system.
 */
export function checkVersion(path: string): void {
  if (readLines(firstLine(path)).hasForeign) {
    throw Object.assign(new Error('The chat was written by a newer version of Hanlin.'), {
      code: laterVersion,
    });
  }
}

function firstLine(path: string): string {
  try {
    const file = openSync(path, 'r');
    try {
      const bytes = Buffer.alloc(headerBytes);
      const text = bytes.toString('utf8', 0, readSync(file, bytes, 0, headerBytes, 0));
      return text.slice(0, text.indexOf('\n') + 1);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (isMissing(error)) return '';
    throw error;
  }
}
