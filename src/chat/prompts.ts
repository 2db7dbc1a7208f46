import type { Image } from '../core/message.ts';
import type { Attachment, CodeAttachment, ImageAttachment, TextAttachment } from './attachment.ts';
import type { QuestionTurn } from './conversation.ts';
import { fairShares } from './fairShares.ts';
import { inlineCode } from './inlineCode.ts';
import { estimateTokens, headWithin } from './tokenEstimate.ts';

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

/** A question with its attachments, as the model reads it. */
export interface QuestionPrompt {
  readonly text: string;
  readonly images: readonly Image[];
  /** The names of attachments of which only a part is in it, or nothing. */
  readonly cut: readonly string[];
}

/** How much of a question's attachments goes along, in estimated tokens. */
export interface PromptRoom {
  /** For what is attached and what surrounds it; their headings are not counted. */
  readonly attachments: number;
  /** The most of it for the lines around attached code, which come last. */
  readonly surroundings: number;
  /** Whether the model takes images. */
  readonly images: boolean;
}

/**
 * A question with as much of its attachments as there is room for: what is attached is cut from its end in whole
 * lines, the small things last, and the lines around code get what is left. The question's own words are never cut.
 */
export function questionPrompt(question: QuestionTurn, room: PromptRoom): QuestionPrompt {
  const texts = question.attachments
    .filter((attachment) => attachment.kind !== 'image')
    .flatMap((attachment) => [attachment, ...problemsIn(attachment)]);
  const images = question.attachments.filter((attachment) => attachment.kind === 'image');
  const contents = texts.map(contentOf);
  const shares = fairShares(contents.map(estimateTokens), room.attachments);
  const kept = contents.map((content, index) => headWithin(content, shares[index] ?? 0));

  const used = kept.reduce((sum, content) => sum + estimateTokens(content), 0);
  const left = Math.max(0, Math.min(room.surroundings, room.attachments - used));
  const surrounded = texts.filter(hasSurroundings).length;
  const pieces = texts.map((attachment, index) => {
    const [content = '', sent = ''] = [contents[index], kept[index]];
    const piece = `${heading(attachment)}\n${fenced(sent, attachment.language, content)}`;
    if (sent !== content) return `${piece}\n${cutNote(content)}`;
    if (!hasSurroundings(attachment)) return piece;
    return [piece, ...surroundings(attachment, Math.floor(left / surrounded))].join('\n\n');
  });
  return {
    text: [...pieces, ...(room.images ? [] : images.map(unseenNote)), question.text].join('\n\n'),
    images: room.images ? images.map(({ mediaType, data }) => ({ mediaType, data })) : [],
    cut: [...texts.filter((_, index) => kept[index] !== contents[index]), ...(room.images ? [] : images)].map(
      ({ name }) => name,
    ),
  };
}

/** What a model is told whose answer to `question` was cut: to go on, in the language of the conversation. */
export function continuation(question: string): string {
  return isChinese(question)
    ? '从上文停下的地方接着往下写，不要重复已经写过的内容，也不要加开场白。如果停在代码块里，直接续写代码，不要再写一次代码块的开头。'
    : 'Go on exactly where you stopped, in the same language, without repeating anything and without an introduction. If you stopped inside a code block, continue the code without opening the block again.';
}

type FencedAttachment = Exclude<Attachment, ImageAttachment>;

/** The problems of a piece of code are cut last, as all small things are, so they are an attachment of their own. */
function problemsIn(attachment: FencedAttachment): TextAttachment[] {
  if (!('problems' in attachment) || attachment.problems === undefined) return [];
  const { id, name, path, problems } = attachment;
  return [{ id, name, path, kind: 'problems', language: 'text', text: problems }];
}

function contentOf(attachment: FencedAttachment): string {
  return ('code' in attachment ? attachment.code : attachment.text).replaceAll('\r\n', '\n');
}

function heading(attachment: FencedAttachment): string {
  const { kind, path } = attachment;
  switch (kind) {
    case 'selection':
    case 'symbol':
    case 'block':
    case 'file':
      return codeHeading(attachment);
    case 'folder':
      return `Files of ${inlineCode(path)}:`;
    case 'problems':
      return `Problems that the editor reports in ${inlineCode(path)}:`;
    case 'terminal':
      return `Text from the terminal ${inlineCode(path)}:`;
    case 'changes':
      return `Changes in the Git repository ${inlineCode(path)}:`;
  }
}

/** Where the code is: `src/a.ts:3-5` in the method `Shop › total`, or the third cell of a notebook. */
function codeHeading({ kind, path, startLine, endLine, cell, symbols = [] }: CodeAttachment): string {
  const within = symbols.length > 0 ? ` (in ${inlineCode(symbols.join(' › '))})` : '';
  const lines = kind === 'file' ? '' : `${startLine}-${endLine}`;
  if (cell === undefined) return `${inlineCode(`${path}${lines && `:${lines}`}`)}${within}`;
  return `${inlineCode(path)}, cell ${cell}${lines && `, lines ${lines}`}${within}`;
}

/** The same length however much of the content is sent, so that it can be counted before that is known. */
function cutNote(content: string): string {
  const lines = content.split('\n').length;
  return `(Cut here to fit: the whole has ${lines} ${lines === 1 ? 'line' : 'lines'}.)`;
}

function unseenNote({ name }: ImageAttachment): string {
  return `(The image ${inlineCode(name)} is attached, but this model takes no images.)`;
}

function hasSurroundings(attachment: FencedAttachment): attachment is CodeAttachment {
  if (!('before' in attachment)) return false;
  return attachment.before !== '' || attachment.after !== '' || attachment.imports !== undefined;
}

/** What is around code: the lines that fit, and the imports of its file where these lines do not reach them. */
function surroundings(attachment: CodeAttachment, tokens: number): string[] {
  const imports = attachment.imports?.replaceAll('\r\n', '\n');
  const nearest = nearestLines(attachment, tokens);
  const shown = new Set(nearest.join('\n').split('\n'));
  if (imports === undefined || imports.split('\n').every((line) => shown.has(line))) return nearest;
  const kept = headWithin(imports, Math.floor(tokens * shareOfImports));
  if (kept === '') return nearest;
  const piece = `Imports of the file:\n${fenced(kept, attachment.language, imports)}`;
  return [piece, ...nearestLines(attachment, tokens - estimateTokens(`\n\n${piece}`))];
}

/** The most of the room for surroundings that imports may take. */
const shareOfImports = 0.25;

/** The nearest whole lines above and below that fit, taken in turn so that neither side starves the other. */
function nearestLines({ before, after, language }: CodeAttachment, tokens: number): string[] {
  const whole = { before: before.replaceAll('\r\n', '\n'), after: after.replaceAll('\r\n', '\n') };
  const context = (side: 'before' | 'after', lines: readonly string[]): string =>
    `Context, the lines ${side}:\n${fenced(lines.join('\n'), language, whole[side])}`;

  const above = whole.before === '' ? [] : whole.before.split('\n');
  const below = whole.after === '' ? [] : whole.after.split('\n');
  const upper: string[] = [];
  const lower: string[] = [];
  let left = tokens - estimateTokens(`\n\n${context('before', [])}\n\n${context('after', [])}`);
  const take = (line: string | undefined): line is string => {
    if (line === undefined) return false;
    left -= estimateTokens(`${line}\n`);
    return left >= 0;
  };
  for (let distance = 0; distance < Math.max(above.length, below.length) && left > 0; distance++) {
    const next = above[above.length - 1 - distance];
    if (take(next)) upper.unshift(next);
    const following = below[distance];
    if (take(following)) lower.push(following);
  }
  return [
    ...(upper.length > 0 ? [context('before', upper)] : []),
    ...(lower.length > 0 ? [context('after', lower)] : []),
  ];
}

/** Text in a fence that is longer than any fence in `whole`, of which it is a part. */
export function fenced(text: string, language: string, whole: string): string {
  let longest = 2;
  for (const [run] of whole.matchAll(/`{3,}/g)) longest = Math.max(longest, run.length);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** Whether somebody writes Chinese here, names of things in Latin letters included. Japanese has kana as well. */
function isChinese(text: string): boolean {
  const ideographs = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const latinWords = text.match(/\p{Script=Latin}+/gu)?.length ?? 0;
  const isJapanese = /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text);
  return ideographs > 0 && ideographs >= latinWords && !isJapanese;
}
