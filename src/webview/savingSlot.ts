import type { SavingNotice } from '../shared/protocol.ts';
import { button, element, icon } from './dom.ts';
import type { PanelContext } from './panelContext.ts';

/** Where the panel says that the conversation is not saved, as long as that is so. */
export interface SavingSlot {
  readonly element: HTMLElement;
  show(notice: SavingNotice | null): void;
}

export function createSavingSlot({ post }: PanelContext): SavingSlot {
  const root = element('div', { class: 'saving-slot' });
  let shown = 'null';

  function createCard({ severity, title, text, actions }: SavingNotice): HTMLElement {
    const buttons = actions.map(({ label, action }, index) =>
      button({
        label,
        text: label,
        className: index === 0 ? 'button primary' : 'button secondary',
        onClick: () => post({ type: 'saving', action }),
      }),
    );
    return element(
      'div',
      { class: `notice ${severity}`, role: 'alert' },
      icon(severity),
      element('div', { class: 'notice-title' }, title),
      element('div', { class: 'notice-text' }, text),
      element('div', { class: 'notice-actions' }, ...buttons),
    );
  }

  return {
    element: root,
    show(notice) {
      const next = JSON.stringify(notice);
      // What is said already is not said again, and its buttons keep the focus.
      if (next === shown) return;
      shown = next;
      root.replaceChildren(...(notice ? [createCard(notice)] : []));
    },
  };
}
