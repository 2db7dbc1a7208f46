import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { bceAuthorization, bceEncode, bceTime } from '../../../../src/vendors/qianfan/bceSignature.ts';
import { withBceSignature } from '../../../../src/vendors/qianfan/withBceSignature.ts';
import { judgeSignature } from '../../../vendors/qianfan/bceSignature.ts';
import { fakeTransport } from '../../net/fakes.ts';

interface Vector {
  readonly name: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly timestamp: string;
  readonly expiresInSeconds: number;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly signedHeaders: readonly string[];
  readonly authorization: string;
}

const vectors: readonly Vector[] = JSON.parse(
  readFileSync(new URL('../../../fixtures/qianfan/vectors.json', import.meta.url), 'utf8'),
);

describe('bce-auth-v1', () => {
  for (const vector of vectors) {
    it(`equals the vector: ${vector.name}`, () => {
      const query = vector.query.map(([name, value]) => `${bceEncode(name)}=${bceEncode(value)}`).join('&');
      const { host, ...others } = vector.headers;
      const signed = Object.entries(others).filter(([name]) => vector.signedHeaders.includes(name));
      const authorization = bceAuthorization(
        {
          method: vector.method,
          url: new URL(`http://${host}${vector.path}${query === '' ? '' : `?${query}`}`),
          headers: Object.fromEntries(signed),
        },
        vector,
        Date.parse(vector.timestamp),
        vector.expiresInSeconds,
      );
      assert.equal(authorization, vector.authorization);
    });
  }

  it('holds for any address and keys, by the judgement of a server that shares no code', () => {
    const key = fc.stringMatching(/^[A-Za-z0-9-]{1,40}$/);
    const element = fc.string({ unit: 'binary', minLength: 1, maxLength: 8 });
    const parameter = fc.tuple(element, fc.string({ unit: 'binary', maxLength: 8 }));
    fc.assert(
      fc.property(
        key,
        key,
        fc.array(element, { maxLength: 3 }),
        fc.array(parameter, { maxLength: 4 }),
        fc.constantFrom('http://127.0.0.1:35093', 'https://aip.baidubce.com', 'https://aip.baidubce.com:443'),
        fc.nat(4_000_000_000_000),
        (accessKey, secretKey, elements, parameters, origin, now) => {
          const path = elements.map((text) => `/${bceEncode(text)}`).join('');
          const query = parameters.map(([name, value]) => `${bceEncode(name)}=${bceEncode(value)}`).join('&');
          const url = new URL(`${origin}${path}?${query}`);
          const headers = { 'x-bce-date': bceTime(now) };
          const authorization = bceAuthorization(
            { method: 'GET', url, headers },
            { accessKey, secretKey },
            now,
          );
          const received = {
            method: 'GET',
            path: url.pathname,
            query: url.search.slice(1),
            headers: { ...headers, host: url.host, authorization },
          };
          const judgement = judgeSignature(received, [{ accessKey, secretKey }], now);
          assert.equal(judgement.type, 'signed', JSON.stringify(judgement));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('covers no header that is empty, nor the authorization itself', () => {
    const sign = (query: string, headers: Readonly<Record<string, string>>) => {
      const url = new URL(`https://aip.baidubce.com/a${query}`);
      const keys = { accessKey: 'ALTAKabc', secretKey: '0123456789abcdef' };
      return bceAuthorization({ method: 'GET', url, headers }, keys, 0);
    };
    const plain = sign('?b=1', { 'x-a': '1' });
    assert.match(plain, /\/host;x-a\/[0-9a-f]{64}$/);
    assert.equal(sign('?b=1', { 'X-A': ' 1 ', 'x-b': '', 'x-c': ' ' }), plain);
    assert.equal(sign('?b=1&Authorization=x&', { 'x-a': '1' }), plain);
    assert.notEqual(sign('?b=1&x-authorization=x', { 'x-a': '1' }), plain);
    assert.notEqual(sign('', { 'x-a': '1' }), plain);
    assert.match(sign('', { HOST: ' ' }), /\/\/[0-9a-f]{64}$/);
    assert.equal(sign('?b', {}), sign('?b=', {}));
    assert.notEqual(sign('?b=c=d', {}), sign('?b=c', {}));
  });

  it('is put on each request anew, over the host and the date alone', async () => {
    let now = Date.parse('2026-01-02T03:04:05.678Z');
    const transport = fakeTransport([{}], () => now);
    const vector = vectors.find(({ name }) => name.startsWith('V1 chat, host and')) ?? assert.fail();
    const signing = withBceSignature(transport, vector);
    const url = `https://aip.baidubce.com${vector.path}`;
    const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' } as const;
    await signing.fetch(url, request, new AbortController().signal);
    now += 1000;
    await signing.fetch(url, request, new AbortController().signal);
    const [first, second] = transport.sent;
    assert.equal(first?.headers['authorization'], vector.authorization);
    assert.equal(first?.headers['x-bce-date'], '2026-01-02T03:04:05Z');
    assert.equal(first?.headers['content-type'], 'application/json');
    assert.equal(first?.body, '{}');
    assert.match(second?.headers['authorization'] ?? '', /2026-01-02T03:04:06Z\/1800\/host;x-bce-date\//);
  });
});
