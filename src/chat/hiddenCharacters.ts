import { cutText } from '../core/cutText.ts';
import { longestPath } from '../core/limits.ts';

/** What is not seen, or makes the text around it look other than it is: controls, bidi marks, zero widths, tags. */
const hidden = '\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Co}\\p{Cn}\\u115f\\u1160\\u3164\\uffa0';
const inCode = new RegExp(`(?!\\n)[${hidden}]|(?! )\\p{Zs}`, 'gu');
/** Nothing else joins emoji, chooses their looks, or those of Chinese characters, and a wide space is seen. */
const inNames = new RegExp(
  `(?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\ufe0f])\\u200d(?=\\p{Extended_Pictographic})|` +
    `(?<=[\\p{Emoji}\\u20e3])\\ufe0f|(?<=\\p{Script=Han})[\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}]|` +
    `(?<mark>[${hidden}\\p{Default_Ignorable_Code_Point}\\u2800]|(?![ \\u3000])\\p{Zs})`,
  'gu',
);
/** Words of some scripts need joiners and marks of direction; long ones are divided. */
const inTexts = /(?![\n\t\u00ad\u200c-\u200f])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/gu;

/** Marks what is not seen in commands, or makes them look other than they run: `⟨U+202E⟩`. Line ends stay. */
export function showHidden(text: string): string {
  return text.replace(inCode, mark);
}

/**
 * A name as it can be shown, and told to a model, whoever has given it: on one line, with a mark for each character
 * that is not seen or turns the others around: `⟨U+202E⟩`. What has no such characters and is no longer than a path stays
 * as it is.
 */
export function visibleName(name: string): string {
  return cutText(name, longestPath).replace(inNames, (found, shown: string | undefined) =>
    shown === undefined ? found : mark(shown),
  );
}

/** A text of several lines as its reader sees it, with marks for what he does not: `⟨U+E0041⟩`. */
export function visibleText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/^\ufeff/, '')
    .replace(inTexts, mark);
}

function mark(character: string): string {
  return `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
