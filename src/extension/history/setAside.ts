import { readFile, rm } from 'node:fs/promises';
import { appendLines, isMissing } from './appendLines.ts';

const lineFeed = 10;

/** The file beside a conversation's that damaged lines of it are kept in. */
export function asidePath(path: string): string {
  return `${path}.damaged`;
}

/** Some lines of a text in bytes as they stand there, numbered from 0; without their ends. */
export function linesAt(bytes: Buffer, numbers: readonly number[]): Buffer[] {
  const wanted = new Set(numbers);
  const found: Buffer[] = [];
  let start = 0;
  for (let number = 0; found.length < wanted.size && start <= bytes.length; number++) {
    const feed = bytes.indexOf(lineFeed, start);
    const end = feed === -1 ? bytes.length : feed;
    if (wanted.has(number)) found.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return found;
}

/**
 * Keeps damaged lines of a conversation's file beside it, each once.
 *
 * @returns how many were not there before.
 * @throws {Error} of the file system.
 */
export async function setAside(path: string, lines: readonly Buffer[]): Promise<number> {
  if (lines.length === 0) return 0;
  const known = new Set((await readIfThere(asidePath(path))).split('\n'));
  const added = new Map<string, Buffer>();
  for (const line of lines) {
    const text = line.toString('latin1');
    if (!known.has(text)) added.set(text, line);
  }
  if (added.size === 0) return 0;
  const feed = Buffer.of(lineFeed);
  await appendLines(asidePath(path), Buffer.concat([...added.values()].flatMap((line) => [line, feed])), {
    durable: true,
  });
  return added.size;
}

/** Removes what was kept of a conversation. */
export async function dropAside(path: string): Promise<void> {
  await rm(asidePath(path), { force: true });
}

/** As Latin-1, in which every byte is a character. */
async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, 'latin1');
  } catch (error) {
    if (isMissing(error)) return '';
    throw error;
  }
}
