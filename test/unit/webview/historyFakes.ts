import type { HistoryRow, ViewIntention } from '../../../src/shared/protocol.ts';
import { viewStrings } from '../../../src/shared/strings.ts';
import { createFrameQueue } from '../../../src/webview/frameQueue.ts';
import { createHistoryPage } from '../../../src/webview/history/historyPage.ts';
import type { PanelContext } from '../../../src/webview/panelContext.ts';

export function row(id: string, changes: Partial<HistoryRow> = {}): HistoryRow {
  return {
    id,
    title: `Title ${id}`,
    model: 'GLM',
    count: 4,
    updatedAt: Date.now(),
    pinned: false,
    workspace: 'hanlin',
    here: true,
    busy: false,
    current: false,
    ...changes,
  };
}

/** The page with nothing around it, with frames and a clock that the test turns. */
export function createTestHistory(byWorkspace = false) {
  const posted: ViewIntention[] = [];
  const said: string[] = [];
  const frames: (() => void)[] = [];
  let left = 0;
  let grouped: boolean | undefined;
  const time = { now: 0 };
  const queue = createFrameQueue({
    requestFrame: (callback) => frames.push(callback),
    afterFrame: () => {},
    // Each look at the clock is a millisecond later: a frame has room for a few steps.
    now: () => time.now++,
  });
  const context = {
    texts: viewStrings,
    frames: queue,
    post: (intention: ViewIntention) => posted.push(intention),
    announce: (text: string) => said.push(text),
  } as unknown as PanelContext;
  const page = createHistoryPage(context, {
    byWorkspace,
    onGroupingChange: (next) => {
      grouped = next;
    },
    onLeave: () => {
      left += 1;
    },
  });
  document.body.replaceChildren(page.element);
  const find = (selector: string): HTMLElement => {
    const found = page.element.querySelector<HTMLElement>(selector);
    if (!found) throw new Error(`nothing matches ${selector}`);
    return found;
  };
  return {
    page,
    posted,
    said,
    find,
    leaves: () => left,
    grouped: () => grouped,
    search: find('[role=searchbox]') as HTMLInputElement,
    frame: () => frames.shift()?.(),
    settle() {
      for (let next = frames.shift(); next; next = frames.shift()) next();
    },
    show(rows: readonly HistoryRow[], query = '', total = rows.length) {
      page.handle({ type: 'history', query, rows: [...rows], total });
    },
    ids: () =>
      [...page.element.querySelectorAll<HTMLElement>('.history-row')].map((own) => own.dataset['id']),
    open: (id: string) => find(`[data-id="${id}"] .history-open`),
    action: (id: string, action: string) => {
      find(`[data-id="${id}"] .history-open`).dispatchEvent(new Event('pointerover', { bubbles: true }));
      return find(`[data-id="${id}"] [data-action="${action}"]`);
    },
  };
}

export const press = (target: Element, key: string, more: KeyboardEventInit = {}) => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
  target.dispatchEvent(event);
  return event;
};
export const type = (input: HTMLInputElement, text: string, isComposing = false) => {
  input.value = text;
  const event = new Event('input', { bubbles: true });
  Object.defineProperty(event, 'isComposing', { value: isComposing });
  input.dispatchEvent(event);
};
export const focusedId = () => document.activeElement?.closest<HTMLElement>('.history-row')?.dataset['id'];
export const searches = (posted: readonly ViewIntention[]) =>
  posted.flatMap((intention) => (intention.type === 'search-history' ? [intention.query] : []));
