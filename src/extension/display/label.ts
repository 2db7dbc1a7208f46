import { labelText } from '../../chat/foreignText.ts';
import { type Icon, iconMark } from './icons.ts';

/** A text with an icon in front of it, for places that draw icons. */
export interface Label {
  readonly icon?: Icon;
  readonly text: string;
}

/** As VS Code takes it. */
export function labelOf(label: Label | string): string {
  if (typeof label === 'string') return labelText(label);
  const { icon, text } = label;
  return [...(icon === undefined ? [] : [iconMark(icon)]), ...(text === '' ? [] : [labelText(text)])].join(
    ' ',
  );
}
