import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

export interface FolderContents {
  readonly files: number;
  readonly bytes: number;
}

/**
 * Counts the files in a folder and adds up their sizes. What disappears meanwhile does not count; a folder that is not
 * there is empty.
 */
export async function folderContents(directory: string): Promise<FolderContents> {
  const entries: Dirent[] = await readdir(directory, { withFileTypes: true }).catch(() => []);
  const contents = await Promise.all(
    entries.map(async (entry) => {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) {
        return await folderContents(path);
      }
      const file = await lstat(path).catch(() => undefined);
      return { files: file ? 1 : 0, bytes: file?.size ?? 0 };
    }),
  );
  return {
    files: contents.reduce((sum, { files }) => sum + files, 0),
    bytes: contents.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
