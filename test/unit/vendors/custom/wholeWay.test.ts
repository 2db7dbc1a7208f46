import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ProviderError } from '../../../../src/core/error.ts';
import type { ChatRequest, Tool } from '../../../../src/core/provider.ts';
import type { Credentials } from '../../../../src/core/vendor.ts';
import {
  createUndiciTransport,
  directOptions,
  type UndiciTransport,
} from '../../../../src/net/undiciTransport.ts';
import { custom } from '../../../../src/vendors/custom/descriptor.ts';
import { encodeChat } from '../../../../src/vendors/custom/wire.ts';
import { customErrors } from '../../../vendors/custom/customErrors.ts';
import { checkCustom } from '../../../vendors/custom/customRules.ts';
import {
  type CustomServer,
  type CustomServerOptions,
  startCustomServer,
} from '../../../vendors/custom/customServer.ts';
import { plain, servers } from '../../../vendors/custom/peculiarities.ts';
import { collect, providerError } from '../../net/fakes.ts';
import { conversation, distinctTexts, userTexts } from '../qianfan/conversations.ts';

const tool: Tool = { name: 'time', description: 'Tells it', parameters: { type: 'object', properties: {} } };

/* From the descriptor through undici to servers with the habits of well-known ones. */
describe('custom servers, the whole way', () => {
  let transport: UndiciTransport;
  let running: CustomServer[];

  beforeEach(() => {
    transport = createUndiciTransport(directOptions);
    running = [];
  });

  afterEach(async () => {
    await transport.close();
    await Promise.all(running.map((server) => server.close()));
  });

  for (const [name, peculiarities] of Object.entries(servers)) {
    it(`${name}: understands it, and is understood`, async () => {
      const server = await start({ peculiarities });
      server.next({ type: 'reply', reasoning: ['想', '一想'], text: ['# 标题\n', 'Grüße 😀'] });
      const { parts, error } = await ask(server);
      assert.equal(error, undefined);
      const said = parts.flatMap((part) => (part.type === 'text-delta' ? [part.text] : []));
      assert.deepEqual(said, ['# 标题\n', 'Grüße 😀']);
      const thought = parts.flatMap((part) => (part.type === 'reasoning-delta' ? [part.text] : []));
      assert.deepEqual(thought, ['想', '一想']);
      const last = parts.at(-1);
      assert.ok(last?.type === 'finish' && last.reason === 'stop');
      assert.equal(last.usage !== undefined, peculiarities.usage !== 'never');
    });

    it(`${name}: calls tools`, async () => {
      const server = await start({ peculiarities });
      server.next({
        type: 'reply',
        toolCalls: [
          { id: 'c-1', name: 'time', arguments: ['{"zone":', '"UTC"}'] },
          { id: 'c-2', name: 'time', arguments: ['{', '}'] },
        ],
      });
      const { parts, error } = await ask(server, { tools: [tool], toolChoice: 'required' });
      assert.equal(error, undefined);
      assert.deepEqual(parts.slice(0, 2), [
        { type: 'tool-call', id: 'c-1', name: 'time', input: '{"zone":"UTC"}' },
        { type: 'tool-call', id: 'c-2', name: 'time', input: '{}' },
      ]);
      assert.ok(parts[2]?.type === 'finish' && parts[2].reason === 'tool-calls');
    });

    it(`${name}: names its refusals`, async () => {
      const server = await start({ peculiarities });
      for (const [code, { status }] of Object.entries(customErrors)) {
        for (const shape of ['openai', 'text', 'flat', 'detail'] as const) {
          server.next({ type: 'error', code, shape });
          const { error } = await ask(server);
          assert.ok(error instanceof ProviderError && error.kind !== 'protocol', `${code} ${shape}`);
          assert.equal(error.details.status, status);
        }
      }
    });
  }

  it('learns once that a server does not know stream_options, and that it has no place for instructions', async () => {
    const server = await start({ peculiarities: { ...servers.homemade, refusesSystem: true } });
    const messages = [
      { role: 'system', text: 'Be brief.' },
      { role: 'user', text: 'Why?' },
    ] as const;
    assert.equal((await ask(server, { messages })).error, undefined);
    assert.equal(server.requests.length, 3);
    assert.equal((await ask(server, { messages })).error, undefined);
    assert.equal(server.requests.length, 4);
    assert.equal(server.requests[3]?.accepted && 'messages' in server.requests[3].accepted, true);
    const accepted = server.requests[3]?.accepted;
    assert.ok(accepted && 'messages' in accepted);
    assert.deepEqual(accepted.messages, [{ role: 'user', text: 'Be brief.\n\nWhy?' }]);
  });

  it('sends the key, if there is one, and the extra headers', async () => {
    const server = await start({ key: 'sk-local', headers: { 'X-Team': 'tools' } });
    const headers = 'X-Team: tools';
    assert.equal((await ask(server, {}, { apiKey: 'sk-local', headers })).error, undefined);
    const wrong = await ask(server, {}, { apiKey: 'sk-wrong', headers });
    assert.equal(providerError(wrong.error, 'auth').details.advice, undefined);
    const none = await ask(server, {}, { headers });
    assert.equal(providerError(none.error, 'auth').details.advice, 'no-key');
    assert.equal(server.requests.at(-1)?.headers.authorization, undefined);
    const headless = await ask(server, {}, { apiKey: 'sk-local' });
    assert.equal(providerError(headless.error, 'auth').details.advice, 'key-permission');
  });

  it('uses the address as it is typed', async () => {
    for (const basePath of ['/v1', '', '/api/openai/v1']) {
      const server = await start({ basePath });
      for (const typed of [server.base, `${server.base}/`, `${server.base}/chat/completions`]) {
        assert.equal((await ask(server, {}, {}, typed)).error, undefined, typed);
      }
    }
    const lmStudio = await start({ peculiarities: servers.lmStudio });
    for (const typed of [`${lmStudio.base}/v1`, lmStudio.origin]) {
      const { error } = await ask(lmStudio, {}, {}, typed);
      assert.match(providerError(error, 'invalid-request').message, /Unexpected endpoint/);
    }
  });

  it('lists the models', async () => {
    for (const models of ['list', 'array'] as const) {
      const server = await start({ peculiarities: { ...plain, models }, key: 'sk-local' });
      const provider = await create(server.base, { apiKey: 'sk-local' });
      assert.deepEqual(await provider.listModels?.(new AbortController().signal), [
        'qwen2.5-coder:7b',
        'deepseek-r1:8b',
      ]);
    }
    const without = await start({ peculiarities: servers.homemade });
    const provider = await create(without.base, {});
    const error = await provider
      .listModels?.(new AbortController().signal)
      .catch((thrown: unknown) => thrown);
    providerError(error, 'invalid-request');
  });

  it('tells a cut reply from a whole one', async () => {
    const server = await start({});
    for (const interruption of [
      { type: 'end', afterPieces: 2 },
      { type: 'cut', afterBytes: 500 },
      { type: 'cut-in-character' },
    ] as const) {
      server.next({ type: 'reply', text: ['一', '二', '三'], interruption });
      providerError((await ask(server)).error, 'network');
    }
  });

  it('closes the connection when the reader leaves', async () => {
    const server = await start({});
    server.next({ type: 'endless', piece: 'and so on ' });
    const provider = await create(server.base, {});
    for await (const part of provider.stream(request, new AbortController().signal)) {
      assert.equal(part.type, 'text-delta');
      break;
    }
    assert.equal((await server.requests[0]?.closed)?.by, 'client');
  });

  it('refuses options that are out of range before anything is sent', async () => {
    const server = await start({});
    for (const options of [{ temperature: 2.1 }, { stop: ['1', '2', '3', '4', '5'] }, { thinking: true }]) {
      const { error } = await ask(server, { options });
      assert.equal(providerError(error, 'invalid-request').details.advice, 'option');
    }
    assert.equal(server.requests.length, 0);
  });

  it('keeps the strictest rules and loses no user’s text, whatever the conversation', () => {
    const strict = { ...plain, strictTurns: true };
    fc.assert(
      fc.property(conversation, fc.boolean(), (said, refusesSystem) => {
        const messages = distinctTexts(said);
        let body: string;
        try {
          body = encodeChat(
            { model: 'm', messages },
            { refusesStreamOptions: false, refusesSystem, refusesSuffix: false },
          );
        } catch (error) {
          providerError(error, 'invalid-request');
          assert.deepEqual(userTexts(messages), []);
          return;
        }
        const verdict = checkCustom(JSON.parse(body), 'any', { ...strict, refusesSystem });
        assert.ok(!('code' in verdict), JSON.stringify(verdict));
        for (const text of userTexts(messages)) assert.ok(body.includes(JSON.stringify(text).slice(1, -1)));
      }),
      { numRuns: 400 },
    );
  });

  const request: ChatRequest = { model: 'qwen2.5-coder:7b', messages: [{ role: 'user', text: '你好' }] };

  async function start(options: CustomServerOptions): Promise<CustomServer> {
    const server = await startCustomServer(options);
    running.push(server);
    return server;
  }

  function create(baseUrl: string, credentials: Credentials) {
    const [api] = custom.apis;
    assert.ok(api);
    return api.create({ credentials, authMode: 'key', baseUrl, language: 'zh-cn' }, transport);
  }

  async function ask(
    server: CustomServer,
    changes: Partial<ChatRequest> = {},
    credentials: Credentials = {},
    baseUrl = server.base,
  ) {
    const provider = await create(baseUrl, credentials);
    return collect(provider.stream({ ...request, ...changes }, new AbortController().signal));
  }
});
