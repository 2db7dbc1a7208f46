import { type ViewStrings, viewStrings } from '../shared/strings.ts';

/** The view's texts with the English ones where the host sent none. */
export function viewTexts(translated: Readonly<Record<string, string>>): ViewStrings {
  return { ...viewStrings, ...translated };
}

/** Puts values into the `{0}`, `{1}`… of a text. */
export function format(text: string, ...values: readonly (string | number)[]): string {
  return text.replace(/\{(\d)\}/g, (whole, index: string) => String(values[Number(index)] ?? whole));
}

/** Seconds with one decimal below ten and none from there: `0.8`, `6.4`, `23`. */
export function formatSeconds(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  return seconds < 9.95 ? seconds.toFixed(1) : String(Math.round(seconds));
}

/** A number of tokens in little room: `486`, `1.2k`, `18k`, `1M`. */
export function formatShort(count: number): string {
  if (count < 1000) return String(count);
  if (count < 9950) return `${trimZero((count / 1000).toFixed(1))}k`;
  if (count < 999_500) return `${Math.round(count / 1000)}k`;
  return `${trimZero((count / 1_000_000).toFixed(1))}M`;
}

/** A number with its thousands apart. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

function trimZero(text: string): string {
  return text.replace(/\.0$/, '');
}
