import process from 'node:process';
import { limitedRounds } from './budget.ts';

/** Something that does the same work as its rivals; `run` gives its cost in the row's unit. */
export interface Contender {
  readonly name: string;
  /** `limit`: the least that can be done; everything is put in relation to it. */
  readonly kind: 'limit' | 'hanlin' | 'peer';
  run(): Promise<number>;
}

export interface Result {
  readonly name: string;
  readonly kind: Contender['kind'];
  readonly runs: number;
  readonly minimum: number;
  readonly median: number;
  /** How many times the limit's. */
  readonly ratio: Pair;
}

/** A ratio of minimums and one of medians: the one is what the code costs, the other what it costs here and now. */
export interface Pair {
  readonly minimum: number;
  readonly median: number;
}

export interface Turns {
  readonly runs: number;
  /** Turns before those that count. */
  readonly warmUp: number;
  /** Whether the garbage of the one before is collected before each run; too disturbing before very short ones. */
  readonly collectGarbage: boolean;
}

/**
 * Lets the contenders take turns, each time in another order, so that what else the machine does hits them alike.
 */
export async function compare(
  contenders: readonly Contender[],
  { runs: usual, warmUp: usualWarmUp, collectGarbage }: Turns,
): Promise<readonly Result[]> {
  const runs = limitedRounds(usual);
  const warmUp = runs < usual ? 0 : usualWarmUp;
  const costs = contenders.map((): number[] => []);
  for (let turn = 0; turn < warmUp + runs; turn += 1) {
    for (let place = 0; place < contenders.length; place += 1) {
      const index = (place + turn) % contenders.length;
      // Only the young: a full collection also makes the engine forget code that has not run for a while.
      if (collectGarbage) globalThis.gc?.({ type: 'minor' });
      const cost = await contenders[index]?.run();
      if (turn >= warmUp && cost !== undefined) costs[index]?.push(cost);
    }
  }
  const measured = contenders.map(({ name, kind }, index) => {
    const sorted = (costs[index] ?? []).toSorted((a, b) => a - b);
    return { name, kind, runs, minimum: sorted[0] ?? Number.NaN, median: medianOf(sorted) };
  });
  const limit = measured.find(({ kind }) => kind === 'limit');
  return measured.map((result) => ({ ...result, ratio: ratioOf(result, limit ?? result) }));
}

/** So many long runs, after some in which the engine gets to know the code. */
export function long(runs: number): Turns {
  return { runs, warmUp: 4, collectGarbage: true };
}

export function ratioOf(a: Pair, b: Pair): Pair {
  return { minimum: a.minimum / b.minimum, median: a.median / b.median };
}

/** The processor time that this process spends on a piece of work, all its threads together, in microseconds. */
export async function processorTime(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/**
 * Somebody who reads a reply and has to have the text right in the end; the cost is that of the whole reply, divided.
 */
export function reader(
  { name, kind, divisor }: Pick<Contender, 'name' | 'kind'> & { readonly divisor: number },
  expected: string,
  read: () => Promise<string>,
): Contender {
  return {
    name,
    kind,
    async run() {
      let text = '';
      const cost = await processorTime(async () => {
        text = await read();
      });
      if (text !== expected) throw new Error(`${name} has read something else than was sent`);
      return cost / divisor;
    },
  };
}

/** The middle of an ascending list. */
export function medianOf(sorted: readonly number[]): number {
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] ?? Number.NaN)) / 2;
}
