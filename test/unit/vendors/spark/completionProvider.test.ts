import assert from 'node:assert/strict';
import type { ChatRequest } from '../../../../src/core/provider.ts';
import { createCompletionProvider } from '../../../../src/vendors/spark/completionProvider.ts';
import { userId } from '../../../../src/vendors/spark/userId.ts';
import { testAccount } from '../../../vendors/spark/accounts.ts';
import { collect, fakeTransport, providerError } from '../../net/fakes.ts';
import { every, members, search, weather } from './everyOption.ts';

const { signal } = new AbortController();
const { apiKey, apiSecret } = testAccount;
const [{ password }] = testAccount.passwords;

describe('A question to Spark over HTTP', () => {
  const event = (value: object) => `data: ${JSON.stringify(value)}\n\n`;
  const reply = [event({ code: 0, choices: [{ delta: { content: 'Hi' } }] }), 'data: [DONE]\n\n'];

  async function ask(
    request: Partial<ChatRequest> = {},
    chunks = reply,
    { credentials = {}, authMode = 'password' } = {},
  ) {
    const transport = fakeTransport([{ chunks }]);
    const connection = {
      credentials: { password, ...credentials },
      authMode,
      baseUrl: 'https://spark.test',
      language: 'en',
    };
    const provider = createCompletionProvider(connection, transport);
    const messages = [{ role: 'user', text: 'Hi?' }] as const;
    const result = await collect(provider.stream({ model: 'spark-x', messages, ...request }, signal));
    const [sent = assert.fail()] = transport.sent;
    return { ...result, sent, body: JSON.parse(sent.body ?? '') };
  }

  it('has a member for every option', async () => {
    const { body } = await ask({ options: { ...every, responseFormat: 'json_object' }, tools: [weather] });
    const { messages: _, tools, ...rest } = body;
    assert.deepEqual(rest, {
      model: 'spark-x',
      stream: true,
      ...members,
      response_format: { type: 'json_object' },
      user: 'alice',
      tool_calls_switch: true,
    });
    const [called, ...others] = tools;
    assert.match(called.function.name, /^______[0-9a-f]{8}$/);
    assert.deepEqual(others, [search]);
  });

  it('names its user as far as the name fits, and none who is not named', async () => {
    const user = async (chosen: string) => (await ask({ options: { userId: chosen } })).body.user;
    assert.equal(await user('a'.repeat(64)), 'a'.repeat(64));
    assert.equal(await user('a'.repeat(65)), userId(password, 'a'.repeat(65), 64));
    assert.ok(!('user' in (await ask()).body));
  });

  it('tells of earlier calls by the names that Spark takes', async () => {
    const call = { id: '1', name: 'read-file', input: '{}' };
    const messages = [
      { role: 'user', text: 'Look.' },
      { role: 'assistant', text: '', toolCalls: [call] },
      { role: 'tool', callId: '1', name: 'read-file', text: 'x' },
    ] as const;
    const { body } = await ask({ messages });
    assert.match(body.messages[1].tool_calls[0].function.name, /^read_file_[0-9a-f]{8}$/);
    assert.ok(!('tool_calls_switch' in body) && !('tools' in body));
    const lite = await ask({ messages, model: 'lite' });
    assert.deepEqual(
      lite.body.messages.map(({ role }: { role: string }) => role),
      ['user', 'assistant', 'user'],
    );
    const system = [{ role: 'system', text: 'Be brief.' }, messages[0]] as const;
    const roles = async (model: string) =>
      (await ask({ messages: system, model })).body.messages.map(({ role }: { role: string }) => role);
    assert.deepEqual(await roles('lite'), ['user']);
    for (const model of ['spark-x', 'a-model-of-tomorrow']) {
      assert.deepEqual(await roles(model), ['system', 'user']);
    }
    const tomorrow = await ask({ messages, model: 'a-model-of-tomorrow' });
    assert.equal(tomorrow.body.messages[2].role, 'tool');
  });

  it('is signed in for with what there is', async () => {
    const pair = { credentials: { apiKey, apiSecret }, authMode: 'key-secret' };
    const bearer = async (way: Parameters<typeof ask>[2]) =>
      (await ask({}, reply, way)).sent.headers['authorization'];
    assert.equal(await bearer({}), `Bearer ${password}`);
    assert.equal(await bearer(pair), `Bearer ${apiKey}:${apiSecret}`);
    assert.equal(await bearer({ authMode: 'key-secret' }), 'Bearer :');
    assert.equal(await bearer({ credentials: { password: undefined } }), 'Bearer ');
  });

  it('was cut where it used up what it was allowed, unless the service gives another reason', async () => {
    const ends = (completion_tokens: number, finish_reason?: string) => [
      event({ code: 0, choices: [{ delta: { content: 'Hi' }, ...(finish_reason && { finish_reason }) }] }),
      event({ code: 0, choices: [], usage: { prompt_tokens: 1, completion_tokens } }),
      'data: [DONE]\n\n',
    ];
    const reason = async (chunks: readonly string[], options = {}) => {
      const last = (await ask({ model: 'lite', options }, [...chunks])).parts.at(-1);
      return last?.type === 'finish' ? last.reason : undefined;
    };
    const limit = { maxOutputTokens: 9 };
    assert.equal(await reason(ends(9), limit), 'length');
    assert.equal(await reason(ends(10), limit), 'length');
    assert.equal(await reason(ends(8), limit), 'stop');
    assert.equal(await reason(ends(9)), 'stop');
    assert.equal(await reason(ends(9, 'stop'), limit), 'stop');
    assert.equal(await reason(ends(9, 'content_filter'), limit), 'content-filter');
    assert.equal(await reason(reply, limit), 'stop');
  });

  it('has no secret in its failures', async () => {
    const said = (message: string) => [event({ code: 10005, message, sid: 's-1' })];
    const { error } = await ask({}, said(`no ${password}`));
    assert.equal(providerError(error, 'invalid-request').message, 'no …');
    const pair = { credentials: { apiKey, apiSecret }, authMode: 'key-secret' };
    const refused = await ask({}, said(`no ${apiKey} with ${apiSecret}`), pair);
    const { message, details } = providerError(refused.error, 'invalid-request');
    assert.deepEqual([message, details.requestId], ['no … with …', 's-1']);
  });
});
