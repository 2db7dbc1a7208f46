import assert from 'node:assert/strict';
import { measuredProvider } from '../../../src/chat/measuredProvider.ts';
import { observedProvider } from '../../../src/chat/observedProvider.ts';
import type { Provider } from '../../../src/core/provider.ts';
import type { StreamPart } from '../../../src/core/streamPart.ts';

async function* reply(): AsyncIterable<StreamPart> {
  yield { type: 'text-delta', text: 'x' };
  yield { type: 'finish', reason: 'stop', usage: { inputTokens: 7 } };
}

async function read(parts: AsyncIterable<StreamPart> | undefined): Promise<number> {
  let count = 0;
  for await (const _ of parts ?? []) count += 1;
  return count;
}

describe('a provider that is watched', () => {
  const signal = new AbortController().signal;
  let events: string[];

  beforeEach(() => {
    events = [];
  });

  function watched(provider: Provider): Provider {
    return observedProvider(
      measuredProvider(provider, () => events.push('learned')),
      {
        begin() {
          events.push('begin');
          return () => events.push('end');
        },
        finish: ({ usage }) => events.push(`used ${usage?.inputTokens}`),
      },
    );
  }

  it('tells when an answer begins, what it used and when it is over', async () => {
    const request = { model: 'm', messages: [{ role: 'user', text: 'Hi' }] } as const;
    assert.equal(await read(watched({ stream: reply }).stream(request, signal)), 2);
    assert.deepEqual(events.toSorted(), ['begin', 'end', 'learned', 'used 7']);
  });

  it('tells of a completion only what it used', async () => {
    const request = { model: 'm', prefix: 'a', suffix: 'b', language: 'c' };
    const { completeCode } = watched({ stream: reply, completeCode: reply });
    assert.equal(await read(completeCode?.(request, signal)), 2);
    assert.deepEqual(events, ['used 7']);
  });

  it('completes nothing where the API does not', () => {
    assert.equal(watched({ stream: reply }).completeCode, undefined);
  });
});
