import { cutText } from '../core/cutText.ts';
import { longestDetailShown, longestLabelShown, longestMessageShown } from '../core/limits.ts';
import { visibleName, visibleText } from './hiddenCharacters.ts';

/*
 * VS Code reads more than letters into what it is handed: links that may run commands in notifications and below inputs,
 * icons in labels. Nearly all that is shown holds words of an answer, a vendor, a server or a file's name, so nothing of
 * it is ever anything but text: what would be read as more is set apart by a space.
 */

/** A sentence for a notification, the progress of something, or below an input. */
export function messageText(text: string): string {
  return withoutLinks(visibleText(cutText(text, longestMessageShown)));
}

/** What stands below the question in a dialog, which reads nothing into it: commands are shown there as they will run. */
export function detailText(text: string): string {
  return visibleText(cutText(text, longestDetailShown));
}

/** An entry of the log. */
export function logText(text: string): string {
  return visibleText(cutText(text, longestDetailShown));
}

/** A row of a list, a button, a title, a tab, a lens, the status bar: one line. */
export function labelText(text: string): string {
  return withoutIcons(
    withoutLinks(visibleName(cutText(text, longestLabelShown).replaceAll(/[\r\n]+/g, ' '))),
  );
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
