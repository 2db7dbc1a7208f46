import type { Translate } from './advice.ts';
import type { Attachment } from './attachment.ts';
import type { AnswerTurn, QuestionTurn, Source, Turn } from './conversation.ts';
import { inlineCode, longestRun } from './inlineCode.ts';

/**
 * A conversation as a Markdown document for people, a turn at a time.
 *
 * @param turns the branch that is shown, from its beginning.
 * @returns the whole document
 */
export function* conversationMarkdown(
  title: string,
  turns: readonly Turn[],
  translate: Translate,
): Generator<undefined, string> {
  const parts = title === '' ? [] : [`# ${oneLine(title)}`];
  for (const turn of turns) {
    if (turn.role === 'question') parts.push(...questionParts(turn, translate));
    else parts.push(...(yield* answerParts(turn, translate)));
    yield;
  }
  return `${parts.join('\n\n')}\n`;
}

function questionParts({ text, attachments, askedAt }: QuestionTurn, translate: Translate): string[] {
  return [
    `## ${translate('Question · {time}', { time: localTime(askedAt) })}`,
    text.trim(),
    ...attachments.map(attachmentPart),
  ].filter((part) => part !== '');
}

function* answerParts(answer: AnswerTurn, translate: Translate): Generator<undefined, string[]> {
  const { respondent, askedAt, reasoning, text, extras, status } = answer;
  const thought = reasoning.trim();
  return [
    `## ${oneLine(respondent.modelLabel)} · ${localTime(askedAt)}`,
    thought === '' ? '' : `> **${translate('Reasoning')}**\n>\n${yield* quoted(thought)}`,
    text.trim(),
    status.state === 'failed' ? `> ${oneLine(status.failure.message)}` : '',
    sourceList(extras.sources),
  ].filter((part) => part !== '');
}

function attachmentPart(attachment: Attachment): string {
  const { kind, path } = attachment;
  if (kind === 'image') return inlineCode(path);
  if ('text' in attachment) return `${inlineCode(path)}\n\n${fenced(attachment.language, attachment.text)}`;
  const { language, startLine, endLine, code } = attachment;
  const place = kind === 'file' ? path : `${path}:${startLine}-${endLine}`;
  return `${inlineCode(place)}\n\n${fenced(language, code)}`;
}

/** A code block whose fence is longer than any in it. */
function fenced(language: string, code: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(code) + 1));
  return `${fence}${language.replace(/[`\s]/g, '')}\n${code.replace(/\n$/, '')}\n${fence}`;
}

/** How many lines are quoted at once. */
const linesAtOnce = 10_000;

function* quoted(text: string): Generator<undefined, string> {
  const pieces: string[] = [];
  let piece: string[] = [];
  for (let start = 0; start <= text.length; ) {
    const found = text.indexOf('\n', start);
    const end = found === -1 ? text.length : found;
    piece.push(end === start ? '>' : `> ${text.slice(start, end)}`);
    start = end + 1;
    if (piece.length < linesAtOnce && start <= text.length) continue;
    pieces.push(piece.join('\n'));
    piece = [];
    yield;
  }
  return pieces.join('\n');
}

function sourceList(sources: readonly Source[]): string {
  return sources
    .map(({ number, title, url }, index) => {
      const label = oneLine(title || (url ?? '')).replace(/[[\]\\]/g, '\\$&');
      return `${number ?? index + 1}. ${url === undefined ? label : `[${label}](<${address(url)}>)`}`;
    })
    .join('\n');
}

/** What could end a link in angle brackets is encoded. */
function address(url: string): string {
  return url.replace(/[<>\\\s]/g, encodeURIComponent);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The same in every language: `2026-11-21 08:40`, in the time zone of this machine. */
function localTime(milliseconds: number): string {
  const time = new Date(milliseconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-');
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`;
}
