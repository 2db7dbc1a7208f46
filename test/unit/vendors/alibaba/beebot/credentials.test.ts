import assert from 'node:assert/strict';
import type { Connection } from '../../../../../src/core/vendor.ts';
import { createProvider } from '../../../../../src/vendors/alibaba/beebot/provider.ts';
import {
  type Answer,
  collect,
  type FakeTransport,
  fakeTransport,
  providerError,
} from '../../../net/fakes.ts';

const json = { 'content-type': 'application/json;charset=utf-8' };
const token: Answer = {
  headers: json,
  chunks: [
    JSON.stringify({
      AccessToken: 'token-0123456789',
      ChannelId: 'channel-0123456789',
      StreamSecret: 'stream-0123456789',
    }),
  ],
};
const whole = `data:${JSON.stringify({
  data: [
    {
      type: 'JSON_TEXT',
      value: JSON.stringify({
        StreamEnd: true,
        MessageBody: { DirectMessageBody: { SentenceList: [{ Content: 'Hi' }] } },
      }),
    },
  ],
})}\n\n`;
const reply: Answer = { chunks: [whole] };

describe('credentials of Beebot', () => {
  const credentials = {
    accessKeyId: 'testid',
    accessKeySecret: 'testsecret-of-thirty-characters',
    instanceId: 'chatbot-cn-1',
  };
  const base: Connection = {
    credentials,
    authMode: 'acs3',
    baseUrl: 'https://alime-ws.aliyuncs.com',
    language: 'en',
  };
  const withCredentials = (changes: Connection['credentials']) => ({
    credentials: { ...credentials, ...changes },
  });

  const differing: Readonly<Record<string, Partial<Connection>>> = {
    'another ID': withCredentials({ accessKeyId: 'another' }),
    'another secret': withCredentials({ accessKeySecret: 'another' }),
    'a temporary key': withCredentials({ securityToken: 'CAIS-security-token' }),
    'a business space': withCredentials({ agentKey: 'a_p_b' }),
    'another signature': { authMode: 'rpc' },
    'another address': { baseUrl: 'https://gateway.test' },
  };

  for (const [what, changes] of Object.entries(differing)) {
    it(`are fetched for ${what} alone, and then used for each`, async () => {
      const transport = fakeTransport([token, reply, token, reply, reply, reply]);
      for (const connection of [{}, changes, {}, changes]) {
        assert.equal((await ask(transport, connection)).error, undefined);
      }
      assert.deepEqual(calls(transport), ['token', 'question', 'token', 'question', 'question', 'question']);
    });
  }

  const same: Readonly<Record<string, Partial<Connection>>> = {
    'another robot': withCredentials({ instanceId: 'chatbot-cn-2' }),
    'another language': { language: 'zh-cn' },
    'an empty business space and an empty token': withCredentials({ agentKey: '', securityToken: '' }),
  };

  for (const [what, changes] of Object.entries(same)) {
    it(`are those that there were for ${what}`, async () => {
      const transport = fakeTransport([token, reply]);
      await ask(transport);
      await ask(transport, changes);
      assert.deepEqual(calls(transport), ['token', 'question', 'question']);
    });
  }

  it('are kept after an answer that was whole, and not after one that broke off', async () => {
    const broken: Answer = { chunks: [whole.replace('true', 'false')] };
    const transport = fakeTransport([token, reply, broken, token, reply]);
    await ask(transport);
    providerError((await ask(transport)).error, 'network');
    await ask(transport);
    assert.deepEqual(calls(transport), ['token', 'question', 'question', 'token', 'question']);
  });

  it('are asked for as a signature of either kind wants it', async () => {
    for (const [authMode, header] of [
      ['acs3', true],
      ['rpc', false],
      ['', true],
    ] as const) {
      const transport = fakeTransport([token, reply]);
      await ask(transport, { authMode });
      assert.equal('authorization' in (transport.sent[0]?.headers ?? {}), header, authMode);
      assert.deepEqual(transport.sent[1]?.headers, {
        accept: 'text/event-stream',
        'accept-encoding': 'identity',
        'content-type': 'application/json',
      });
      assert.equal(transport.sent[1]?.method, 'POST');
    }
  });

  it('that are missing are asked with as they are, and the server says so', async () => {
    const transport = fakeTransport([token, reply]);
    await ask(transport, { credentials: {} });
    assert.match(
      transport.sent[0]?.headers['authorization'] ?? '',
      /^ACS3-HMAC-SHA256 Credential=,SignedHeaders/,
    );
    assert.equal(JSON.parse(JSON.parse(transport.sent[1]?.body ?? '').data[0].value).InstanceId, '');
  });

  it('hold for what is an event stream, and for nothing else', async () => {
    for (const type of ['text/event-stream', 'TEXT/Event-Stream;charset=utf-8', 'text/event-stream ; x=1']) {
      assert.equal((await ask(fakeTransport([token, stream(type)]))).error, undefined, type);
    }
    for (const type of ['text/event-streams', 'x-text/event-stream', 'text/html; text/event-stream', '']) {
      const transport = fakeTransport([token, stream(type), token, stream(type)]);
      providerError((await ask(transport)).error, 'protocol');
      assert.deepEqual(calls(transport), ['token', 'question', 'token', 'question'], type);
    }
    const bare = fakeTransport([token, { ...reply, headers: {} }, token, { ...reply, headers: {} }]);
    providerError((await ask(bare)).error, 'protocol');
  });

  const instead: readonly (readonly [
    status: number,
    body: string,
    kind: Parameters<typeof providerError>[1],
    calls: number,
  ])[] = [
    [200, '<html>', 'protocol', 4],
    [299, '<html>', 'protocol', 4],
    [300, '<html>', 'protocol', 2],
    [400, '<html>', 'protocol', 2],
    [401, '<html>', 'auth', 4],
    [402, '<html>', 'quota', 2],
    [403, '<html>', 'protocol', 4],
    [404, '<html>', 'protocol', 4],
    [405, '<html>', 'protocol', 2],
    [500, '<html>', 'unavailable', 2],
    // A failure may come as JSON all the same, and then that counts.
    [404, '{"success":false,"code":"X-17","message":"no"}', 'unavailable', 2],
    [404, '{"success":false,"code":"QPS","message":"no"}', 'rate-limit', 2],
    [500, '{"success":false,"message":"the token is expired"}', 'auth', 4],
    [404, '{"success":true}', 'protocol', 4],
  ];

  for (const [status, body, kind, expected] of instead) {
    it(`are${expected === 2 ? ' not' : ''} fetched anew for ${status} ${body}`, async () => {
      const transport = fakeTransport([
        token,
        { status, headers: json, chunks: [body] },
        token,
        { status, headers: json, chunks: [body] },
      ]);
      const error = providerError((await ask(transport)).error, kind);
      assert.equal(error.details.status, status);
      assert.equal(transport.sent.length, expected);
    });
  }

  it('never get into a message, whatever kind of secret they are', async () => {
    const told = async (...secrets: string[]) => {
      const failure = { success: false, code: 'X-17', message: secrets.join(' ') };
      const transport = fakeTransport([token, { chunks: [`data:${JSON.stringify(failure)}\n\n`] }]);
      const { error } = await ask(transport, withCredentials({ securityToken: 'CAIS-security-token' }));
      return providerError(error, 'unavailable').message;
    };
    assert.equal(await told('token-0123456789'), '…');
    assert.equal(await told('channel-0123456789'), '…');
    assert.equal(await told('stream-0123456789'), '…');
    assert.equal(await told(credentials.accessKeySecret), '…');
    assert.equal(await told('CAIS-security-token'), '…');
    assert.equal(await told('chatbot-cn-1'), 'chatbot-cn-1');
  });

  it('are called swapped only where they look it and were refused', async () => {
    const id = 'LTAI5tAbCdEfGhIjKlMnOpQr';
    const advice = async (Code: string, changes: Connection['credentials']) => {
      const refusal: Answer = {
        status: 400,
        headers: json,
        chunks: [JSON.stringify({ Code, Message: 'no' })],
      };
      const { error } = await ask(fakeTransport([refusal]), withCredentials(changes));
      const { message, details } = error as ReturnType<typeof providerError>;
      assert.deepEqual([message, details.code, details.status], ['no', Code, 400]);
      return details.advice;
    };
    const swapped = { accessKeyId: 'x', accessKeySecret: id };
    assert.equal(await advice('InvalidAccessKeyId.NotFound', swapped), 'swapped-keys');
    assert.equal(await advice('InvalidAccessKeyId.NotFound', { accessKeyId: id }), undefined);
    assert.equal(await advice('InvalidVersion', swapped), undefined);
  });

  function stream(type: string): Answer {
    return { ...reply, headers: { 'content-type': type } };
  }

  async function ask(transport: FakeTransport, changes: Partial<Connection> = {}) {
    const provider = createProvider({ ...base, ...changes }, transport);
    const messages = [{ role: 'user', text: 'Why?' }] as const;
    const result = await collect(
      provider.stream({ model: 'beebot', messages }, new AbortController().signal),
    );
    // A channel is free when the last bytes of its answer have come.
    await new Promise(setImmediate);
    return result;
  }

  function calls(transport: FakeTransport): string[] {
    return transport.sent.map(({ url }) => (url.includes('/sse/') ? 'question' : 'token'));
  }
});
