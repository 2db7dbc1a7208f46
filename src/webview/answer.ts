import type { Answer, AnswerMeta, AnswerStatus, HostEvent, NoticeAction } from '../shared/protocol.ts';
import { createExtras } from './answerExtras.ts';
import { createAnswerFooter } from './answerFooter.ts';
import { linkCitations } from './citations.ts';
import { button, element } from './dom.ts';
import { linkFiles } from './fileLinks.ts';
import type { CodeBlockContext } from './markdown/codeBlock.ts';
import { createMarkdownView, type MarkdownView } from './markdown/markdownView.ts';
import { createNotice, type NoticeCard } from './notice.ts';
import type { PanelContext } from './panelContext.ts';
import { createReasoning } from './reasoning.ts';
import { format } from './texts.ts';
import type { TurnView } from './turnView.ts';

/** One answer, from waiting for it to its last word. */
export interface AnswerView extends TurnView {
  readonly role: 'answer';
  /** Whether the host is still working on it. */
  readonly busy: boolean;
  /** Takes what has come since the last frame. */
  append(delta: AnswerDelta): void;
  setStatus(change: StatusChange): void;
  regenerate(): void;
  /** Whether this is what the answer looks like already. */
  shows(answer: Answer): boolean;
}

export type AnswerDelta = Omit<Extract<HostEvent, { type: 'delta' }>, 'type' | 'sequence' | 'id'>;

export type StatusChange = Pick<Extract<HostEvent, { type: 'status' }>, 'status' | 'reasoningMs' | 'leftOut'>;

/** When the text that an answer comes with is rendered: in the next frames, or when there is nothing else to do. */
export type Urgency = 'soon' | 'idle';

/** How many steps a text is rendered in at once that takes the place of what is shown. */
const stepsAtOnce = 16;

export function createAnswer(answer: Answer, context: PanelContext, urgency: Urgency): AnswerView {
  const { texts, post } = context;
  const { id, branch } = answer;
  const codeContext: CodeBlockContext = {
    texts,
    copy: context.copy,
    inSlices: context.inSlices,
    expect: context.expect,
    actOnCode: (action, block) => post({ type: 'code', action, answer: id, ...block }),
  };
  let texted: string[] = [];
  let thought = '';
  const leftOut = element('div', { class: 'left-out', hidden: true });
  const reasoning = createReasoning(context);
  let body = createBody();
  const waiting = element('div', { class: 'waiting', hidden: true }, format(texts.waiting, answer.model));
  const extras = createExtras(context, act);
  const end = element('div', { class: 'answer-end' });
  const root = element(
    'article',
    { class: 'turn answer', tabindex: -1, 'aria-label': format(texts.answerFrom, answer.model) },
    leftOut,
    reasoning.element,
    waiting,
    body.element,
    extras.element,
    end,
  );
  let status: AnswerStatus = { state: 'waiting' };
  /** Text that has come but is not handed on to be rendered yet. */
  let backlog = '';
  /** Whether there is text that is not shown yet. */
  let drawing = false;
  let notice: NoticeCard | undefined;
  /** Whether the answer was still being written when the view first saw it. */
  let live = false;
  /** Whether its text has been taken for complete. */
  let ended = false;

  function act(action: NoticeAction): void {
    post({ type: 'act', id, action });
  }

  function createBody(): MarkdownView {
    const made = createMarkdownView(codeContext, () => {
      context.inSlices(linkCitations(made.element, extras.sources));
      linkFiles(made.element, context);
    });
    return made;
  }

  /** An element that was finished, and whose files are links, cannot grow any more: another one takes its place. */
  function renewBody(text: string): void {
    const fresh = createBody();
    fresh.setGrowing(status.state === 'answering');
    fresh.append(text);
    for (let count = 0; count < stepsAtOnce && fresh.step(); count += 1);
    body.element.replaceWith(fresh.element);
    body = fresh;
    backlog = '';
    ended = false;
    draw('soon');
  }

  function draw(when: Urgency): void {
    drawing = true;
    if (when === 'soon') context.frames.add(renderStep);
    else context.inSlices(renderSteps());
  }

  function renderStep(): boolean {
    if (backlog !== '') {
      body.append(backlog);
      backlog = '';
    }
    if (body.step()) return true;
    if (drawing) {
      drawing = false;
      showEnd();
    }
    return false;
  }

  function* renderSteps(): Generator<void> {
    while (renderStep()) yield;
  }

  function append({ text, reasoning: more }: Pick<AnswerDelta, 'text' | 'reasoning'>, when: Urgency): void {
    if (more) {
      thought += more;
      reasoning.append(more);
    }
    if (text) {
      texted.push(text);
      backlog += text;
      draw(when);
    }
    if (text || more) waiting.hidden = true;
  }

  function takeDelta({ text, from, reasoning: more, state, reasoningMs, ...added }: AnswerDelta): void {
    if (from !== undefined) cutText(from);
    append({ text, reasoning: more }, 'soon');
    extras.add(added);
    if (state !== undefined) setStatus({ status: { state }, reasoningMs });
  }

  /** What stands behind the first `length` code units is taken back. */
  function cutText(length: number): void {
    const kept = texted.join('').slice(0, length);
    renewBody(kept);
    texted = kept === '' ? [] : [kept];
  }

  function setStatus({ status: next, reasoningMs, leftOut: sentence }: StatusChange): void {
    status = next;
    live ||= isBusy(next);
    if (ended && isBusy(next)) renewBody(texted.join(''));
    if (sentence !== undefined) {
      leftOut.textContent = sentence;
      leftOut.hidden = false;
    }
    waiting.hidden = next.state !== 'waiting' || texted.length > 0;
    if (next.state === 'reasoning') reasoning.thinking(reasoningMs ?? 0);
    else reasoning.done(reasoningMs);
    body.setGrowing(next.state === 'answering');
    root.setAttribute('aria-busy', String(isBusy(next)));
    if (!drawing) showEnd();
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
        end.append(createEnding(texts.stopped, texted.length > 0 ? createContinue() : undefined));
        break;
      case 'done':
        if (status.cut)
          end.append(createEnding(status.cut.text, status.cut.action && createAct(status.cut.action)));
        else if (texted.length === 0) end.append(element('p', { class: 'no-answer' }, texts.noAnswerText));
        break;
      default:
        return;
    }
    if (!ended) body.finish();
    ended = true;
    end.append(createFooter(status.meta));
    if (!live) return;
    live = false;
    if (status.state === 'done') context.announce(texts.replyFinished);
    else if (status.state === 'stopped') context.announce(texts.stopped);
  }

  function showNotice(content: Parameters<typeof createNotice>[0]): void {
    const card = createNotice(content, context, act, () => {
      card.dispose();
      // The buttons below, or the word that it is still being tried, take over.
      waiting.hidden = status.state !== 'retrying';
      root.focus();
    });
    notice = card;
    end.append(card.element);
  }

  /** A dashed rule that says why there is no more. */
  function createEnding(text: string, action: HTMLElement | undefined): HTMLElement {
    return element('div', { class: 'ending' }, element('span', { class: 'ending-text' }, text), action);
  }

  function createAct({
    label,
    action,
  }: {
    readonly label: string;
    readonly action: NoticeAction;
  }): HTMLElement {
    return button({ label, text: label, className: 'button secondary', onClick: () => act(action) });
  }

  function createContinue(): HTMLElement {
    const made = createAct({ label: texts.continueAnswer, action: 'continue' });
    made.classList.add('continue');
    return made;
  }

  function createFooter(meta: AnswerMeta): HTMLElement {
    return createAnswerFooter(
      {
        model: answer.model,
        meta,
        branch,
        copy: texted.length > 0 ? copy : undefined,
        regenerate,
        step,
      },
      texts,
    );
  }

  function copy(copyButton: HTMLButtonElement): void {
    context.copy(texted.join(''), copyButton);
  }

  function regenerate(choose: boolean): void {
    post({ type: 'regenerate', id, choose });
  }

  function step(by: -1 | 1): void {
    if (branch) post({ type: 'show-alternative', id, step: by });
  }

  append(answer, urgency);
  extras.add(answer.extras);
  setStatus(answer);
  return {
    role: 'answer',
    id,
    element: root,
    get busy() {
      return isBusy(status);
    },
    append: takeDelta,
    setStatus,
    copy() {
      const copyButton = end.querySelector<HTMLButtonElement>('.copy-answer');
      if (copyButton) copy(copyButton);
    },
    regenerate() {
      if (!isBusy(status)) regenerate(false);
    },
    step,
    shows(other) {
      return (
        other.text === texted.join('') &&
        other.reasoning === thought &&
        JSON.stringify([other.status, other.branch]) === JSON.stringify([status, branch])
      );
    },
    dispose() {
      notice?.dispose();
      reasoning.dispose();
    },
  };
}

function isBusy(status: AnswerStatus): boolean {
  return status.state !== 'done' && status.state !== 'stopped' && status.state !== 'failed';
}
