import type { Message } from '../core/message.ts';
import type { FittedDiff } from './fitDiff.ts';
import { fenced } from './prompts.ts';

/** How the messages in a repository are written, by its recent ones. */
export interface CommitStyle {
  /** By its English name; undefined where there are too few to tell. */
  readonly language: string | undefined;
  /** Whether most of them are like `feat(parser): …`. */
  readonly isConventional: boolean;
}

export interface CommitQuestion {
  readonly changes: FittedDiff;
  /** The first lines of the recent commit messages, the newest first. */
  readonly subjects: readonly string[];
  /** By its English name; holds where the recent messages do not tell. */
  readonly language: string;
  /** What the user has typed so far. */
  readonly typed: string;
}

const conventional = /^[a-z]+(\([^()]+\))?!?: \S/i;
const fewest = 3;
/** More say no more about how they are written. */
const mostExamples = 10;
const longestExample = 120;

export function commitStyle(subjects: readonly string[]): CommitStyle {
  const isMost = (fits: (subject: string) => boolean): boolean =>
    subjects.length >= fewest && subjects.filter(fits).length > subjects.length / 2;
  const isJapanese = (subject: string): boolean => /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(subject);
  const language = isMost(isJapanese)
    ? 'Japanese'
    : isMost((subject) => /\p{Script=Hangul}/u.test(subject))
      ? 'Korean'
      : // Names in Latin letters stand in Chinese messages as well, not the other way round.
        isMost((subject) => /\p{Script=Han}/u.test(subject) && !isJapanese(subject))
        ? 'Chinese'
        : isMost((subject) => !/[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u.test(subject))
          ? 'the language of the recent messages'
          : undefined;
  return { language, isConventional: isMost((subject) => conventional.test(subject)) };
}

/** The question for the message of a commit. */
export function commitMessageMessages({ changes, subjects, language, typed }: CommitQuestion): Message[] {
  const style = commitStyle(subjects);
  const examples = subjects.slice(0, mostExamples).map((subject) => subject.slice(0, longestExample));
  const { list, diff } = changes;
  const system = [
    'You write the message of a Git commit. Reply with the message and nothing else: no quotes, no code fence, no introduction, no explanation.',
    'The first line says in at most 72 characters what the commit does, without a full stop at its end. Only if there is more to say than that, a blank line follows and then why it was done, or the parts of it as a short list.',
    'Say what has changed for whoever uses or reads the code, not which lines were edited. Invent nothing: no reasons, no issue numbers.',
    style.isConventional
      ? 'This repository follows Conventional Commits: begin with a type, and a scope where the recent messages have them, such as `fix(parser): …`.'
      : 'Follow the form of the recent messages, if there are any.',
    `Write in ${style.language ?? language}.`,
  ].join('\n');
  const parts = [
    examples.length > 0 &&
      `Recent messages in this repository, the newest first:\n${fenced(examples.join('\n'), '', examples.join('\n'))}`,
    `The files of this commit:\n${fenced(list, '', list)}`,
    diff !== '' && `What has changed in them:\n${fenced(diff, 'diff', diff)}`,
    typed !== '' &&
      `The user has typed this so far. Build the message on it, and keep what it says; a type, a scope or an issue number in it is meant literally:\n${fenced(typed, '', typed)}`,
  ];
  return [
    { role: 'system', text: system },
    { role: 'user', text: parts.filter((part) => part !== false).join('\n\n') },
  ];
}

const fence = /^\s*(`{3,}|~{3,})/;
/** `Here is the commit message:`, `好的，提交信息如下：` */
const introduction =
  /^(\*\*)?(here('|’)?s?\b|sure\b|certainly\b|of course\b|okay\b|below\b|the following\b|(suggested |proposed )?commit message\b|好的|以下|下面|这是|当然|根据|提交信息|提交说明)/i;
const longestIntroduction = 120;
/** From this many characters on it can be seen whether a line begins like an introduction. */
const shortestTelling = 16;
const quotes: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '“': '”',
  '「': '」',
  '《': '》',
};

/**
 * The message in a reply, without what models put around it although they were told not to.
 *
 * @param isWhole whether nothing more comes. Until then what may turn out to be an introduction is held back.
 */
export function cleanCommitMessage(reply: string, isWhole: boolean): string {
  const lines = reply.replaceAll('\r\n', '\n').trimStart().split('\n');
  if (!isWhole && mayBeIntroduction(lines)) return '';
  const opening = lines.slice(0, 4).findIndex((line) => fence.test(line));
  const isIntroduced = opening >= 0 && lines.slice(0, opening).join('\n').length <= longestIntroduction;
  const body = isIntroduced ? fencedPart(lines.slice(opening)) : withoutIntroduction(lines);
  const message = body
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return isWhole || !message.includes('\n') ? withoutQuotes(message, isWhole) : message;
}

/** Whether the first line is still to come in full and may be one of those that are left out. */
function mayBeIntroduction([first = '', ...rest]: readonly string[]): boolean {
  if (rest.length > 0) return false;
  return first.length < shortestTelling || introduction.test(first) || fence.test(first);
}

function fencedPart([, ...lines]: readonly string[]): readonly string[] {
  const end = lines.findIndex((line) => fence.test(line));
  return end < 0 ? lines : lines.slice(0, end);
}

function withoutIntroduction(lines: readonly string[]): readonly string[] {
  const [first = '', ...rest] = lines;
  const isIntroduction =
    introduction.test(first) && /[:：](\*\*)?\s*$/.test(first) && first.length <= longestIntroduction;
  if (isIntroduction) return rest;
  return [first.replace(/^(\*\*)?(commit message|提交信息|提交说明)(\*\*)?[:：](\*\*)?\s*/i, ''), ...rest];
}

/** Quotes around the whole of it, or stars around its first line. */
function withoutQuotes(message: string, isWhole: boolean): string {
  const closing = quotes[message[0] ?? ''];
  if (closing !== undefined && message.length > 1 && message.indexOf(closing, 1) === message.length - 1) {
    return message.slice(1, -1).trim();
  }
  // The end may still come.
  if (closing !== undefined && !isWhole && message.indexOf(closing, 1) < 0) return message.slice(1);
  return message.replace(/^\*\*(.+)\*\*(?=\n|$)/, '$1');
}
