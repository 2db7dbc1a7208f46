import { isComposing } from './keyboard.ts';

/** A question or an answer in the thread, and what can be done with it. */
export interface TurnView {
  readonly id: string;
  readonly element: HTMLElement;
  copy(): void;
  /** Shows the alternative before or after; does nothing where there is none. */
  step(step: -1 | 1): void;
  regenerate?(): void;
  edit?(): void;
  remove?(): void;
  dispose(): void;
}

/** What a key does while the turn itself has the focus. Returns whether it did something. */
export function actOnKey(event: KeyboardEvent, turn: TurnView): boolean {
  if (event.target !== turn.element || isComposing(event)) return false;
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
  const action = {
    ArrowLeft: () => turn.step(-1),
    ArrowRight: () => turn.step(1),
    Backspace: turn.remove,
    Delete: turn.remove,
    c: turn.copy,
    e: turn.edit,
    r: turn.regenerate,
  }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  action?.();
  return action !== undefined;
}
