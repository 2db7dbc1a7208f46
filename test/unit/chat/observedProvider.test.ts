import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { observedProvider } from '../../../src/chat/observedProvider.ts';
import type { Provider } from '../../../src/core/provider.ts';
import type { StreamPart } from '../../../src/core/streamPart.ts';

const request = { model: 'm', messages: [] };
const signal = new AbortController().signal;

function saying(...parts: (StreamPart | Error)[]): Provider {
  return {
    async *stream() {
      for (const part of parts) {
        if (part instanceof Error) throw part;
        yield part;
      }
    },
  };
}

describe('a provider that is watched', () => {
  async function watch(provider: Provider, take = Number.POSITIVE_INFINITY): Promise<string[]> {
    const seen: string[] = [];
    const watched = observedProvider(provider, {
      begin: () => {
        seen.push('begin');
        return () => seen.push('end');
      },
      finish: ({ reason }) => seen.push(reason),
    });
    let taken = 0;
    try {
      for await (const part of watched.stream(request, signal)) {
        seen.push(part.type);
        taken += 1;
        if (taken === take) break;
      }
    } catch (error) {
      seen.push(String(error));
    }
    return seen;
  }

  it('is at work from the first part asked for to the end', async () => {
    const parts = await watch(saying({ type: 'text-delta', text: 'a' }, { type: 'finish', reason: 'stop' }));
    assert.deepEqual(parts, ['begin', 'text-delta', 'stop', 'finish', 'end']);
  });

  it('is at work no more after a failure, nor when nobody listens any more', async () => {
    assert.deepEqual(await watch(saying(new Error('no'))), ['begin', 'end', 'Error: no']);
    const endless = saying({ type: 'text-delta', text: 'a' }, { type: 'text-delta', text: 'b' });
    assert.deepEqual(await watch(endless, 1), ['begin', 'text-delta', 'end']);
  });
});
