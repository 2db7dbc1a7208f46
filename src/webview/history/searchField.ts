import type { ViewStrings } from '../../shared/strings.ts';
import { button, element, icon } from '../dom.ts';

export interface SearchField {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  /** What is searched for, without blanks around it. */
  readonly query: string;
  clear(): void;
}

/** So long after the last key a search begins. */
const patienceMs = 120;

/**
 * A field that searches while one types, but not while an input method composes: half a pinyin finds nothing.
 *
 * @param onSearch called when the query has become another one.
 */
export function createSearchField(texts: ViewStrings, onSearch: (query: string) => void): SearchField {
  const input = element('input', {
    type: 'text',
    role: 'searchbox',
    'aria-label': texts.historySearch,
    placeholder: texts.historySearch,
    maxlength: 1000,
    spellcheck: 'false',
  });
  const clearButton = button({
    label: texts.historyClearSearch,
    className: 'icon-button',
    icon: 'close',
    onClick: () => {
      clear();
      input.focus();
    },
  });
  clearButton.hidden = true;
  let searched = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const query = (): string => input.value.trim();

  function search(): void {
    if (query() === searched) return;
    searched = query();
    onSearch(searched);
  }

  function clear(): void {
    input.value = '';
    clearButton.hidden = true;
    search();
  }

  function searchSoon(): void {
    clearButton.hidden = input.value === '';
    clearTimeout(timer);
    timer = setTimeout(search, patienceMs);
  }

  input.addEventListener('input', (event) => {
    if (!(event as InputEvent).isComposing) searchSoon();
  });
  input.addEventListener('compositionend', searchSoon);

  return {
    element: element('div', { class: 'history-search' }, icon('search'), input, clearButton),
    input,
    get query() {
      return query();
    },
    clear,
  };
}
