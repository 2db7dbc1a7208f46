import assert from 'node:assert/strict';
import type { Transport } from '../../../../src/core/transport.ts';
import type { Connection } from '../../../../src/core/vendor.ts';
import { createOAuthProvider, createSigningProvider } from '../../../../src/vendors/qianfan/v1/provider.ts';
import { v2Error } from '../../../../src/vendors/qianfan/v2/errorTable.ts';
import { listModels } from '../../../../src/vendors/qianfan/v2/listModels.ts';
import { createProvider } from '../../../../src/vendors/qianfan/v2/provider.ts';
import { withBceSignature } from '../../../../src/vendors/qianfan/withBceSignature.ts';
import { testKeys } from '../../../vendors/qianfan/account.ts';
import { type Answer, collect, type FakeTransport, fakeTransport, providerError } from '../../net/fakes.ts';

const { signal } = new AbortController();
const reply = 'data: {"choices":[{"delta":{"content":"Hi"},"finish_reason":"stop"}]}\n\n';
const v1Reply = 'data: {"result":"Hi","is_end":true}\n\n';
const question = { messages: [{ role: 'user', text: 'Hi?' }] } as const;

function json(value: unknown, status = 200): Answer {
  return { status, headers: { 'content-type': 'application/json' }, chunks: [JSON.stringify(value)] };
}

/** Tokens come one after another; anything else is answered in turn, and in the end always the same. */
function serving(...answers: readonly Answer[]): FakeTransport & { readonly tokens: readonly string[] } {
  const tokens: string[] = [];
  const rest = fakeTransport(answers);
  const fetch: Transport['fetch'] = (url, request, stop) => {
    if (!/token\?/.test(url)) return rest.fetch(url, request, stop);
    tokens.push(`token-${tokens.length + 1}-0123456789`);
    return fakeTransport([json({ token: tokens.at(-1), access_token: tokens.at(-1) })]).fetch(
      url,
      request,
      stop,
    );
  };
  return { ...rest, fetch, tokens };
}

const pair = { accessKey: testKeys.iamAccessKey, secretKey: testKeys.iamSecretKey };
const application = { apiKey: testKeys.apiKey, secretKey: testKeys.secretKey };
const v2Base = 'https://qianfan.baidubce.com/v2';
const minting: Connection = { credentials: pair, authMode: 'iam', baseUrl: v2Base, language: 'en' };
const trading: Connection = {
  credentials: application,
  authMode: 'key',
  baseUrl: 'https://aip.baidubce.com',
  language: 'en',
};

const askV2 = (transport: Transport, connection = minting) =>
  collect(createProvider(connection, transport).stream({ model: 'ernie-5.1', ...question }, signal));
const askV1 = (transport: Transport, connection = trading) =>
  collect(createOAuthProvider(connection, transport).stream({ model: 'ERNIE-4.0-8K', ...question }, signal));

describe('Tokens of Qianfan', () => {
  it('stand for one pair of keys at one address', async () => {
    const transport = serving({ chunks: [reply] });
    const changed = (change: Partial<Connection>) => askV2(transport, { ...minting, ...change });
    const other = { accessKey: `${pair.accessKey}0`, secretKey: `${pair.secretKey.slice(1)}0` };
    await changed({});
    await changed({ baseUrl: `${v2Base}/coding` });
    await changed({ credentials: { ...pair, accessKey: other.accessKey } });
    await changed({ credentials: { ...pair, secretKey: other.secretKey } });
    assert.equal(transport.tokens.length, 4);
    await changed({});
    assert.equal(transport.tokens.length, 4);
    assert.deepEqual(
      transport.sent.map(({ headers }) => headers['authorization']),
      [...transport.tokens, transport.tokens[0]].map((token) => `Bearer ${token}`),
    );
  });

  it('of V1 as well, and they are not those of V2', async () => {
    const transport = serving({ chunks: [v1Reply] });
    const changed = (change: Partial<Connection>) => askV1(transport, { ...trading, ...change });
    const same = { apiKey: testKeys.iamAccessKey, secretKey: testKeys.iamSecretKey };
    await changed({});
    await changed({ baseUrl: 'https://gateway.test' });
    await changed({ credentials: { ...application, apiKey: 'ZyXwVuTsRqPoNmLkJiHgFeDc' } });
    await changed({ credentials: { ...application, secretKey: testKeys.apiKey } });
    await changed({ credentials: same, baseUrl: v2Base });
    assert.equal(transport.tokens.length, 5);
    await changed({});
    await askV2(transport);
    assert.equal(transport.tokens.length, 6);
    assert.match(transport.sent[0]?.url ?? '', /\/chat\/completions_pro\?access_token=token-1-0123456789$/);
  });

  it('are made anew, once, only where they are what was refused', async () => {
    const v2: readonly (readonly [status: number, code: string, again: boolean])[] = [
      [401, 'invalid_iam_token', true],
      [401, 'access_denied', true],
      [403, 'invalid_iam_token', false],
      [403, 'access_denied', false],
      [401, 'invalid_appid', false],
      [401, 'invalid_model', false],
    ];
    for (const [status, code, again] of v2) {
      const transport = serving(json({ error: { code, message: 'no' } }, status), { chunks: [reply] });
      const { error } = await askV2(transport);
      assert.deepEqual([error === undefined, transport.tokens.length], [again, again ? 2 : 1], code);
    }
    for (const [code, again] of [
      [110, true],
      [111, true],
      [100, false],
      [14, false],
    ] as const) {
      const transport = serving(json({ error_code: code, error_msg: 'no' }), { chunks: [v1Reply] });
      const { error } = await askV1(transport);
      assert.deepEqual([error === undefined, transport.tokens.length], [again, again ? 2 : 1], String(code));
    }
  });

  it('are in no message, nor are the keys', async () => {
    const said = (message: string) => json({ error: { code: 'invalid_argument', message } }, 400);
    const told = `no token-1-0123456789, ${pair.accessKey}, ${pair.secretKey}`;
    const { error } = await askV2(serving(said(told)));
    assert.equal(providerError(error, 'invalid-request').message, 'no …, …, …');
    const v1 = json({ error_code: 336001, error_msg: `no token-1-0123456789, ${application.secretKey}` });
    assert.equal(providerError((await askV1(serving(v1))).error, 'invalid-request').message, 'no …, …');
    const signed = json({ error_code: 336001, error_msg: `no ${pair.accessKey}, ${pair.secretKey}` });
    const { error: refused } = await collect(
      createSigningProvider({ ...trading, credentials: pair }, fakeTransport([signed])).stream(
        { model: 'ERNIE-4.0-8K', ...question },
        signal,
      ),
    );
    assert.equal(providerError(refused, 'invalid-request').message, 'no …, …');
  });
});

describe('Qianfan without keys', () => {
  it('has the server say what is missing', async () => {
    const refusal = json({ error: { code: 'invalid_iam_token', message: 'no' } }, 401);
    const transport = serving(refusal);
    const { error } = await askV2(transport, { ...minting, authMode: 'api-key', credentials: {} });
    assert.equal(providerError(error, 'auth').details.advice, 'key-kind');
    assert.deepEqual([transport.sent.length, transport.sent[0]?.headers['authorization']], [1, 'Bearer ']);
    assert.ok(!('appid' in (transport.sent[0]?.headers ?? {})));
    const v1 = fakeTransport([json({ error: 'invalid_request' })]);
    providerError((await askV1(v1, { ...trading, credentials: {} })).error, 'auth');
    assert.match(v1.sent[0]?.url ?? '', /&client_id=&client_secret=$/);
  });

  it('names the application where there is one, in every request', async () => {
    const credentials = { apiKey: testKeys.payAsYouGo, appId: testKeys.applicationId };
    const transport = fakeTransport([{ chunks: [reply] }, json({ data: [] })]);
    const connection = { ...minting, authMode: 'api-key', credentials };
    await askV2(transport, connection);
    await createProvider(connection, transport).listModels?.(signal);
    assert.deepEqual(
      transport.sent.map(({ headers }) => [headers['appid'], headers['authorization']]),
      Array(2).fill([testKeys.applicationId, `Bearer ${testKeys.payAsYouGo}`]),
    );
  });
});

describe('The models of a V2 key', () => {
  const list = (answer: Answer) => {
    const transport = fakeTransport([answer]);
    return { transport, names: listModels(transport, v2Base, { appid: 'app-1' }, v2Error, signal) };
  };

  it('are those of its address', async () => {
    const data = [{ id: 'ernie-5.1' }, { id: '' }, 'nonsense', null, {}, { id: 'deepseek-r1' }];
    const { transport, names } = list(json({ data }));
    assert.deepEqual(await names, ['ernie-5.1', 'deepseek-r1']);
    const [{ url, method, headers } = assert.fail()] = transport.sent;
    assert.deepEqual([url, method], [`${v2Base}/models`, 'GET']);
    assert.deepEqual(headers, { appid: 'app-1', accept: 'application/json' });
  });

  it('are not there where the list is none, or the answer is a refusal', async () => {
    const refused = (answer: Answer) =>
      list(answer).names.then(
        () => assert.fail('It worked.'),
        (error: unknown) => error,
      );
    for (const body of [{}, { data: {} }, [], null]) providerError(await refused(json(body)), 'protocol');
    providerError(await refused(json({ data: [] }, 500)), 'unavailable');
    const error = await refused(json({ error: { code: 'access_denied', message: 'no' }, id: 'as-1' }, 401));
    const { details } = providerError(error, 'auth');
    assert.deepEqual([details.code, details.requestId], ['access_denied', 'as-1']);
  });
});

describe('A transport that signs', () => {
  it('is the other one but for that', async () => {
    const transport = fakeTransport([], () => 7, [{ messages: [] }]);
    const signing = withBceSignature(transport, pair);
    assert.deepEqual([signing.now(), signing.randomUUID()], [7, '00000000-0000-4000-8000-000000000001']);
    assert.equal((await signing.connect('wss://example.com', signal)).type, 'open');
    assert.equal(transport.sockets[0]?.url, 'wss://example.com');
    await signing.fetch('https://example.com/a', { method: 'GET', headers: {} }, signal);
    assert.equal(transport.sent[0]?.signal, signal);
  });
});
