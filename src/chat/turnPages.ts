/** How many turns a view gets at a time; it asks for earlier ones. */
export const pageTurns = 40;

interface Identified {
  readonly id: string;
}

/** The turns that a view gets first: the last ones. */
export function lastPage<Turn>(turns: readonly Turn[]): readonly Turn[] {
  return turns.slice(-pageTurns);
}

/**
 * The turns that a view gets when it asks for earlier ones.
 *
 * @param firstShown the first that it has
 * @returns undefined where the view’s turns are not among these any more
 */
export function earlierPage<Turn extends Identified>(
  turns: readonly Turn[],
  firstShown: string | undefined,
): { readonly turns: readonly Turn[]; readonly hasEarlier: boolean } | undefined {
  const end = turns.findIndex(({ id }) => id === firstShown);
  if (end < 0) return undefined;
  const page = turns.slice(Math.max(0, end - pageTurns), end);
  return { turns: page, hasEarlier: end > page.length };
}

/**
 * The turns that a view gets when those after a turn are others.
 *
 * @param after null: all of them are
 * @param firstShown the first that the view has
 * @returns undefined where the view needs everything anew: it does not have that turn, or they are many
 */
export function branchPage<Turn extends Identified>(
  turns: readonly Turn[],
  after: string | null,
  firstShown: string | undefined,
): readonly Turn[] | undefined {
  const from = after === null ? 0 : turns.findIndex(({ id }) => id === after) + 1;
  const first = turns.findIndex(({ id }) => id === firstShown);
  const isKnown = after === null ? first <= 0 : first >= 0 && first < from;
  const rest = turns.slice(from);
  return isKnown && rest.length <= pageTurns ? rest : undefined;
}
