import assert from 'node:assert/strict';
import { ProviderError } from '../../../src/core/error.ts';
import { vendorError } from '../../../src/net/errorTable.ts';
import { listModels } from '../../../src/net/openAiChat/listModels.ts';
import { type Answer, fakeTransport, providerError } from './fakes.ts';

describe('the models of an API of the OpenAI dialect', () => {
  it('are asked for at the address, and are those that have an id', async () => {
    const models = [{ id: 'b' }, { id: 7 }, { name: 'c' }, null, 'd', { id: '' }, { id: 'a' }];
    for (const body of [{ object: 'list', data: models }, models]) {
      const { ids, sent } = await list({ chunks: [JSON.stringify(body)] });
      assert.deepEqual(ids, ['b', '7', 'a']);
      assert.deepEqual(
        sent.map(({ method, url, headers }) => [method, url, headers]),
        [['GET', 'https://x.test/v1/models', { accept: 'application/json', 'x-own': '1' }]],
      );
    }
  });

  it('may be none', async () => {
    for (const body of ['{"data":[]}', '[]']) assert.deepEqual((await list({ chunks: [body] })).ids, []);
  });

  it('are not in an answer that says that it failed, nor in a list of something else', async () => {
    for (const [status, body, kind] of [
      [503, '{"data":[]}', 'unavailable'],
      [401, '[{"id":"a"}]', 'auth'],
      [200, '{"data":[{"name":"a"}]}', 'protocol'],
      [200, '["a"]', 'protocol'],
      [200, '{"data":{"id":"a"}}', 'protocol'],
      [200, '{"error":{"code":"17","message":"Renew."}}', 'quota'],
      [200, '<html>', 'protocol'],
    ] as const) {
      const error = await list({ status, chunks: [body] }).catch((thrown: unknown) => thrown);
      assert.equal(providerError(error, kind).details.status, status, body);
    }
  });

  it('are not known where the list breaks off', async () => {
    const ending = new ProviderError('network', 'reset');
    await assert.rejects(list({ chunks: ['{"data":[]}'], ending }), ending);
  });

  async function list(answer: Answer) {
    const transport = fakeTransport([answer]);
    const call = {
      baseUrl: 'https://x.test/v1',
      headers: { 'x-own': '1' },
      mapFailure: (failure: Parameters<typeof vendorError>[0]) =>
        vendorError(failure, { 17: { kind: 'quota' } }),
    };
    return { ids: await listModels(transport, call, new AbortController().signal), sent: transport.sent };
  }
});
