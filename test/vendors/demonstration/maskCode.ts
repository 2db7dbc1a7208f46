/** How a language marks what is not code. */
export interface Syntax {
  readonly lineComments: readonly string[];
  readonly blockComment?: readonly [open: string, close: string];
  /** Longest first, so that three quotes are not taken for one. */
  readonly quotes: readonly string[];
  /** A slash may begin a regular expression. */
  readonly regexes?: boolean;
  /** Single quotes enclose one character; alone they mark a lifetime or a label. */
  readonly characterQuotes?: boolean;
}

/** A character of a comment, and one of a string, in what `maskCode` returns. */
export const commentMark = '\u0000';
export const stringMark = '\u0001';

/**
 * The code with every character of a comment or string (delimiters included) replaced by a mark. Line feeds
 * stay, so lines and columns keep their numbers. A scanner, not a parser: good for counting.
 */
export function maskCode(code: string, syntax: Syntax): string {
  let masked = '';
  const cover = (end: number, mark: string): void => {
    masked += code.slice(masked.length, end).replace(/[^\n]/g, mark);
  };
  while (masked.length < code.length) {
    const start = masked.length;
    if (syntax.lineComments.some((opening) => code.startsWith(opening, start))) {
      cover(endOfLine(code, start), commentMark);
      continue;
    }
    if (syntax.blockComment && code.startsWith(syntax.blockComment[0], start)) {
      const close = code.indexOf(syntax.blockComment[1], start + syntax.blockComment[0].length);
      cover(close === -1 ? code.length : close + syntax.blockComment[1].length, commentMark);
      continue;
    }
    const end = endOfString(code, start, syntax) ?? endOfRegex(code, start, masked, syntax);
    if (end !== undefined) cover(end, stringMark);
    else masked += code[start];
  }
  return masked;
}

function endOfString(code: string, start: number, syntax: Syntax): number | undefined {
  const quote = syntax.quotes.find((candidate) => code.startsWith(candidate, start));
  if (quote === undefined) return undefined;
  if (quote === "'" && syntax.characterQuotes) {
    const character = /^'(?:\\[^\n]{1,8}?|[^'\\\n]{1,2})'/.exec(code.slice(start, start + 12));
    return character === null ? undefined : start + character[0].length;
  }
  const severalLines = quote.length > 1 || quote === '`';
  for (let index = start + quote.length; index < code.length; index += 1) {
    if (code[index] === '\\') index += 1;
    else if (code.startsWith(quote, index)) return index + quote.length;
    else if (code[index] === '\n' && !severalLines) return index;
  }
  return code.length;
}

function endOfRegex(code: string, start: number, before: string, syntax: Syntax): number | undefined {
  if (!syntax.regexes || code[start] !== '/') return undefined;
  if (!/(?:^|[(,=:[!&|?{};>]|\breturn)\s*$/.test(before.slice(-40))) return undefined;
  const regex = /^\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/.exec(code.slice(start));
  return regex === null ? undefined : start + regex[0].length;
}

function endOfLine(code: string, start: number): number {
  const end = code.indexOf('\n', start);
  return end === -1 ? code.length : end;
}
