import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Interruption } from '../../../vendors/loopback/scenario.ts';
import { testAccount, testKeys } from '../../../vendors/qianfan/account.ts';
import { canonicalRequest } from '../../../vendors/qianfan/bceSignature.ts';
import { iamErrors } from '../../../vendors/qianfan/iamErrors.ts';
import {
  type QianfanServer,
  type QianfanServerOptions,
  startQianfanServer,
} from '../../../vendors/qianfan/qianfanServer.ts';
import { v1Errors } from '../../../vendors/qianfan/v1Errors.ts';
import { v2Errors } from '../../../vendors/qianfan/v2Errors.ts';

type Answer = Readonly<Record<string, unknown>>;

const start = Date.parse('2026-01-02T03:04:05Z');
const v1Path = '/rpc/2.0/ai_custom/v1/wenxinworkshop/chat';
const user = { role: 'user', content: 'Hello' };

let server: QianfanServer;
let clock = start;

async function restart(options: QianfanServerOptions): Promise<void> {
  await server.close();
  server = await startQianfanServer({ now: () => clock, ...options });
}

function send(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { 'Content-Type': 'application/json', ...init.headers };
  return fetch(`${server.origin}${path}`, { method: 'POST', ...init, headers });
}

async function answer(response: Promise<Response>): Promise<Answer> {
  return (await response).json() as Promise<Answer>;
}

function grant(id: string = testKeys.apiKey, secret: string = testKeys.secretKey): Promise<Response> {
  return send(`/oauth/2.0/token?grant_type=client_credentials&client_id=${id}&client_secret=${secret}`);
}

async function accessToken(): Promise<string> {
  return String((await answer(grant()))['access_token']);
}

function askV1(token: string, body: object = {}, path = 'completions'): Promise<Response> {
  const text = JSON.stringify({ messages: [user], ...body });
  return send(`${v1Path}/${path}?access_token=${token}`, { body: text });
}

function askV2(
  body: object = {},
  init: { key?: string; base?: string; headers?: Record<string, string> } = {},
): Promise<Response> {
  const { key = testKeys.payAsYouGo, base = '/v2', headers } = init;
  return send(`${base}/chat/completions`, {
    headers: { Authorization: `Bearer ${key}`, ...headers },
    body: JSON.stringify({ model: 'deepseek-v3.2', messages: [user], ...body }),
  });
}

/** Signs host and x-bce-date, with the clock of the test. */
function signed(
  method: string,
  path: string,
  query = '',
  secret: string = testKeys.iamSecretKey,
): Record<string, string> {
  const time = new Date(clock).toISOString().replace('.000', '');
  const prefix = `bce-auth-v1/${testKeys.iamAccessKey}/${time}/1800`;
  const names = ['host', 'x-bce-date'];
  const headers = { host: `127.0.0.1:${server.port}`, 'x-bce-date': time };
  const canonical = canonicalRequest({ method, path, query, headers }, names);
  const hmac = (key: string, data: string) => createHmac('sha256', key).update(data).digest('hex');
  const signature = hmac(hmac(secret, prefix), canonical);
  return { 'x-bce-date': time, Authorization: `${prefix}/${names.join(';')}/${signature}` };
}

function mint(seconds?: number, secret?: string): Promise<Response> {
  const query = seconds === undefined ? '' : `expireInSeconds=${seconds}`;
  const path = '/v1/BCE-BEARER/token';
  return send(`${path}?${query}`, { method: 'GET', headers: signed('GET', path, query, secret) });
}

/** The JSON of every event. */
function events(stream: string): Answer[] {
  return [...stream.matchAll(/^data: (\{.*\})$/gm)].map(([, json]) => JSON.parse(json ?? '') as Answer);
}

async function codeOf(response: Promise<Response>): Promise<unknown> {
  const body = await answer(response);
  return body['error_code'] ?? body['code'] ?? (body['error'] as Answer | undefined)?.['code'] ?? 'ok';
}

describe('Qianfan server', () => {
  beforeEach(async () => {
    clock = start;
    server = await startQianfanServer({ now: () => clock });
  });
  afterEach(() => server.close());

  describe('V1 access tokens', () => {
    it('are given out for 30 days and open V1', async () => {
      const response = await grant();
      const body = (await response.json()) as Answer;
      assert.match(String(body['access_token']), /^24\./);
      assert.equal(body['expires_in'], 2_592_000);
      assert.equal(
        (await answer(askV1(String(body['access_token']))))['result'],
        'Hello from the loopback server.',
      );
      assert.equal(response.headers.get('date'), 'Fri, 02 Jan 2026 03:04:05 GMT');
    });

    it('are refused in the words of OAuth', async () => {
      const refused = async (response: Promise<Response>) => {
        const { error, error_description: description } = (await (await response).json()) as Answer;
        return [(await response).status, error, description];
      };
      assert.deepEqual(await refused(grant('nobody')), [401, 'invalid_client', 'unknown client id']);
      assert.deepEqual(await refused(grant(testKeys.apiKey, 'wrong')), [
        401,
        'invalid_client',
        'Client authentication failed',
      ]);
      const missing = [401, 'invalid_request', 'the request is missing a required parameter'];
      assert.deepEqual(await refused(grant('')), missing);
      assert.deepEqual(await refused(send('/oauth/2.0/token')), missing);
      const inBody = send('/oauth/2.0/token', {
        body: 'grant_type=client_credentials&client_id=a&client_secret=b',
      });
      assert.deepEqual(await refused(inBody), missing);
      const password = send('/oauth/2.0/token?grant_type=password&client_id=a&client_secret=b');
      assert.equal((await refused(password))[1], 'unsupported_grant_type');
    });

    it('expire on time (111), earlier than promised if told so, and can be revoked (110)', async () => {
      const token = await accessToken();
      clock = start + 2_591_999_000;
      assert.equal(await codeOf(askV1(token)), 'ok');
      clock = start + 2_592_000_000;
      assert.equal(await codeOf(askV1(token)), 111);
      server.oauth.next({ type: 'token', validForSeconds: 0 });
      assert.equal(await codeOf(askV1(await accessToken())), 111);
      const revoked = await accessToken();
      server.revokeTokens();
      assert.equal(await codeOf(askV1(revoked)), 110);
      assert.equal(await codeOf(askV1('24.invented')), 110);
      assert.equal(await codeOf(askV1('')), 100);
    });

    it('come late, wrong or not at all when told so', async () => {
      server.oauth.next(
        { type: 'error', error: 'invalid_client', status: 200 },
        { type: 'body', status: 503, headers: {}, body: 'busy' },
        { type: 'token', interruption: { type: 'hold', after: 'request' } },
        { type: 'token', interruption: { type: 'cut', afterBytes: 10 } },
      );
      assert.equal((await grant()).status, 200);
      assert.equal((await grant()).status, 503);
      const held = grant();
      await server.received(2);
      server.release();
      assert.equal((await held).status, 200);
      await assert.rejects(async () => (await grant()).text());
    });
  });

  describe('V1 chats', () => {
    it('need a token or a signature', async () => {
      const body = JSON.stringify({ messages: [user] });
      const path = `${v1Path}/completions`;
      assert.equal(await codeOf(send(path, { body, headers: signed('POST', path) })), 'ok');
      assert.equal(await codeOf(send(path, { body, headers: signed('POST', path, '', 'wrong') })), 14);
      assert.equal(await codeOf(send(path, { body, headers: signed('POST', `${path}x`) })), 14);
      assert.equal(
        await codeOf(send(path, { body, headers: { Authorization: `Bearer ${testKeys.payAsYouGo}` } })),
        14,
      );
      assert.equal(await codeOf(send(path, { body })), 100);
      const old = signed('POST', path);
      clock += 1_801_000;
      const late = await send(path, { body, headers: old });
      assert.deepEqual(
        [late.status, await late.json()],
        [200, { error_code: 14, error_msg: 'IAM Certification failed', id: 'as-0000000006' }],
      );
      assert.deepEqual(
        server.requests.map((request) => 'authentication' in request && request.authentication.type),
        ['signature', 'refused', 'refused', 'refused', 'refused', 'refused'],
      );
    });

    it('know their paths, those of deployments when told so', async () => {
      const token = await accessToken();
      assert.equal(await codeOf(askV1(token, {}, 'my-service')), 3);
      assert.equal(await codeOf(send(`/rpc/2.0/other?access_token=${token}`)), 3);
      assert.equal(
        await codeOf(send(`${v1Path}/completions?access_token=${token}`, { method: 'PUT' })),
        336101,
      );
      await restart({ deployments: ['my-service'] });
      assert.equal(await codeOf(askV1(await accessToken(), {}, 'my-service')), 'ok');
    });

    it('answer whole', async () => {
      const token = await accessToken();
      server.next({ type: 'reply', text: ['你', '好'] });
      const response = await askV1(token);
      assert.deepEqual(await response.json(), {
        id: 'as-0000000002',
        object: 'chat.completion',
        created: 1_767_323_045,
        result: '你好',
        is_truncated: false,
        need_clear_history: false,
        finish_reason: 'normal',
        usage: { prompt_tokens: 2, completion_tokens: 2, total_tokens: 4 },
      });
      assert.equal(response.headers.get('x-ratelimit-limit-requests'), '3000');
      assert.equal(response.headers.get('x-ratelimit-remaining-tokens'), '299000');
    });

    it('stream deltas up to is_end, without [DONE]', async () => {
      const token = await accessToken();
      server.next({
        type: 'reply',
        text: ['你', '好🌏'],
        searchResults: [{ index: 1, url: 'u', title: 't' }],
      });
      const response = await askV1(token, { stream: true });
      assert.equal(response.headers.get('content-type'), 'text/event-stream');
      const stream = await response.text();
      assert.ok(stream.startsWith('data: {') && stream.endsWith('}\n\n') && !stream.includes('[DONE]'));
      const all = events(stream);
      assert.deepEqual(
        all.map(({ sentence_id, is_end, result, finish_reason }) => [
          sentence_id,
          is_end,
          result,
          finish_reason,
        ]),
        [
          [0, false, '你', undefined],
          [1, false, '好🌏', undefined],
          [2, true, '', 'normal'],
        ],
      );
      assert.deepEqual(all[0]?.['search_info'], { search_results: [{ index: 1, url: 'u', title: 't' }] });
    });

    it('tell truncation, danger and calls in the last event', async () => {
      const token = await accessToken();
      const last = async (reply: object, body: object = {}): Promise<Answer | undefined> => {
        server.next({ type: 'reply', text: ['x'], ...reply });
        return events(await (await askV1(token, { stream: true, ...body })).text()).at(-1);
      };
      const truncated = await last({ finishReason: 'length' });
      assert.deepEqual([truncated?.['is_truncated'], truncated?.['finish_reason']], [true, 'length']);
      const danger = await last({ safety: { needClearHistory: true, banRound: -1, flag: 3 } });
      assert.deepEqual(
        [danger?.['need_clear_history'], danger?.['ban_round'], danger?.['flag']],
        [true, -1, 3],
      );
      const calls = [{ name: 'weather', arguments: ['{"a"', ':1}'], thoughts: 'hm' }];
      const called = await last({ text: [], calls });
      assert.equal(called?.['finish_reason'], 'function_call');
      assert.deepEqual(called['function_call'], { name: 'weather', arguments: '{"a":1}', thoughts: 'hm' });
    });

    it('refuse with every code of the table on HTTP 200, some in the short shape', async () => {
      const token = await accessToken();
      for (const [code, message] of Object.entries(v1Errors)) {
        server.next({ type: 'error', code });
        const response = await askV1(token, { stream: true });
        assert.deepEqual([response.status, response.headers.get('content-type')], [200, 'application/json']);
        const { id: _, ...body } = (await response.json()) as Answer;
        const expected =
          code === '336501' || code === '336502'
            ? { code: Number(code), msg: message }
            : { error_code: Number(code), error_msg: message };
        assert.deepEqual(body, expected);
      }
    });

    it('fail in the middle of a stream', async () => {
      const token = await accessToken();
      const broken = async (interruption: Interruption): Promise<string> => {
        server.next({ type: 'reply', text: ['a', 'b'], interruption });
        return (await askV1(token, { stream: true })).text();
      };
      const error = '{"error_code":336100,"error_msg":"m","id":"as-';
      const inBand = await broken({ type: 'error-object', afterPieces: 1, code: '336100', message: 'm' });
      assert.ok(inBand.includes(`}\n\ndata: ${error}`));
      const line = await broken({ type: 'error-line', afterPieces: 1, code: '336100', message: 'm' });
      assert.ok(line.includes(`}\n\n${error}`));
      assert.ok(!(await broken({ type: 'end', afterPieces: 2 })).includes('"is_end":true'));
    });
  });

  describe('V2', () => {
    it('streams in OpenAI’s framing, with what Baidu adds', async () => {
      const results = [{ index: 1, url: 'https://example.com', title: 't' }];
      server.next({
        type: 'reply',
        reasoning: ['hm'],
        text: ['你', '好'],
        searchResults: results,
        safety: { needClearHistory: true, banRound: 0, flag: 2 },
      });
      const stream = await (await askV2({ stream: true, stream_options: { include_usage: true } })).text();
      assert.ok(stream.endsWith('\n\ndata: [DONE]\n\n'));
      const all = events(stream);
      assert.deepEqual(
        all.flatMap(({ choices }) => (choices as Answer[]).map(({ delta }) => delta)),
        [
          { role: 'assistant', content: '', reasoning_content: 'hm' },
          { content: '你' },
          { content: '好' },
          { content: '' },
        ],
      );
      assert.deepEqual(all[1]?.['search_results'], results);
      const [finish] = (all[3]?.['choices'] ?? []) as Answer[];
      assert.deepEqual(finish, {
        index: 0,
        delta: { content: '' },
        flag: 2,
        finish_reason: 'stop',
        ban_round: 0,
        need_clear_history: true,
      });
      assert.deepEqual(all[4]?.['choices'], []);
      assert.deepEqual(all[4]['usage'], {
        prompt_tokens: 6,
        completion_tokens: 3,
        total_tokens: 9,
        completion_tokens_details: { reasoning_tokens: 1 },
      });
      server.next({ type: 'reply', text: 'x', safety: { needClearHistory: true, place: 'top' } });
      const top = await answer(askV2());
      assert.equal(top['need_clear_history'], true);
    });

    it('sends no usage in a stream that did not ask for it', async () => {
      assert.ok(!(await (await askV2({ stream: true })).text()).includes('usage'));
    });

    it('streams the arguments of calls in pieces, told apart by index', async () => {
      server.next({
        type: 'reply',
        calls: [
          { name: 'a', arguments: ['{"x"', ':1}'] },
          { name: 'b', arguments: '{}' },
        ],
      });
      const all = events(await (await askV2({ stream: true })).text());
      const deltas = all.flatMap(
        ({ choices }) => (choices as { delta: { tool_calls?: Answer[] } }[])[0]?.delta.tool_calls ?? [],
      );
      assert.deepEqual(deltas, [
        { index: 0, id: 'call_00000001', type: 'function', function: { name: 'a', arguments: '{"x"' } },
        { index: 0, function: { arguments: ':1}' } },
        { index: 1, id: 'call_00000002', type: 'function', function: { name: 'b', arguments: '{}' } },
      ]);
      assert.match(JSON.stringify(all.at(-1)), /"finish_reason":"tool_calls"/);
    });

    it('tells the keys of the plans apart', async () => {
      const bases = ['/v2', '/v2/coding', '/v2/tokenplan/personal'];
      const keys = [testKeys.payAsYouGo, testKeys.coding, testKeys.token];
      const codes: unknown[] = [];
      for (const base of bases) for (const key of keys) codes.push(await codeOf(askV2({}, { base, key })));
      assert.deepEqual(codes, [
        'ok',
        'coding_plan_api_key_not_allowed',
        'token_plan_person_api_key_not_allowed',
        'coding_plan_api_key_required',
        'ok',
        'coding_plan_api_key_required',
        'token_plan_person_api_key_required',
        'token_plan_person_api_key_required',
        'ok',
      ]);
      assert.equal((await askV2({}, { key: testKeys.coding })).status, 401);
    });

    it('checks key and application', async () => {
      assert.equal(await codeOf(askV2({}, { key: 'bce-v3/ALTAK-x/y' })), 'invalid_iam_token');
      assert.equal(await codeOf(askV2({}, { key: testKeys.apiKey })), 'invalid_iam_token');
      assert.equal(
        await codeOf(askV2({}, { headers: { Authorization: testKeys.payAsYouGo } })),
        'invalid_iam_token',
      );
      assert.equal(await codeOf(askV2({}, { headers: { appid: testKeys.applicationId } })), 'ok');
      assert.equal(await codeOf(askV2({}, { headers: { appid: 'app-wrong' } })), 'invalid_appid');
      const bearerKeys = [
        { key: 'needs', requiresApplication: true },
        { key: 'locked', refusedWith: 'access_denied' },
      ];
      await restart({ account: { ...testAccount, bearerKeys } });
      assert.equal(await codeOf(askV2({}, { key: 'needs' })), 'invalid_appid');
      assert.equal(
        await codeOf(askV2({}, { key: 'needs', headers: { appid: testKeys.applicationId } })),
        'ok',
      );
      assert.equal(await codeOf(askV2({}, { key: 'locked' })), 'access_denied');
    });

    it('refuses with every code of the table on its status', async () => {
      for (const [code, { status, type, message }] of Object.entries(v2Errors)) {
        server.next({ type: 'error', code });
        const response = await askV2();
        assert.equal(response.status, status, code);
        const { id, ...body } = (await response.json()) as Answer;
        assert.match(String(id), /^as-/);
        assert.deepEqual(body, { error: { code, message, type } });
      }
    });

    it('hides errors in HTTP 200 in every shape', async () => {
      const shapes = {
        short: ['application/json; charset=utf-8', '{"code":"internal_error","msg":"m"}'],
        event: ['text/event-stream; charset=utf-8', 'data: {"error":{"code":"internal_error","message":"m"'],
        line: ['text/event-stream; charset=utf-8', '{"error":{"code":"internal_error","message":"m"'],
      } as const;
      for (const [shape, [type, body]] of Object.entries(shapes)) {
        server.next({
          type: 'error',
          code: 'internal_error',
          message: 'm',
          shape: shape as keyof typeof shapes,
        });
        const response = await askV2();
        assert.deepEqual([response.status, response.headers.get('content-type')], [200, type]);
        assert.ok((await response.text()).startsWith(body));
      }
    });

    it('lists models to those who may use them', async () => {
      const list = (headers: Record<string, string>, base = '/v2') =>
        send(`${base}/models`, { method: 'GET', headers });
      const ids = async (response: Promise<Response>) =>
        ((await answer(response))['data'] as Answer[]).map(({ id }) => id);
      assert.ok((await ids(list({ Authorization: `Bearer ${testKeys.payAsYouGo}` }))).includes('ernie-5.1'));
      const coding = await ids(list({ Authorization: `Bearer ${testKeys.coding}` }, '/v2/coding'));
      assert.deepEqual(coding, ['deepseek-v3.2', 'glm-5.1', 'qianfan-code-latest']);
      assert.equal((await list({})).status, 403);
    });

    it('answers 404 to addresses that do not exist, and echoes the id of a call', async () => {
      for (const path of ['/v2/v2/chat/completions', '/v1/chat/completions', '/chat/completions']) {
        assert.equal((await send(path, { body: '{}' })).status, 404);
      }
      const response = await askV2({}, { headers: { 'X-Request-Id': 'mine' } });
      assert.equal(response.headers.get('x-request-id'), 'mine');
    });
  });

  describe('minting', () => {
    it('gives a bearer for V2 until it expires', async () => {
      const { token, status, expireTime } = await answer(mint(300));
      assert.deepEqual([status, expireTime], ['enable', '2026-01-02T03:09:05.000Z']);
      assert.match(String(token), /^bce-v3\/ALTAK-[^/]+\/[0-9a-f]{40}$/);
      const ask = () => codeOf(askV2({}, { key: String(token) }));
      assert.equal(await ask(), 'ok');
      clock = start + 299_999;
      assert.equal(await ask(), 'ok');
      clock = start + 300_000;
      assert.equal(await ask(), 'invalid_iam_token');
      assert.equal(await codeOf(askV2({}, { key: String(token), base: '/v2/coding' })), 'invalid_iam_token');
    });

    it('checks signature and expiry, 1800 s when none is given', async () => {
      assert.equal((await answer(mint()))['expireTime'], '2026-01-02T03:34:05.000Z');
      for (const seconds of [299, 2_592_001, 0.5])
        assert.equal(await codeOf(mint(seconds)), 'InvalidHTTPRequest');
      const refused = await mint(300, 'wrong');
      assert.equal(refused.status, 400);
      assert.deepEqual(await refused.json(), {
        requestId: refused.headers.get('x-bce-request-id'),
        code: 'SignatureDoesNotMatch',
        message: 'The signature we calculated does not match.',
      });
      assert.equal(await codeOf(send('/v1/BCE-BEARER/token', { method: 'GET' })), 'InvalidHTTPAuthHeader');
    });

    it('fails with every code of the table, and mints tokens that are dead', async () => {
      for (const [code, { status }] of Object.entries(iamErrors)) {
        server.minting.next({ type: 'error', code, capitalised: true });
        const response = await mint();
        assert.deepEqual([response.status, ((await response.json()) as Answer)['Code']], [status, code]);
      }
      server.minting.next({ type: 'token', status: 'disable' }, { type: 'token', validForSeconds: 0 });
      for (let count = 0; count < 2; count += 1) {
        const { token } = await answer(mint());
        assert.equal(await codeOf(askV2({}, { key: String(token) })), 'invalid_iam_token');
      }
      const { token } = await answer(mint());
      server.revokeTokens();
      assert.equal(await codeOf(askV2({}, { key: String(token) })), 'invalid_iam_token');
    });
  });

  it('lists the services of V1 to a signature', async () => {
    const path = '/wenxinworkshop/service/list';
    const { result } = await answer(send(path, { headers: signed('POST', path), body: '{}' }));
    const { common } = result as { common: Answer[] };
    assert.ok(
      common.some(({ name, url }) => name === 'ERNIE-3.5-8K' && String(url).endsWith('/chat/completions')),
    );
    assert.equal(await codeOf(send(path, { body: '{}' })), 'InvalidHTTPAuthHeader');
  });

  it('keeps scripted chats for accepted ones, and forgets everything on reset', async () => {
    server.next({ type: 'reply', text: 'scripted' });
    await askV2({ model: 'unknown' });
    assert.match(JSON.stringify(await answer(askV2())), /scripted/);
    server.always({ type: 'error', code: 'internal_error' });
    server.oauth.always({ type: 'error', error: 'invalid_client' });
    server.reset();
    assert.equal(server.requests.length, 0);
    assert.equal(await codeOf(askV2()), 'ok');
    assert.equal((await grant()).status, 200);
  });
});
