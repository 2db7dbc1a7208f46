import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { ChatCompletion } from '@baiducloud/qianfan';
import { after, afterEach, before, describe, it } from 'mocha';
import OpenAI, { APIError } from 'openai';
import { testKeys } from '../vendors/qianfan/account.ts';
import { type QianfanServer, startQianfanServer } from '../vendors/qianfan/qianfanServer.ts';
import type { QianfanReply } from '../vendors/qianfan/scenario.ts';

interface Vector {
  readonly name: string;
  readonly source: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly timestamp: string;
  readonly expiresInSeconds: number;
  readonly method: string;
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly signedHeaders: readonly string[];
  readonly authorization: string;
}

interface Auth {
  generateAuthorization(
    method: string,
    path: string,
    parameters: object,
    headers: object,
    timestamp: number,
    expiresInSeconds: number,
    headersToSign: readonly string[],
  ): string;
}

type ClientOptions = NonNullable<ConstructorParameters<typeof ChatCompletion>[0]>;

const question = { messages: [{ role: 'user' as const, content: '你好' }] };
const reply: QianfanReply = { type: 'reply', text: ['你好', '，', '世界🌏'] };
const answer = '你好，世界🌏';
const variables = ['QIANFAN_ACCESS_KEY', 'QIANFAN_SECRET_KEY', 'QIANFAN_BEAR_TOKEN_URL'] as const;

let server: QianfanServer;

/** The vendor's own client, told nothing by the environment. */
function client(options: ClientOptions): ChatCompletion {
  return new ChatCompletion({
    QIANFAN_AK: '',
    QIANFAN_SK: '',
    QIANFAN_ACCESS_KEY: '',
    QIANFAN_SECRET_KEY: '',
    QIANFAN_BASE_URL: server.origin,
    QIANFAN_CONSOLE_API_BASE_URL: server.origin,
    QIANFAN_V2_BASE_URL: `${server.v2Base}/chat/completions`,
    ...options,
  } as ClientOptions);
}

async function collect(stream: unknown): Promise<Record<string, unknown>[]> {
  const chunks: Record<string, unknown>[] = [];
  for await (const chunk of stream as AsyncIterable<Record<string, unknown>>) chunks.push(chunk);
  return chunks;
}

/** Address, and how it was authenticated, of every request so far. */
function seen(): readonly string[] {
  return server.requests.map((request) => {
    const how = 'authentication' in request ? request.authentication.type : 'none';
    return `${request.address} ${how} ${request.refusal?.code ?? 'ok'}`;
  });
}

describe('Qianfan server and @baiducloud/qianfan', () => {
  const kept = new Map<string, string | undefined>();
  before(async () => {
    server = await startQianfanServer();
    // Minting reads nothing but the environment.
    for (const name of variables) kept.set(name, process.env[name]);
    process.env['QIANFAN_ACCESS_KEY'] = testKeys.iamAccessKey;
    process.env['QIANFAN_SECRET_KEY'] = testKeys.iamSecretKey;
    process.env['QIANFAN_BEAR_TOKEN_URL'] = `${server.origin}/v1/BCE-BEARER/token`;
  });
  afterEach(() => server.reset());
  after(async () => {
    for (const [name, value] of kept) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    await server.close();
  });

  for (const [name, options, model, first, chat] of [
    [
      'V1 with OAuth',
      { QIANFAN_AK: testKeys.apiKey, QIANFAN_SK: testKeys.secretKey },
      'ERNIE-Speed-8K',
      'oauth none ok',
      'v1 access-token ok',
    ],
    [
      'V1 with a signature',
      { QIANFAN_ACCESS_KEY: testKeys.iamAccessKey, QIANFAN_SECRET_KEY: testKeys.iamSecretKey },
      'ERNIE-4.0-8K',
      'v1-services signature ok',
      'v1 signature ok',
    ],
  ] as const) {
    it(`${name}: whole and streamed`, async () => {
      server.always(reply);
      const qianfan = client(options);
      const whole = await qianfan.chat(question, model);
      assert.equal((whole as { result: string }).result, answer);
      assert.deepEqual(seen(), [first, chat]);
      const chunks = await collect(await qianfan.chat({ ...question, stream: true }, model));
      assert.equal(chunks.map(({ result }) => result).join(''), answer);
      assert.deepEqual(
        chunks.map((chunk) => chunk['is_end']),
        [false, false, false, true],
      );
    });
  }

  it('V1: the wrong secret, and an error in HTTP 200', async () => {
    const wrongSecret = client({ QIANFAN_AK: testKeys.apiKey, QIANFAN_SK: 'wrong' });
    await assert.rejects(wrongSecret.chat(question, 'ERNIE-Speed-8K'), /invalid_client/);
    const wrongSignature = client({ QIANFAN_ACCESS_KEY: testKeys.iamAccessKey, QIANFAN_SECRET_KEY: 'wrong' });
    await assert.rejects(wrongSignature.chat(question, 'ERNIE-Speed-8K'), /IAM Certification failed/);
    server.next({ type: 'error', code: '17' });
    const qianfan = client({ QIANFAN_AK: testKeys.apiKey, QIANFAN_SK: testKeys.secretKey });
    await assert.rejects(qianfan.chat({ ...question, stream: true }, 'ERNIE-Speed-8K'), /"error_code":17/);
  });

  for (const [name, options, expected] of [
    ['V2 with an API key', { QIANFAN_BEARER_TOKEN: testKeys.payAsYouGo }, ['v2 bearer ok', 'v2 bearer ok']],
    [
      'V2 with a minted token',
      { QIANFAN_ACCESS_KEY: testKeys.iamAccessKey, QIANFAN_SECRET_KEY: testKeys.iamSecretKey },
      ['minting signature ok', 'v2 bearer ok', 'v2 bearer ok'],
    ],
  ] as const) {
    it(`${name}: whole and streamed`, async () => {
      server.always(reply);
      const qianfan = client({ ...options, version: 'v2' } as ClientOptions);
      const whole = (await qianfan.chat(
        question,
        'ernie-4.5-turbo-128k',
      )) as unknown as OpenAI.ChatCompletion;
      assert.equal(whole.choices[0]?.message.content, answer);
      const stream = await qianfan.chat({ ...question, stream: true }, 'ernie-4.5-turbo-128k');
      const chunks = (await collect(stream)) as unknown as OpenAI.ChatCompletionChunk[];
      assert.equal(chunks.map(({ choices }) => choices[0]?.delta.content).join(''), answer);
      assert.deepEqual(seen(), expected);
    });
  }
});

describe('Qianfan server and openai', () => {
  before(async () => {
    server = await startQianfanServer();
  });
  afterEach(() => server.reset());
  after(() => server.close());

  function openai(apiKey: string = testKeys.payAsYouGo, baseURL: string = server.v2Base): OpenAI {
    return new OpenAI({ apiKey, baseURL, maxRetries: 0 });
  }

  it('complete calls and streams, with usage at the end', async () => {
    server.always(reply);
    const request = { model: 'deepseek-v3.2', ...question };
    const whole = await openai().chat.completions.create(request);
    assert.equal(whole.choices[0]?.message.content, answer);
    const stream = await openai().chat.completions.create({
      ...request,
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    let total: number | undefined;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      total = chunk.usage?.total_tokens ?? total;
    }
    assert.deepEqual([text, total], [answer, 10]);
  });

  it('call tools and bring their results back', async () => {
    server.next({ type: 'reply', calls: [{ name: 'weather', arguments: ['{"city":', '"北京"}'] }] });
    const parameters = { type: 'object', properties: { city: { type: 'string' } } };
    const tools = [{ type: 'function' as const, function: { name: 'weather', parameters } }];
    const request = { model: 'deepseek-v3.2', tools, ...question };
    const completion = await openai().chat.completions.stream(request).finalChatCompletion();
    const message = completion.choices[0]?.message;
    assert.ok(message?.tool_calls?.[0]?.type === 'function');
    const [call] = message.tool_calls;
    assert.deepEqual([call.function.name, call.function.arguments], ['weather', '{"city":"北京"}']);
    server.next(reply);
    const result = { role: 'tool' as const, tool_call_id: call.id, content: '晴' };
    const messages = [...question.messages, message, result];
    const next = await openai().chat.completions.create({ ...request, messages });
    assert.equal(next.choices[0]?.message.content, answer);
  });

  it('list models, of the plans too', async () => {
    const ids = async (list: OpenAI) => (await list.models.list()).data.map(({ id }) => id);
    assert.ok((await ids(openai())).includes('ernie-4.5-turbo-128k'));
    assert.ok((await ids(openai(testKeys.coding, server.codingBase))).includes('qianfan-code-latest'));
    assert.ok((await ids(openai(testKeys.token, server.tokenPlanBase))).includes('qianfan-code-latest'));
  });

  it('tell errors by their code', async () => {
    const code = async (list: OpenAI, model = 'deepseek-v3.2'): Promise<unknown> => {
      const error: unknown = await list.chat.completions
        .create({ model, ...question })
        .catch((reason) => reason);
      assert.ok(error instanceof APIError);
      return [error.status, error.code];
    };
    assert.deepEqual(await code(openai('wrong')), [401, 'invalid_iam_token']);
    assert.deepEqual(await code(openai(), 'ERNIE-4.0-8K'), [400, 'invalid_model']);
    assert.deepEqual(await code(openai(testKeys.coding)), [401, 'coding_plan_api_key_not_allowed']);
    server.next({ type: 'error', code: 'rpm_rate_limit_exceeded' });
    assert.deepEqual(await code(openai()), [429, 'rpm_rate_limit_exceeded']);
    server.next({ ...reply, interruption: { type: 'error-object', afterPieces: 1, code: 'internal_error' } });
    const stream = await openai().chat.completions.create({
      model: 'deepseek-v3.2',
      stream: true,
      ...question,
    });
    await assert.rejects(async () => {
      for await (const chunk of stream) assert.ok(chunk.id);
    }, /Internal error/);
  });
});

describe('Qianfan vectors and @baiducloud/sdk', () => {
  const vectors: readonly Vector[] = JSON.parse(
    readFileSync(new URL('../fixtures/qianfan/vectors.json', import.meta.url), 'utf8'),
  );
  const SdkAuth: new (accessKey: string, secretKey: string) => Auth = createRequire(import.meta.url)(
    '@baiducloud/sdk/src/auth.js',
  );
  for (const vector of vectors) {
    it(`${vector.name} (${vector.source})`, () => {
      const authorization = new SdkAuth(vector.accessKey, vector.secretKey).generateAuthorization(
        vector.method,
        vector.path,
        Object.fromEntries(vector.query),
        vector.headers,
        Date.parse(vector.timestamp) / 1000,
        vector.expiresInSeconds,
        vector.signedHeaders.filter((name) => !name.startsWith('x-bce-')),
      );
      assert.equal(authorization, vector.authorization);
    });
  }
});
