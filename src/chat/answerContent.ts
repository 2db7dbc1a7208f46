import type { AnswerTurn, Source, Suggestions, VendorNotice } from './conversation.ts';

/** How much of an answer there is to see: texts in UTF-16 code units, and what stands beside them. */
export function contentLength({ text, reasoning, extras }: AnswerTurn): number {
  const { sources, suggestions, notices } = extras;
  return [text, reasoning, sources, suggestions, notices].reduce((sum, { length }) => sum + length, 0);
}

/** Whether nothing is lost where one answer is shown in the place of another. */
export function holds(shown: AnswerTurn, { text, reasoning, extras }: AnswerTurn): boolean {
  return (
    shown.text.startsWith(text) &&
    shown.reasoning.startsWith(reasoning) &&
    beginsWith(shown.extras.sources, extras.sources, isSameSource) &&
    beginsWith(shown.extras.suggestions, extras.suggestions, isSameSuggestion) &&
    beginsWith(shown.extras.notices, extras.notices, isSameNotice)
  );
}

function beginsWith<Item>(
  list: readonly Item[],
  beginning: readonly Item[],
  isSame: (one: Item, other: Item) => boolean,
): boolean {
  return beginning.every((item, index) => {
    const other = list[index];
    return other !== undefined && isSame(other, item);
  });
}

function isSameSource(one: Source, other: Source): boolean {
  return (['title', 'number', 'url', 'snippet'] as const).every((name) => one[name] === other[name]);
}

function isSameSuggestion(one: Suggestions, other: Suggestions): boolean {
  return (
    one.purpose === other.purpose &&
    one.items.length === other.items.length &&
    one.items.every((item, index) => item === other.items[index])
  );
}

function isSameNotice(one: VendorNotice, other: VendorNotice): boolean {
  return one.kind === other.kind && one.detail === other.detail;
}
