import type { HistoryRow } from '../../shared/protocol.ts';
import type { ViewStrings } from '../../shared/strings.ts';
import { element, icon } from '../dom.ts';
import { isComposing } from '../keyboard.ts';
import { format } from '../texts.ts';
import { matchRanges } from './matchRanges.ts';

/** What the buttons of a row do; they carry it in `data-action`. */
export const rowActions = ['pin', 'rename', 'export', 'open-in-editor', 'delete'] as const;
export type RowAction = (typeof rowActions)[number];

/** A conversation as its row shows it. */
export interface RowContent {
  readonly row: HistoryRow;
  /** `14:32`, a weekday or a date. */
  readonly time: string;
  /** The whole moment in words. */
  readonly longTime: string;
  /** What was searched for; empty if nothing was. */
  readonly query: string;
}

/** A conversation in the list: a button that fills the row, and over its end the actions, which are made on demand. */
export interface HistoryRowView {
  readonly element: HTMLElement;
  /** The button that opens the conversation. */
  readonly open: HTMLButtonElement;
  readonly row: HistoryRow;
  update(content: RowContent): void;
  /** Makes the action buttons, for thousands of rows would have them for nothing. */
  prepareActions(): void;
  /**
   * Lets the title be edited in its place.
   *
   * @param onEnd called once, with the new title, or with undefined if it stays as it was.
   */
  rename(onEnd: (title: string | undefined) => void): void;
}

export function createHistoryRow(first: RowContent, texts: ViewStrings): HistoryRowView {
  const busy = element('span', { class: 'busy-slot' });
  const title = element('span', { class: 'history-title' });
  const detail = element('span', { class: 'history-detail' });
  const time = element('span', { class: 'history-time' });
  const open = element(
    'button',
    { type: 'button', class: 'history-open', tabindex: -1 },
    element('span', { class: 'history-line' }, busy, title),
    element('span', { class: 'history-line history-meta' }, detail, time),
  );
  const made = element('li', { class: 'history-row', 'data-id': first.row.id }, open);
  let content = first;
  let actions: HTMLElement | undefined;

  function draw(): void {
    const { row, query } = content;
    showMatches(title, row.title, query);
    if (row.excerpt === undefined) detail.textContent = metaText(row, texts);
    else showMatches(detail, row.excerpt, query);
    time.textContent = content.time;
    busy.replaceChildren(
      ...(row.busy
        ? [icon('loading'), element('span', { class: 'visually-hidden' }, texts.historyAnswering)]
        : []),
    );
    made.classList.toggle('current', row.current);
    if (row.current) open.setAttribute('aria-current', 'true');
    else open.removeAttribute('aria-current');
    // On the parts: on the button they would be read out after the same words.
    title.title = row.title;
    time.title = content.longTime;
    drawActions();
  }

  function drawActions(): void {
    if (!actions) return;
    const { row } = content;
    for (const button of actions.querySelectorAll('button')) {
      const action = button.dataset['action'] as RowAction;
      const label = actionLabel(action, row, texts);
      button.title = label;
      button.setAttribute('aria-label', `${label}: ${row.title}`);
      button.replaceChildren(icon(actionIcon(action, row)));
    }
  }

  draw();
  return {
    element: made,
    open,
    get row() {
      return content.row;
    },
    update(next) {
      if (isSame(content, next)) return;
      content = next;
      draw();
    },
    prepareActions() {
      if (actions) return;
      const buttons = rowActions.map((action) =>
        element('button', { type: 'button', class: 'icon-button', 'data-action': action }),
      );
      actions = element('div', { class: 'history-actions' }, ...buttons);
      made.append(actions);
      drawActions();
    },
    rename(onEnd) {
      const input = element('input', {
        class: 'history-rename',
        type: 'text',
        maxlength: 200,
        value: content.row.title,
        'aria-label': texts.historyTitleField,
      });
      let isOver = false;
      const end = (kept: string | undefined): void => {
        if (isOver) return;
        isOver = true;
        made.classList.remove('renaming');
        input.remove();
        const changed = kept === '' || kept === content.row.title ? undefined : kept;
        // The host says the same in a moment; until then the old title would flash up.
        if (changed !== undefined) title.textContent = changed;
        onEnd(changed);
      };
      input.addEventListener('keydown', (event) => {
        // What is typed is no command of the list.
        event.stopPropagation();
        if (isComposing(event)) return;
        if (event.key === 'Enter') end(input.value.trim());
        else if (event.key === 'Escape') end(undefined);
        else return;
        event.preventDefault();
      });
      // As everywhere in VS Code: going elsewhere keeps the name. But a row that moves in the list loses the focus for a
      // moment, too, and one that is deleted for good.
      input.addEventListener('blur', () => {
        setTimeout(() => {
          if (input.isConnected && document.activeElement !== input) end(input.value.trim());
        });
      });
      made.classList.add('renaming');
      made.append(input);
      input.focus();
      input.select();
    },
  };
}

function metaText({ model, count }: HistoryRow, texts: ViewStrings): string {
  const messages = count === 1 ? texts.historyCountOne : format(texts.historyCount, count);
  return model === '' ? messages : `${model} · ${messages}`;
}

function actionLabel(action: RowAction, row: HistoryRow, texts: ViewStrings): string {
  switch (action) {
    case 'pin':
      return row.pinned ? texts.historyUnpin : texts.historyPin;
    case 'rename':
      return texts.historyRename;
    case 'export':
      return texts.historyExport;
    case 'open-in-editor':
      return texts.historyOpenInEditor;
    case 'delete':
      return texts.historyDelete;
  }
}

function actionIcon(action: RowAction, row: HistoryRow): string {
  switch (action) {
    case 'pin':
      return row.pinned ? 'pinned' : 'pin';
    case 'rename':
      return 'edit';
    case 'export':
      return 'export';
    case 'open-in-editor':
      return 'go-to-file';
    case 'delete':
      return 'trash';
  }
}

function isSame(a: RowContent, b: RowContent): boolean {
  if (a.time !== b.time || a.longTime !== b.longTime || a.query !== b.query) return false;
  const names = Object.keys(a.row) as (keyof HistoryRow)[];
  return names.length === Object.keys(b.row).length && names.every((name) => a.row[name] === b.row[name]);
}

function showMatches(place: HTMLElement, text: string, query: string): void {
  const pieces: (string | Node)[] = [];
  let at = 0;
  for (const { start, end } of matchRanges(text, query)) {
    pieces.push(text.slice(at, start), element('mark', {}, text.slice(start, end)));
    at = end;
  }
  place.replaceChildren(...pieces, text.slice(at));
}
