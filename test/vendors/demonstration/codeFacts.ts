import { type DefinitionKind, type Language, languageOf } from './languages.ts';
import { commentMark, maskCode, stringMark } from './maskCode.ts';

export interface Definition {
  readonly name: string;
  readonly kind: DefinitionKind;
  /** Counted as `firstLine` says. */
  readonly line: number;
  /** From the definition to the end of its body; undefined where the body was not found. */
  readonly lines: number | undefined;
  /** Branch and loop keywords inside; undefined where the body was not found. */
  readonly branches: number | undefined;
}

/** What can be said about code by looking at its text alone. */
export interface CodeFacts {
  /** Empty if the code came without one. */
  readonly language: string;
  readonly lines: number;
  readonly blankLines: number;
  readonly commentLines: number;
  readonly longestLine: { readonly line: number; readonly characters: number };
  readonly definitions: readonly Definition[];
  /** In order, without repetitions. */
  readonly imports: readonly string[];
  /** Keyword and how often it stands outside strings and comments, most frequent first. */
  readonly branches: readonly (readonly [keyword: string, count: number])[];
  /** Whether the patterns know the language, so that nothing found means that there is nothing. */
  readonly isKnownLanguage: boolean;
}

/**
 * Counts in `code` what simple patterns find for the language `tag`. `firstLine` is the number of its first
 * line in the file.
 */
export function codeFacts(code: string, tag: string, firstLine: number): CodeFacts {
  const language = languageOf(tag);
  const lines = code.split('\n');
  const masked = maskCode(code, language.syntax).split('\n');
  const bare = masked.map((line) => line.replaceAll(commentMark, ' ').replaceAll(stringMark, ' '));
  const lengths = lines.map((line) => [...line].length);
  const longest = lengths.reduce((best, length, index) => (length > (lengths[best] ?? 0) ? index : best), 0);
  const isComment = (line: string): boolean => line.includes(commentMark) && /^[\s\0]*$/.test(line);
  return {
    language: language.label,
    lines: lines.length,
    blankLines: lines.filter((line) => line.trim() === '').length,
    commentLines: masked.filter(isComment).length,
    longestLine: { line: firstLine + longest, characters: lengths[longest] ?? 0 },
    definitions: findDefinitions(bare, masked, language, firstLine),
    imports: findImports(lines, masked, language),
    branches: countKeywords(bare, language),
    isKnownLanguage: language.definitions.length > 0,
  };
}

function findDefinitions(
  bare: readonly string[],
  masked: readonly string[],
  language: Language,
  firstLine: number,
): Definition[] {
  return bare.flatMap((line, index): Definition[] => {
    for (const { kind, pattern } of language.definitions) {
      const name = pattern.exec(line)?.[1];
      if (name === undefined) continue;
      // A type may be a union of several braces: it has no body to measure.
      const end = kind === 'type' ? undefined : endOfBody(bare, masked, index, language);
      const within = end === undefined ? undefined : bare.slice(index, end + 1);
      const counts = within && countKeywords(within, language).map(([, count]) => count);
      return [
        {
          name,
          kind,
          line: firstLine + index,
          lines: within?.length,
          branches: counts?.reduce((sum, count) => sum + count, 0),
        },
      ];
    }
    return [];
  });
}

function endOfBody(
  bare: readonly string[],
  masked: readonly string[],
  start: number,
  language: Language,
): number | undefined {
  if (language.body === 'braces') return endOfBraces(bare, start);
  return language.body === 'indentation' ? endOfIndentation(bare, masked, start) : undefined;
}

/** The line of the brace that closes the body, or undefined if none opens before the statement is over. */
function endOfBraces(bare: readonly string[], start: number): number | undefined {
  const text = bare.slice(start).join('\n');
  const declaration = /^\s*(?:export\s+)?(?:const|let|var)\b.*=>\s*(\S)/.exec(bare[start] ?? '');
  if (declaration !== null && declaration[1] !== '{') return undefined;
  let line = start;
  let nesting = 0;
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '\n') line += 1;
    else if (character === '{') depth += 1;
    else if (character === '(' || character === '[') nesting += 1;
    else if (character === ')' || character === ']') nesting -= 1;
    else if (character === ';' && depth === 0 && nesting === 0) return undefined;
    else if (character === '}') {
      depth -= 1;
      if (depth < 0) return undefined;
      // An object type between the parameters and the body closes as well; the body is yet to come.
      const isType = /^[ \t]*(?:[{>|&[,]|=>)/.test(text.slice(index + 1));
      if (depth === 0 && nesting === 0 && !isType) return line;
    }
  }
  return depth > 0 ? bare.length - 1 : undefined;
}

function endOfIndentation(
  bare: readonly string[],
  masked: readonly string[],
  start: number,
): number | undefined {
  const indentation = (line: string): number => line.search(/\S|$/);
  let end = start;
  let nesting = 0;
  for (let index = start; index < bare.length; index += 1) {
    const line = bare[index] ?? '';
    const isBlank = (masked[index] ?? '').trim() === '';
    // Text of a string that spans lines, or a comment, may stand anywhere.
    const isCode = line.trim() !== '';
    const isSignature = index === start || nesting > 0;
    if (isCode && !isSignature && indentation(line) <= indentation(bare[start] ?? '')) break;
    for (const character of line) {
      if ('([{'.includes(character)) nesting += 1;
      if (')]}'.includes(character)) nesting -= 1;
    }
    if (!isBlank && (isCode || indentation(masked[index] ?? '') > indentation(bare[start] ?? '')))
      end = index;
  }
  return end;
}

function findImports(lines: readonly string[], masked: readonly string[], language: Language): string[] {
  const found = new Set<string>();
  for (const [index, line] of lines.entries()) {
    // An import inside a comment is none.
    if ((masked[index] ?? '').trimStart().startsWith(commentMark)) continue;
    for (const pattern of language.imports) {
      const name = pattern.exec(line)?.[1];
      if (name !== undefined) found.add(name);
    }
  }
  return [...found];
}

function countKeywords(bare: readonly string[], language: Language): [string, number][] {
  const text = bare.join('\n');
  return language.branchKeywords
    .map((keyword): [string, number] => {
      const pattern = new RegExp(`(?<![\\w$.#])${keyword}(?![\\w$])`, 'g');
      return [keyword, text.match(pattern)?.length ?? 0];
    })
    .filter(([, count]) => count > 0)
    .sort(([, left], [, right]) => right - left);
}
