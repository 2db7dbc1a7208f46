import type { Question } from '../shared/protocol.ts';
import { createChip } from './chip.ts';
import { button, element } from './dom.ts';
import type { PanelContext } from './panelContext.ts';

/** A question: its attachments, which lead back to their lines, and its text as it was typed. */
export function createQuestion(question: Question, context: PanelContext): HTMLElement {
  const { texts, post } = context;
  const copy: HTMLButtonElement = button({
    label: texts.copy,
    className: 'icon-button',
    icon: 'copy',
    onClick: () => context.copy(question.text, copy),
  });
  const chips = question.attachments.map((attachment) =>
    createChip(attachment, texts, { open: () => post({ type: 'open-attachment', id: attachment.id }) }),
  );
  return element(
    'article',
    { class: 'turn question', tabindex: -1, 'aria-label': texts.yourQuestion },
    chips.length > 0 ? element('div', { class: 'chips' }, ...chips) : undefined,
    element(
      'div',
      { class: 'bubble-row' },
      element('div', { class: 'question-actions' }, copy),
      element('div', { class: 'bubble' }, question.text),
    ),
  );
}
