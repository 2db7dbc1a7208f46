import assert from 'node:assert/strict';
import type { Advice } from '../../../../src/core/error.ts';
import type { ChatRequest } from '../../../../src/core/provider.ts';
import type { StreamPart } from '../../../../src/core/streamPart.ts';
import type { Transport } from '../../../../src/core/transport.ts';
import type { ApiDescriptor, Connection } from '../../../../src/core/vendor.ts';
import {
  createUndiciTransport,
  directOptions,
  type UndiciTransport,
} from '../../../../src/net/undiciTransport.ts';
import { qianfan } from '../../../../src/vendors/qianfan/descriptor.ts';
import { v1Errors } from '../../../../src/vendors/qianfan/v1/errorTable.ts';
import { createOAuthProvider, createSigningProvider } from '../../../../src/vendors/qianfan/v1/provider.ts';
import { v2Errors } from '../../../../src/vendors/qianfan/v2/errorTable.ts';
import { testAccount, testKeys } from '../../../vendors/qianfan/account.ts';
import { type QianfanServer, startQianfanServer } from '../../../vendors/qianfan/qianfanServer.ts';
import type { Scenario } from '../../../vendors/qianfan/scenario.ts';
import { collect, providerError } from '../../net/fakes.ts';
import { joined } from './transcripts.ts';

/* From the descriptor through the provider and undici to a server that checks requests as strictly as the vendor. */
describe('Qianfan, the whole way', () => {
  let server: QianfanServer;
  let transport: UndiciTransport;
  let skewMs = 0;

  before(async () => {
    server = await startQianfanServer({
      alternatingRoles: true,
      deployments: ['my_own'],
      now: () => Date.now() + skewMs,
      account: {
        ...testAccount,
        bearerKeys: [
          ...testAccount.bearerKeys,
          { key: 'bce-v3/ALTAK-NeedsAnApplication/0000000000', requiresApplication: true },
        ],
      },
    });
  });

  // Tokens are cached by transport.
  beforeEach(() => {
    skewMs = 0;
    server.reset();
    transport = createUndiciTransport(directOptions);
  });

  afterEach(() => transport.close());

  after(() => server.close());

  const { iamAccessKey: accessKey, iamSecretKey } = testKeys;
  const ways: readonly Way[] = [
    { api: 'v2', authMode: 'api-key', credentials: { apiKey: testKeys.payAsYouGo } },
    { api: 'v2', authMode: 'iam', credentials: { accessKey, secretKey: iamSecretKey } },
    {
      api: 'v1-oauth',
      authMode: 'key',
      credentials: { apiKey: testKeys.apiKey, secretKey: testKeys.secretKey },
    },
    { api: 'v1-iam', authMode: 'key', credentials: { accessKey, secretKey: iamSecretKey } },
  ];
  const [apiKeyWay, mintingWay, oauthWay, signingWay] = ways as [Way, Way, Way, Way];

  const reply: Scenario = {
    type: 'reply',
    text: ['# 标题\n', 'Grüße 😀', '\n'],
    usage: { promptTokens: 5, completionTokens: 9 },
    searchResults: [{ index: 1, url: 'https://example.com/a', title: '甲' }],
    safety: { needClearHistory: true, banRound: 1, flag: 1 },
    finishReason: 'content_filter',
    rateLimits: { limitRequests: 60, remainingRequests: 59, limitTokens: 1000, remainingTokens: 990 },
  };
  const parts: readonly StreamPart[] = [
    { type: 'source', title: '甲', number: 1, url: 'https://example.com/a' },
    { type: 'text-delta', text: '# 标题\nGrüße 😀\n' },
    { type: 'notice', kind: 'clear-history', detail: '1' },
    {
      type: 'finish',
      reason: 'content-filter',
      rawReason: 'content_filter',
      usage: { inputTokens: 5, outputTokens: 9 },
      rateLimit: { requestLimit: 60, requestsLeft: 59, tokenLimit: 1000, tokensLeft: 990 },
    },
  ];

  for (const way of ways) {
    const name = `${way.api} ${way.authMode}`;

    it(`${name}: is understood, however the stream is written`, async () => {
      const wires = [
        {},
        { lineEnding: '\r\n', byteOrderMark: true },
        { lineEnding: '\r', comments: true },
        { separator: '' },
        { chunks: { type: 'bytes', size: 1 } },
        { chunks: { type: 'bytes', size: 7 }, lineEnding: '\r\n' },
        { chunks: { type: 'events', perChunk: 3 } },
      ] as const;
      for (const wire of wires) {
        server.next({ ...reply, wire });
        const result = await ask(way);
        assert.deepEqual(result.error, undefined, JSON.stringify(wire));
        assert.deepEqual(joined(result.parts), parts, JSON.stringify(wire));
      }
      for (const { refusal } of server.requests) assert.equal(refusal, undefined);
    });

    it(`${name}: calls tools and takes their results`, async () => {
      server.next({ type: 'reply', calls: [{ name: 'weather', arguments: '{"city":"北京"}' }] });
      const tools = [{ name: 'weather', description: 'Tells the weather', parameters: {} }];
      const first = await ask(way, { tools });
      const call = first.parts.find((part) => part.type === 'tool-call') ?? assert.fail(String(first.error));
      assert.deepEqual([call.name, call.input], ['weather', '{"city":"北京"}']);
      assert.equal(first.parts.findLast((part) => part.type === 'finish')?.reason, 'tool-calls');
      server.next(reply);
      const second = await ask(way, {
        tools,
        messages: [
          { role: 'user', text: '北京天气？' },
          { role: 'assistant', text: '', toolCalls: [call] },
          { role: 'tool', callId: call.id, name: 'weather', text: '晴' },
        ],
      });
      assert.equal(second.error, undefined);
    });

    it(`${name}: tells a cut reply from a whole one, and reports what broke it`, async () => {
      const interruptions = [
        { type: 'end', afterPieces: 2 },
        { type: 'cut', afterBytes: 300 },
        { type: 'cut', afterBytes: 300, reset: true },
        { type: 'cut-in-character' },
      ] as const;
      for (const interruption of interruptions) {
        server.next({ ...reply, interruption });
        const result = await ask(way);
        providerError(result.error, 'network');
        assert.ok(result.parts.every(({ type }) => type !== 'finish'));
      }
      const isV1 = way.api !== 'v2';
      const code = isV1 ? '336100' : 'internal_error';
      const broken = isV1
        ? (['error-object', 'error-line'] as const)
        : (['error-object', 'error-event'] as const);
      for (const type of broken) {
        server.next({ ...reply, interruption: { type, afterPieces: 2, code } });
        const result = await ask(way);
        assert.equal(providerError(result.error, 'unavailable').details.code, code);
        assert.deepEqual(joined(result.parts).at(-1), { type: 'text-delta', text: '# 标题\nGrüße 😀' });
      }
    });

    it(`${name}: names every documented failure, in every shape`, async () => {
      const table = way.api === 'v2' ? v2Errors : v1Errors;
      for (const [code, { kind }] of Object.entries(table)) {
        server.always({ type: 'error', code });
        const { details } = providerError((await ask(way)).error, kind);
        assert.equal(details.code, code);
        assert.match(details.requestId ?? '', way.api === 'v2' ? /^as-/ : /^[0-9a-f-]{36}$/);
      }
      const code = way.api === 'v2' ? 'rpm_rate_limit_exceeded' : '336501';
      for (const shape of ['documented', 'short', 'event', 'line'] as const) {
        server.always({ type: 'error', code, shape, headers: { 'Retry-After': '7' } });
        const { details } = providerError((await ask(way)).error, 'rate-limit');
        assert.equal(details.code, code);
        if (shape === 'documented' || shape === 'short') assert.equal(details.retryAfterMs, 7_000);
      }
      server.always({ type: 'body', status: 200, headers: { 'Content-Type': 'text/html' }, body: '<html>' });
      providerError((await ask(way)).error, 'protocol');
      server.always({ type: 'body', status: 502, headers: { 'Content-Type': 'text/html' }, body: '<html>' });
      providerError((await ask(way)).error, 'unavailable');
      server.always({ type: 'redirect', location: 'https://elsewhere.test' });
      providerError((await ask(way)).error, 'protocol');
    });

    it(`${name}: closes the connection when the reader leaves`, async () => {
      server.next({ type: 'endless', piece: 'and so on ' });
      for await (const part of await stream(way)) {
        assert.equal(part.type, 'text-delta');
        break;
      }
      assert.equal((await server.requests.at(-1)?.closed)?.by, 'client');
    });

    it(`${name}: sends what each offered model takes`, async () => {
      const { models } = apiOf(way);
      for (const { id } of models) {
        const { error } = await ask(way, { model: id });
        // A few models belong to plans.
        if (id !== 'qianfan-code-latest') assert.equal(error, undefined, id);
      }
    });
  }

  describe('V1', () => {
    it('asks for the token once, for all that need it at the same time, and until it is nearly over', async () => {
      let now = Date.now();
      const clock: Transport = { ...transport, now: () => now };
      await Promise.all([ask(oauthWay, {}, clock), ask(oauthWay, {}, clock), ask(oauthWay, {}, clock)]);
      assert.equal(tokenRequests().length, 1);
      const [grant] = tokenRequests();
      assert.equal(grant?.method, 'POST');
      assert.equal(grant?.rawBody, '');
      const lifeMs = 2_592_000_000;
      now += lifeMs * 0.99 - 10_000;
      await ask(oauthWay, {}, clock);
      assert.equal(tokenRequests().length, 1);
      now += 10_000;
      await ask(oauthWay, {}, clock);
      assert.equal(tokenRequests().length, 2);
    });

    it('asks for another token and repeats once when the server calls the first one bad', async () => {
      await ask(oauthWay);
      server.revokeTokens();
      assert.equal((await ask(oauthWay)).error, undefined);
      assert.equal(tokenRequests().length, 2);
      server.reset();
      for (const code of ['110', '111']) {
        server.always({ type: 'error', code });
        providerError((await ask(oauthWay)).error, 'auth');
      }
      assert.equal(server.requests.filter(({ address }) => address === 'v1').length, 4);
      server.reset();
      server.always({ type: 'error', code: '17' });
      await ask(oauthWay);
      assert.equal(server.requests.length, 1);
    });

    it('goes on without those who were stopped while they waited for the token', async () => {
      server.oauth.next({ type: 'token', interruption: { type: 'hold', after: 'request' } });
      const stop = new AbortController();
      const stopped = collect(await stream(oauthWay, {}, transport, stop.signal));
      const other = ask(oauthWay);
      await server.received(0);
      stop.abort();
      providerError((await stopped).error, 'cancelled');
      assert.equal((await other).error, undefined);
      assert.equal((await server.requests[0]?.closed)?.by, 'client');
    });

    it('says which key is wrong, and when the two are swapped', async () => {
      const { apiKey, secretKey } = testKeys;
      const advice = async (
        credentials: Way['credentials'],
        message: RegExp,
      ): Promise<Advice | undefined> => {
        const error = providerError((await ask({ ...oauthWay, credentials })).error, 'auth');
        assert.match(error.message, message);
        assert.equal(error.details.code, 'invalid_client');
        return error.details.advice;
      };
      assert.equal(await advice({ apiKey: 'x'.repeat(24), secretKey }, /unknown client id/), undefined);
      assert.equal(await advice({ apiKey, secretKey: 'x'.repeat(32) }, /authentication failed/), undefined);
      assert.equal(await advice({ apiKey: secretKey, secretKey: apiKey }, /unknown client/), 'swapped-keys');
      assert.equal(await advice({ apiKey: accessKey, secretKey }, /unknown client/), 'key-kind');
      server.oauth.next({ type: 'body', status: 200, headers: {}, body: '{}' });
      providerError((await ask(oauthWay)).error, 'protocol');
      server.oauth.next({ type: 'error', error: 'invalid_request', status: 200 });
      providerError((await ask(oauthWay)).error, 'auth');
    });

    it('says by how much the clock is off, if a signature is refused for it', async () => {
      for (const seconds of [-3600, 3600]) {
        skewMs = seconds * 1000;
        const { details } = providerError((await ask(signingWay)).error, 'auth');
        assert.equal(details.advice, 'clock');
        assert.ok(Math.abs((details.clockSkewMs ?? 0) + skewMs) < 3000, String(details.clockSkewMs));
      }
      skewMs = 0;
      const wrong = { accessKey, secretKey: 'f'.repeat(32) };
      const { details } = providerError((await ask({ ...signingWay, credentials: wrong })).error, 'auth');
      assert.deepEqual([details.advice, details.clockSkewMs, details.code], [undefined, undefined, '14']);
      const swapped = { accessKey: iamSecretKey, secretKey: accessKey };
      const error = providerError((await ask({ ...signingWay, credentials: swapped })).error, 'auth');
      assert.equal(error.details.advice, 'swapped-keys');
    });

    it('reaches a service of one’s own, and names a path that there is not', async () => {
      assert.equal((await ask(signingWay, { model: 'my_own' })).error, undefined);
      const { error } = await ask(signingWay, { model: 'not_there' });
      assert.equal(providerError(error, 'invalid-request').details.advice, 'choose-model');
    });

    it('gives the whole reply in one piece, if asked to', async () => {
      for (const create of [createOAuthProvider, createSigningProvider]) {
        const way = create === createOAuthProvider ? oauthWay : signingWay;
        const provider = create(connectionOf(way), transport);
        server.next(reply);
        const request = { model: 'ERNIE-4.0-8K', messages: [{ role: 'user', text: '你好' }] } as const;
        const result = await collect(provider.complete(request, new AbortController().signal));
        assert.deepEqual(result.parts, parts);
        assert.match(server.requests.at(-1)?.rawBody ?? '', /"stream":false/);
        server.next({ type: 'error', code: '336103' });
        const failed = await collect(provider.complete(request, new AbortController().signal));
        providerError(failed.error, 'context-length');
      }
    });

    it('lists the services of the account', async () => {
      const provider = createSigningProvider(connectionOf(signingWay), transport);
      const models = await provider.listModels?.(new AbortController().signal);
      assert.ok(models?.includes('ERNIE-4.0-8K'));
      const wrong = { ...signingWay, credentials: { accessKey, secretKey: 'f'.repeat(32) } };
      const refused = createSigningProvider(connectionOf(wrong), transport);
      const error = await refused.listModels?.(new AbortController().signal).catch((reason) => reason);
      assert.equal(providerError(error, 'auth').details.code, 'SignatureDoesNotMatch');
    });

    function tokenRequests() {
      return server.requests.filter(({ address }) => address === 'oauth');
    }
  });

  describe('V2', () => {
    it('mints a token once and keeps it for nearly half an hour', async () => {
      let now = Date.now();
      const clock: Transport = { ...transport, now: () => now };
      await Promise.all([ask(mintingWay, {}, clock), ask(mintingWay, {}, clock)]);
      now += 1_740_000 - 10_000;
      await ask(mintingWay, {}, clock);
      assert.equal(mintRequests().length, 1);
      const [first] = mintRequests();
      assert.deepEqual(first?.accepted, { seconds: 1800 });
    });

    it('mints another one and repeats once when the server calls the first one bad', async () => {
      await ask(mintingWay);
      server.revokeTokens();
      assert.equal((await ask(mintingWay)).error, undefined);
      assert.equal(mintRequests().length, 2);
      server.always({ type: 'error', code: 'invalid_iam_token' });
      providerError((await ask(mintingWay)).error, 'auth');
      assert.equal(mintRequests().length, 3);
    });

    it('says what is wrong with the keys, or with the clock', async () => {
      const advice = async (credentials: Way['credentials']) => {
        const { error } = await ask({ ...mintingWay, credentials });
        const { details } = providerError(error, 'auth');
        return [details.code, details.advice];
      };
      assert.deepEqual(await advice({ accessKey, secretKey: 'f'.repeat(32) }), [
        'SignatureDoesNotMatch',
        undefined,
      ]);
      assert.deepEqual(await advice({ accessKey: iamSecretKey, secretKey: accessKey }), [
        'InvalidAccessKeyId',
        'swapped-keys',
      ]);
      skewMs = 7_200_000;
      const { details } = providerError((await ask(mintingWay)).error, 'auth');
      assert.deepEqual([details.code, details.advice], ['RequestExpired', 'clock']);
      assert.ok(Math.abs((details.clockSkewMs ?? 0) + skewMs) < 3000);
      skewMs = 0;
      for (const capitalised of [true, false]) {
        server.minting.next({ type: 'error', code: 'AccessDenied', capitalised });
        const denied = providerError((await ask(mintingWay)).error, 'auth');
        assert.deepEqual([denied.details.code, denied.details.advice], ['AccessDenied', 'key-permission']);
        assert.match(denied.details.requestId ?? '', /^[0-9a-f-]{36}$/);
      }
      server.minting.next({ type: 'token', status: 'disable' });
      providerError((await ask(mintingWay)).error, 'auth');
    });

    it('names a key for another plan, and a model that the plan lacks', async () => {
      const at = (baseUrl: string, apiKey: string, model = 'deepseek-v3.2') =>
        ask({ ...apiKeyWay, credentials: { apiKey }, baseUrl }, { model });
      assert.equal((await at(server.codingBase, testKeys.coding)).error, undefined);
      assert.equal((await at(server.tokenPlanBase, testKeys.token)).error, undefined);
      for (const [base, key] of [
        [server.v2Base, testKeys.coding],
        [server.v2Base, testKeys.token],
        [server.codingBase, testKeys.payAsYouGo],
        [server.tokenPlanBase, testKeys.payAsYouGo],
      ] as const) {
        const { details } = providerError((await at(base, key)).error, 'auth');
        assert.equal(details.advice, 'wrong-region');
      }
      const { details } = providerError(
        (await at(server.codingBase, testKeys.coding, 'ernie-5.1')).error,
        'quota',
      );
      assert.equal(details.advice, 'plan-lacks-model');
      const unknown = await at(server.v2Base, testKeys.payAsYouGo, 'ernie-99');
      assert.equal(providerError(unknown.error, 'invalid-request').details.advice, 'choose-model');
    });

    it('sends the application only if there is one', async () => {
      const apiKey = 'bce-v3/ALTAK-NeedsAnApplication/0000000000';
      const without = await ask({ ...apiKeyWay, credentials: { apiKey } });
      assert.equal(providerError(without.error, 'auth').details.code, 'invalid_appid');
      assert.equal(server.requests.at(-1)?.headers['appid'], undefined);
      const appId = testKeys.applicationId;
      assert.equal((await ask({ ...apiKeyWay, credentials: { apiKey, appId } })).error, undefined);
    });

    it('thinks, searches and cites as it was told', async () => {
      const options = { thinking: true, webSearch: true, citations: true, temperature: 0.5 };
      server.next({ type: 'reply', reasoning: ['想'], text: ['好'] });
      const { parts: got } = await ask(apiKeyWay, { model: 'ernie-5.1', options });
      assert.deepEqual(got.slice(0, 2), [
        { type: 'reasoning-delta', text: '想' },
        { type: 'text-delta', text: '好' },
      ]);
    });

    it('lists the models of the key’s plan', async () => {
      for (const way of [apiKeyWay, mintingWay]) {
        const provider = await apiOf(way).create(connectionOf(way), transport);
        const models = await provider.listModels?.(new AbortController().signal);
        assert.ok(models?.includes('ernie-5.1'));
      }
      const wrong = { ...apiKeyWay, credentials: { apiKey: 'bce-v3/ALTAK-x/y' } };
      const provider = await apiOf(wrong).create(connectionOf(wrong), transport);
      const error = await provider.listModels?.(new AbortController().signal).catch((reason) => reason);
      providerError(error, 'auth');
    });

    function mintRequests() {
      return server.requests.filter(({ address }) => address === 'minting');
    }
  });

  it('lets no secret into a message, even if the server repeats it', async () => {
    for (const way of ways) {
      await ask(way);
      const isV1 = way.api !== 'v2';
      const { headers, query } = server.requests.at(-1) ?? assert.fail();
      const token =
        /access_token=([^&]+)/.exec(query)?.[1] ?? headers.authorization?.replace('Bearer ', '') ?? '';
      const secrets = [...Object.values(way.credentials), token];
      server.next({
        type: 'error',
        code: isV1 ? '336001' : 'invalid_argument',
        message: `no: ${secrets.join(' and ')}`,
      });
      const error = providerError((await ask(way)).error, 'invalid-request');
      const known = way.api === 'v1-iam' ? Object.values(way.credentials) : secrets;
      for (const secret of known) {
        for (const piece of secret.split('/').filter((each) => each.length >= 8)) {
          assert.ok(!JSON.stringify([error.message, error.details]).includes(piece), error.message);
        }
      }
    }
  });

  interface Way {
    readonly api: string;
    readonly authMode: string;
    readonly credentials: Readonly<Record<string, string>>;
    readonly baseUrl?: string;
  }

  function apiOf(way: Way): ApiDescriptor {
    return qianfan.apis.find(({ id }) => id === way.api) ?? assert.fail(way.api);
  }

  function connectionOf({ api, authMode, credentials, baseUrl }: Way): Connection {
    const usual = api === 'v2' ? server.v2Base : server.origin;
    return { credentials, authMode, baseUrl: baseUrl ?? usual, language: 'zh-cn' };
  }

  async function stream(
    way: Way,
    request: Partial<ChatRequest> = {},
    through: Transport = transport,
    signal = new AbortController().signal,
  ) {
    const provider = await apiOf(way).create(connectionOf(way), through);
    const model = way.api === 'v2' ? 'ernie-5.1' : 'ERNIE-4.0-8K';
    return provider.stream({ model, messages: [{ role: 'user', text: '你好' }], ...request }, signal);
  }

  async function ask(way: Way, request?: Partial<ChatRequest>, through?: Transport) {
    return collect(await stream(way, request, through));
  }
});
