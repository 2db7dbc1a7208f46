import type { AttachedRange } from './applyCode.ts';
import { withoutElisions } from './elision.ts';
import { codeAtCursor } from './placeCode.ts';
import type { TextPosition } from './textRange.ts';

/** Where code may be inserted, the first that is known. */
export interface InsertionPlaces {
  readonly cursor: TextPosition | undefined;
  /** What the question was about: the code goes below the first of these. */
  readonly ranges: readonly AttachedRange[];
}

/**
 * A text with code at the cursor, else below what the question was about, else at the end.
 *
 * @param lineEnd of the text
 */
export function insertCode(
  text: string,
  code: string,
  { cursor, ranges }: InsertionPlaces,
  lineEnd: '\n' | '\r\n',
): string {
  const lines = text.split(lineEnd);
  const end = lines.length - 1;
  const number = cursor?.line ?? Math.min((ranges[0]?.endLine ?? lines.length) - 1, end);
  const line = lines[number] ?? '';
  const character = cursor?.character ?? line.length;
  const [before, after] = [line.slice(0, character), line.slice(character)];
  const inserted = codeAtCursor(withoutElisions(code), before, after).replaceAll('\n', lineEnd);
  return lines.with(number, before + inserted + after).join(lineEnd);
}
