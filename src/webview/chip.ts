import type { Attachment } from '../shared/protocol.ts';
import type { ViewStrings } from '../shared/strings.ts';
import { button, element, icon } from './dom.ts';
import { format } from './texts.ts';

export interface ChipActions {
  open(): void;
  /** Left out where the chip stays. */
  remove?(): void;
}

const icons: Readonly<Record<Attachment['kind'], string>> = {
  selection: 'file-code',
  symbol: 'symbol-method',
  block: 'code',
  file: 'file',
  folder: 'folder',
  problems: 'warning',
  terminal: 'terminal',
  changes: 'diff',
  image: 'file-media',
  instructions: 'book',
};

/** An attachment: its name and lines, or the picture itself. A click leads there. */
export function createChip(attachment: Attachment, texts: ViewStrings, actions: ChipActions): HTMLElement {
  const { kind, name, startLine, endLine = startLine, picture, suggested } = attachment;
  const lines = startLine === endLine ? startLine : `${startLine}-${endLine}`;
  const where = describePlace(attachment, texts);
  const open = element(
    'button',
    { type: 'button', class: 'chip-open', title: where },
    picture === undefined
      ? icon(icons[kind])
      : element('img', { class: 'chip-picture', src: picture, alt: '' }),
    element('span', { class: 'chip-name wide' }, name),
    element('span', { class: 'chip-name narrow' }, cutMiddle(name)),
    lines === undefined ? undefined : element('span', { class: 'chip-lines' }, `:${lines}`),
  );
  open.addEventListener('click', actions.open);
  const looks = ['chip', picture === undefined ? '' : 'with-picture', suggested ? 'suggested' : ''];
  const chip = element('span', { class: looks.filter((look) => look !== '').join(' ') }, open);
  if (actions.remove) {
    const label = format(texts.remove, name);
    const remove = button({ label, className: 'chip-remove', icon: 'close', onClick: actions.remove });
    // By keyboard it is Delete on the chip, which saves every second stop.
    remove.tabIndex = -1;
    open.setAttribute('aria-keyshortcuts', 'Delete');
    chip.append(remove);
  }
  return chip;
}

/** The whole path, with the lines if it is a part. */
function describePlace(
  { name, path, startLine, endLine = startLine }: Attachment,
  texts: ViewStrings,
): string {
  const place = path === '' ? name : path;
  if (startLine === undefined || endLine === undefined) return place;
  const lines =
    startLine === endLine
      ? format(texts.lineNumber, startLine)
      : format(texts.linesRange, startLine, endLine);
  return `${place}, ${lines}`;
}

const longestName = 18;

/** A name that fits a narrow panel: its beginning and its end, which has the extension. */
export function cutMiddle(name: string): string {
  const characters = [...name];
  if (characters.length <= longestName) return name;
  return `${characters.slice(0, 9).join('')}…${characters.slice(-7).join('')}`;
}
