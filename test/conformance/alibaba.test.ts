import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import beebotSdk from '@alicloud/chatbot20220408';
import openApi from '@alicloud/openapi-client';
import tea from '@alicloud/tea-typescript';
import { afterEach, beforeEach, describe, it } from 'mocha';
import OpenAI from 'openai';
import {
  type BeebotServer,
  type BeebotServerOptions,
  startBeebotServer,
  testAccessKeys,
  testRobots,
} from '../vendors/alibaba/beebotServer.ts';
import {
  type DashScopeServer,
  startDashScopeServer,
  testDashScopeKeys,
} from '../vendors/alibaba/dashScopeServer.ts';
import { streamSign } from '../vendors/alibaba/streamCredentials.ts';

interface AccessKey {
  readonly id: string;
  readonly secret: string;
  readonly securityToken?: string;
}

interface KeyVector {
  readonly id: string;
  readonly source: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
}

interface Vectors {
  readonly acs3: readonly (KeyVector & {
    readonly host: string;
    readonly query: Readonly<Record<string, string>>;
    readonly headers: Readonly<Record<string, string>>;
    readonly authorization: string;
  })[];
  readonly rpc: readonly (KeyVector & {
    readonly parameters: Readonly<Record<string, string>>;
    readonly signature: string;
  })[];
}

/** What the vendor's client is about to send. */
interface SentRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
}

type Scheme = 'acs3' | 'rpc';

const vectors = JSON.parse(
  readFileSync(new URL('../fixtures/alibaba/vectors.json', import.meta.url), 'utf8'),
) as Vectors;

/** The vendor's client for either signature; `settings` are of its own kind. */
function beebotClient(scheme: Scheme, settings: object): InstanceType<typeof beebotSdk.default> {
  return new beebotSdk.default(
    new openApi.Config({ ...settings, ...(scheme === 'rpc' ? { signatureAlgorithm: 'v2' } : {}) }),
  );
}

function clientOf(server: BeebotServer, scheme: Scheme, { id, secret, securityToken }: AccessKey) {
  return beebotClient(scheme, {
    accessKeyId: id,
    accessKeySecret: secret,
    ...(securityToken === undefined ? {} : { securityToken }),
    endpoint: new URL(server.origin).host,
    protocol: 'http',
  });
}

function tokenRequest(agentKey?: string) {
  return new beebotSdk.ApplyForStreamAccessTokenRequest(agentKey === undefined ? {} : { agentKey });
}

/** Signs with the vendor's client, its clock and nonce frozen, and returns the request instead of sending it. */
async function signWithSdk(
  scheme: Scheme,
  vector: KeyVector,
  host: string,
  frozen: object,
  agentKey: string | undefined,
): Promise<SentRequest> {
  const { accessKeyId, accessKeySecret, securityToken } = vector;
  const type = securityToken === undefined ? 'access_key' : 'sts';
  const client = beebotClient(scheme, {
    endpoint: host,
    globalParameters: new openApi.GlobalParameters(frozen),
    credential: {
      getCredential: async () => ({ type, accessKeyId, accessKeySecret, securityToken }),
    },
  });
  const { doAction } = tea;
  let sent: SentRequest | undefined;
  Object.assign(tea, {
    doAction: (request: SentRequest) => {
      sent = request;
      throw new Error('not to be sent');
    },
  });
  try {
    await assert.rejects(client.applyForStreamAccessToken(tokenRequest(agentKey)), /not to be sent/);
  } finally {
    Object.assign(tea, { doAction });
  }
  assert.ok(sent);
  return sent;
}

describe('vectors of @alicloud/chatbot20220408', () => {
  for (const vector of vectors.acs3.filter(({ source }) => source === 'sdk')) {
    it(`ACS3: ${vector.id}`, async () => {
      const frozen = {
        headers: {
          'x-acs-date': vector.headers['x-acs-date'],
          'x-acs-signature-nonce': vector.headers['x-acs-signature-nonce'],
        },
      };
      const sent = await signWithSdk('acs3', vector, vector.host, frozen, vector.query['AgentKey']);
      assert.equal(sent.headers['Authorization'], vector.authorization);
    });
  }

  for (const vector of vectors.rpc.filter(({ source }) => source === 'sdk')) {
    it(`RPC: ${vector.id}`, async () => {
      const { Timestamp, SignatureNonce, AgentKey } = vector.parameters;
      const frozen = { queries: { Timestamp, SignatureNonce } };
      const sent = await signWithSdk('rpc', vector, 'chatbot.cn-shanghai.aliyuncs.com', frozen, AgentKey);
      assert.deepEqual(sent.query, { ...vector.parameters, Signature: vector.signature });
    });
  }
});

describe('@alicloud/chatbot20220408 against the Beebot server', () => {
  let server: BeebotServer;

  async function start(options: BeebotServerOptions = {}): Promise<void> {
    server = await startBeebotServer(options);
  }

  afterEach(() => server.close());

  for (const scheme of ['acs3', 'rpc'] as const) {
    for (const [kind, key] of Object.entries(testAccessKeys)) {
      it(`gets credentials that open a stream: ${scheme}, ${kind} key`, async () => {
        await start();
        for (const { instanceId, agentKey } of [
          testRobots.inOtherSpace,
          { ...testRobots.inDefaultSpace, agentKey: undefined },
        ]) {
          const { statusCode, body } = await clientOf(server, scheme, key).applyForStreamAccessToken(
            tokenRequest(agentKey),
          );
          assert.equal(statusCode, 200);
          const { accessToken = '', channelId = '', streamSecret = '' } = body ?? {};
          const timestamp = String(Date.now());
          const parts = [accessToken, channelId, streamSign(streamSecret, timestamp), timestamp];
          const response = await fetch(
            `${server.origin}/sse/paas4Json/${parts.map(encodeURIComponent).join('/')}`,
            {
              method: 'POST',
              headers: { 'Content-Type': 'application/json' },
              body: JSON.stringify({
                messageId: randomUUID(),
                action: 'TongyiBeebotChat',
                version: '2022-04-08',
                data: [
                  { type: 'JSON_TEXT', value: JSON.stringify({ InstanceId: instanceId, Utterance: '你好' }) },
                ],
              }),
            },
          );
          assert.match(await response.text(), /Hello from the loopback server\./);
        }
      });
    }

    it(`is told what is wrong: ${scheme}`, async () => {
      const { permanent } = testAccessKeys;
      const code = async (key: AccessKey, agentKey?: string): Promise<unknown> => {
        const call = clientOf(server, scheme, key).applyForStreamAccessToken(tokenRequest(agentKey));
        return call.then(
          () => undefined,
          (error: { readonly code: string }) => error.code,
        );
      };
      await start();
      assert.equal(await code({ ...permanent, secret: 'wrong' }), 'SignatureDoesNotMatch');
      assert.equal(await code({ ...permanent, id: 'unknown' }), 'InvalidAccessKeyId.NotFound');
      assert.equal(
        await code({ ...testAccessKeys.temporary, securityToken: 'old' }),
        'InvalidSecurityToken.Expired',
      );
      assert.equal(await code(permanent, 'no-such-space'), 'InvalidParameter.AgentKey');
      server.nextToken({ type: 'error', code: 'Forbidden.RAM' });
      assert.equal(await code(permanent), 'Forbidden.RAM');
      await server.close();
      await start({ now: () => Date.now() + 16 * 60_000 });
      assert.equal(await code(permanent), 'InvalidTimeStamp.Expired');
    });
  }

  it('reads the XML error, too', async () => {
    await start();
    server.nextToken({ type: 'error', code: 'ServiceUnavailable', shape: 'xml' });
    await assert.rejects(
      clientOf(server, 'acs3', testAccessKeys.permanent).applyForStreamAccessToken(tokenRequest()),
      { code: 'ServiceUnavailable' },
    );
  });
});

describe('openai against the DashScope server', () => {
  let server: DashScopeServer;
  const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'Hello' }];

  function client(apiKey: string = testDashScopeKeys.payAsYouGo, baseURL = server.payAsYouGoBase): OpenAI {
    return new OpenAI({ apiKey, baseURL, maxRetries: 0 });
  }

  beforeEach(async () => {
    server = await startDashScopeServer();
  });

  afterEach(() => server.close());

  it('completes whole and streams with usage', async () => {
    const answer = await client().chat.completions.create({ model: 'qwen-plus', messages });
    assert.equal(answer.choices[0]?.message.content, 'Hello from the loopback server.');
    assert.ok(answer.usage?.total_tokens);
    const stream = await client().chat.completions.create({
      model: 'qwen-plus',
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    let usage: OpenAI.CompletionUsage | null | undefined;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      usage = chunk.usage;
    }
    assert.equal(text, 'Hello from the loopback server.');
    assert.equal(usage?.total_tokens, answer.usage.total_tokens);
  });

  it('streams reasoning, and interleaved calls by their index', async () => {
    server.next({
      type: 'reply',
      reasoning: ['Let me ', 'see.'],
      toolCalls: [
        { id: 'call_1', name: 'read', arguments: ['{"path"', ':"a"}'] },
        { id: 'call_2', name: 'list', arguments: ['{', '}'] },
      ],
      interleaved: true,
      laterNames: 'absent',
    });
    const parameters = { type: 'object', properties: {} };
    const stream = client().chat.completions.stream({
      model: 'qwen3.5-plus',
      messages,
      tools: ['read', 'list'].map((name) => ({ type: 'function', function: { name, parameters } })),
    });
    let reasoning = '';
    stream.on('chunk', ({ choices }) => {
      const delta = choices[0]?.delta as { reasoning_content?: string | null } | undefined;
      reasoning += delta?.reasoning_content ?? '';
    });
    const { choices } = await stream.finalChatCompletion();
    assert.equal(reasoning, 'Let me see.');
    assert.equal(choices[0]?.finish_reason, 'tool_calls');
    assert.deepEqual(
      choices[0]?.message.tool_calls?.map((call) => call.type === 'function' && call.function.arguments),
      ['{"path":"a"}', '{}'],
    );
  });

  it('is told what is wrong', async () => {
    const create = (own: OpenAI, model = 'qwen-plus') => own.chat.completions.create({ model, messages });
    await assert.rejects(create(client('sk-unknown')), { status: 401, code: 'invalid_api_key' });
    await assert.rejects(create(client(undefined, server.codingBase)), { status: 401 });
    await assert.rejects(create(client(), 'qwen-99'), { status: 404, code: 'model_not_found' });
    server.next({ type: 'error', code: 'Throttling.AllocationQuota' });
    await assert.rejects(create(client()), { status: 429, code: 'insufficient_quota' });
    const interruption = { type: 'error-object', afterPieces: 1, code: 'DataInspectionFailed' } as const;
    server.next({ type: 'reply', text: ['a', 'b'], interruption });
    const stream = await client().chat.completions.create({ model: 'qwen-plus', messages, stream: true });
    await assert.rejects(
      async () => {
        for await (const _ of stream);
      },
      { code: 'data_inspection_failed' },
    );
  });

  it('completes text and lists models', async () => {
    const prompt = '<|fim_prefix|>def add(a, b):\n<|fim_suffix|>\n<|fim_middle|>';
    const answer = await client().completions.create({ model: 'qwen-coder-turbo', prompt });
    assert.equal(answer.choices[0]?.text, 'Hello from the loopback server.');
    const stream = await client().completions.create({ model: 'qwen-coder-turbo', prompt, stream: true });
    let text = '';
    for await (const { choices } of stream) text += choices[0]?.text ?? '';
    assert.equal(text, 'Hello from the loopback server.');
    const ids: string[] = [];
    for await (const { id } of client().models.list()) ids.push(id);
    assert.ok(ids.includes('qwen3-coder-plus'));
  });
});
