import type { TurnView } from './turnView.ts';

/** Where the reader is in the conversation, in terms that hold when it is shown anew. */
export interface ScrollPlace {
  readonly id: string;
  /** How far the turn's beginning is below the upper edge of what is visible, in pixels; usually negative. */
  readonly offset: number;
}

/** The turn at the upper edge, or undefined where there is none. */
export function readPlace(scroller: HTMLElement, turns: readonly TurnView[]): ScrollPlace | undefined {
  const edge = scroller.getBoundingClientRect().top;
  for (const { id, element } of turns) {
    const { top, bottom } = element.getBoundingClientRect();
    if (bottom > edge) return { id, offset: top - edge };
  }
  return undefined;
}

/** Scrolls so that a turn is where it was. */
export function goToPlace(
  scroller: HTMLElement,
  turns: readonly TurnView[],
  place: ScrollPlace | undefined,
): void {
  const turn = place && turns.find(({ id }) => id === place.id);
  if (!turn) return;
  const offset = turn.element.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  const top = scroller.scrollTop + offset - place.offset;
  if (Math.abs(scroller.scrollTop - top) >= 1) scroller.scrollTop = top;
}
