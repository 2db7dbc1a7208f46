import { longestImportsRead, mostImportLinesRead } from '../core/limits.ts';

/** More than this says no more about a file; in characters. */
const mostCharacters = 4_000;
/** An unclosed bracket is not followed further. */
const mostLines = 60;

const prose = new Set(['plaintext', 'markdown', 'log', 'latex', 'restructuredtext']);

/** What the languages that people use begin their imports with, at the edge of the file. */
const beginnings = [
  /^import(?!\()\b/,
  /^from\s+\S+\s+import\b/,
  /^#\s*(include|import)\b/,
  /^@(import|use|forward)\b/,
  /^(global\s+)?using\s[^({]*;/,
  /^(pub\s+)?(use|extern\s+crate)\s/,
  /^(require|require_once|require_relative|include|include_once)\b/,
  /^(const|let|var|local)\s[^=]*=\s*require\b/,
  /^library\(/,
];

/**
 * The imports of a file that stand in `text`, as they are written, in most languages; empty where there are none.
 *
 * @param language VS Code’s id of it.
 */
export function importLines(text: string, language: string): string {
  if (prose.has(language)) return '';
  const lines = text.slice(0, longestImportsRead).split(/\r?\n/, mostImportLinesRead);
  const found: string[] = [];
  let length = 0;
  for (let at = 0; at < lines.length; at++) {
    if (!beginnings.some((beginning) => beginning.test(lines[at] ?? ''))) continue;
    const end = endOfStatement(lines, at);
    const statement = lines.slice(at, end);
    length += statement.join('\n').length + 1;
    if (length > mostCharacters) break;
    found.push(...statement);
    at = end - 1;
  }
  return found.join('\n');
}

/** The index after the line in which all brackets are closed that `lines[start]` opens. */
function endOfStatement(lines: readonly string[], start: number): number {
  let open = 0;
  for (let at = start; at < Math.min(lines.length, start + mostLines); at++) {
    for (const character of lines[at] ?? '') {
      if ('({['.includes(character)) open++;
      else if (')}]'.includes(character)) open--;
    }
    if (open <= 0) return at + 1;
  }
  // It is not what it looked like.
  return start + 1;
}
