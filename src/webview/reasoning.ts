import { element, icon } from './dom.ts';
import type { PanelContext } from './panelContext.ts';
import { format, formatSeconds } from './texts.ts';

/** What a model thought before it answered: one line, which opens. */
export interface ReasoningBlock {
  readonly element: HTMLElement;
  append(text: string): void;
  /** @param elapsedMs how long the model has been thinking so far; the line counts on from there */
  thinking(elapsedMs: number): void;
  /** @param tookMs how long it thought, if known */
  done(tookMs: number | undefined): void;
  dispose(): void;
}

let lastId = 0;

export function createReasoning(context: PanelContext): ReasoningBlock {
  const { texts } = context;
  lastId += 1;
  const id = `reasoning-${lastId}`;
  const label = element('span', { class: 'reasoning-label' });
  const toggle = element(
    'button',
    { type: 'button', class: 'reasoning-toggle', 'aria-expanded': 'false', 'aria-controls': id },
    icon('chevron-right'),
    label,
  );
  const content = element('div', { class: 'reasoning-text', id, hidden: true, tabindex: 0 });
  const text = document.createTextNode('');
  content.append(text);
  const root = element('div', { class: 'reasoning', hidden: true }, toggle, content);
  let stopTicking: (() => void) | undefined;

  toggle.addEventListener('click', () => {
    const open = content.hidden;
    content.hidden = !open;
    toggle.setAttribute('aria-expanded', String(open));
    if (open && stopTicking) content.scrollTop = content.scrollHeight;
  });

  function dispose(): void {
    stopTicking?.();
    stopTicking = undefined;
  }

  return {
    element: root,
    append(more) {
      root.hidden = false;
      const follows = !content.hidden && content.scrollHeight - content.scrollTop - content.clientHeight < 20;
      text.appendData(more);
      if (follows) content.scrollTop = content.scrollHeight;
    },
    thinking(elapsedMs) {
      if (stopTicking) return;
      const start = context.now() - elapsedMs;
      const show = () => {
        label.textContent = format(texts.thinking, Math.floor((context.now() - start) / 1000));
      };
      root.hidden = false;
      show();
      stopTicking = context.ticker.every(show);
    },
    done(tookMs) {
      dispose();
      label.textContent =
        tookMs === undefined ? texts.thought : format(texts.thoughtFor, formatSeconds(tookMs));
    },
    dispose,
  };
}
