/**
 * Whether a key belongs to an input method that is composing. Some deliver the Enter that ends a composition with
 * `isComposing` off already, but all with key code 229.
 */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}
