import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ChatRequest, Provider } from '../../../../src/core/provider.ts';
import type { StreamPart } from '../../../../src/core/streamPart.ts';
import { askBriefly } from '../../../../src/extension/diagnose/askBriefly.ts';
import { findApi } from '../../../../src/vendors/registry.ts';

const api = findApi('zhipu', 'bigmodel')?.api ?? assert.fail();

describe('one short question', () => {
  async function ask(model: string, parts: readonly StreamPart[]) {
    let time = 100;
    let sent: ChatRequest | undefined;
    const provider: Provider = {
      async *stream(request) {
        sent = request;
        for (const part of parts) {
          time += 10;
          yield part;
        }
      },
    };
    const { signal } = new AbortController();
    const { arrivals, usage } = await askBriefly(
      provider,
      api,
      model,
      () => {},
      () => time,
      signal,
    );
    return { arrivals, usage, options: sent?.options };
  }

  it('counts the pieces that people would see, from when it was sent', async () => {
    const usage = { inputTokens: 7, outputTokens: 2 };
    const { arrivals, usage: told } = await ask('unknown', [
      { type: 'reasoning-delta', text: 'hm' },
      { type: 'suggestions', purpose: 'related', items: [] },
      { type: 'text-delta', text: 'one' },
      { type: 'text-replace', text: 'One' },
      { type: 'finish', reason: 'stop', usage },
    ]);
    assert.deepEqual(arrivals, [10, 30, 40]);
    assert.deepEqual(told, usage);
  });

  it('asks a model not to think only if it can do without', async () => {
    const model = api.models.find(({ thinking }) => thinking === 'optional') ?? assert.fail();
    assert.equal((await ask(model.id, [])).options?.['thinking'], false);
    assert.equal((await ask('unknown', [])).options?.['thinking'], undefined);
  });
});
