import { longestTitleRead } from '../core/limits.ts';

const longestTitle = 40;

/** A name for a conversation, made from its first question: the first line with words in it, cut at a word or character. */
export function titleFromQuestion(question: string): string {
  const begun = question.trimStart().slice(0, longestTitleRead);
  const end = begun.search(/[\r\n]/);
  const line = end < 0 ? begun : begun.slice(0, end);
  const words = line
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const characters = [...new Intl.Segmenter().segment(words)].map(({ segment }) => segment);
  if (characters.length <= longestTitle) return words;
  const cut = characters.slice(0, longestTitle).join('');
  const lastSpace = cut.lastIndexOf(' ');
  return `${lastSpace > cut.length / 2 ? cut.slice(0, lastSpace) : cut}…`;
}
