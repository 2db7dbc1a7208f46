import { indentation, isBlank } from './codeLines.ts';
import { withKeysOfFile } from './missingKeys.ts';

/** A reply that has no fence by then is bare code; in characters. */
const longestPreamble = 400;

interface Fence {
  readonly mark: string;
  readonly info: string;
}

/**
 * The code in the reply to a request for code, whatever the model has put around it: a fence, sentences before and after
 * it, another indentation. While the reply grows, what is returned grows with it: only whole lines, and never a
 * sentence that a fence follows.
 *
 * @param reply as far as it has come
 * @param isWhole whether nothing more comes
 * @param place the lines that the code takes the place of: it begins as far right as they do, and keeps the keys in them
 * @returns without line ends
 */
export function codeOfReply(reply: string, isWhole: boolean, place: readonly string[]): string[] {
  const lines = reply.split(/\r?\n/);
  // The last line may go on.
  if (!isWhole) lines.pop();
  const isBare = isWhole || lines.join('\n').length > longestPreamble;
  const code = fencedLines(lines) ?? (isBare ? lines : []);
  return withKeysOfFile(indentedLike(withoutBlankEnds(code, isWhole), place), place);
}

/** Undefined where no fence has been opened in time. */
function fencedLines(lines: readonly string[]): string[] | undefined {
  const start = lines.findIndex((line) => fenceOf(line) !== undefined);
  const opened = fenceOf(lines[start] ?? '');
  if (!opened || lines.slice(0, start).join('\n').length > longestPreamble) return undefined;
  const code: string[] = [];
  // Code may have fences of its own: those with a language open a block in it.
  let depth = 0;
  for (const line of lines.slice(start + 1)) {
    const fence = fenceOf(line);
    const concerns = fence?.mark.startsWith(opened.mark) === true;
    if (concerns && fence.info === '' && depth === 0) return code;
    if (concerns) depth += fence.info === '' ? -1 : 1;
    code.push(line);
  }
  return code;
}

function fenceOf(line: string): Fence | undefined {
  const match = /^ {0,3}(`{3,}(?!`)|~{3,}(?!~))([^`]*)$/.exec(line);
  return match ? { mark: match[1] ?? '', info: (match[2] ?? '').trim() } : undefined;
}

function withoutBlankEnds(lines: readonly string[], isWhole: boolean): string[] {
  const first = lines.findIndex((line) => !isBlank(line));
  if (first < 0) return [];
  // Blank lines at the end may be followed by others.
  const last = lines.findLastIndex((line) => !isBlank(line));
  return lines.slice(first, isWhole ? last + 1 : lines.length);
}

/** Shifted so that the first line stands where the first line of the place stands. At an empty place it stands as written. */
function indentedLike(lines: readonly string[], place: readonly string[]): string[] {
  const example = place.find((line) => line !== '');
  if (example === undefined) return [...lines];
  const wanted = indentation(place.find((line) => !isBlank(line)) ?? example);
  const own = indentation(lines[0] ?? '');
  if (wanted.startsWith(own)) {
    const missing = wanted.slice(own.length);
    return lines.map((line) => (isBlank(line) ? '' : missing + line));
  }
  return lines.map((line) =>
    isBlank(line) ? '' : line.startsWith(own) ? wanted + line.slice(own.length) : line,
  );
}
