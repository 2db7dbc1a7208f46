import type { Pair, Result } from './measure.ts';

/** One row of the table of aims. */
export interface Row {
  readonly number: number;
  readonly title: string;
  /** Of the results, such as `µs per event`. */
  readonly unit: string;
  readonly results: readonly Result[];
  readonly aims: readonly Aim[];
  /** What else was measured, in sentences. */
  readonly notes: readonly string[];
}

/** What a number should be at most; met when the median is. */
export interface Aim {
  readonly what: string;
  readonly most: number;
  readonly measured: Pair;
  readonly met: boolean;
}

export function aim(what: string, most: number, measured: Pair): Aim {
  return { what, most, measured, met: measured.median <= most };
}

export function resultOf(results: readonly Result[], name: string): Result {
  const result = results.find((each) => each.name === name);
  if (!result) throw new Error(`${name} was not measured`);
  return result;
}
