import { processorTime } from './processorTime.ts';

/** No step may take longer, in milliseconds of processor time. */
const longestStepMs = 50;

/*
 * On a machine that is slow because of others a step may take longer: as long as it takes there to look so often at each of
 * 4 million characters, or to cut them into lines, which is slowed down by what slows down memory. Else that is less.
 */
const mostLooks = 8;
const mostCuts = 3;
const text = 'plain text!\n'.repeat(Math.ceil(4_000_000 / 12));

/** Whether a step took too long, by what the machine can do at this moment, in milliseconds of processor time. */
export function isTooLong(ms: number): boolean {
  return ms >= longestStepMs && ms >= mostLooks * timeOf(look) && ms >= mostCuts * timeOf(cut);
}

function timeOf(work: () => void): number {
  return Math.min(...[1, 2, 3].map(() => processorTime(work)));
}

function look(): void {
  let sum = 0;
  for (let at = 0; at < text.length; at += 1) sum += text.charCodeAt(at);
  if (sum === 0) throw new Error('There is no text.');
}

function cut(): void {
  if (text.split('\n').length === 1) throw new Error('There are no lines.');
}
