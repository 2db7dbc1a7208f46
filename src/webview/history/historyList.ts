import type { HistoryRow } from '../../shared/protocol.ts';
import { element } from '../dom.ts';
import { isComposing } from '../keyboard.ts';
import type { PanelContext } from '../panelContext.ts';
import type { HistoryGroup } from './historyGroups.ts';
import { createHistoryRow, type HistoryRowView, type RowAction, rowActions } from './historyRow.ts';
import type { TimeText } from './timeText.ts';

export interface HistoryListOptions {
  readonly timeText: TimeText;
  /** The focus goes up from the first row, or the row that had it is gone and none is left. */
  onLeaveUpwards(): void;
}

export interface HistoryList {
  readonly element: HTMLElement;
  /** Shows these rows in place of others. What stays keeps its focus and its place. */
  show(groups: readonly HistoryGroup[], query: string, now: number): void;
  /** Focuses the first row, if there is one. */
  focusFirst(): void;
}

interface Section {
  readonly element: HTMLElement;
  readonly heading: HTMLElement;
  readonly list: HTMLElement;
}

/** Rows that are there at once: more than fit on a screen. The others follow in steps, so that no frame is dropped. */
const firstRows = 40;
const rowsPerStep = 10;

/** The rows of the history under their headings. One row is in the tab order; arrow keys go to the others. */
export function createHistoryList(context: PanelContext, options: HistoryListOptions): HistoryList {
  const { texts, post } = context;
  const root = element('div', { class: 'history-list' });
  const sections = new Map<string, Section>();
  const views = new Map<string, HistoryRowView>();
  /** The ids of the rows from top to bottom, those that are still to be made included. */
  let order: readonly string[] = [];
  let reachable: HistoryRowView | undefined;
  /** Counts the lists shown: the steps of an old one end. */
  let generation = 0;

  function show(groups: readonly HistoryGroup[], query: string, now: number): void {
    const before = order;
    const ids = new Set(groups.flatMap(({ rows }) => rows.map(({ id }) => id)));
    order = [...ids];
    generation += 1;
    const focused = root.contains(document.activeElement)
      ? (document.activeElement as HTMLElement)
      : undefined;
    const focusedId = focused && rowOf(focused)?.row.id;
    for (const [id, view] of views) {
      if (ids.has(id)) continue;
      view.element.remove();
      views.delete(id);
    }
    const steps = drawSteps(groups, query, now, generation, focused);
    if (steps.next().done !== true) context.frames.addIdle(steps);
    if (!reachable || views.get(reachable.row.id) !== reachable) setReachable(currentView() ?? viewAt(0));
    if (focusedId !== undefined && !ids.has(focusedId)) focusNeighbour(before, focusedId, ids);
  }

  /** Draws the list from top to bottom and pauses every few rows. */
  function* drawSteps(
    groups: readonly HistoryGroup[],
    query: string,
    now: number,
    own: number,
    focused: HTMLElement | undefined,
  ): Generator<void, void> {
    const groupOf = new Map(groups.flatMap(({ key, rows }) => rows.map(({ id }) => [id, key] as const)));
    const keys = new Set(groups.map(({ key }) => key));
    const refocus = (): void => {
      // A node that is put elsewhere loses the focus.
      if (focused?.isConnected && document.activeElement === document.body)
        focused.focus({ preventScroll: true });
    };
    let room = firstRows;
    let sectionCursor: Element | null = root.firstElementChild;
    for (const group of groups) {
      const section = sectionFor(group);
      while (sectionCursor && !keys.has(keyOf(sectionCursor)))
        sectionCursor = sectionCursor.nextElementSibling;
      if (sectionCursor === section.element) sectionCursor = section.element.nextElementSibling;
      else root.insertBefore(section.element, sectionCursor);
      let cursor: Element | null = section.list.firstElementChild;
      for (const row of group.rows) {
        if (room === 0) {
          refocus();
          yield;
          if (generation !== own) return;
          room = rowsPerStep;
        }
        room -= 1;
        const view = drawRow(row, group, query, now);
        // Rows that belong elsewhere stay until their turn comes, so that as few as possible are moved.
        while (cursor && groupOf.get(idOf(cursor)) !== group.key) cursor = cursor.nextElementSibling;
        if (cursor === view.element) cursor = cursor.nextElementSibling;
        else section.list.insertBefore(view.element, cursor);
      }
    }
    for (const [key, section] of sections) {
      if (keys.has(key)) continue;
      section.element.remove();
      sections.delete(key);
    }
    refocus();
  }

  function sectionFor({ key, label, rows }: HistoryGroup): Section {
    let section = sections.get(key);
    if (!section) {
      const heading = element('h2', {});
      const list = element('ul', {});
      section = { element: element('section', { 'data-key': key }, heading, list), heading, list };
      sections.set(key, section);
    }
    section.heading.textContent = label ?? null;
    section.heading.hidden = label === undefined;
    // How high it will be, for the scroll bar: out of sight nothing in it is laid out.
    section.element.style.setProperty('--rows', String(rows.length));
    section.list.setAttribute('aria-label', label ?? texts.history);
    return section;
  }

  function drawRow(row: HistoryRow, group: HistoryGroup, query: string, now: number): HistoryRowView {
    const { timeText } = options;
    const time = timeText.short(row.updatedAt, now, group.isDay);
    const content = { row, time, longTime: timeText.long(row.updatedAt), query };
    let view = views.get(row.id);
    if (view) {
      view.update(content);
    } else {
      view = createHistoryRow(content, texts);
      views.set(row.id, view);
    }
    return view;
  }

  function rowOf(target: EventTarget | null): HistoryRowView | undefined {
    const found = target instanceof Element ? target.closest('.history-row') : null;
    return found ? views.get(idOf(found)) : undefined;
  }

  function viewAt(index: number): HistoryRowView | undefined {
    const id = order[index];
    return id === undefined ? undefined : views.get(id);
  }

  function currentView(): HistoryRowView | undefined {
    return [...views.values()].find(({ row }) => row.current);
  }

  function setReachable(view: HistoryRowView | undefined): void {
    if (reachable) reachable.open.tabIndex = -1;
    reachable = view;
    if (view) view.open.tabIndex = 0;
  }

  function focusView(view: HistoryRowView | undefined): void {
    view?.open.focus();
  }

  /** Where the row that had the focus was, there is now the next one, or the last. */
  function focusNeighbour(before: readonly string[], id: string, ids: ReadonlySet<string>): void {
    const place = before.indexOf(id);
    const left = (candidate: string): boolean => ids.has(candidate) && views.has(candidate);
    const next = before.slice(place + 1).find(left) ?? before.slice(0, place).findLast(left);
    if (next === undefined) options.onLeaveUpwards();
    else focusView(views.get(next));
  }

  function rename(view: HistoryRowView): void {
    const { id } = view.row;
    view.rename((title) => {
      if (title !== undefined) post({ type: 'rename-conversation', id, title });
      if (document.activeElement === document.body) focusView(view);
    });
  }

  function act(view: HistoryRowView, action: RowAction): void {
    const { id, pinned } = view.row;
    switch (action) {
      case 'pin':
        post({ type: 'pin-conversation', id, pinned: !pinned });
        break;
      case 'rename':
        rename(view);
        break;
      case 'export':
        post({ type: 'export-conversation', id });
        break;
      case 'open-in-editor':
        post({ type: 'open-conversation', id, place: 'editor' });
        break;
      case 'delete':
        post({ type: 'delete-conversation', id });
        break;
    }
  }

  root.addEventListener('pointerover', (event) => rowOf(event.target)?.prepareActions());
  root.addEventListener('focusin', (event) => {
    const view = rowOf(event.target);
    view?.prepareActions();
    if (view) setReachable(view);
  });
  root.addEventListener('click', (event) => {
    const view = rowOf(event.target);
    if (!view || !(event.target instanceof Element)) return;
    const action = event.target.closest<HTMLElement>('[data-action]')?.dataset['action'];
    const known = rowActions.find((candidate) => candidate === action);
    if (known) {
      act(view, known);
    } else if (view.open.contains(event.target)) {
      const place = event.ctrlKey || event.metaKey ? 'editor' : 'here';
      post({ type: 'open-conversation', id: view.row.id, place });
    }
  });
  root.addEventListener('keydown', (event) => {
    const view = rowOf(event.target);
    if (!view || isComposing(event)) return;
    const place = order.indexOf(view.row.id);
    switch (event.key) {
      case 'ArrowDown':
        focusView(viewAt(place + 1));
        break;
      case 'ArrowUp':
        if (place === 0) options.onLeaveUpwards();
        else focusView(viewAt(place - 1));
        break;
      case 'Home':
        focusView(viewAt(0));
        break;
      case 'End':
        focusView(order.map((id) => views.get(id)).findLast((last) => last !== undefined));
        break;
      case 'Enter':
        // A click with Ctrl comes from the mouse only.
        if (!(event.ctrlKey || event.metaKey) || event.target !== view.open) return;
        act(view, 'open-in-editor');
        break;
      case 'F2':
        rename(view);
        break;
      case 'Delete':
        act(view, 'delete');
        break;
      case 'Backspace':
        if (!event.metaKey) return;
        act(view, 'delete');
        break;
      default:
        return;
    }
    event.preventDefault();
  });

  return { element: root, show, focusFirst: () => focusView(viewAt(0)) };
}

function idOf(row: Element): string {
  return String((row as HTMLElement).dataset['id']);
}

function keyOf(section: Element): string {
  return String((section as HTMLElement).dataset['key']);
}
