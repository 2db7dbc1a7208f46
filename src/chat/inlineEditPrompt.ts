import { inlineCode } from './inlineCode.ts';
import { fenced } from './prompts.ts';
import { estimateTokens } from './tokenEstimate.ts';

/** A piece of a file that is to be changed as the user says. */
export interface InlineEditQuestion {
  readonly instruction: string;
  /** Relative to the workspace. */
  readonly path: string;
  /** VS Code’s id of the language. */
  readonly language: string;
  /** The lines that are rewritten; a single blank one is a place for new code. */
  readonly lines: readonly string[];
  /** The number of the first of them, from 1. */
  readonly startLine: number;
  /** What of these lines is selected, if it is not all of them. */
  readonly selected?: string;
  readonly above: readonly string[];
  readonly below: readonly string[];
  /** The names of the symbols around the lines, the outermost first. */
  readonly symbols: readonly string[];
  /** What the editor reports there, one sentence each. */
  readonly problems: readonly string[];
}

/** However large the window: lines further away say little about an edit, and cost time; in tokens. */
const mostSurroundings = 6_000;
/** The rest is for the reply, which is about as long as the lines themselves. */
const shareOfSurroundings = 0.3;

/** Our instructions to the model. */
export const inlineEditSystem = [
  'You edit code in an editor. The user marks lines of a file and says what is to become of them.',
  'Reply with exactly one fenced code block that holds what takes the place of the marked lines, and with nothing else: no explanation, no lines from around them, no placeholder for code that stays.',
  'Keep what the instruction does not touch exactly as it is, the indentation and the style of the file included.',
].join(' ');

/**
 * What is asked for an edit.
 *
 * @param window of the model in tokens, as far as it is known.
 */
export function inlineEditPrompt(question: InlineEditQuestion, window = 32_000): string {
  const { path, language, lines, startLine, selected, symbols, problems, instruction } = question;
  const whole = [...question.above, ...lines, ...question.below].join('\n');
  const block = (text: readonly string[]): string => fenced(text.join('\n'), language, whole);
  const { above, below } = nearest(question, Math.min(mostSurroundings, window * shareOfSurroundings));
  const endLine = startLine + lines.length - 1;
  const isPlace = lines.every((line) => line.trim() === '');
  const where = symbols.length > 0 ? `, in ${inlineCode(symbols.join(' › '))}` : '';
  const parts = [
    `File ${inlineCode(path)}${where}.`,
    above.length > 0 && `Context, the lines before:\n${block(above)}`,
    below.length > 0 && `Context, the lines after:\n${block(below)}`,
    isPlace
      ? `Write the code for line ${startLine}, which is empty, between these.`
      : `The marked lines, ${startLine} to ${endLine}:\n${block(lines)}`,
    selected !== undefined &&
      `Of these lines only this is selected; leave the rest of them as it is:\n${block(selected.split(/\r?\n/))}`,
    problems.length > 0 &&
      `The editor reports here:\n${problems.map((problem) => `- ${problem}`).join('\n')}`,
    `Instruction: ${instruction}`,
  ];
  return parts.filter((part) => part !== false).join('\n\n');
}

/** The nearest lines above and below that fit, taken in turn. */
function nearest(
  { above, below }: InlineEditQuestion,
  tokens: number,
): { readonly above: string[]; readonly below: string[] } {
  const taken = { above: [] as string[], below: [] as string[] };
  let left = tokens;
  const fits = (line: string | undefined): line is string => {
    if (line === undefined) return false;
    left -= estimateTokens(`${line}\n`);
    return left >= 0;
  };
  for (let distance = 0; distance < Math.max(above.length, below.length) && left > 0; distance++) {
    const upper = above.at(-1 - distance);
    if (fits(upper)) taken.above.unshift(upper);
    const lower = below[distance];
    if (fits(lower)) taken.below.push(lower);
  }
  return taken;
}
