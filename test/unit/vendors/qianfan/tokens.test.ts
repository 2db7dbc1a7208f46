import assert from 'node:assert/strict';
import { ProviderError } from '../../../../src/core/error.ts';
import { longestErrorBody } from '../../../../src/core/limits.ts';
import { tokenSourceOf } from '../../../../src/vendors/qianfan/tokenSource.ts';
import { type ApplicationKeys, fetchAccessToken } from '../../../../src/vendors/qianfan/v1/accessToken.ts';
import { mintToken } from '../../../../src/vendors/qianfan/v2/mintedToken.ts';
import { testKeys } from '../../../vendors/qianfan/account.ts';
import { type Answer, fakeTransport, providerError } from '../../net/fakes.ts';

const now = 1_767_323_045_000;
const { signal } = new AbortController();
const { iamAccessKey: accessKey, iamSecretKey, apiKey, secretKey } = testKeys;

function json(value: unknown, status = 200): Answer {
  return { status, headers: { 'content-type': 'application/json' }, chunks: [JSON.stringify(value)] };
}

const failed = (promise: Promise<unknown>) =>
  promise.then(
    () => assert.fail('It worked.'),
    (error: unknown) => error,
  );

describe('An access token of V1', () => {
  const base = 'https://aip.baidubce.com';
  const trade = (answer: Answer, keys: ApplicationKeys = { apiKey, secretKey }) => {
    const transport = fakeTransport([answer], () => now);
    return { transport, token: fetchAccessToken(transport, base, keys, signal) };
  };

  it('is traded for the keys', async () => {
    const keys = { apiKey: 'a&b', secretKey: 'c=d' };
    const { transport, token } = trade(json({ access_token: '24.x', expires_in: 3600 }), keys);
    assert.equal((await token).value, '24.x');
    const [{ url, method, headers, body } = assert.fail()] = transport.sent;
    assert.equal(
      url,
      `${base}/oauth/2.0/token?grant_type=client_credentials&client_id=a%26b&client_secret=c%3Dd`,
    );
    assert.deepEqual([method, body], ['POST', undefined]);
    assert.deepEqual(headers, { accept: 'application/json', 'content-type': 'application/json' });
  });

  it('is replaced a minute before its end, or a hundredth of its life', async () => {
    for (const [expires_in, usedMs] of [
      [3600, 3_540_000],
      [6000, 5_940_000],
      [10_000, 9_900_000],
      [1, -59_000],
      [0, 2_566_080_000],
      [-1, 2_566_080_000],
      ['3600', 2_566_080_000],
      [undefined, 2_566_080_000],
    ]) {
      const { refreshAt } = await trade(json({ access_token: '24.x', expires_in })).token;
      assert.equal(refreshAt - now, usedMs, String(expires_in));
    }
  });

  it('is refused with a reason, whatever the status', async () => {
    const cases: readonly (readonly [
      body: unknown,
      status: number,
      expected: readonly [kind: string, message: string, code: string | undefined, retryable: boolean],
    ])[] = [
      [
        { error: 'invalid_client', error_description: 'unknown client id' },
        401,
        ['auth', 'unknown client id', 'invalid_client', false],
      ],
      [{ error: 'invalid_request' }, 200, ['auth', 'invalid_request', 'invalid_request', false]],
      [
        { error: 'unsupported_grant_type', error_description: '' },
        500,
        ['invalid-request', 'unsupported_grant_type', 'unsupported_grant_type', false],
      ],
      [{ error_code: 18, error_msg: 'Open api qps' }, 200, ['rate-limit', 'Open api qps', '18', true]],
      [
        { error: 'invalid_client', error_description: `not ${apiKey} with ${secretKey}` },
        401,
        ['auth', 'not … with …', 'invalid_client', false],
      ],
    ];
    for (const [body, status, expected] of cases) {
      const error = await failed(trade(json(body, status)).token);
      assert.ok(error instanceof ProviderError);
      const { code, retryable } = error.details;
      assert.deepEqual([error.kind, error.message, code, retryable], expected);
    }
    for (const body of [{}, [], null, { access_token: '' }]) {
      providerError(await failed(trade(json(body)).token), 'protocol');
    }
  });
});

describe('A key that is minted for V2', () => {
  const base = 'https://qianfan.baidubce.com/v2';
  const mint = (answer: Answer, baseUrl = base) => {
    const transport = fakeTransport([answer], () => now);
    return {
      transport,
      token: mintToken(transport, baseUrl, { accessKey, secretKey: iamSecretKey }, signal),
    };
  };

  it('is asked for at Baidu’s IAM, or at a gateway that stands in for it', async () => {
    const path = '/v1/BCE-BEARER/token?expireInSeconds=1800';
    for (const [baseUrl, origin] of [
      [base, 'https://iam.bj.baidubce.com'],
      [`${base}/coding`, 'https://iam.bj.baidubce.com'],
      ['https://gateway.test/v2', 'https://gateway.test'],
    ]) {
      const { transport, token } = mint(json({ token: 'bce-v3/ALTAK-x/y' }), baseUrl);
      assert.equal((await token).value, 'bce-v3/ALTAK-x/y');
      const [{ url, method, headers } = assert.fail()] = transport.sent;
      assert.deepEqual([url, method, headers['accept']], [`${origin}${path}`, 'GET', 'application/json']);
      assert.match(headers['authorization'] ?? '', new RegExp(`^bce-auth-v1/${accessKey}/`));
    }
  });

  it('is used for as long as the server says, but no longer than half an hour', async () => {
    const createTime = '2026-01-02T03:00:00Z';
    for (const [times, usedMs] of [
      [{ createTime, expireTime: '2026-01-02T03:30:00Z' }, 1_740_000],
      [{ createTime, expireTime: '2026-01-02T03:10:00Z' }, 540_000],
      [{ createTime, expireTime: '2026-01-02T04:00:00Z' }, 1_740_000],
      [{ createTime, expireTime: createTime }, 1_740_000],
      [{ createTime, expireTime: '2026-01-02T02:59:00Z' }, 1_740_000],
      [{ createTime }, 1_740_000],
      [{}, 1_740_000],
    ] as const) {
      const { refreshAt } = await mint(json({ token: 'bce-v3/ALTAK-x/y', ...times })).token;
      assert.equal(refreshAt - now, usedMs, JSON.stringify(times));
    }
  });

  it('is not taken where it is disabled, or none', async () => {
    const disabled = await failed(mint(json({ token: 'bce-v3/ALTAK-x/y', status: 'disable' })).token);
    assert.equal(providerError(disabled, 'auth').details.advice, 'key-permission');
    await mint(json({ token: 'bce-v3/ALTAK-x/y', status: 'enable' })).token;
    for (const body of [{}, [], null, { token: '' }]) {
      providerError(await failed(mint(json(body)).token), 'protocol');
    }
    const broken = await failed(mint(json({ token: 'bce-v3/ALTAK-x/y' }, 500)).token);
    assert.equal(providerError(broken, 'unavailable').details.retryable, true);
    const denied = {
      code: 'AccessDenied',
      message: `no ${accessKey} with ${iamSecretKey}`,
      requestId: 'r-1',
    };
    const { message, details } = providerError(await failed(mint(json(denied, 403)).token), 'auth');
    assert.equal(message, 'no … with …');
    assert.deepEqual(
      [details.code, details.advice, details.requestId],
      ['AccessDenied', 'key-permission', 'r-1'],
    );
  });

  it('may be refused with a page of any length', async () => {
    const answer = { ...json({}, 502), chunks: ['x'.repeat(longestErrorBody + 1)] };
    providerError(await failed(mint(answer).token), 'unavailable');
    providerError(
      await failed(fetchAccessToken(fakeTransport([answer]), base, testKeys, signal)),
      'unavailable',
    );
  });
});

describe('The cache of Qianfan’s tokens', () => {
  const refreshAt = Number.POSITIVE_INFINITY;

  it('tells identities apart by each of their parts', async () => {
    const transport = fakeTransport([]);
    const get = (identity: readonly string[], value: string) =>
      tokenSourceOf(transport, identity, signal, async () => ({ value, refreshAt })).get();
    for (const [index, identity] of [
      ['v2', 'a', 'b'],
      ['v1', 'a', 'b'],
      ['v2', 'c', 'b'],
      ['v2', 'a', 'c'],
      ['v2', 'ab', ''],
    ].entries()) {
      assert.equal(await get(identity, `${index}`), `${index}`);
    }
    assert.equal(await get(['v2', 'a', 'b'], 'another'), '0');
    const source = tokenSourceOf(transport, ['v2', 'a', 'b'], signal, async () => ({
      value: 'new',
      refreshAt,
    }));
    source.drop('not that one');
    assert.equal(await source.get(), '0');
    source.drop('0');
    assert.equal(await source.get(), 'new');
  });

  it('asks again only if another request was stopped, which had asked for both', async () => {
    const cancelled = new ProviderError('cancelled', 'stopped');
    const failing = (error: unknown, stop = new AbortController()) => {
      let tries = 0;
      const source = tokenSourceOf(fakeTransport([]), ['x'], stop.signal, async () => {
        tries += 1;
        if (tries === 1) throw error;
        return { value: `${tries}`, refreshAt };
      });
      return source.get();
    };
    assert.equal(await failing(cancelled), '2');
    const stop = new AbortController();
    stop.abort();
    assert.equal(await failed(failing(cancelled, stop)), cancelled);
    for (const other of [new ProviderError('network', 'reset'), new Error('cancelled')]) {
      assert.equal(await failed(failing(other)), other);
    }
  });
});
