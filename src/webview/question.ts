import type { Question } from '../shared/protocol.ts';
import { createBranchSwitch } from './branchSwitch.ts';
import { createChip } from './chip.ts';
import { button, element } from './dom.ts';
import type { PanelContext } from './panelContext.ts';
import { createQuestionEditor } from './questionEditor.ts';
import type { TurnView } from './turnView.ts';

export interface QuestionView extends TurnView {
  readonly role: 'question';
  readonly text: string;
  edit(): void;
  remove(): void;
}

/** A question: its attachments, which lead back to their lines, and its text as it was typed. */
export function createQuestion(question: Question, context: PanelContext): QuestionView {
  const { texts, post } = context;
  const { id, text, branch } = question;
  const bubble = element('div', { class: 'bubble' }, text);
  const copy: HTMLButtonElement = button({
    label: texts.copy,
    className: 'icon-button',
    icon: 'copy',
    onClick: () => context.copy(text, copy),
  });
  const actions = element(
    'span',
    { class: 'question-actions' },
    button({ label: texts.edit, className: 'icon-button', icon: 'edit', onClick: edit }),
    copy,
    button({ label: texts.delete, className: 'icon-button', icon: 'trash', onClick: remove }),
  );
  const chips = question.attachments.map((attachment) =>
    createChip(attachment, texts, { open: () => post({ type: 'open-attachment', id: attachment.id }) }),
  );
  const tools = element(
    'div',
    { class: 'question-tools' },
    actions,
    branch && createBranchSwitch(branch, texts, step),
  );
  const root = element(
    'article',
    {
      class: branch ? 'turn question branched' : 'turn question',
      tabindex: -1,
      'aria-label': texts.yourQuestion,
    },
    chips.length > 0 ? element('div', { class: 'chips' }, ...chips) : undefined,
    bubble,
    tools,
  );

  function edit(): void {
    if (!bubble.isConnected) return;
    const back = document.activeElement;
    const editor = createQuestionEditor(text, context, {
      send: (edited) => post({ type: 'edit', id, text: edited, ...context.askOptions() }),
      cancel() {
        editor.element.replaceWith(bubble);
        tools.hidden = false;
        if (back instanceof HTMLElement && root.contains(back)) back.focus();
        else root.focus();
      },
    });
    bubble.replaceWith(editor.element);
    tools.hidden = true;
    editor.focus();
  }

  function remove(): void {
    post({ type: 'delete-turn', id });
  }

  function step(by: -1 | 1): void {
    if (branch) post({ type: 'show-alternative', id, step: by });
  }

  return {
    role: 'question',
    id,
    text,
    element: root,
    copy: () => context.copy(text, copy),
    edit,
    remove,
    step,
    dispose: () => {},
  };
}
