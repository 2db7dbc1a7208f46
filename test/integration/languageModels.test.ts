import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { reportFigure } from '../figures.ts';
import { ownTime } from '../ownTime.ts';
import { useScene } from './support/hanlin.ts';

type VsCode = typeof vscode;

interface Answer {
  readonly parts: readonly { text?: string; callId?: string; name?: string; input?: object }[];
  readonly error?: { name: string; message: string; code?: string; isLanguageModelError: boolean };
}

/** What the other extension hands out. */
interface Consumer {
  models(): Promise<{ id: string; name: string; vendor: string; maxInputTokens: number }[]>;
  countTokens(id: string, text: string): Promise<number>;
  ask(
    id: string,
    makeMessages: (api: VsCode) => vscode.LanguageModelChatMessage[],
    options?: vscode.LanguageModelChatRequestOptions,
    cancelAfter?: number,
  ): Promise<Answer>;
  askAndGiveUp(
    id: string,
    after: { readonly length: number; readonly ms: number },
    now: () => number,
  ): Promise<{ givenUpAt: number }>;
}

const model = 'zhipu/bigmodel/glm-5.3';
const weather: vscode.LanguageModelChatTool = {
  name: 'get_weather',
  description: 'The weather in a city',
  inputSchema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};

describe('models for another extension', () => {
  const current = useScene();
  let consumer: Consumer;

  beforeEach(async () => {
    const other = vscode.extensions.getExtension<Consumer>('hanlin-dev.consumer');
    assert.ok(other, 'the extension that asks is not installed');
    consumer = await other.activate();
  });

  const hello = (api: VsCode) => [api.LanguageModelChatMessage.User('Hello')];
  const body = (index = 0) => current().server.requests[index]?.body as { [name: string]: unknown };

  it('are those that have a key, with limits that leave room for the reply', async () => {
    const models = await consumer.models();
    assert.ok(models.length > 1);
    assert.deepEqual([...new Set(models.map(({ id }) => id.split('/')[0]))], ['zhipu']);
    const glm = models.find(({ id }) => id === model);
    assert.equal(glm?.name, 'GLM-5.3');
    assert.ok(glm.maxInputTokens > 50_000);
  });

  it('answer in a stream, with system messages as such', async () => {
    current().server.next({ type: 'reply', text: ['Hel', 'lo.'] });
    const { parts, error } = await consumer.ask(model, hello);
    assert.equal(error, undefined);
    assert.deepEqual(parts, [{ text: 'Hel' }, { text: 'lo.' }]);
    assert.deepEqual(body()['messages'], [{ role: 'user', content: 'Hello' }]);
  });

  it('call tools, and take what the tools say', async () => {
    current().server.next({
      type: 'reply',
      text: [],
      toolCalls: [{ id: 'call_1', name: 'get_weather', arguments: ['{"ci', 'ty":"Beijing"}'] }],
    });
    const { parts, error } = await consumer.ask(model, hello, { tools: [weather] });
    assert.equal(error, undefined);
    const [call] = parts;
    assert.deepEqual(
      { ...call, callId: '' },
      { callId: '', name: 'get_weather', input: { city: 'Beijing' } },
    );
    assert.deepEqual(body()['tools'], [
      {
        type: 'function',
        function: {
          name: weather.name,
          description: weather.description,
          parameters: weather.inputSchema,
        },
      },
    ]);
    current().server.next({ type: 'reply', text: ['Sunny.'] });
    const answer = await consumer.ask(
      model,
      (api) => [
        ...hello(api),
        api.LanguageModelChatMessage.Assistant([
          new api.LanguageModelToolCallPart(call?.callId ?? '', 'get_weather', { city: 'Beijing' }),
        ]),
        api.LanguageModelChatMessage.User([
          new api.LanguageModelToolResultPart(call?.callId ?? '', [new api.LanguageModelTextPart('25 °C')]),
        ]),
      ],
      { tools: [weather] },
    );
    assert.deepEqual(answer.parts, [{ text: 'Sunny.' }]);
    const messages = body(1)['messages'] as { role: string; content: string; tool_call_id?: string }[];
    assert.deepEqual(
      messages.map(({ role }) => role),
      ['user', 'assistant', 'tool'],
    );
    assert.equal(messages[2]?.content, '25 °C');
    assert.equal(messages[2]?.tool_call_id, call?.callId);
  });

  it('stop when the other extension cancels, which closes the connection', async () => {
    current().server.next({
      type: 'reply',
      text: ['One ', 'two ', 'three ', 'four.'],
      interruption: { type: 'hold', after: 3 },
    });
    const { parts } = await consumer.ask(model, hello, {}, 2);
    assert.ok(parts.length >= 2);
    const request = await current().server.received(0);
    await request.closed;
    assert.equal(current().hanlin.models.isBusy, false);
  });

  it('stop at once, however fast the model writes', async () => {
    const measure = async (): Promise<number> => {
      current().server.next({ type: 'endless', piece: 'and on and on ', delayMs: 0 });
      const index = current().server.requests.length;
      const answer = consumer.askAndGiveUp(model, { length: 10_000, ms: 1_000 }, ownTime);
      const request = await current().server.received(index);
      const closedAt = request.closed.then(ownTime);
      const { givenUpAt } = await answer;
      return Math.round((await closedAt) - givenUpAt);
    };
    // The window’s process has a part in it, which may have had to wait for its turn.
    let least = await measure();
    for (let more = 0; more < 2 && least > 100; more += 1) least = Math.min(least, await measure());
    reportFigure(`a flood through VS Code’s language model API ends ${least} ms after it was cancelled`);
    assert.ok(least <= 100, `${least} ms`);
  });

  it('fail with an error that says what to do, and with its code', async () => {
    current().server.next({ type: 'error', code: '1001', status: 401 });
    const { error } = await consumer.ask(model, hello);
    assert.equal(error?.isLanguageModelError, true, JSON.stringify(error));
    assert.equal(error.code, vscode.LanguageModelError.NoPermissions.name);
    assert.match(error.message, /Zhipu rejected this key/);
  });

  it('try again as the panel does while nothing was said', async () => {
    current().server.next({ type: 'error', code: '1302', status: 429 });
    current().server.next({ type: 'reply', text: ['There.'] });
    const { parts, error } = await consumer.ask(model, hello);
    assert.equal(error, undefined);
    assert.deepEqual(parts, [{ text: 'There.' }]);
    assert.equal(current().server.requests.length, 2);
  });

  it('count tokens', async () => {
    const few = await consumer.countTokens(model, '你好');
    const many = await consumer.countTokens(model, '你好，世界！'.repeat(100));
    assert.ok(few >= 1 && few < 5, String(few));
    assert.ok(many > 300 && many < 900, String(many));
  });

  it('count toward what was used today', async () => {
    const before = (await current().hanlin.models.usageToday()).get('zhipu')?.inputTokens ?? 0;
    current().server.next({ type: 'reply', text: ['x'] });
    await consumer.ask(model, hello);
    const usage = (await current().hanlin.models.usageToday()).get('zhipu');
    assert.ok(usage && usage.inputTokens > before);
  });
});
