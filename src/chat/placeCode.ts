import { codeLines, indentation, isBlank } from './codeLines.ts';
import { codeWithKeysOfFile } from './missingKeys.ts';
import { commonIndentation } from './reindent.ts';

/**
 * A code block as it is to be inserted at a cursor. One line goes exactly there; several get lines of their own, as far
 * to the right as the cursor’s.
 *
 * @param before what stands on the line before the cursor
 * @param after what stands after it
 */
export function codeAtCursor(code: string, before: string, after: string): string {
  const lines = codeLines(code);
  if (lines.length < 2) return lines.join('').trimStart();
  const edge = /^\s*/.exec(before)?.[0] ?? '';
  const text = indented(lines, edge).join('\n');
  const begun = isBlank(before) ? text.slice(edge.length) : `\n${text}`;
  return isBlank(after) ? begun : `${begun}\n${edge}`;
}

/**
 * A code block as it takes the place of a selection.
 *
 * @param selected with line ends
 * @param before what stands on the first line before the selection
 */
export function codeForSelection(code: string, selected: string, before: string): string {
  const lines = codeLines(codeWithKeysOfFile(code, selected));
  const startsLine = isBlank(before);
  const edge = startsLine ? before + commonIndentationOfSelection(selected, before) : '';
  const text = startsLine
    ? indented(lines, edge).join('\n').slice(before.length)
    : lines.join('\n').trimStart();
  return /\n[\t ]*$/.test(selected) ? `${text}\n${/(?<![\t ])[\t ]*$/.exec(selected)?.[0] ?? ''}` : text;
}

/** How far right the selected lines stand beyond `before`, which is not selected. */
function commonIndentationOfSelection(selected: string, before: string): string {
  const lines = (before + selected).split(/\r?\n/);
  return commonIndentation(lines).slice(before.length);
}

function indented(lines: readonly string[], edge: string): string[] {
  const own = commonIndentation(lines).length;
  return lines.map((line) => (isBlank(line) ? '' : edge + line.slice(own)));
}

/** A code block as it is added to a text that has no cursor, after its last line. */
export function codeAtEnd(code: string, lastLine: string): string {
  const lines = codeLines(code);
  if (lines.length !== 1 || isBlank(lastLine)) return codeAtCursor(code, lastLine, '');
  return `\n${indentation(lastLine)}${lines.join('').trimStart()}`;
}
