import { button, element, icon } from './dom.ts';
import type { PanelContext } from './panelContext.ts';

/** The follow-ups that are sent when the current answer is over. */
export function createQueue(
  queued: readonly string[],
  { texts, post }: PanelContext,
): HTMLElement | undefined {
  if (queued.length === 0) return undefined;
  const rows = queued.map((text, index) =>
    element(
      'li',
      { class: 'queued' },
      icon('clock'),
      element('span', { class: 'queued-text', title: text }, text),
      button({
        label: texts.removeQueued,
        className: 'icon-button',
        icon: 'close',
        onClick: () => post({ type: 'unqueue', index }),
      }),
    ),
  );
  return element('ul', { class: 'queue', 'aria-label': texts.queued }, ...rows);
}
