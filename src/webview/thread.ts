import type { HostEvent, Turn, VendorRow } from '../shared/protocol.ts';
import { type AnswerView, createAnswer, type Urgency } from './answer.ts';
import { button, element } from './dom.ts';
import { createEarlierTurns } from './earlierTurns.ts';
import { createEmptyState } from './emptyState.ts';
import type { PanelContext } from './panelContext.ts';
import { createQuestion, type QuestionView } from './question.ts';
import { goToPlace, readPlace, type ScrollPlace } from './scrollPlace.ts';
import { onNextMove, stickToBottom } from './stickToBottom.ts';
import { actOnKey } from './turnView.ts';

type EventOf<Type extends HostEvent['type']> = Extract<HostEvent, { type: Type }>;

/** The conversation, or what there is to see before one. */
export interface Thread {
  readonly element: HTMLElement;
  readonly busy: boolean;
  /** The texts of the questions, in their order. */
  readonly questions: readonly string[];
  begin(event: EventOf<'begin'>): void;
  branch(event: EventOf<'branch'>): void;
  earlier(event: EventOf<'earlier'>): void;
  delta(event: EventOf<'delta'>): void;
  status(event: EventOf<'status'>): void;
  restart(event: EventOf<'restart'>): void;
  setVendors(vendors: readonly VendorRow[]): void;
  /** Moves the focus a turn up or down. Returns false at the end of the conversation. */
  focusTurn(direction: 'up' | 'down'): boolean;
  /** Where the reader is; undefined at the end. */
  readPlace(): ScrollPlace | undefined;
  /** Goes to the place that the thread was made with, if its turn is still there. */
  goToPlace(): void;
  /** Keeps its place while it is not shown. Returns a function to be called when it is shown again. */
  suspend(): () => void;
  dispose(): void;
}

/** How long, in milliseconds, after the reader has begun to scroll the place is kept. */
const keepPlaceMs = 300;
/** So many of the last turns are rendered at once, the others when there is nothing else to do. */
const urgentTurns = 4;

/** @param place where the reader was in the same conversation; `goToPlace` leads there once the thread is shown */
export function createThread(
  start: Pick<EventOf<'state'>, 'turns' | 'earlier' | 'vendors'>,
  context: PanelContext,
  place?: ScrollPlace,
): Thread {
  const { texts } = context;
  let vendors: readonly VendorRow[] = start.vendors;
  let views: readonly (QuestionView | AnswerView)[] = [];
  let newest: HTMLElement | undefined;

  const heading = element('h1', { class: 'visually-hidden' }, texts.thread);
  const list = element('div', { class: 'turns' });
  const scroller = element(
    'div',
    // A log announces what is added to it; the finished answer is announced instead of its every word.
    { class: 'thread', role: 'log', 'aria-label': texts.thread, 'aria-live': 'off', tabindex: 0 },
    list,
  );
  const latest = button({
    label: texts.latest,
    text: texts.latest,
    className: 'latest',
    icon: 'arrow-down',
    onClick() {
      stopSeeking();
      sticker.stick();
    },
  });
  latest.hidden = true;
  const isConversation = () => views.length > 0;
  const sticker = stickToBottom(scroller, list, isConversation, (stuck) => {
    latest.hidden = stuck || views.length === 0;
  });
  const earlier = createEarlierTurns(scroller, context, start.earlier);
  /** Where the reader was, as long as the turns above it are still being drawn. */
  let sought: ScrollPlace | undefined;
  const seeker = new ResizeObserver(() => {
    if (sought) goToPlace(scroller, views, sought);
  });
  let lastPlace: ReturnType<typeof setTimeout> | undefined;
  scroller.addEventListener(
    'scroll',
    () => {
      lastPlace ??= setTimeout(() => {
        lastPlace = undefined;
        context.keepPlace(sticker.stuck ? undefined : (sought ?? readPlace(scroller, views)));
      }, keepPlaceMs);
    },
    { passive: true },
  );
  const root = element('div', { class: 'thread-frame' }, heading, scroller, latest);

  function createView(turn: Turn, urgency: Urgency): QuestionView | AnswerView {
    return turn.role === 'question' ? createQuestion(turn, context) : createAnswer(turn, context, urgency);
  }

  /** From the last to the first, so that what is seen first is rendered first. */
  function createViews(turns: readonly Turn[], urgent: number): readonly (QuestionView | AnswerView)[] {
    return turns
      .toReversed()
      .map((turn, index) => createView(turn, index < urgent ? 'soon' : 'idle'))
      .reverse();
  }

  function answer(id: string): AnswerView | undefined {
    return views.findLast((view): view is AnswerView => view.id === id && view.role === 'answer');
  }

  /**
   * Puts other turns in the place of those after one.
   * @param after null, and a turn that is not loaded: all make way
   */
  function replaceAfter(after: string | null, turns: readonly Turn[]): void {
    const kept = views.slice(0, views.findIndex(({ id }) => id === after) + 1);
    const old = new Map(views.slice(kept.length).map((view) => [view.id, view]));
    const fresh = turns.map((turn) => {
      const view = old.get(turn.id);
      if (turn.role === 'question' || view?.role !== 'answer' || !view.shows(turn))
        return createView(turn, 'soon');
      old.delete(turn.id);
      return view;
    });
    for (const view of old.values()) {
      view.dispose();
      view.element.remove();
    }
    if (after === null) earlier.loaded(false);
    list.querySelector('.empty-state')?.replaceWith(earlier.element);
    views = [...kept, ...fresh];
    markNewest();
    heading.hidden = false;
    if (views.length === 0 && earlier.element.hidden) showEmpty();
    // What is in its place already is not touched: moving it would take the focus away.
    let next = (kept.at(-1)?.element ?? earlier.element).nextElementSibling;
    for (const { element: turn } of fresh) {
      if (turn === next) next = turn.nextElementSibling;
      else list.insertBefore(turn, next);
    }
  }

  /** By an attribute, for a change of what is `:last-child` has all the elements in both of the turns looked at. */
  function markNewest(): void {
    delete newest?.dataset['newest'];
    newest = views.at(-1)?.element;
    if (newest) newest.dataset['newest'] = '';
  }

  function stopSeeking(): void {
    sought = undefined;
    seeker.disconnect();
  }

  function showEmpty(): void {
    // The welcome has a heading of its own.
    heading.hidden = true;
    list.replaceChildren(createEmptyState(vendors, context));
    scroller.scrollTop = 0;
  }

  list.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const url = link?.dataset['url'];
    const path = link?.dataset['path'];
    if (url !== undefined) context.post({ type: 'open-link', url });
    else if (path !== undefined) context.post({ type: 'open-path', path });
    else return;
    event.preventDefault();
    // VS Code opens links by itself, from a listener above this one.
    event.stopPropagation();
  });

  list.addEventListener('keydown', (event) => {
    const { target } = event;
    if (!(target instanceof HTMLElement)) return;
    if (event.key === 'Enter' && target.matches('.file-link')) {
      event.preventDefault();
      target.click();
      return;
    }
    const view = views.find(({ element: turn }) => turn === target);
    if (view && actOnKey(event, view)) event.preventDefault();
  });

  const seen = place === undefined ? -1 : start.turns.findIndex(({ id }) => id === place.id);
  views = createViews(start.turns, seen === -1 ? urgentTurns : start.turns.length - seen);
  markNewest();
  if (views.length === 0) showEmpty();
  else list.append(earlier.element, ...views.map((view) => view.element));

  return {
    element: root,
    get busy() {
      return views.some((view) => view.role === 'answer' && view.busy);
    },
    get questions() {
      return views.filter((view) => view.role === 'question').map(({ text }) => text);
    },
    begin({ after, question, answer: begun }) {
      replaceAfter(after, [question, begun]);
      stopSeeking();
      sticker.stick();
    },
    branch({ after, turns }) {
      const focused = views.find(({ element: turn }) => turn.contains(document.activeElement));
      const arrow = document.activeElement?.closest('.branch-arrow')?.classList.contains('next');
      const place = readPlace(scroller, views.slice(0, views.findIndex(({ id }) => id === after) + 1));
      const wasStuck = sticker.stuck;
      replaceAfter(after, turns);
      context.frames.runNow();
      const first = views[views.length - turns.length];
      const isAskedAnew = turns.some((turn) => answer(turn.id)?.busy === true);
      if (wasStuck && (isAskedAnew || turns.length < 2)) sticker.stick();
      else {
        sticker.release();
        goToPlace(scroller, views, place);
      }
      if (!focused || focused.element.isConnected) return;
      const side = arrow === true ? '.next' : '.previous';
      const again = arrow === undefined ? undefined : first?.element.querySelector<HTMLElement>(side);
      (again ?? first?.element ?? views.at(-1)?.element ?? scroller).focus({ preventScroll: true });
    },
    earlier({ turns, earlier: more }) {
      const place = readPlace(scroller, views);
      const hadFocus = document.activeElement === earlier.element;
      const added = createViews(turns, 0);
      const first = views[0]?.element ?? null;
      for (const view of added) list.insertBefore(view.element, first);
      views = [...added, ...views];
      earlier.loaded(more);
      if (hadFocus) added.at(-1)?.element.focus({ preventScroll: true });
      if (!sticker.stuck) goToPlace(scroller, views, place);
    },
    delta({ type: _, sequence: __, id, ...delta }) {
      answer(id)?.append(delta);
    },
    status(event) {
      answer(event.id)?.setStatus(event);
    },
    restart({ id, answer: next }) {
      const old = answer(id);
      if (!old) return;
      const hadFocus = old.element.contains(document.activeElement);
      const { scrollTop } = scroller;
      old.dispose();
      const view = createAnswer(next, context, 'soon');
      views = views.map((each) => (each === old ? view : each));
      markNewest();
      old.element.replaceWith(view.element);
      if (hadFocus) view.element.focus({ preventScroll: true });
      // Until its text is drawn, which it may go on with, the page is shorter.
      context.frames.runNow();
      if (!sticker.stuck) scroller.scrollTop = scrollTop;
    },
    setVendors(next) {
      vendors = next;
      if (views.length === 0) showEmpty();
    },
    focusTurn(direction) {
      const current = views.findIndex(({ element: turn }) => turn.contains(document.activeElement));
      if (current === -1 && direction === 'down') return false;
      const index = direction === 'down' ? current + 1 : current === -1 ? views.length - 1 : current - 1;
      const next = views[index]?.element;
      const { scrollTop } = scroller;
      next?.focus();
      next?.scrollIntoView({ block: 'nearest' });
      if (scroller.scrollTop < scrollTop) sticker.release();
      return next !== undefined || direction === 'up';
    },
    readPlace: () => (sticker.stuck ? undefined : readPlace(scroller, views)),
    goToPlace() {
      if (seen === -1) return;
      sticker.release();
      sought = place;
      goToPlace(scroller, views, place);
      seeker.observe(list);
      onNextMove(scroller, stopSeeking);
    },
    suspend: () => sticker.suspend(),
    dispose() {
      for (const view of views) view.dispose();
      clearTimeout(lastPlace);
      stopSeeking();
      earlier.dispose();
    },
  };
}
