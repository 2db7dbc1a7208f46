import { type Place, restOfLine, startOfLine, takesLines } from './place.ts';

export interface TrimmedCompletion {
  /** A beginning of the reply; empty if nothing of it fits. */
  readonly text: string;
  /** Nothing that follows can belong to it: the rest of the reply need not be awaited. */
  readonly isOver: boolean;
}

/**
 * The part of a reply that belongs into a place. Models seldom stop where they should: they go on with the next
 * function, or write once more what follows anyway.
 *
 * @param isWhole whether this is all of the reply; if not, its last line is not looked at, for it may be half.
 */
export function trimCompletion(place: Place, reply: string, isWhole: boolean): TrimmedCompletion {
  const text = reply.replaceAll('\r\n', '\n');
  return takesLines(place) ? trimLines(place, text, isWhole) : trimLine(place, text, isWhole);
}

/** Something follows on the line: one line fits, without the closing brackets that are there already. */
function trimLine({ suffix }: Place, reply: string, isWhole: boolean): TrimmedCompletion {
  const end = reply.indexOf('\n');
  if (end < 0 && !isWhole) return { text: '', isOver: false };
  const line = end < 0 ? reply : reply.slice(0, end);
  const text = withoutOverlap(line.trimEnd(), restOfLine(suffix).trimEnd());
  return { text: text.trim() === '' ? '' : text, isOver: end >= 0 };
}

/**
 * At the end of a line the rest of its block fits: up to a line that is indented less, one that begins something new
 * beside it, or one that repeats what follows.
 */
function trimLines({ prefix, suffix }: Place, reply: string, isWhole: boolean): TrimmedCompletion {
  const lines = reply.split('\n');
  const start = startOfLine(prefix);
  const [first = ''] = lines;
  let isAmong = start.trim() === '';
  const indentation = isAmong ? width(start + first) : width(start);
  const following = firstLine(suffix.slice(restOfLine(suffix).length));
  const known = isWhole ? lines.length : lines.length - 1;
  let afterGap = false;
  let isFirst = first.trim() === '';
  for (let index = 0; index < known; index += 1) {
    const line = index === 0 ? start + first : (lines[index] ?? '');
    if (line.trim() === '') {
      afterGap = index > 0;
      continue;
    }
    if (isFirst && index > 0) {
      // The reply takes the cursor's line for finished, such as a comment, and goes on below it.
      if (width(line) === indentation && !closes(line)) isAmong = true;
      isFirst = false;
    }
    const begins = index > 0 && beginsOther(line, indentation, isAmong, afterGap);
    if (begins || repeats(line, following)) return { text: joined(lines.slice(0, index)), isOver: true };
    afterGap = false;
  }
  return { text: joined(lines.slice(0, known)), isOver: false };
}

/** Whether a line is no part of the block that the cursor's line belongs to. */
function beginsOther(line: string, indentation: number, isAmong: boolean, afterGap: boolean): boolean {
  const indented = width(line);
  if (indented !== indentation) return indented < indentation;
  // Among statements an empty line ends the paragraph. Otherwise the cursor's line has been completed, and only what
  // closes a block that it began belongs to it.
  return isAmong ? afterGap : !closes(line);
}

/** Whether a line ends, or goes on with, a block that was begun before. */
function closes(line: string): boolean {
  return /^\s*(?:[)\]}>]|<\/|(?:end|else|elif|elsif|elseif|except|catch|finally|fi|done|esac|until|rescue|ensure|when|case|default)\b)/i.test(
    line,
  );
}

/** Short lines, such as a bracket, are the same line only where they are indented alike. */
function repeats(line: string, following: string | undefined): boolean {
  if (following === undefined || line.trim() !== following.trim()) return false;
  return line.trim().length >= 10 || width(line) === width(following);
}

function joined(lines: readonly string[]): string {
  return lines.join('\n').trimEnd();
}

function firstLine(text: string): string | undefined {
  return text.split('\n').find((line) => line.trim() !== '');
}

/** Columns of white space at the beginning; a tab counts as four. */
function width(line: string): number {
  const [space = ''] = /^\s*/.exec(line) ?? [];
  return space.replaceAll('\t', '    ').length;
}

/** A line without what its end has in common with the beginning of `rest`, if it is better off without it. */
function withoutOverlap(line: string, rest: string): string {
  const lengths = Array.from({ length: Math.min(line.length, rest.length) }, (_, index) => index + 1)
    .filter((length) => line.endsWith(rest.slice(0, length)))
    .reverse();
  const [longest] = lengths;
  if (longest === undefined) return line;
  if (/\w{3}/.test(rest.slice(0, longest))) return line.slice(0, -longest);
  if (isBalanced(line)) return line;
  const length = lengths.find((candidate) => isBalanced(line.slice(0, -candidate)));
  return length === undefined ? line : line.slice(0, -length);
}

const pairs: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** Whether brackets are closed in the order in which they were opened, and quotation marks come in pairs. */
function isBalanced(text: string): boolean {
  const open: string[] = [];
  for (const character of text) {
    if ('([{'.includes(character)) open.push(character);
    else if (Object.hasOwn(pairs, character) && open.pop() !== pairs[character]) return false;
  }
  return open.length === 0 && ['"', "'", '`'].every((quote) => text.split(quote).length % 2 === 1);
}
