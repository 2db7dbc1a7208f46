import { processorTime } from './processorTime.ts';

/** No step may take longer, in milliseconds of processor time. */
export const longestStepMs = 50;

/** On a machine that is slow because of others: so many looks at each of 4 million characters; else that is less. */
const mostLooks = 8;
const looked = 'plain text!\n'.repeat(Math.ceil(4_000_000 / 12));

/** Whether a step took too long, by what the machine can do at this moment, in milliseconds of processor time. */
export function isTooLong(ms: number): boolean {
  return ms >= longestStepMs && ms >= mostLooks * lookMs();
}

function lookMs(): number {
  const look = (): void => {
    let sum = 0;
    for (let at = 0; at < looked.length; at += 1) sum += looked.charCodeAt(at);
    if (sum === 0) throw new Error('There is no text.');
  };
  return Math.min(...[1, 2, 3].map(() => processorTime(look)));
}
