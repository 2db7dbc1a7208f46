import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import OpenAI from 'openai';
import { type CustomServer, customModels, startCustomServer } from '../vendors/custom/customServer.ts';
import { plain, servers } from '../vendors/custom/peculiarities.ts';

const [model] = customModels;
const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'Hello' }];

describe('openai against the custom server', () => {
  let server: CustomServer;

  function client(options: object = {}): OpenAI {
    return new OpenAI({ apiKey: 'none', baseURL: server.base, maxRetries: 0, ...options });
  }

  afterEach(() => server.close());

  for (const [kind, peculiarities] of Object.entries({ plain, ...servers })) {
    it(`completes, streams and calls: ${kind}`, async () => {
      server = await startCustomServer({ peculiarities });
      const answer = await client().chat.completions.create({ model, messages });
      assert.equal(answer.choices[0]?.message.content, 'Hello from the loopback server.');

      const stream = await client().chat.completions.create({ model, messages, stream: true });
      let text = '';
      let finish: string | null | undefined;
      for await (const { choices } of stream) {
        text += choices[0]?.delta.content ?? '';
        finish = choices[0]?.finish_reason ?? finish;
      }
      assert.deepEqual([text, finish], ['Hello from the loopback server.', 'stop']);

      server.next({
        type: 'reply',
        toolCalls: [{ id: 'call_1', name: 'read', arguments: ['{"path"', ':"a"}'] }],
      });
      const calling = await client().chat.completions.create({ model, messages, stream: true });
      let input = '';
      for await (const { choices } of calling) {
        input += choices[0]?.delta.tool_calls?.[0]?.function?.arguments ?? '';
      }
      assert.equal(input, '{"path":"a"}');
    });
  }

  it('gets usage where it asks for it', async () => {
    server = await startCustomServer();
    const stream = client().chat.completions.stream({
      model,
      messages,
      stream_options: { include_usage: true },
    });
    assert.ok((await stream.finalChatCompletion()).usage?.total_tokens);
  });

  it('brings key and headers, and lists models', async () => {
    server = await startCustomServer({ key: 'secret', headers: { 'X-Team': 'editors' } });
    const own = client({ apiKey: 'secret', defaultHeaders: { 'X-Team': 'editors' } });
    const ids: string[] = [];
    for await (const { id } of own.models.list()) ids.push(id);
    assert.deepEqual(ids, customModels);
    await assert.rejects(client({ apiKey: 'secret' }).models.list(), { status: 403 });
    const stranger = client({ defaultHeaders: { 'X-Team': 'editors' } });
    await assert.rejects(stranger.chat.completions.create({ model, messages }), {
      status: 401,
      code: 'invalid_api_key',
    });
  });
});
