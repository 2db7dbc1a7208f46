import process from 'node:process';
import { checkProperty, freshSeed } from './check.ts';
import { openTarget, type TargetName } from './targets.ts';

/** Some seconds of one property, which `turn` chooses. */
export interface Batch {
  readonly target: TargetName;
  /** The only property that is wanted. */
  readonly property: string | undefined;
  readonly turn: number;
}

/** What a worker says: before each run, so that it is known what it did not come back from, and after the last one. */
export type Report =
  | { readonly type: 'trying'; readonly property: string; readonly seed: number }
  | { readonly type: 'done'; readonly inputs: number; readonly failure?: string };

/* A process of `npm run fuzz`: runs the batches that it is sent, one after the other. */

/** Long enough for starting and ending a target not to matter. */
const batchMs = 4_000;

function say(report: Report): void {
  process.send?.(report);
}

async function run({ target: name, property, turn }: Batch): Promise<void> {
  const { properties, prepare } = await openTarget(name);
  const wanted = properties.filter((each) => property === undefined || each.name === property);
  const chosen = wanted[turn % Math.max(1, wanted.length)];
  const end = Date.now() + batchMs;
  let inputs = 0;
  let failure: string | undefined;
  while (chosen && failure === undefined && Date.now() < end) {
    const seed = freshSeed();
    say({ type: 'trying', property: chosen.name, seed });
    // Anew each time: what many runs leave behind in one page is more than a process can hold.
    const close = await prepare?.();
    const checked = await checkProperty(name, chosen, { seed });
    await close?.();
    inputs += checked.inputs;
    failure = checked.failure;
  }
  say({ type: 'done', inputs, ...(failure !== undefined && { failure }) });
}

process.on('message', (batch: Batch) => void run(batch));
process.on('disconnect', () => process.exit());
