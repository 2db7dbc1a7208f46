import { request } from 'undici';
import { type Contender, processorTime } from './measure.ts';

export const drained = 'undici.request, drained';

/** The least that can be done with a response: nothing with its bytes. */
export function drain(url: string, divisor: number): Contender {
  return {
    name: drained,
    kind: 'limit',
    async run() {
      return (
        (await processorTime(async () => {
          const { body } = await request(url, { method: 'POST', body: '{}' });
          await new Promise((resolve, reject) => {
            body
              .on('data', () => {})
              .on('end', resolve)
              .on('error', reject);
          });
        })) / divisor
      );
    },
  };
}
