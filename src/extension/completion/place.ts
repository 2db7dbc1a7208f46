/** Where code is to be filled in, with as much around it as is sent. Lines end with `\n`. */
export interface Place {
  readonly prefix: string;
  readonly suffix: string;
}

/** What of a document is read here; VS Code's fits. */
interface Lines {
  readonly lineCount: number;
  lineAt(line: number): { readonly text: string };
}

interface Cursor {
  readonly line: number;
  readonly character: number;
}

/*
 * About 2,000 tokens before and 700 behind. More makes every suggestion dearer and later, and rarely better: what
 * matters for the next line stands near it.
 */
const longestPrefix = 6_000;
const longestSuffix = 2_000;

/**
 * The place at a cursor. Whole lines as far as they fit, so that the window does not move with every character; of a
 * line that is longer than all that fits, what is next to the cursor.
 *
 * @param start where the text begins that `inserted` takes the place of; lies on the cursor's line, before it.
 * @param inserted what is to be taken as typed already, instead of what stands between `start` and the cursor.
 */
export function placeAt(document: Lines, cursor: Cursor, start: Cursor = cursor, inserted = ''): Place {
  const { text } = document.lineAt(cursor.line);
  return {
    prefix: before(document, cursor.line, text.slice(0, start.character) + inserted),
    suffix: behind(document, cursor.line, text.slice(cursor.character)),
  };
}

function before(document: Lines, line: number, beginning: string): string {
  const lines = [beginning.slice(-longestPrefix)];
  let left = longestPrefix - beginning.length;
  for (let number = line - 1; number >= 0; number -= 1) {
    const { text } = document.lineAt(number);
    left -= text.length + 1;
    if (left < 0) break;
    lines.push(text);
  }
  return lines.reverse().join('\n');
}

function behind(document: Lines, line: number, rest: string): string {
  const lines = [rest.slice(0, longestSuffix)];
  let left = longestSuffix - rest.length;
  for (let number = line + 1; number < document.lineCount; number += 1) {
    const { text } = document.lineAt(number);
    left -= text.length + 1;
    if (left < 0) break;
    lines.push(text);
  }
  return lines.join('\n');
}

/** Whether several lines make sense: not where something follows on the same line. */
export function takesLines({ suffix }: Place): boolean {
  return restOfLine(suffix).trim() === '';
}

/** Whether a suggestion is likely to be of use without anybody having asked for one: not inside a word. */
export function invitesCompletion({ prefix, suffix }: Place): boolean {
  if (/^[\p{L}\p{N}_$]/u.test(suffix)) return false;
  return prefix.trim() !== '' || suffix.trim() !== '';
}

/** What follows on the cursor's line. */
export function restOfLine(suffix: string): string {
  const end = suffix.indexOf('\n');
  return end < 0 ? suffix : suffix.slice(0, end);
}

/** What stands before the cursor on its line. */
export function startOfLine(prefix: string): string {
  return prefix.slice(prefix.lastIndexOf('\n') + 1);
}
