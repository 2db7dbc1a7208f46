import assert from 'node:assert/strict';
import type { CompletionRequest } from '../../../../src/core/provider.ts';
import {
  createUndiciTransport,
  directOptions,
  type UndiciTransport,
} from '../../../../src/net/undiciTransport.ts';
import { completionUrl, encodeCodeCompletion } from '../../../../src/vendors/custom/codeCompletion.ts';
import { custom } from '../../../../src/vendors/custom/descriptor.ts';
import type { Habits } from '../../../../src/vendors/custom/habits.ts';
import {
  type CustomServer,
  type CustomServerOptions,
  startCustomServer,
} from '../../../vendors/custom/customServer.ts';
import { servers } from '../../../vendors/custom/peculiarities.ts';
import { collect, providerError } from '../../net/fakes.ts';

const request: CompletionRequest = {
  model: 'Qwen/Qwen2.5-Coder-7B',
  prefix: 'a(',
  suffix: ')',
  language: 'typescript',
  options: { temperature: 0.1, maxOutputTokens: 64 },
};
const usual: Habits = { refusesStreamOptions: true, refusesSystem: false, refusesSuffix: false };
const local = 'http://127.0.0.1:8000/v1';

describe('custom servers, completions', () => {
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

  it('has exactly these bytes where the model is known', () => {
    assert.equal(
      encodeCodeCompletion(request, local, usual),
      '{"model":"Qwen/Qwen2.5-Coder-7B","prompt":"<|fim_prefix|>a(<|fim_suffix|>)<|fim_middle|>","stream":true,' +
        '"temperature":0.1,"max_tokens":64,"stop":["<|endoftext|>","<|fim_pad|>","<|file_sep|>"]}',
    );
  });

  it('has exactly these bytes where the server makes the prompt', () => {
    assert.equal(
      encodeCodeCompletion({ ...request, model: 'qwen2.5-coder:7b' }, local, usual),
      '{"model":"qwen2.5-coder:7b","prompt":"a(","suffix":")","stream":true,"temperature":0.1,"max_tokens":64}',
    );
  });

  it('never leaves the suffix empty: Ollama would chat', () => {
    const body = encodeCodeCompletion({ ...request, model: 'qwen2.5-coder:7b', suffix: '' }, local, usual);
    assert.equal(JSON.parse(body).suffix, '\n');
  });

  it('knows the address that DeepSeek completes at', () => {
    assert.equal(completionUrl('https://api.deepseek.com'), 'https://api.deepseek.com/beta/completions');
    assert.equal(completionUrl('https://api.deepseek.com/v1'), 'https://api.deepseek.com/beta/completions');
    assert.equal(completionUrl(`${local}/chat/completions`), `${local}/completions`);
    assert.equal(completionUrl(`${local}/completions`), `${local}/completions`);
    const body = encodeCodeCompletion(
      { ...request, model: 'deepseek-coder' },
      'https://api.deepseek.com',
      usual,
    );
    assert.equal(JSON.parse(body).suffix, ')');
  });

  it('lets Ollama make the prompt, whose models have a name and a tag', () => {
    const own = ['qwen2.5-coder:7b', 'hf.co/Qwen/Qwen2.5-Coder:Q4', 'qwen2.5-coder:latest'];
    const other = [
      'qwen2.5-coder',
      ':qwen2.5-coder',
      'qwen2.5-coder:',
      'a:qwen2.5-coder:7b',
      'a:7b/qwen2.5-coder',
    ];
    const suffix = (model: string, baseUrl = local) =>
      JSON.parse(encodeCodeCompletion({ ...request, model }, baseUrl, usual)).suffix;
    for (const model of own) assert.equal(suffix(model), ')', model);
    for (const model of other) assert.equal(suffix(model), undefined, model);
    // Nor is a prompt made for a model that nothing is known of.
    assert.equal(suffix('of-tomorrow'), ')');
    for (const baseUrl of ['https://api.deepseek.com.test', 'https://deepseek.com', 'deepseek', '']) {
      assert.equal(suffix('deepseek-coder', baseUrl), undefined, baseUrl);
    }
  });

  it('makes the prompt itself where a server is known to take no suffix, even DeepSeek’s', () => {
    const refusing = { ...usual, refusesSuffix: true };
    for (const baseUrl of [local, 'https://api.deepseek.com']) {
      const body = JSON.parse(
        encodeCodeCompletion({ ...request, model: 'qwen2.5-coder:7b' }, baseUrl, refusing),
      );
      assert.equal(body.prompt, '<|fim_prefix|>a(<|fim_suffix|>)<|fim_middle|>');
      assert.equal('suffix' in body, false);
      assert.throws(() => encodeCodeCompletion({ ...request, model: 'of-tomorrow' }, baseUrl, refusing), {
        kind: 'invalid-request',
        message: 'The server takes no suffix, and of-tomorrow is not known',
      });
    }
  });

  it('learns that a server takes no suffix, and keeps that in mind', async () => {
    const model = 'qwen2.5-coder:7b';
    const server = await start({ peculiarities: servers.vllm });
    for (const _ of [1, 2]) {
      server.next({ type: 'reply', text: ['b, ', 'c'] });
      const { parts, error } = await complete(server, { ...request, model });
      assert.equal(error, undefined);
      assert.equal(parts.map((part) => (part.type === 'text-delta' ? part.text : '')).join(''), 'b, c');
    }
    const prompts = server.requests.map(({ body }) => (body as { prompt: string }).prompt);
    const taught = '<|fim_prefix|>a(<|fim_suffix|>)<|fim_middle|>';
    assert.deepEqual(prompts, ['a(', taught, taught]);
  });

  it('gives up on an unknown model where there is no suffix', async () => {
    const server = await start({ peculiarities: servers.vllm, models: ['deepseek-r1'] });
    const { error } = await complete(server, { ...request, model: 'deepseek-r1' });
    assert.equal(providerError(error, 'invalid-request').details.advice, 'choose-model');
    assert.equal(server.requests.length, 1);
  });

  it('names a model that was not taught to fill in', async () => {
    const server = await start({ peculiarities: servers.ollama });
    server.next({
      type: 'error',
      code: 'invalid_request',
      message: 'registry.ollama.ai/library/deepseek-r1:8b does not support insert',
    });
    const { error } = await complete(server, { ...request, model: 'deepseek-r1:8b' });
    assert.equal(providerError(error, 'invalid-request').details.advice, 'choose-model');
  });

  for (const [name, peculiarities] of Object.entries(servers)) {
    if (peculiarities.completions === 'missing') continue;
    it(`${name}: is understood, and understands what comes whole`, async () => {
      const server = await start({ peculiarities });
      server.next(
        { type: 'reply', text: ['b'] },
        {
          type: 'body',
          status: 200,
          headers: { 'Content-Type': 'application/json' },
          body: '{"object":"text_completion","choices":[{"index":0,"text":"b","finish_reason":"length"}]}',
        },
      );
      for (const reason of ['stop', 'length']) {
        const { parts, error } = await complete(server, { ...request, model: 'qwen2.5-coder:7b' });
        assert.equal(error, undefined);
        const [said, last] = parts;
        assert.deepEqual(said, { type: 'text-delta', text: 'b' });
        assert.ok(last?.type === 'finish' && last.reason === reason);
      }
    });
  }

  it('reports a server without completions', async () => {
    const server = await start({ peculiarities: servers.homemade });
    providerError((await complete(server, request)).error, 'invalid-request');
  });

  async function start(options: CustomServerOptions): Promise<CustomServer> {
    const server = await startCustomServer(options);
    running.push(server);
    return server;
  }

  async function complete(server: CustomServer, asked: CompletionRequest) {
    const connection = { credentials: {}, authMode: 'key', baseUrl: server.base, language: 'en' };
    const provider = await custom.apis[0]?.create(connection, transport);
    assert.ok(provider?.completeCode);
    return collect(provider.completeCode(asked, new AbortController().signal));
  }
});
