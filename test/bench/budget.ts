/*
 * How much is measured: everything, or as much as is needed to see that every row still runs.
 */

let most = Number.POSITIVE_INFINITY;

/** From now on nobody has more turns than that; with a single one, replies and blocks are shorter as well. */
export function limitRounds(rounds: number): void {
  most = rounds;
}

/** @returns how many of so many turns are to be taken */
export function limitedRounds(usual: number): number {
  return Math.min(usual, most);
}

/** @returns the length to take in place of the usual one, which has to be named in what is printed */
export function limitedLength(usual: number): number {
  return most === 1 ? usual / 20 : usual;
}
