/** How often a path is decoded at most: who encodes more often than that hides something, but no system reads it. */
const mostDecodings = 4;

/**
 * The parts of a path as the most lenient system reads it: one for which case, compatible characters (`ｇ` and `g`, `ß`
 * and `ss`), characters that are not seen, blanks around a name, dots behind it, and streams of a file (`name:stream`) make no
 * other file. What `..` leaves is gone.
 *
 * @param path with `/` or `\`, relative or not
 */
export function plainParts(path: string): string[] {
  const parts: string[] = [];
  // To capitals and back: only so do APFS's pairs, such as ß and ss, become the same.
  const lower = path.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
  for (const part of lower.split(/[/\\]/)) {
    if (part === '..') {
      parts.pop();
      continue;
    }
    // HFS and Windows take these for the same names.
    const name = part
      .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
      .replace(/:[\s\S]*$/, '')
      .replace(/(?<![.\s])[.\s]+$/, '')
      .trimStart();
    if (name !== '') parts.push(name);
  }
  return parts;
}

/** A path, and what it becomes where somebody decodes it (`%2egit`): a URI may have been encoded more than once. */
export function decodedPaths(path: string): string[] {
  const paths = [path];
  for (let last = path; paths.length <= mostDecodings; ) {
    const next = decoded(last);
    if (next === last) break;
    paths.push(next);
    last = next;
  }
  return paths;
}

/** What is encoded, decoded; a `%` that encodes nothing stays, as do the characters around it. */
function decoded(path: string): string {
  return path.replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(
      Uint8Array.from(run.slice(1).split('%'), (byte) => Number.parseInt(byte, 16)),
    ),
  );
}
