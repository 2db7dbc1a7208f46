import type { Notice, NoticeAction } from '../shared/protocol.ts';
import { button, element, icon } from './dom.ts';
import type { PanelContext } from './panelContext.ts';
import { format } from './texts.ts';

export interface NoticeCard {
  readonly element: HTMLElement;
  /** Ends its countdown. */
  dispose(): void;
}

/**
 * A card that says what happened and what can be done. It can be put away.
 * @param onDismiss called when it has been
 */
export function createNotice(
  notice: Notice,
  context: PanelContext,
  act: (action: NoticeAction) => void,
  onDismiss: () => void,
): NoticeCard {
  const text = element('div', { class: 'notice-text' }, notice.text);
  const card: HTMLElement = element(
    'div',
    { class: `notice ${notice.severity}`, role: 'alert' },
    icon(notice.severity),
    element('div', { class: 'notice-title' }, notice.title),
    text,
    notice.code === undefined ? undefined : createCode(notice.code, context),
    createActions(notice, act),
    button({
      label: context.texts.dismiss,
      className: 'icon-button notice-dismiss',
      icon: 'close',
      onClick: () => {
        card.remove();
        onDismiss();
      },
    }),
  );
  if (!notice.retry) return { element: card, dispose: () => {} };
  const countdown = createCountdown(notice.retry, context);
  // Full-width punctuation has its space built in.
  text.append(/[\u3000-\u303f\uff00-\uffef]$/.test(notice.text) ? '' : ' ', ...countdown.words);
  card.append(countdown.bar);
  return { element: card, dispose: countdown.dispose };
}

function createCode(code: string, context: PanelContext): HTMLElement {
  const label = `${context.texts.copyErrorCode}: ${code}`;
  const made: HTMLButtonElement = element(
    'button',
    { type: 'button', class: 'notice-code', title: label, 'aria-label': label },
    element('span', { class: 'label' }, code),
    element('span', { class: 'codicon codicon-copy', 'aria-hidden': 'true' }),
  );
  made.addEventListener('click', () => context.copy(code, made));
  return made;
}

function createActions(notice: Notice, act: (action: NoticeAction) => void): HTMLElement | undefined {
  if (notice.actions.length === 0) return undefined;
  const buttons = notice.actions.map(({ label, action }, index) =>
    button({
      label,
      text: label,
      className: index === 0 ? 'button primary' : 'button secondary',
      onClick: () => act(action),
    }),
  );
  return element('div', { class: 'notice-actions' }, ...buttons);
}

/** The seconds until the next try, in words and as a bar. A screen reader hears them once, not every second. */
function createCountdown(
  { waitMs, leftMs }: NonNullable<Notice['retry']>,
  context: PanelContext,
): { words: readonly HTMLElement[]; bar: HTMLElement; dispose: () => void } {
  const { texts } = context;
  const end = context.now() + leftMs;
  const seen = element('span', { 'aria-hidden': 'true' });
  const heard = element('span', { class: 'visually-hidden' });
  const fill = element('div', { class: 'countdown-fill' });
  const bar = element('div', { class: 'countdown', 'aria-hidden': 'true' }, fill);
  const show = () => {
    const left = Math.max(0, end - context.now());
    seen.textContent = format(texts.retryingIn, Math.ceil(left / 1000));
    fill.style.setProperty('transform', `scaleX(${waitMs > 0 ? Math.min(1, left / waitMs) : 0})`);
  };
  show();
  heard.textContent = seen.textContent;
  return { words: [seen, heard], bar, dispose: context.ticker.every(show) };
}
