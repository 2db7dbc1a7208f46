import fc from 'fast-check';
import { assertUnpolluted } from './support/pollution.ts';

/** Something that must hold for every input. */
export interface FuzzProperty {
  readonly name: string;
  /** How many inputs `npm test` tries, and a batch of `npm run fuzz`. */
  readonly runs: number;
  readonly check: fc.IAsyncPropertyWithHooks<unknown>;
}

/** A part of Hanlin that takes what others made. */
export interface FuzzTarget {
  readonly properties: readonly FuzzProperty[];
  /** Makes what the properties need, such as a DOM; the result takes it away again. */
  prepare?(): Promise<() => Promise<void>>;
}

/**
 * @param predicate throws for an input that is treated wrongly. An input that changes what all objects inherit is a
 *   fault in every property.
 */
export function property<Inputs extends [unknown, ...unknown[]]>(
  name: string,
  runs: number,
  inputs: { [Place in keyof Inputs]: fc.Arbitrary<Inputs[Place]> },
  predicate: (...inputs: Inputs) => void | Promise<void>,
): FuzzProperty {
  const check = fc.asyncProperty(fc.tuple<Inputs>(...inputs), async (values) => {
    await predicate(...values);
    assertUnpolluted();
  });
  return { name, runs, check: check as fc.IAsyncPropertyWithHooks<unknown> };
}
