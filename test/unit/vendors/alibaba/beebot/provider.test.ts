import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Message } from '../../../../../src/core/message.ts';
import type { ChatRequest } from '../../../../../src/core/provider.ts';
import type { Connection } from '../../../../../src/core/vendor.ts';
import { newestUtterance } from '../../../../../src/vendors/alibaba/beebot/encodeQuestion.ts';
import { createProvider } from '../../../../../src/vendors/alibaba/beebot/provider.ts';
import { until } from '../../../../until.ts';
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
      RequestId: 'r',
      AccessToken: 'a/b+c==',
      ChannelId: 'channel-1',
      StreamSecret: 'cc9e88c0-4f41-4f1d-a1a9-91a72d2aa27d',
    }),
  ],
};
const whole = `data:${JSON.stringify({
  data: [
    {
      type: 'JSON_TEXT',
      value: JSON.stringify({
        SessionId: 's-1',
        StreamEnd: true,
        MessageBody: { Type: 'Direct', DirectMessageBody: { SentenceList: [{ Content: 'Hi' }] } },
      }),
    },
  ],
  success: true,
})}\n\n`;
const reply: Answer = { chunks: [whole] };
const page: Answer = { headers: { 'content-type': 'text/html' }, chunks: ['<html>'] };
const secret = 'testsecret-of-thirty-characters';

describe('Beebot provider', () => {
  const goldenStart = 1_767_323_045_000;

  it('fetches credentials and asks, each at its own address and byte by byte as documented', async () => {
    const transport = fakeTransport([token, reply], () => goldenStart);
    const { parts, error } = await ask(transport);
    assert.equal(error, undefined);
    assert.deepEqual(parts, [
      { type: 'vendor-session', id: 's-1' },
      { type: 'text-delta', text: 'Hi' },
      { type: 'finish', reason: 'stop' },
    ]);
    const [call, question] = transport.sent;
    assert.equal(call?.url, 'https://chatbot.cn-shanghai.aliyuncs.com/');
    assert.equal(call?.method, 'POST');
    assert.equal(call?.body, undefined);
    assert.equal(call?.headers['x-acs-date'], '2026-01-02T03:04:05Z');
    assert.equal(
      question?.url,
      'https://alime-ws.aliyuncs.com/sse/paas4Json/a%2Fb%2Bc%3D%3D/channel-1/36f9bd1dd1224dc8b4c30dc10ca95e77/1767323045000',
    );
    assert.equal(
      question?.body,
      '{"messageId":"00000000-0000-4000-8000-000000000001","action":"TongyiBeebotChat","version":"2022-04-08","data":[{"type":"JSON_TEXT","value":"{\\"InstanceId\\":\\"chatbot-cn-1\\",\\"Utterance\\":\\"怎么 \\\\\\"退\\\\\\"货?\\"}"}]}',
    );
  });

  it('goes to one origin for both when the address is not the vendor’s', async () => {
    const transport = fakeTransport([token, reply], () => goldenStart);
    await ask(transport, { baseUrl: 'http://127.0.0.1:9', authMode: 'rpc' });
    assert.match(transport.sent[0]?.url ?? '', /^http:\/\/127\.0\.0\.1:9\/\?AccessKeyId=testid&/);
    assert.match(transport.sent[0]?.url ?? '', /&Format=JSON&/);
    assert.match(transport.sent[1]?.url ?? '', /^http:\/\/127\.0\.0\.1:9\/sse\/paas4Json\//);
  });

  it('uses the credentials for 110 minutes, across providers, with a sign of its own for each question', async () => {
    let now = goldenStart;
    const transport = fakeTransport([token, reply, reply, token, reply], () => now);
    await ask(transport);
    now += 110 * 60_000 - 1;
    await ask(transport);
    now += 1;
    await ask(transport);
    assert.deepEqual(calls(transport), ['token', 'question', 'question', 'token', 'question']);
    assert.notEqual(transport.sent[1]?.url.split('/')[7], transport.sent[2]?.url.split('/')[7]);
  });

  it('fetches credentials for each access key and each business space', async () => {
    const transport = fakeTransport([token, reply, token, reply, token, reply]);
    await ask(transport);
    await ask(transport, { credentials: { ...credentials, agentKey: 'space_p_1' } });
    await ask(transport, { credentials: { ...credentials, accessKeyId: 'another' } });
    assert.deepEqual(calls(transport), ['token', 'question', 'token', 'question', 'token', 'question']);
    assert.match(transport.sent[2]?.url ?? '', /\?AgentKey=space_p_1$/);
  });

  it('gives each of two answers at a time a channel of its own', async () => {
    const open: Answer = { chunks: [], ending: 'hold' };
    const transport = fakeTransport([token, open, token, reply]);
    const first = provider(transport).stream(request(), new AbortController().signal)[Symbol.asyncIterator]();
    const waiting = first.next();
    await until('the question', () => transport.sent.length >= 2);
    await ask(transport);
    assert.deepEqual(calls(transport), ['token', 'question', 'token', 'question']);
    await first.return?.();
    await waiting;
  });

  it('does not use the channel of an answer that was stopped', async () => {
    const transport = fakeTransport([token, { chunks: [], ending: 'hold' }, token, reply]);
    const controller = new AbortController();
    const stopped = collect(provider(transport).stream(request(), controller.signal));
    await until('the question', () => transport.sent.length >= 2);
    controller.abort();
    providerError((await stopped).error, 'cancelled');
    await new Promise(setImmediate);
    await ask(transport);
    assert.deepEqual(calls(transport), ['token', 'question', 'token', 'question']);
  });

  it('fetches other credentials once when a page or a failure says that they are worthless', async () => {
    const expired: Answer = {
      chunks: ['data:{"success":false,"code":"401","message":"access token is expired"}\n\n'],
    };
    const answers = [
      page,
      { ...page, status: 404 },
      { ...page, status: 401 },
      { ...page, status: 403 },
      expired,
    ];
    for (const answer of answers) {
      const mended = fakeTransport([token, answer, token, reply]);
      assert.equal((await ask(mended)).error, undefined);
      // It is the same question still.
      assert.equal(mended.sent[3]?.body, mended.sent[1]?.body);
      const hopeless = fakeTransport([token, answer, token, answer]);
      const { error } = await ask(hopeless);
      providerError(error, answer === expired || answer.status === 401 ? 'auth' : 'protocol');
      assert.equal(hopeless.sent.length, 4);
    }
  });

  it('asks once for other failures', async () => {
    const failures = [
      ['data:{"success":false,"code":"QPS","message":"throttled"}\n\n', 'rate-limit'],
      ['data:{"success":false,"code":"X-17","message":"?"}\n\n', 'unavailable'],
    ] as const;
    for (const [chunk, kind] of failures) {
      const transport = fakeTransport([token, { chunks: [chunk] }]);
      providerError((await ask(transport)).error, kind);
      assert.equal(transport.sent.length, 2);
    }
    const down = fakeTransport([token, { status: 502, ...page }]);
    providerError((await ask(down)).error, 'unavailable');
    assert.equal(down.sent.length, 2);
  });

  it('goes on with the session, and begins another one if the server has forgotten it', async () => {
    const forgotten: Answer = {
      chunks: [
        'data:{"success":false,"code":"SESSION_NOT_FOUND","message":"SessionId was never issued"}\n\n',
      ],
    };
    const transport = fakeTransport([token, forgotten, reply]);
    const { parts, error } = await ask(transport, {}, { vendorSession: 's-0' });
    assert.equal(error, undefined);
    assert.deepEqual(parts[0], { type: 'vendor-session', id: 's-1' });
    const [, first, second] = transport.sent.map(({ body }) => JSON.parse(body ?? '{}'));
    assert.equal(JSON.parse(first.data[0].value).SessionId, 's-0');
    assert.equal(JSON.parse(second.data[0].value).SessionId, undefined);
    assert.notEqual(second.messageId, first.messageId);
    // Without a session there is nothing to leave out.
    const once = fakeTransport([token, forgotten]);
    providerError((await ask(once)).error, 'invalid-request');
    assert.equal(once.sent.length, 2);
  });

  it('does not begin anew once something was shown, whatever the server has forgotten', async () => {
    const begun = whole.replace('StreamEnd\\":true', 'StreamEnd\\":false');
    assert.notEqual(begun, whole);
    const lost =
      'data:{"success":false,"code":"SESSION_NOT_FOUND","message":"SessionId was never issued"}\n\n';
    for (const chunks of [[begun, lost], [begun + lost]]) {
      const transport = fakeTransport([token, { chunks }, reply]);
      const { parts, error } = await ask(transport, {}, { vendorSession: 's-0' });
      providerError(error, 'invalid-request');
      assert.deepEqual(
        parts.filter(({ type }) => type === 'text-delta'),
        [{ type: 'text-delta', text: 'Hi' }],
      );
      assert.deepEqual(calls(transport), ['token', 'question']);
    }
  });

  it('makes up for a clock that is off, in the address of the question as well', async () => {
    const ahead = 20 * 60_000;
    const date = new Date(goldenStart).toUTCString();
    const expired = refusal('InvalidTimeStamp.Expired', { date });
    const transport = fakeTransport(
      [expired, { ...token, headers: { ...json, date } }, reply],
      () => goldenStart + ahead,
    );
    assert.equal((await ask(transport)).error, undefined);
    assert.equal(transport.sent[0]?.headers['x-acs-date'], '2026-01-02T03:24:05Z');
    assert.equal(transport.sent[1]?.headers['x-acs-date'], '2026-01-02T03:04:05Z');
    assert.match(transport.sent[2]?.url ?? '', /\/1767323045000$/);

    const hopeless = fakeTransport([expired], () => goldenStart + ahead);
    const { details } = providerError((await ask(hopeless)).error, 'auth');
    assert.deepEqual([details.advice, details.clockSkewMs, hopeless.sent.length], ['clock', ahead, 2]);
    const dateless = fakeTransport([refusal('InvalidTimeStamp.Expired')]);
    providerError((await ask(dateless)).error, 'auth');
    assert.equal(dateless.sent.length, 1);
  });

  it('signs once more with another nonce when one was used already', async () => {
    for (const authMode of ['acs3', 'rpc']) {
      const transport = fakeTransport([refusal('SignatureNonceUsed'), token, reply]);
      assert.equal((await ask(transport, { authMode })).error, undefined);
      const nonces = transport.sent.slice(0, 2).map(({ url, headers }) => {
        return headers['x-acs-signature-nonce'] ?? new URL(url).searchParams.get('SignatureNonce');
      });
      assert.ok(nonces[0] && nonces[1] && nonces[0] !== nonces[1]);
      const hopeless = fakeTransport([refusal('SignatureNonceUsed')]);
      providerError((await ask(hopeless, { authMode })).error, 'unavailable');
      assert.equal(hopeless.sent.length, 2);
    }
  });

  it('names what the OpenAPI refuses, in whatever form', async () => {
    const bodies = [
      JSON.stringify({ RequestId: 'r-1', HostId: 'h', Code: 'Forbidden.RAM', Message: 'no' }),
      JSON.stringify({ requestId: 'r-1', code: 'Forbidden.RAM', message: 'no' }),
      '<?xml version="1.0"?><Error><RequestId>r-1</RequestId><Code>Forbidden.RAM</Code><Message>no</Message></Error>',
    ];
    for (const body of bodies) {
      for (const status of [200, 403]) {
        const transport = fakeTransport([{ status, headers: json, chunks: [body] }]);
        const { details, message } = providerError((await ask(transport)).error, 'auth');
        assert.deepEqual(
          [details.code, details.advice, details.requestId, details.status, message],
          ['Forbidden.RAM', 'key-permission', 'r-1', status, 'no'],
        );
        assert.equal(transport.sent.length, 1);
      }
    }
    const html = fakeTransport([page]);
    assert.match(providerError((await ask(html)).error, 'protocol').message, /HTML page/);
    const incomplete = fakeTransport([{ headers: json, chunks: ['{"AccessToken":"a"}'] }]);
    providerError((await ask(incomplete)).error, 'protocol');
  });

  it('suspects swapped keys when the ID stands where the secret belongs', async () => {
    const transport = fakeTransport([refusal('InvalidAccessKeyId.NotFound')]);
    const swapped = { ...credentials, accessKeyId: secret, accessKeySecret: 'LTAI5tAbCdEfGhIjKlMnOpQr' };
    const { error } = await ask(transport, { credentials: swapped });
    assert.equal(providerError(error, 'auth').details.advice, 'swapped-keys');
  });

  it('never lets a secret into a message', async () => {
    const told = `bad ${secret} and CAIS-security-token`;
    const transport = fakeTransport([refusal('InvalidAccessKeyId.Inactive', {}, told)]);
    const { error } = await ask(transport, {
      credentials: { ...credentials, securityToken: 'CAIS-security-token' },
    });
    assert.equal(providerError(error, 'auth').message, 'bad … and …');
    const failure = { success: false, code: 'X', message: 'what is cc9e88c0-4f41-4f1d-a1a9-91a72d2aa27d?' };
    const asked = fakeTransport([token, { chunks: [`data:${JSON.stringify(failure)}\n\n`] }]);
    assert.equal(providerError((await ask(asked)).error, 'unavailable').message, 'what is …?');
  });

  it('refuses a question that is too long, and options it does not have, before anything is sent', async () => {
    const transport = fakeTransport([token, reply]);
    const long = await ask(transport, {}, { messages: [{ role: 'user', text: '好'.repeat(513) }] });
    assert.match(providerError(long.error, 'context-length').message, /513 characters; Beebot takes 512/);
    const option = await ask(transport, {}, { options: { temperature: 1 } });
    assert.equal(providerError(option.error, 'invalid-request').details.advice, 'option');
    assert.equal(transport.sent.length, 0);
    // Characters, not UTF-16 units.
    const emoji = await ask(transport, {}, { messages: [{ role: 'user', text: '😀'.repeat(512) }] });
    assert.equal(emoji.error, undefined);
  });

  it('asks the robot that is named as the model, and says who asks', async () => {
    const transport = fakeTransport([token, reply]);
    await ask(transport, {}, { model: 'chatbot-cn-2', options: { userId: 'me' } });
    const { InstanceId, SenderId } = JSON.parse(JSON.parse(transport.sent[1]?.body ?? '').data[0].value);
    assert.deepEqual([InstanceId, SenderId], ['chatbot-cn-2', 'me']);
  });

  it('sends what the user has said since the last answer, whatever the conversation', () => {
    const blank = fc.constantFrom('', ' \n');
    const words = fc.oneof(blank, fc.string({ maxLength: 10 }));
    const message: fc.Arbitrary<Message> = fc.oneof(
      fc.record({ role: fc.constant('system' as const), text: words }),
      fc.record({ role: fc.constant('user' as const), text: words }),
      fc.record({ role: fc.constant('assistant' as const), text: words }),
      fc.record({
        role: fc.constant('tool' as const),
        callId: fc.string(),
        name: fc.constant('t'),
        text: words,
      }),
    );
    fc.assert(
      fc.property(fc.array(message, { maxLength: 8 }), (messages) => {
        const spoken = messages.filter(({ role, text }) => role === 'tool' || text.trim() !== '');
        const asked = spoken.filter(({ role }) => role !== 'system');
        const lastAsked = asked.findLastIndex(({ role }) => role !== 'assistant');
        if (lastAsked === -1) {
          assert.throws(() => newestUtterance(messages), { kind: 'invalid-request' });
          return;
        }
        const utterance = newestUtterance(messages);
        assert.ok(utterance !== '' && [...utterance].length <= 512);
        const before = asked.slice(0, lastAsked).findLastIndex(({ role }) => role === 'assistant');
        for (const { text } of asked.slice(before + 1, lastAsked + 1))
          assert.ok(utterance.includes(text.trim()));
      }),
    );
  });

  const credentials = { accessKeyId: 'testid', accessKeySecret: secret, instanceId: 'chatbot-cn-1' };

  function provider(transport: FakeTransport, changes: Partial<Connection> = {}) {
    const connection = {
      credentials,
      authMode: 'acs3',
      baseUrl: 'https://alime-ws.aliyuncs.com',
      language: 'zh-cn',
      ...changes,
    };
    return createProvider(connection, transport);
  }

  function request(changes: Partial<ChatRequest> = {}): ChatRequest {
    return { model: 'beebot', messages: [{ role: 'user', text: '怎么 "退"货?' }], ...changes };
  }

  function ask(transport: FakeTransport, changes?: Partial<Connection>, asked?: Partial<ChatRequest>) {
    return collect(provider(transport, changes).stream(request(asked), new AbortController().signal));
  }
});

function refusal(Code: string, headers: Readonly<Record<string, string>> = {}, Message = 'no'): Answer {
  return { status: 400, headers: { ...json, ...headers }, chunks: [JSON.stringify({ Code, Message })] };
}

function calls(transport: FakeTransport): string[] {
  return transport.sent.map(({ url }) => (url.includes('/sse/') ? 'question' : 'token'));
}
