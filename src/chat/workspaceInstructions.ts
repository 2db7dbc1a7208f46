import { cutText } from '../core/cutText.ts';
import { longestInstructions } from '../core/limits.ts';
import { fairShares } from './fairShares.ts';
import { visibleText } from './hiddenCharacters.ts';
import { inlineCode } from './inlineCode.ts';
import { fenced } from './prompts.ts';
import { estimateTokens, headWithin } from './tokenEstimate.ts';

/** What a project asks of everybody who works on it, in a file of its own. */
export interface InstructionText {
  /** As the user knows it. */
  readonly path: string;
  readonly text: string;
}

/** The text of a file as it is shown and sent, or its beginning, which ends with `…` then. */
export function instructionText(content: string): string {
  return visibleText(cutText(content, longestInstructions));
}

/** However large the window: more than this is not a rule any more; in tokens. */
const mostTokens = 8_000;
const mostShareOfWindow = 0.15;
const unknownWindow = 32_000;

/**
 * Our instructions to the model with those of the workspace behind them, each from its beginning, in whole lines, as
 * far as there is room.
 *
 * @param window of the model in tokens; undefined where it is not known
 */
export function withInstructions(
  system: string,
  files: readonly InstructionText[],
  window: number | undefined,
): {
  readonly system: string /** The paths of those that are sent in part. */;
  readonly cut: readonly string[];
} {
  const texts = files.map(({ text }) => text.replaceAll('\r\n', '\n').trim());
  const room = Math.min(mostTokens, (window ?? unknownWindow) * mostShareOfWindow);
  const shares = fairShares(texts.map(estimateTokens), room);
  const kept = texts.map((text, index) => headWithin(text, shares[index] ?? 0));
  const cut = files.filter((_, index) => kept[index] !== texts[index]).map(({ path }) => path);
  const pieces = files.map(({ path }, index) => {
    const sent = kept[index] ?? '';
    const note = sent === texts[index] ? '' : '\n(Cut here: the rest of the file is left out.)';
    return `${inlineCode(path)}:\n${fenced(sent, 'markdown', sent)}${note}`;
  });
  if (pieces.length === 0) return { system, cut };
  const introduction =
    'The project that the user works on has instructions of its own. Follow them where they apply, unless the user asks for something else:';
  return { system: [system, introduction, ...pieces].join('\n\n'), cut };
}
