import { type FileHandle, open } from 'node:fs/promises';

/** What is read of a file at once is one step. */
const chunkBytes = 128 * 1024;
const lineFeed = 10;

/**
 * Opens a file for reading, and closes it whatever happens.
 *
 * @throws {Error} of the file system, and whatever `use` throws.
 */
export async function withFile<T>(path: string, use: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await open(path);
  try {
    return await use(handle);
  } finally {
    await handle.close();
  }
}

/**
 * Reads a file's lines from a byte on, some at a time, each with its end. The last piece is a line without an end, if
 * the file ends in one. What is appended meanwhile is left for the next time.
 *
 * @throws {Error} of the file system.
 */
export async function* readLines(handle: FileHandle, from = 0): AsyncGenerator<Buffer> {
  const { size } = await handle.stat();
  let begun: Buffer[] = [];
  for (let position = from; position < size; ) {
    const chunk = await readAt(handle, position, Math.min(chunkBytes, size - position));
    if (chunk.length === 0) break;
    position += chunk.length;
    const end = chunk.lastIndexOf(lineFeed) + 1;
    if (end > 0) {
      yield Buffer.concat([...begun, chunk.subarray(0, end)]);
      begun = [];
    }
    if (end < chunk.length) begun.push(chunk.subarray(end));
  }
  if (begun.length > 0) yield Buffer.concat(begun);
}

/** The bytes from `position` on, at most `length` of them; fewer only at the end of the file. */
export async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}
