import type { Attachment } from '../../shared/protocol.ts';
import { createChip } from '../chip.ts';
import { element } from '../dom.ts';
import type { PanelContext } from '../panelContext.ts';
import { format } from '../texts.ts';

/** What will be sent along with the question. One stop for Tab; arrows move inside, Delete removes. */
export interface ChipRow {
  readonly element: HTMLElement;
  update(attachments: readonly Attachment[]): void;
  /** Moves the focus to the last chip. Returns false where there is none. */
  focusLast(): boolean;
}

/** @param leave gives the focus back to the text */
export function createChipRow({ texts, post, announce }: PanelContext, leave: () => void): ChipRow {
  let shown: readonly Attachment[] | undefined;
  const row = element('div', { class: 'chips', role: 'toolbar', 'aria-label': texts.attachments });
  const chips = () => [...row.querySelectorAll<HTMLElement>('.chip-open')];

  const focusedIndex = () => chips().findIndex((chip) => chip.matches(':focus'));

  function focusChip(index: number): boolean {
    const all = chips();
    const chip = all[index];
    for (const each of all) each.tabIndex = each === chip ? 0 : -1;
    chip?.focus();
    return chip !== undefined;
  }

  function remove({ id }: Attachment): void {
    post({ type: 'remove-attachment', id });
  }

  row.addEventListener('keydown', (event) => {
    const index = focusedIndex();
    if (index === -1 || event.altKey || event.ctrlKey || event.metaKey) return;
    const goals: Readonly<Record<string, number>> = {
      ArrowLeft: Math.max(0, index - 1),
      ArrowRight: index + 1,
      Home: 0,
      End: chips().length - 1,
    };
    const goal = goals[event.key];
    const attachment = shown?.[index];
    if (goal !== undefined) {
      // Beyond the last one is the text.
      if (!focusChip(goal)) leave();
    } else if ((event.key === 'Delete' || event.key === 'Backspace') && !event.repeat && attachment) {
      remove(attachment);
    } else return;
    event.preventDefault();
  });

  return {
    element: row,
    update(attachments) {
      if (attachments === shown) return;
      const before = shown;
      shown = attachments;
      const focused = focusedIndex();
      row.hidden = attachments.length === 0;
      row.replaceChildren(
        ...attachments.map((attachment) =>
          createChip(attachment, texts, {
            open: () => post({ type: 'open-attachment', id: attachment.id }),
            remove: () => {
              remove(attachment);
              leave();
            },
          }),
        ),
      );
      for (const [index, chip] of chips().entries()) chip.tabIndex = index === 0 ? 0 : -1;
      // The one that had the focus may be gone: its neighbour has it then.
      if (focused !== -1 && !focusChip(Math.min(focused, attachments.length - 1))) leave();
      for (const { id, name } of attachments) {
        if (before && !before.some((each) => each.id === id)) announce(format(texts.attached, name));
      }
    },
    focusLast: () => focusChip(chips().length - 1),
  };
}
