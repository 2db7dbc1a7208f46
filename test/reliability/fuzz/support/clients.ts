import type { ChatRequest, Provider } from '../../../../src/core/provider.ts';
import type { Transport } from '../../../../src/core/transport.ts';
import type { Connection } from '../../../../src/core/vendor.ts';
import { createProvider as createBeebot } from '../../../../src/vendors/alibaba/beebot/provider.ts';
import { createProvider as createDashScope } from '../../../../src/vendors/alibaba/dashscope/provider.ts';
import { createProvider as createCustom } from '../../../../src/vendors/custom/provider.ts';
import { createOAuthProvider, createSigningProvider } from '../../../../src/vendors/qianfan/v1/provider.ts';
import { createProvider as createQianfan } from '../../../../src/vendors/qianfan/v2/provider.ts';
import { createCompletionProvider } from '../../../../src/vendors/spark/completionProvider.ts';
import { createSocketProvider } from '../../../../src/vendors/spark/socketProvider.ts';
import { createProvider as createZhipu } from '../../../../src/vendors/zhipu/provider.ts';
import { type InstantAnswer, instantTimer } from './instantTransport.ts';
import { transcripts } from './realInputs.ts';

/** One way to ask a vendor, and what it really answered. */
export interface Client {
  readonly name: string;
  readonly create: (transport: Transport) => Provider;
  readonly request: ChatRequest;
  /** What is answered before the reply: a token. */
  readonly before: readonly InstantAnswer[];
  /** Replies as they came over the wire. */
  readonly replies: readonly Buffer[];
}

const key = '0123456789abcdef0123456789abcdef.0123456789abcdef';

function connection(
  baseUrl: string,
  authMode: string,
  credentials: Readonly<Record<string, string>>,
): Connection {
  return { baseUrl, authMode, credentials, language: 'en' };
}

function asking(model: string): ChatRequest {
  return { model, messages: [{ role: 'user', text: 'Why?' }] };
}

function json(value: unknown): InstantAnswer {
  return {
    headers: { 'content-type': 'application/json' },
    chunks: [Buffer.from(JSON.stringify(value))],
  };
}

const accessToken = json({ access_token: '24.0123456789abcdef', expires_in: 2_592_000 });
const streamCredentials = json({
  AccessToken: 'token-token',
  ChannelId: 'channel-1',
  StreamSecret: 'secret-s',
});
const completion = Buffer.from(
  JSON.stringify({
    id: 'task-1',
    model: 'glm-4.7',
    request_id: 'request-1',
    task_status: 'SUCCESS',
    choices: [
      {
        index: 0,
        finish_reason: 'stop',
        message: {
          role: 'assistant',
          content: '因为 it is.',
          reasoning_content: 'Let me think.',
          tool_calls: [{ id: 'call_1', index: 0, function: { name: 'look', arguments: '{"at":1}' } }],
        },
      },
    ],
    usage: { prompt_tokens: 4, completion_tokens: 9, total_tokens: 13 },
    web_search: [{ refer: 'ref_1', title: 'A title', link: 'https://example.com', content: 'Words' }],
  }),
);

/** All clients that read a reply over HTTP. */
export const httpClients: readonly Client[] = [
  {
    name: 'Qwen',
    create: (transport) =>
      createDashScope(connection('https://dashscope.test/v1', 'key', { apiKey: 'sk-0123456789' }), transport),
    request: asking('qwen3-coder-plus'),
    before: [],
    replies: transcripts('alibaba', /^dashscope-.*\.sse$/),
  },
  {
    name: 'Beebot',
    create: (transport) =>
      createBeebot(
        connection('https://beebot.test', 'acs3', {
          accessKeyId: 'LTAI0123456789abcd',
          accessKeySecret: '0123456789abcdef',
          instanceId: 'chatbot-cn-0123',
        }),
        transport,
      ),
    request: asking('beebot'),
    before: [streamCredentials],
    replies: transcripts('alibaba', /^beebot-.*\.sse$/),
  },
  {
    name: 'OpenAI-compatible',
    create: (transport) =>
      createCustom(
        connection('https://custom.test/v1', 'key', { apiKey: 'sk-1', headers: '{"X-Team":"tools"}' }),
        transport,
      ),
    request: asking('any'),
    before: [],
    replies: transcripts('custom', /\.sse$/),
  },
  {
    name: 'Qianfan V2',
    create: (transport) =>
      createQianfan(
        connection('https://qianfan.test/v2', 'api-key', { apiKey: 'bce-v3/ALTAK-0123/0123456789' }),
        transport,
      ),
    request: asking('ernie-4.5-turbo-128k'),
    before: [],
    replies: transcripts('qianfan', /^v2-.*\.(?:sse|json)$/),
  },
  {
    name: 'Qianfan V1, application',
    create: (transport) =>
      createOAuthProvider(
        connection('https://aip.test', 'key', {
          apiKey: '0123456789abcdef01234567',
          secretKey: 'x'.repeat(32),
        }),
        transport,
      ),
    request: asking('ERNIE-Speed-8K'),
    before: [accessToken],
    replies: transcripts('qianfan', /^v1-.*\.(?:sse|json)$/),
  },
  {
    name: 'Qianfan V1, IAM',
    create: (transport) =>
      createSigningProvider(
        connection('https://aip.test', 'key', { accessKey: 'ALTAK01234567', secretKey: 'x'.repeat(32) }),
        transport,
      ),
    request: asking('ERNIE-Speed-8K'),
    before: [],
    replies: transcripts('qianfan', /^v1-.*\.(?:sse|json)$/),
  },
  {
    name: 'Spark HTTP',
    create: (transport) =>
      createCompletionProvider(
        connection('https://spark.test', 'password', { apiPassword: '0123456789:0123456789' }),
        transport,
      ),
    request: asking('lite'),
    before: [],
    replies: transcripts('spark', /\.sse$/),
  },
  {
    name: 'Zhipu',
    create: (transport) =>
      createZhipu(connection('https://zhipu.test/v4', 'api-key', { apiKey: key }), transport, {
        timer: instantTimer,
        random: () => 0,
      }),
    request: asking('glm-4.7'),
    before: [],
    replies: transcripts('zhipu', /\.sse$/),
  },
  {
    name: 'Zhipu, in its own time',
    create: (transport) =>
      createZhipu(connection('https://zhipu.test/v4', 'api-key', { apiKey: key }), transport, {
        timer: instantTimer,
        random: () => 0,
      }),
    request: { ...asking('glm-4.7'), options: { async: true } },
    before: [json({ id: 'task-1', request_id: 'request-1', task_status: 'PROCESSING' })],
    replies: [completion],
  },
];

/** The client of Spark's WebSocket. */
export function createSocketClient(transport: Transport): Provider {
  return createSocketProvider(
    connection('wss://spark.test', 'key', {
      appId: 'abcd1234',
      apiKey: 'k'.repeat(32),
      apiSecret: 's'.repeat(32),
    }),
    transport,
    instantTimer,
  );
}

export const socketRequest: ChatRequest = asking('lite');
