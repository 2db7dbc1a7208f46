import type { HostEvent } from '../../shared/protocol.ts';
import { isPlain } from '../keyboard.ts';
import { createMenu, type MenuGroup, type MenuRow } from '../menu.ts';
import type { PanelContext } from '../panelContext.ts';
import type { InputMenu } from './inputMenu.ts';
import { beginMention, type Mention, mentionQuery, mentionRange } from './mention.ts';
import { replaceText } from './replaceText.ts';

/** The menu of what can be attached: files, symbols, the selection and so on. */
export interface ContextMenu extends InputMenu {
  readonly isOpen: boolean;
  /** Opens it at the cursor, without an `@`. */
  open(): void;
  /** Takes what the host has found. An answer to an older question is dropped. */
  handleContext(event: Extract<HostEvent, { type: 'context' }>): void;
}

interface Search {
  readonly mention: Mention;
  readonly query: string;
  readonly request: number;
  /** Undefined until the host has answered; the menu shows what it showed before until then. */
  readonly groups?: readonly MenuGroup[];
  /** Take the first thing that is found: Tab or Enter came before the answer. */
  readonly taking?: boolean;
}

const typingPauseMs = 80;

/** Counts on through all composers of the view, so that no answer to an earlier one is taken for the present one's. */
let lastRequest = 0;

export function createContextMenu(
  { texts, post }: PanelContext,
  input: HTMLTextAreaElement,
  onToggle: (isOpen: boolean) => void,
): ContextMenu {
  let search: Search | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const menu = createMenu({
    input,
    label: texts.contextMenu,
    className: 'context-menu',
    keys: [
      ['↑↓', texts.menuSelect],
      ['Tab', texts.menuInsert],
      ['Esc', texts.menuClose],
    ],
    onChoose: take,
  });

  function ask(mention: Mention, query: string): void {
    const isFirst = search === undefined;
    const request = ++lastRequest;
    search = { mention, query, request };
    clearTimeout(timer);
    timer = setTimeout(() => post({ type: 'search-context', request, query }), isFirst ? 0 : typingPauseMs);
    if (menu.chosen) menu.setBusy(true);
    else menu.showMessage(texts.searchingContext, true);
    if (isFirst) onToggle(true);
  }

  function close(): void {
    if (!search) return;
    clearTimeout(timer);
    search = undefined;
    menu.close();
    onToggle(false);
  }

  function take(row: MenuRow): void {
    if (!search) return;
    const [start, end] = mentionRange(search.mention, input.value, input.selectionStart);
    close();
    replaceText(input, start, end, '');
    post({ type: 'attach-context', id: row.id });
  }

  function begin(mention: Mention): void {
    const query = mentionQuery(mention, input.value, input.selectionStart);
    if (query !== undefined) ask(mention, query);
  }

  return {
    element: menu.element,
    get isOpen() {
      return search !== undefined;
    },
    open() {
      input.focus();
      close();
      begin({ start: input.selectionStart, sign: '' });
    },
    follow(mayOpen) {
      const cursor = input.selectionStart;
      if (!search) {
        const mention = mayOpen ? beginMention(input.value, cursor) : undefined;
        if (mention) begin(mention);
        return;
      }
      const query = mentionQuery(search.mention, input.value, cursor);
      // A space may be part of a name, but where nothing was found it ends it.
      const isOver = query === undefined || (isEmpty(search) && /\s/.test(query));
      if (isOver) close();
      else if (query !== search.query) ask(search.mention, query);
    },
    handleContext(event) {
      if (event.request !== search?.request) return;
      const { query, taking } = search;
      const groups = event.groups
        .filter(({ items }) => items.length > 0)
        .map(({ label, items }) => ({ label, rows: items }));
      search = { ...search, groups };
      menu.setBusy(false);
      if (groups.length > 0) menu.show(groups, query);
      else if (/\s/.test(query)) close();
      else menu.showMessage(texts.nothingFound);
      if (taking && menu.chosen) take(menu.chosen);
    },
    handleKey(event) {
      if (!search || !isPlain(event)) return false;
      if (event.key === 'Escape') {
        close();
        return true;
      }
      if (event.key !== 'Enter' && event.key !== 'Tab') return menu.move(event.key);
      if (search.groups === undefined && !/\s/.test(search.query)) {
        // What is shown still belongs to less than what was typed.
        search = { ...search, taking: true };
        return true;
      }
      if (search.groups !== undefined && menu.chosen) {
        take(menu.chosen);
        return true;
      }
      close();
      return false;
    },
    close,
  };
}

function isEmpty({ groups }: Search): boolean {
  return groups?.length === 0;
}
