/**
 * A list of what was used lately, with one more at its beginning.
 *
 * @param isSame tells what is in the list already, and moves to the beginning
 * @param most the length that the list may have
 */
export function withLatest<T>(
  items: readonly T[],
  latest: T,
  isSame: (one: T, other: T) => boolean,
  most: number,
): T[] {
  return [latest, ...items.filter((item) => !isSame(latest, item))].slice(0, most);
}
