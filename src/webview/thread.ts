import type { Answer, HostEvent, Question, Turn, VendorRow } from '../shared/protocol.ts';
import { type AnswerView, createAnswer } from './answer.ts';
import { button, element } from './dom.ts';
import { createEmptyState } from './emptyState.ts';
import type { PanelContext } from './panelContext.ts';
import { createQuestion } from './question.ts';
import { stickToBottom } from './stickToBottom.ts';

/** The conversation, or what there is to see before one. */
export interface Thread {
  readonly element: HTMLElement;
  readonly busy: boolean;
  readonly lastQuestion: string | undefined;
  begin(question: Question, answer: Answer): void;
  delta(event: Extract<HostEvent, { type: 'delta' }>): void;
  replace(event: Extract<HostEvent, { type: 'replace' }>): void;
  extras(event: Extract<HostEvent, { type: 'extras' }>): void;
  status(event: Extract<HostEvent, { type: 'status' }>): void;
  restart(id: string, answer: Answer): void;
  setVendors(vendors: readonly VendorRow[]): void;
  /** Moves the focus a turn up or down. Returns false at the end of the conversation. */
  focusTurn(direction: 'up' | 'down'): boolean;
  dispose(): void;
}

export function createThread(
  turns: readonly Turn[],
  firstVendors: readonly VendorRow[],
  context: PanelContext,
): Thread {
  const { texts } = context;
  const answers = new Map<string, AnswerView>();
  let vendors = firstVendors;
  let lastQuestion: string | undefined;
  let lastAnswer: AnswerView | undefined;

  const list = element('div', { class: 'turns' });
  const scroller = element(
    'div',
    // A log announces what is added to it; the finished answer is announced instead of its every word.
    { class: 'thread', role: 'log', 'aria-label': texts.thread, 'aria-live': 'off', tabindex: 0 },
    list,
  );
  const latest = button({
    label: texts.latest,
    text: texts.latest,
    className: 'latest',
    icon: 'arrow-down',
    onClick: () => sticker.stick(),
  });
  latest.hidden = true;
  const sticker = stickToBottom(scroller, list, (stuck) => {
    latest.hidden = stuck || list.querySelector('.turn') === null;
  });
  const root = element('div', { class: 'thread-frame' }, scroller, latest);

  function addQuestion(question: Question): void {
    if (lastQuestion === undefined) list.replaceChildren();
    lastQuestion = question.text;
    list.append(createQuestion(question, context));
  }

  function addAnswer(answer: Answer): AnswerView {
    const view = createAnswer(answer, context);
    answers.set(answer.id, view);
    lastAnswer = view;
    return view;
  }

  function showEmpty(): void {
    list.replaceChildren(createEmptyState(vendors, context));
  }

  list.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
    const url = link?.getAttribute('href');
    if (typeof url !== 'string') return;
    event.preventDefault();
    // VS Code opens links by itself, from a listener above this one.
    event.stopPropagation();
    context.post({ type: 'open-link', url });
  });

  if (turns.length === 0) showEmpty();
  for (const turn of turns) {
    if (turn.role === 'question') addQuestion(turn);
    else list.append(addAnswer(turn).element);
  }

  return {
    element: root,
    get busy() {
      return lastAnswer?.busy === true;
    },
    get lastQuestion() {
      return lastQuestion;
    },
    begin(question, answer) {
      addQuestion(question);
      list.append(addAnswer(answer).element);
      sticker.stick();
    },
    delta({ id, text, reasoning }) {
      answers.get(id)?.append({ text, reasoning });
    },
    replace({ id, text }) {
      answers.get(id)?.replace(text);
    },
    extras({ id, extras }) {
      answers.get(id)?.setExtras(extras);
    },
    status({ id, status, reasoningMs }) {
      answers.get(id)?.setStatus(status, reasoningMs);
    },
    restart(id, answer) {
      const old = answers.get(id);
      if (!old) return;
      old.dispose();
      answers.delete(id);
      old.element.replaceWith(addAnswer(answer).element);
    },
    setVendors(next) {
      vendors = next;
      if (lastQuestion === undefined && answers.size === 0) showEmpty();
    },
    focusTurn(direction) {
      const all = [...list.querySelectorAll<HTMLElement>('.turn')];
      const current = all.findIndex((turn) => turn.contains(document.activeElement));
      const next = direction === 'up' ? all[current === -1 ? all.length - 1 : current - 1] : all[current + 1];
      if (current === -1 && direction === 'down') return false;
      next?.focus();
      next?.scrollIntoView({ block: 'nearest' });
      return next !== undefined || direction === 'up';
    },
    dispose() {
      for (const answer of answers.values()) answer.dispose();
    },
  };
}
