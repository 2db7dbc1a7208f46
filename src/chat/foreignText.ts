import { cutText } from '../core/cutText.ts';
import { visibleName, visibleText } from './hiddenCharacters.ts';

/*
 * VS Code reads more than letters into what it is handed: links that may run commands in notifications and below inputs,
 * icons in labels. Nearly all that is shown holds words of an answer, a vendor, a server or a file's name, so nothing of
 * it is ever anything but text: what would be read as more is set apart by a space.
 */

/** In UTF-16 code units. VS Code cuts notifications there itself. */
const longestMessage = 1_000;
/** Of what may be scrolled in a dialog, such as commands that are to be looked through. In UTF-16 code units. */
const longestDetail = 20_000;
/** In UTF-16 code units; no list or bar of VS Code's is wider. */
const longestLabel = 300;

/** A sentence for a notification, the progress of something, or below an input. */
export function messageText(text: string): string {
  return withoutLinks(visibleText(cutText(text, longestMessage)));
}

/** What stands below the question in a dialog, which reads nothing into it: commands are shown there as they will run. */
export function detailText(text: string): string {
  return visibleText(cutText(text, longestDetail));
}

/** An entry of the log. */
export function logText(text: string): string {
  return visibleText(cutText(text, longestDetail));
}

/** A row of a list, a button, a title, a tab, a lens, the status bar: one line. */
export function labelText(text: string): string {
  return withoutIcons(withoutLinks(visibleName(cutText(text, longestLabel).replaceAll(/[\r\n]+/g, ' '))));
}

/** The same for a label inside of Markdown of ours, such as a link in a hover. */
export function markdownLabel(text: string): string {
  return labelText(text).replaceAll(/[!-/:-@[-`{-~]/g, '\\$&');
}

/** Where `[label](address)` becomes a link. */
function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}

/** Where `$(name)` becomes an icon. */
function withoutIcons(text: string): string {
  return text.replaceAll('$(', '$ (');
}
