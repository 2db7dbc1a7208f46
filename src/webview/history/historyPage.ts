import type { HistoryRow, HostEvent } from '../../shared/protocol.ts';
import { button, element } from '../dom.ts';
import { isComposing } from '../keyboard.ts';
import type { PanelContext } from '../panelContext.ts';
import { format } from '../texts.ts';
import { groupRows } from './historyGroups.ts';
import { createHistoryList } from './historyList.ts';
import { createSearchField } from './searchField.ts';
import { createTimeText } from './timeText.ts';

type HistoryEvent = Extract<HostEvent, { type: 'history' }>;

export interface HistoryPageOptions {
  /** Whether to group by workspace at first; else by age. */
  readonly byWorkspace: boolean;
  /** Called when the user has changed that, for it to be remembered. */
  onGroupingChange(byWorkspace: boolean): void;
  /** The user wants back to the conversation. */
  onLeave(): void;
}

/** The list of all conversations: to search, open, rename, pin, export and delete them. */
export interface HistoryPage {
  readonly element: HTMLElement;
  /** Asks the host for the rows; to be called each time the page comes into sight. */
  show(): void;
  handle(event: HistoryEvent): void;
  /** Puts the cursor into the search field. */
  focus(): void;
}

export function createHistoryPage(context: PanelContext, options: HistoryPageOptions): HistoryPage {
  const { texts, post } = context;
  const timeText = createTimeText(document.documentElement.lang);
  let { byWorkspace } = options;
  let rows: readonly HistoryRow[] = [];
  /** Whether the answer to what was typed is still to come. */
  let isSearching = false;

  const search = createSearchField(texts, (query) => {
    isSearching = query !== '';
    post({ type: 'search-history', query });
  });
  const list = createHistoryList(context, { timeText, onLeaveUpwards: () => search.input.focus() });
  const message = element('div', { class: 'history-message', hidden: true });
  const back = button({
    label: texts.historyBack,
    className: 'icon-button',
    icon: 'arrow-left',
    onClick: options.onLeave,
  });
  const grouping = button({
    label: texts.historyByWorkspace,
    className: 'icon-button history-grouping',
    icon: 'group-by-ref-type',
    onClick: () => {
      byWorkspace = !byWorkspace;
      options.onGroupingChange(byWorkspace);
      draw();
    },
  });
  const kept = element('span', { class: 'history-kept' });
  const exportAll = button({
    label: texts.historyExportAll,
    text: texts.historyExportAll,
    className: 'link-button',
    onClick: () => post({ type: 'export-all' }),
  });
  const importFile = button({
    label: texts.historyImport,
    text: texts.historyImport,
    className: 'link-button',
    onClick: () => post({ type: 'import' }),
  });
  const footer = element('div', { class: 'history-footer', hidden: true }, kept, exportAll, importFile);
  const page = element(
    'div',
    { class: 'history' },
    element('h1', { class: 'visually-hidden' }, texts.history),
    element('div', { class: 'history-head' }, back, search.element, grouping),
    element('div', { class: 'history-scroller' }, message, list.element),
    footer,
  );

  function draw(): void {
    const now = Date.now();
    const { query } = search;
    grouping.setAttribute('aria-pressed', String(byWorkspace));
    const groups = groupRows(rows, { now, byWorkspace, searched: query !== '', texts, timeText });
    list.show(groups, query, now);
  }

  function showMessage(total: number): void {
    const { query } = search;
    message.hidden = rows.length > 0;
    if (rows.length > 0) return;
    if (total > 0 && query !== '') {
      message.replaceChildren(element('p', {}, format(texts.historyNothingFound, query)));
      return;
    }
    const start = button({
      label: texts.historyNewChat,
      text: texts.historyNewChat,
      className: 'button primary',
      onClick: () => post({ type: 'new-chat' }),
    });
    message.replaceChildren(element('p', {}, texts.historyEmpty), start);
  }

  function announceFound({ query }: HistoryEvent): void {
    if (!isSearching) return;
    isSearching = false;
    if (rows.length === 0) context.announce(format(texts.historyNothingFound, query));
    else if (rows.length === 1) context.announce(texts.historyFoundOne);
    else context.announce(format(texts.historyFound, rows.length));
  }

  page.addEventListener('keydown', (event) => {
    if (isComposing(event)) return;
    const isTyping = event.target === search.input;
    if (event.key === 'Escape') {
      // The panel would stop the answer.
      event.stopPropagation();
      if (search.input.value === '') {
        options.onLeave();
      } else {
        search.clear();
        search.input.focus();
      }
    } else if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
      search.input.focus();
      search.input.select();
    } else if (event.key === 'ArrowDown' && isTyping) {
      list.focusFirst();
    } else {
      return;
    }
    event.preventDefault();
  });

  return {
    element: page,
    show() {
      post({ type: 'search-history', query: search.query });
    },
    handle(event) {
      // An answer to what is not searched for any more.
      if (event.query !== search.query) return;
      rows = event.rows;
      const { total } = event;
      draw();
      showMessage(total);
      announceFound(event);
      kept.textContent = total === 1 ? texts.historyKeptOne : format(texts.historyKept, total);
      kept.hidden = total === 0;
      exportAll.hidden = total === 0;
      footer.hidden = false;
    },
    focus: () => search.input.focus(),
  };
}
