import { longestQuestion } from '../core/limits.ts';
import { replaceText } from './composer/replaceText.ts';
import { button, element } from './dom.ts';
import { enterMeaning, followComposition, isComposing } from './keyboard.ts';
import type { PanelContext } from './panelContext.ts';
import { format } from './texts.ts';

export interface QuestionEditor {
  readonly element: HTMLElement;
  /** Puts the caret at the end. */
  focus(): void;
}

export interface QuestionEditorActions {
  send(text: string): void;
  cancel(): void;
}

/** A second Enter within this time is the same Enter. */
const sameSendMs = 1000;

/** A question's text as a small composer, with the composer's keys; Escape gives up. */
export function createQuestionEditor(
  text: string,
  context: PanelContext,
  actions: QuestionEditorActions,
): QuestionEditor {
  const { texts } = context;
  let sentAt = Number.NEGATIVE_INFINITY;
  const input = element('textarea', { rows: 1, 'aria-label': texts.editQuestion });
  input.value = text;
  followComposition(input);
  const send = button({
    label: texts.send,
    text: texts.send,
    className: 'button primary',
    onClick: submit,
  });
  const cancel = button({
    label: texts.cancel,
    text: texts.cancel,
    className: 'button secondary',
    onClick: actions.cancel,
  });

  function submit(): void {
    if (send.disabled || input.value.trim() === '' || context.now() - sentAt < sameSendMs) return;
    sentAt = context.now();
    actions.send(input.value);
  }

  input.addEventListener('input', () => {
    const isTooLong = input.value.length > longestQuestion;
    send.disabled = isTooLong || input.value.trim() === '';
    send.title = isTooLong ? format(texts.questionTooLong, longestQuestion) : '';
  });
  const editor = element(
    'div',
    { class: 'question-editor' },
    input,
    element('div', { class: 'editor-buttons' }, cancel, send),
  );
  editor.addEventListener('keydown', (event) => {
    if (isComposing(event)) return;
    if (event.key === 'Escape') {
      // It is not meant for a running answer.
      event.stopPropagation();
      event.preventDefault();
      actions.cancel();
      return;
    }
    const meaning = event.target === input ? enterMeaning(event, context.sendWith) : undefined;
    if (meaning === undefined) return;
    event.preventDefault();
    if (meaning === 'send') submit();
    else replaceText(input, input.selectionStart, input.selectionEnd, '\n');
  });
  return {
    element: editor,
    focus() {
      input.focus();
      input.setSelectionRange(input.value.length, input.value.length);
    },
  };
}
