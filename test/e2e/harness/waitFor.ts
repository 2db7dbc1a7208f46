import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks again and again until there is an answer.
 *
 * @param what completes the sentence "Waited 30 s for …"
 * @param probe undefined means "not yet"; so does an exception, for windows are rebuilt while one looks at them
 * @throws when the time is over, with the last exception as its cause
 */
export async function waitFor<T>(
  what: string,
  probe: () => Promise<T | undefined>,
  seconds = 30,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  let cause: unknown;
  do {
    try {
      const answer = await probe();
      if (answer !== undefined) {
        return answer;
      }
    } catch (error) {
      cause = error;
    }
    await sleep(100);
  } while (Date.now() < deadline);
  throw new Error(`Waited ${seconds} s for ${what}`, { cause });
}
