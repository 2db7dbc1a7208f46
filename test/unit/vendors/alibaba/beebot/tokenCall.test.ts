import assert from 'node:assert/strict';
import { ProviderError } from '../../../../../src/core/error.ts';
import { openApiError } from '../../../../../src/vendors/alibaba/beebot/openApiErrors.ts';
import {
  type Caller,
  fetchStreamCredentials,
  signedCall,
} from '../../../../../src/vendors/alibaba/beebot/tokenCall.ts';
import { type Answer, fakeTransport, providerError } from '../../../net/fakes.ts';

const caller: Caller = { scheme: 'acs3', accessKeyId: 'testid', accessKeySecret: 'testsecret' };
const url = 'https://chatbot.cn-shanghai.aliyuncs.com/';
const now = 1_767_323_045_000;
const trio = { AccessToken: 'a', ChannelId: 'c', StreamSecret: 's' };

describe('Beebot token call', () => {
  it('carries what a classic signature signs in its address, by the names of the vendor', () => {
    const call = (changes: Partial<Caller>) => {
      const signed = signedCall(new URL(url), { ...caller, scheme: 'rpc', ...changes }, now + 999, 'nonce');
      assert.deepEqual(signed.headers, { accept: 'application/json' });
      const { Signature = '', ...rest } = Object.fromEntries(new URLSearchParams(signed.query));
      assert.match(Signature, /^[\w+/]{27}=$/);
      return rest;
    };
    const plain = {
      Action: 'ApplyForStreamAccessToken',
      Version: '2022-04-08',
      Format: 'JSON',
      AccessKeyId: 'testid',
      SignatureMethod: 'HMAC-SHA1',
      SignatureVersion: '1.0',
      SignatureNonce: 'nonce',
      Timestamp: '2026-01-02T03:04:05Z',
    };
    assert.deepEqual(call({}), plain);
    assert.deepEqual(call({ agentKey: 'a_p_b', securityToken: 'CAIS' }), {
      ...plain,
      AgentKey: 'a_p_b',
      SecurityToken: 'CAIS',
    });
    assert.deepEqual(call({ agentKey: '', securityToken: '' }), plain);
  });

  it('carries a temporary key only where there is one', () => {
    const names = (changes: Partial<Caller>) =>
      Object.keys(signedCall(new URL(url), { ...caller, ...changes }, now, 'nonce').headers).filter((name) =>
        /accesskey|token/.test(name),
      );
    assert.deepEqual(names({}), []);
    assert.deepEqual(names({ securityToken: '' }), []);
    assert.deepEqual(names({ securityToken: 'CAIS' }), ['x-acs-accesskey-id', 'x-acs-security-token']);
  });

  it('goes to the address as it is, with a business space behind it', async () => {
    const transport = fakeTransport([json(trio)], () => now);
    await fetch(transport);
    await fetch(transport, { agentKey: 'a_p_b' });
    assert.deepEqual(
      transport.sent.map(({ method, url: address, body }) => [method, address, body]),
      [
        ['POST', url, undefined],
        ['POST', `${url}?AgentKey=a_p_b`, undefined],
      ],
    );
  });

  it('brings the three that a conversation is held with, whatever kind of success it reports', async () => {
    const credentials = { accessToken: 'a', channelId: 'c', streamSecret: 's', clockSkewMs: 0 };
    for (const Code of [undefined, '', ' ', '200', 'OK', 'ok', 'Success', 'success']) {
      for (const answer of [json({ ...trio, Code }), json({ ...trio, code: Code })]) {
        assert.deepEqual(await fetch(fakeTransport([answer], () => now)), credentials, Code);
      }
    }
  });

  it('has failed when it says so by any other code', async () => {
    for (const Code of ['Throttling', '2000', 'x200', 'OKAY', 'NotOK', 'Unsuccessful', 'SuccessX', '200\n']) {
      for (const answer of [json({ ...trio, Code }), json({ ...trio, code: Code })]) {
        const error = await refused([answer]);
        assert.equal(error.details.code, Code);
      }
    }
  });

  it('has failed when one of the three is missing or blank, or the status says so', async () => {
    for (const name of Object.keys(trio)) {
      for (const value of [undefined, '', ' ', 1]) {
        providerError(await refused([json({ ...trio, [name]: value })]), 'protocol');
      }
    }
    providerError(await refused([{ ...json(trio), status: 500 }]), 'unavailable');
  });

  it('names what was refused, in either spelling and in XML', async () => {
    const bodies = [
      '{"Code":"Throttling","Message":"no","RequestId":"r"}',
      '{"code":"Throttling","message":"no","requestId":"r"}',
      '{"Code":"Throttling","Description":"no","RequestId":"r"}',
      '{"Code":"Throttling","description":"no","RequestId":"r"}',
      '{"Code":"Throttling","Message":" ","message":"no","Description":"other","RequestId":"r"}',
      '<Error><Code>Throttling</Code><Message>no</Message><RequestId>r</RequestId></Error>',
      ' \n<?xml version="1.0"?>\n <Error>\n<RequestId>r</RequestId><Message>no</Message><Code>Throttling</Code></Error>',
    ];
    for (const body of bodies) {
      const { details, message } = providerError(
        await refused([{ status: 400, chunks: [body] }]),
        'rate-limit',
      );
      assert.deepEqual(
        [details.code, message, details.requestId, details.status],
        ['Throttling', 'no', 'r', 400],
        body,
      );
    }
    const silent = providerError(await refused([json({ Code: 'Throttling' })]), 'rate-limit');
    assert.deepEqual([silent.message, 'requestId' in silent.details], ['HTTP 200', false]);
    for (const body of [
      'x<Error><Code>Throttling</Code></Error>',
      '<html><Error><Code>Throttling</Code></Error>',
      '<Errors>',
    ]) {
      const page = await refused([{ status: 400, chunks: [body] }]);
      assert.equal(page.details.code, undefined, body);
    }
  });

  it('takes a clock for off by the vendor’s from half a minute on, either way', async () => {
    const skew = async (ms: number, answer: Answer = json(trio)) => {
      const date = new Date(now).toUTCString();
      const dated = { ...answer, headers: { date } };
      return (await fetch(fakeTransport([dated], () => now + ms))).clockSkewMs;
    };
    assert.deepEqual(
      [await skew(29_999), await skew(30_000), await skew(-29_999), await skew(-30_000)],
      [0, 30_000, 0, -30_000],
    );
    const undated = await fetch(fakeTransport([{ ...json(trio), headers: { date: 'soon' } }], () => now));
    assert.equal(undated.clockSkewMs, 0);
  });

  it('is made once more where that may help, and no more than that', async () => {
    const refusal = (Code: string, headers = {}): Answer => ({ ...json({ Code }), status: 400, headers });
    const late = { date: new Date(now - 3_600_000).toUTCString() };
    const rows: readonly (readonly [first: Answer, calls: number])[] = [
      [refusal('SignatureNonceUsed'), 2],
      [refusal('InvalidTimeStamp.Expired', late), 2],
      [refusal('InvalidTimeStamp.Expired'), 1],
      [refusal('Throttling', late), 1],
      [refusal('SignatureDoesNotMatch', late), 1],
    ];
    for (const [first, calls] of rows) {
      const transport = fakeTransport([first], () => now);
      await fetch(transport).catch(() => {});
      assert.equal(transport.sent.length, calls);
      const nonces = transport.sent.map(({ headers }) => headers['x-acs-signature-nonce']);
      assert.equal(new Set(nonces).size, calls);
    }
    // By how much the clock is off is told where that is the reason only.
    const other = await refused([refusal('SignatureDoesNotMatch', late)]);
    assert.equal('clockSkewMs' in other.details, false);
    const expired = await refused([refusal('InvalidTimeStamp.Expired', late)]);
    assert.equal(expired.details.clockSkewMs, 3_600_000);
  });

  function json(value: object): Answer {
    return { headers: { 'content-type': 'application/json' }, chunks: [JSON.stringify(value)] };
  }

  function fetch(transport: ReturnType<typeof fakeTransport>, changes: Partial<Caller> = {}) {
    const { signal } = new AbortController();
    return fetchStreamCredentials(transport, url, { ...caller, ...changes }, openApiError, signal);
  }

  async function refused(answers: readonly Answer[]) {
    const error = await fetch(fakeTransport(answers, () => now)).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof ProviderError);
    return error;
  }
});
