import type { Attachment } from '../shared/protocol.ts';
import type { ViewStrings } from '../shared/strings.ts';
import { button, element, icon } from './dom.ts';
import { format } from './texts.ts';

export interface ChipActions {
  open(): void;
  /** Left out where the chip stays. */
  remove?(): void;
}

/** An attachment: its file's name and lines. A click leads there. */
export function createChip(attachment: Attachment, texts: ViewStrings, actions: ChipActions): HTMLElement {
  const { name, path, startLine, endLine } = attachment;
  const lines = startLine === endLine ? `:${startLine}` : `:${startLine}-${endLine}`;
  const where = `${path}, ${format(texts.linesRange, startLine, endLine)}`;
  const open = element(
    'button',
    { type: 'button', class: 'chip-open', title: where, 'aria-label': format(texts.openFile, where) },
    icon('file-code'),
    element('span', { class: 'chip-name wide' }, name),
    element('span', { class: 'chip-name narrow' }, cutMiddle(name)),
    element('span', { class: 'chip-lines' }, lines),
  );
  open.addEventListener('click', actions.open);
  const chip = element('span', { class: 'chip' }, open);
  if (actions.remove) {
    const label = format(texts.remove, name);
    chip.append(button({ label, className: 'chip-remove', icon: 'close', onClick: actions.remove }));
  }
  return chip;
}

const longestName = 18;

/** A name that fits a narrow panel: its beginning and its end, which has the extension. */
export function cutMiddle(name: string): string {
  const characters = [...name];
  if (characters.length <= longestName) return name;
  return `${characters.slice(0, 9).join('')}…${characters.slice(-7).join('')}`;
}
