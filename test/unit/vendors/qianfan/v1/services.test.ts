import assert from 'node:assert/strict';
import { longestAddress } from '../../../../../src/core/limits.ts';
import { listServices } from '../../../../../src/vendors/qianfan/v1/services.ts';
import { testKeys } from '../../../../vendors/qianfan/account.ts';
import { fakeTransport, providerError } from '../../../net/fakes.ts';

const secrets = [testKeys.iamAccessKey, testKeys.iamSecretKey];

function list(body: unknown, { status = 200, baseUrl = 'https://aip.baidubce.com' } = {}) {
  const headers = { 'content-type': 'application/json' };
  const transport = fakeTransport([{ status, headers, chunks: [JSON.stringify(body)] }]);
  return { transport, names: listServices(transport, baseUrl, secrets, new AbortController().signal) };
}

describe('The services of a V1 account', () => {
  it('are asked for at the console, or at a gateway that stands in for it', async () => {
    for (const [baseUrl, origin] of [
      ['https://aip.baidubce.com', 'https://qianfan.baidubce.com'],
      ['https://gateway.test/v1', 'https://gateway.test'],
    ] as const) {
      const { transport, names } = list({ result: {} }, { baseUrl });
      assert.deepEqual(await names, []);
      const [{ url, method, body, headers } = assert.fail()] = transport.sent;
      assert.equal(url, `${origin}/wenxinworkshop/service/list`);
      assert.deepEqual([method, body], ['POST', '{"apiTypefilter":["chat"]}']);
      assert.deepEqual(headers, { accept: 'application/json', 'content-type': 'application/json' });
    }
  });

  it('are Baidu’s by their names, and one’s own by the ends of their addresses', async () => {
    const chat = 'https://aip.baidubce.com/rpc/2.0/ai_custom/v1/wenxinworkshop/chat';
    const common = [{ name: 'ERNIE-4.0-8K', url: `${chat}/completions_pro` }, { name: '' }, 'nonsense', {}];
    const address = `${chat}/`;
    const longest = `${address}${'/'.repeat(longestAddress - address.length - 4)}Long`;
    assert.equal(longest.length, longestAddress);
    const custom = [
      { name: 'Mine', url: `${chat}/My_Service` },
      { url: '' },
      {},
      null,
      { url: longest },
      { url: `${chat}//${longest.slice(address.length)}er` },
    ];
    assert.deepEqual(await list({ result: { common, custom } }).names, [
      'ERNIE-4.0-8K',
      'My_Service',
      'Long',
    ]);
    assert.deepEqual(await list({ result: { common: {}, custom: 'none' } }).names, []);
  });

  it('are not told to those who may not know', async () => {
    const denied = { code: 'AccessDenied', message: `no ${secrets.join(' with ')}`, requestId: 'r-1' };
    const refused = async (body: unknown, status?: number) =>
      list(body, status === undefined ? {} : { status }).names.then(
        () => assert.fail('It worked.'),
        (error: unknown) => error,
      );
    for (const status of [200, 403]) {
      const { message, details } = providerError(await refused(denied, status), 'auth');
      assert.equal(message, 'no … with …');
      assert.deepEqual(
        [details.code, details.advice, details.requestId],
        ['AccessDenied', 'key-permission', 'r-1'],
      );
    }
    providerError(await refused({ result: { common: [] } }, 500), 'unavailable');
    for (const body of [{}, { result: [] }, [], null]) providerError(await refused(body), 'protocol');
  });
});
