import { mkdtemp, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A new temporary folder. Short, because unix sockets are made in it and their paths end at about 100 bytes.
 *
 * @returns its path without symbolic links, as VS Code will report it
 */
export async function createScratchDirectory(): Promise<string> {
  return await realpath(await mkdtemp(join(tmpdir(), 'hl-')));
}
