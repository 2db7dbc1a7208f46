import { longestFolderText } from '../core/limits.ts';

/** In the order of their paths. */
export function byPath<File extends { readonly path: string }>(files: readonly File[]): File[] {
  return files.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/**
 * A folder as it is sent: the paths of its files, then the texts of those that have one, as far as there is room.
 *
 * @param hasMore whether there are more files than these
 */
export function folderText(
  files: readonly { readonly path: string; readonly text: string | undefined }[],
  hasMore: boolean,
): string {
  const paths = [...files.map(({ path }) => path), ...(hasMore ? ['…'] : [])];
  const texts: string[] = [];
  let left = longestFolderText;
  for (const { path, text } of files) {
    if (text === undefined || text.length > left) continue;
    left -= text.length;
    texts.push(`==> ${path} <==\n${text}`);
  }
  return [paths.join('\n'), ...texts].join('\n\n');
}
