import type { Answer, AnswerMeta, AnswerStatus, NoticeAction } from '../shared/protocol.ts';
import { createExtras } from './answerExtras.ts';
import { button, element } from './dom.ts';
import { createMarkdownView } from './markdown/markdownView.ts';
import { createNotice, type NoticeCard } from './notice.ts';
import type { PanelContext } from './panelContext.ts';
import { createReasoning } from './reasoning.ts';
import { format, formatCount, formatSeconds, formatShort } from './texts.ts';

/** One answer, from waiting for it to its last word. */
export interface AnswerView {
  readonly element: HTMLElement;
  /** Whether the host is still working on it. */
  readonly busy: boolean;
  append(delta: { readonly text?: string | undefined; readonly reasoning?: string | undefined }): void;
  /** The text so far is another one. */
  replace(text: string): void;
  setExtras(extras: Answer['extras']): void;
  setStatus(status: AnswerStatus, reasoningMs: number | undefined): void;
  dispose(): void;
}

/** How many characters are rendered at a time. */
const stepCharacters = 1024;

export function createAnswer(answer: Answer, context: PanelContext): AnswerView {
  const { texts, post } = context;
  let texted: string[] = [];
  const reasoning = createReasoning(context);
  let body = createMarkdownView(context);
  const waiting = element('div', { class: 'waiting', hidden: true }, format(texts.waiting, answer.model));
  const beside = element('div', { class: 'answer-extras' });
  const end = element('div', { class: 'answer-end' });
  const root = element(
    'article',
    { class: 'turn answer', tabindex: -1, 'aria-label': format(texts.answerFrom, answer.model) },
    reasoning.element,
    waiting,
    body.element,
    beside,
    end,
  );
  let status: AnswerStatus = { state: 'waiting' };
  /** Text that has come but is not rendered yet. */
  let backlog = '';
  let notice: NoticeCard | undefined;
  /** Whether the answer was still being written when the view first saw it. */
  let live = false;

  const act = (action: NoticeAction) => post({ type: 'act', id: answer.id, action });

  function renderStep(): boolean {
    const step = backlog.slice(0, stepCharacters);
    backlog = backlog.slice(step.length);
    body.append(step);
    if (backlog !== '') return true;
    showEnd();
    return false;
  }

  function append({ text, reasoning: thought }: Parameters<AnswerView['append']>[0]): void {
    if (thought) reasoning.append(thought);
    if (text) {
      texted.push(text);
      backlog += text;
      context.frames.add(renderStep);
    }
    if (text || thought) waiting.hidden = true;
  }

  function replace(text: string): void {
    const fresh = createMarkdownView(context);
    body.element.replaceWith(fresh.element);
    body = fresh;
    texted = [];
    backlog = '';
    append({ text });
  }

  function setExtras(extras: Answer['extras']): void {
    beside.replaceChildren(...createExtras(extras, context, act));
  }

  function setStatus(next: AnswerStatus, reasoningMs: number | undefined): void {
    status = next;
    live ||= isBusy(next);
    waiting.hidden = next.state !== 'waiting' || texted.length > 0;
    if (next.state === 'reasoning') reasoning.thinking(reasoningMs ?? 0);
    else reasoning.done(reasoningMs);
    root.classList.toggle('streaming', next.state === 'answering');
    root.setAttribute('aria-busy', String(isBusy(next)));
    if (backlog === '') showEnd();
  }

  /** What stands below the text. It waits until all of the text is there. */
  function showEnd(): void {
    notice?.dispose();
    notice = undefined;
    end.replaceChildren();
    switch (status.state) {
      case 'retrying':
        showNotice(status.notice);
        return;
      case 'failed':
        showNotice(status.notice);
        break;
      case 'stopped':
        end.append(
          element('div', { class: 'ending' }, element('span', { class: 'ending-text' }, texts.stopped)),
        );
        break;
      case 'done':
        if (status.cut) end.append(createCut(status.cut));
        else if (texted.length === 0) end.append(element('p', { class: 'no-answer' }, texts.noAnswerText));
        break;
      default:
        return;
    }
    body.finish();
    if (texted.length > 0 || status.state === 'done') end.append(createFooter(status.meta));
    if (!live) return;
    live = false;
    if (status.state === 'done') context.announce(texts.replyFinished);
    else if (status.state === 'stopped') context.announce(texts.stopped);
  }

  function showNotice(content: Parameters<typeof createNotice>[0]): void {
    notice = createNotice(content, context, act);
    end.append(notice.element);
  }

  function createCut(cut: NonNullable<Extract<AnswerStatus, { state: 'done' }>['cut']>): HTMLElement {
    const { action } = cut;
    return element(
      'div',
      { class: 'ending' },
      element('span', { class: 'ending-text' }, cut.text),
      action &&
        button({
          label: action.label,
          text: action.label,
          className: 'button secondary',
          onClick: () => act(action.action),
        }),
    );
  }

  function createFooter(meta: AnswerMeta): HTMLElement {
    const copy: HTMLButtonElement = button({
      label: texts.copy,
      className: 'icon-button',
      icon: 'copy',
      onClick: () => context.copy(texted.join(''), copy),
    });
    const long = longMeta(meta);
    return element(
      'div',
      { class: 'footer' },
      texted.length > 0 ? copy : undefined,
      element('span', { class: 'meta wide' }, long),
      element(
        'span',
        { class: 'meta narrow', title: long, 'aria-label': long, role: 'note' },
        shortMeta(meta),
      ),
    );
  }

  function longMeta({ inputTokens, outputTokens, firstTokenMs }: AnswerMeta): string {
    const parts = [answer.model];
    if (inputTokens !== undefined && outputTokens !== undefined) {
      parts.push(format(texts.tokensInOut, formatCount(inputTokens), formatCount(outputTokens)));
    }
    if (firstTokenMs !== undefined) parts.push(format(texts.firstToken, formatSeconds(firstTokenMs)));
    return parts.join(' · ');
  }

  function shortMeta({ inputTokens, outputTokens, firstTokenMs }: AnswerMeta): string {
    const parts = [answer.model];
    if (inputTokens !== undefined && outputTokens !== undefined) {
      parts.push(`↑${formatShort(inputTokens)} ↓${formatShort(outputTokens)}`);
    }
    if (firstTokenMs !== undefined) parts.push(format(texts.seconds, formatSeconds(firstTokenMs)));
    return parts.join(' · ');
  }

  append(answer);
  setExtras(answer.extras);
  setStatus(answer.status, answer.reasoningMs);
  return {
    element: root,
    get busy() {
      return isBusy(status);
    },
    append,
    replace,
    setExtras,
    setStatus,
    dispose() {
      notice?.dispose();
      reasoning.dispose();
    },
  };
}

function isBusy(status: AnswerStatus): boolean {
  return status.state !== 'done' && status.state !== 'stopped' && status.state !== 'failed';
}
