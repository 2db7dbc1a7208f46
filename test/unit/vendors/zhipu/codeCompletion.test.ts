import assert from 'node:assert/strict';
import type { CompletionRequest } from '../../../../src/core/provider.ts';
import {
  createUndiciTransport,
  directOptions,
  type UndiciTransport,
} from '../../../../src/net/undiciTransport.ts';
import { encodeCodeCompletion } from '../../../../src/vendors/zhipu/codeCompletion.ts';
import { zhipu } from '../../../../src/vendors/zhipu/descriptor.ts';
import { type BigModelServer, startBigModelServer, testKeys } from '../../../vendors/zhipu/bigModelServer.ts';
import { collect, providerError } from '../../net/fakes.ts';

const request: CompletionRequest = {
  model: 'codegeex-4',
  prefix: 'const a = ',
  suffix: ';\n',
  language: 'typescriptreact',
  options: { temperature: 0.1, maxOutputTokens: 64, stop: ['\n'] },
};

describe('CodeGeeX-4', () => {
  let server: BigModelServer;
  let transport: UndiciTransport;

  before(async () => {
    server = await startBigModelServer();
    transport = createUndiciTransport(directOptions);
  });

  after(async () => {
    await server.close();
    await transport.close();
  });

  it('has exactly these bytes', () => {
    assert.equal(
      encodeCodeCompletion(request),
      '{"model":"codegeex-4","stream":true,"temperature":0.1,"max_tokens":64,' +
        '"stop":["<|endoftext|>","<|user|>","<|assistant|>","<|observation|>"],' +
        '"extra":{"target":{"language":"typescript","code_prefix":"const a = ","code_suffix":";\\n"}}}',
    );
  });

  it('knows languages by names of its own', () => {
    const language = (id: string) =>
      JSON.parse(encodeCodeCompletion({ ...request, language: id })).extra.target.language;
    for (const [id, name] of Object.entries({
      javascriptreact: 'javascript',
      typescriptreact: 'typescript',
      shellscript: 'shell',
      'objective-c': 'objectivec',
      'objective-cpp': 'objectivec',
      jsonc: 'json',
      python: 'python',
      constructor: 'constructor',
    })) {
      assert.equal(language(id), name);
    }
  });

  it('has any name that begins so', () => {
    const { options: _, ...plain } = request;
    for (const model of ['codegeex-4', 'CodeGeeX', 'codegeex-5-air']) {
      const body = JSON.parse(encodeCodeCompletion({ ...plain, model }));
      assert.deepEqual([body.model, body.temperature, body.top_p], [model, undefined, undefined]);
    }
    for (const model of ['my-codegeex-4', 'glm-4.7', '']) {
      assert.throws(
        () => encodeCodeCompletion({ ...plain, model }),
        (error) => providerError(error, 'invalid-request').details.advice === 'choose-model',
      );
    }
    assert.equal(JSON.parse(encodeCodeCompletion({ ...plain, options: { topP: 0.5 } })).top_p, 0.5);
  });

  it('is understood, and yields its text', async () => {
    server.next({ type: 'reply', text: ['4', '2'] });
    const { parts, error } = await complete(request);
    assert.equal(error, undefined);
    assert.deepEqual(parts.slice(0, 2), [
      { type: 'text-delta', text: '4' },
      { type: 'text-delta', text: '2' },
    ]);
    assert.equal(parts.at(-1)?.type, 'finish');
  });

  it('is not offered any more by some accounts', async () => {
    server.next({ type: 'error', code: '1211' });
    assert.equal(
      providerError((await complete(request)).error, 'invalid-request').details.advice,
      'choose-model',
    );
  });

  it('is the only model of the vendor that fills in', async () => {
    const { error } = await complete({ ...request, model: 'glm-5' });
    assert.equal(providerError(error, 'invalid-request').details.advice, 'choose-model');
  });

  async function complete(asked: CompletionRequest) {
    const connection = {
      credentials: { apiKey: testKeys.payAsYouGo },
      authMode: 'api-key',
      baseUrl: server.payAsYouGoBase,
      language: 'en',
    };
    const provider = await zhipu.apis[0]?.create(connection, transport);
    assert.ok(provider?.completeCode);
    return collect(provider.completeCode(asked, new AbortController().signal));
  }
});
