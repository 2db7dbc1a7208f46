import { processorTime } from '../../../processorTime.ts';

/** Below this nobody notices, and a measurement says nothing. Milliseconds. */
const unnoticed = 60;
/** Four times the input may take this many times as long: linear work takes four times, quadratic sixteen. */
const most = 10;

/**
 * Fails if work on four times the input takes much more than four times as long, each measured anew before that is
 * believed.
 *
 * @param work does something with `size` repetitions of an input.
 */
export function assertLinear(work: (size: number) => void, size: number): void {
  let worst = '';
  for (let attempt = 0; attempt < 4; attempt += 1) {
    const large = processorTime(() => work(size * 4));
    if (large < unnoticed) return;
    const small = Math.min(
      processorTime(() => work(size)),
      processorTime(() => work(size)),
    );
    if (large <= Math.max(small, unnoticed / most) * most) return;
    worst = `${size} repetitions take ${small.toFixed(1)} ms, ${size * 4} take ${large.toFixed(1)} ms`;
  }
  throw new Error(`It takes out of proportion long: ${worst}.`);
}
