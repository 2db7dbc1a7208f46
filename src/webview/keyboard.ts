import type { HostEvent } from '../shared/protocol.ts';

/** A key within this time of the end of a composition, in milliseconds, is the key that ended it. */
const sameKeyMs = 100;

/** When the composition in a text field ended, by its events' time, until the key that ended it is up. */
const ended = new WeakMap<EventTarget, number>();

/**
 * Whether a key belongs to an input method that is composing, so that nothing may act on it. Some report the key that
 * ends a composition with `isComposing` off but key code 229, others only after `compositionend` and like any other key;
 * the last is recognised in the fields that `followComposition` knows.
 */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229 || hasJustEnded(event);
}

/**
 * Remembers for `isComposing` when a composition ends in a text field.
 *
 * @param around the field or something around it. The Enter that ends a composition breaks no line there either
 */
export function followComposition(around: HTMLElement): void {
  around.addEventListener('compositionend', (event) => {
    if (event.target) ended.set(event.target, event.timeStamp);
  });
  around.addEventListener('keyup', (event) => {
    if (event.target) ended.delete(event.target);
  });
  around.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && hasJustEnded(event)) event.preventDefault();
  });
}

function hasJustEnded(event: KeyboardEvent): boolean {
  const at = event.target ? ended.get(event.target) : undefined;
  return at !== undefined && event.timeStamp - at < sameKeyMs;
}

/** What sends a question; the other one of the two makes a new line. */
export type SendKey = Extract<HostEvent, { type: 'state' }>['sendWith'];

/**
 * What a key means where a question is typed: `line` is a new line that the field does not make by itself, undefined
 * leaves the key to the field. Shift+Enter is always a new line; on a Mac, Command is as good as Ctrl.
 */
export function enterMeaning(event: KeyboardEvent, sendWith: SendKey): 'send' | 'line' | undefined {
  if (event.key !== 'Enter' || event.shiftKey || event.altKey || isComposing(event)) return undefined;
  const withControl = event.ctrlKey || event.metaKey;
  if (withControl === (sendWith === 'ctrlEnter')) return 'send';
  return withControl ? 'line' : undefined;
}

/** Whether a key comes with none of Alt, Ctrl, Meta and Shift. */
export function isPlain(event: KeyboardEvent): boolean {
  return !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
}
