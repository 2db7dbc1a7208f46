import type { CodeAttachment, QuestionTurn } from './conversation.ts';
import { estimateTokens } from './tokenEstimate.ts';

/**
 * What the model is told before the conversation.
 *
 * @param language the language of the answers, by its English name.
 */
export function systemPrompt(language: string): string {
  return [
    'You are Hanlin, a programming assistant inside Visual Studio Code.',
    `Answer in ${language}, unless the user writes in another language or asks for one.`,
    'Be accurate and to the point. Format with Markdown; put code into fenced blocks with a language tag.',
    'Lines marked as context only surround the code in question; use them to understand it.',
  ].join('\n');
}

/** A question with its attachments, as the model reads it. Surrounding code takes at most `contextTokens` tokens. */
export function questionPrompt(question: QuestionTurn, contextTokens: number): string {
  const share = Math.floor(contextTokens / Math.max(1, question.attachments.length));
  return [...question.attachments.map((attachment) => codePrompt(attachment, share)), question.text].join(
    '\n\n',
  );
}

function codePrompt(attachment: CodeAttachment, contextTokens: number): string {
  const { before, after } = surroundingsThatFit(attachment, contextTokens);
  const lines = `${attachment.path}:${attachment.startLine}-${attachment.endLine}`;
  const parts = [`\`${lines}\`\n${fenced(attachment.code, attachment.language)}`];
  if (before !== '') parts.push(`Context, the lines before:\n${fenced(before, attachment.language)}`);
  if (after !== '') parts.push(`Context, the lines after:\n${fenced(after, attachment.language)}`);
  return parts.join('\n\n');
}

/** The nearest whole lines above and below that fit, taken in turn so that neither side starves the other. */
function surroundingsThatFit(attachment: CodeAttachment, tokens: number): { before: string; after: string } {
  const above = attachment.before === '' ? [] : attachment.before.split('\n');
  const below = attachment.after === '' ? [] : attachment.after.split('\n');
  const before: string[] = [];
  const after: string[] = [];
  let left = tokens;
  const take = (from: string | undefined): from is string => {
    if (from === undefined) return false;
    left -= estimateTokens(`${from}\n`);
    return left >= 0;
  };
  for (let distance = 0; distance < Math.max(above.length, below.length) && left > 0; distance++) {
    const upper = above[above.length - 1 - distance];
    if (take(upper)) before.unshift(upper);
    const lower = below[distance];
    if (take(lower)) after.push(lower);
  }
  return { before: before.join('\n'), after: after.join('\n') };
}

/** Code in a fence that is longer than any fence inside the code. */
function fenced(code: string, language: string): string {
  const longest = Math.max(2, ...(code.match(/`{3,}/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${code}\n${fence}`;
}
