import { mkdtemp, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Problem } from '../problem.ts';

/**
 * A new temporary folder. Short, because unix sockets are made in it and their paths end at about 100 bytes.
 *
 * @returns its path without symbolic links, as VS Code will report it
 * @throws Problem if there is no place for temporary files
 */
export async function createScratchDirectory(): Promise<string> {
  try {
    return await realpath(await mkdtemp(join(tmpdir(), 'hl-')));
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    throw new Problem(`No folder for temporary files could be made in ${tmpdir()}: ${reason}`);
  }
}
