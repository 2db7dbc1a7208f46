import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import {
  canonicalRequest,
  judgeSignature,
  type SignedRequest,
} from '../../../vendors/qianfan/bceSignature.ts';

interface Vector {
  readonly name: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly timestamp: string;
  readonly method: string;
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly authorization: string;
}

const vectors: readonly Vector[] = JSON.parse(
  readFileSync(new URL('../../../fixtures/qianfan/vectors.json', import.meta.url), 'utf8'),
);

const pair = { accessKey: 'ALTAKabcdefghijklmnopqrs', secretKey: '0123456789abcdef0123456789abcdef' };
const time = '2026-01-02T03:04:05Z';
const now = Date.parse(time);

function requestOf({ method, path, query, headers, authorization }: Vector): SignedRequest {
  const encoded = query.map((parameter) => parameter.map(encodeURIComponent).join('=')).join('&');
  return { method, path, query: encoded, headers: { ...headers, authorization } };
}

function judge(request: SignedRequest, at = now): string {
  const judgement = judgeSignature(request, [pair], at);
  return judgement.type === 'refused' ? judgement.code : judgement.type;
}

/** Signs the canonical request that the server builds: for everything but the canonical form itself. */
function signed(
  request: SignedRequest,
  names: readonly string[],
  change: { readonly time?: string; readonly expiry?: string } = {},
): SignedRequest {
  const prefix = `bce-auth-v1/${pair.accessKey}/${change.time ?? time}/${change.expiry ?? '1800'}`;
  const hmac = (key: string, data: string) => createHmac('sha256', key).update(data).digest('hex');
  const signature = hmac(hmac(pair.secretKey, prefix), canonicalRequest(request, names));
  return {
    ...request,
    headers: { ...request.headers, authorization: `${prefix}/${names.join(';')}/${signature}` },
  };
}

const plain: SignedRequest = {
  method: 'POST',
  path: '/rpc/2.0/ai_custom/v1/wenxinworkshop/chat/completions',
  query: '',
  headers: { host: 'aip.baidubce.com', 'x-bce-date': time },
};
const names = ['host', 'x-bce-date'];

describe('Qianfan server: bce-auth-v1', () => {
  for (const vector of vectors) {
    it(`accepts the vector “${vector.name}” and no change of its signature`, () => {
      const request = requestOf(vector);
      const at = Date.parse(vector.timestamp);
      assert.equal(judgeSignature(request, [vector], at).type, 'signed');
      const flipped = vector.authorization.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
      const changed = { ...request, headers: { ...request.headers, authorization: flipped } };
      assert.equal(judgeSignature(changed, [vector], at).type, 'refused');
      const otherSecret = [{ ...vector, secretKey: `${vector.secretKey}0` }];
      assert.equal(judgeSignature(request, otherSecret, at).type, 'refused');
      const otherPath = { ...request, path: `${request.path}x` };
      assert.equal(judgeSignature(otherPath, [vector], at).type, 'refused');
    });
  }

  it('builds the published canonical request', () => {
    const [vector] = vectors;
    assert.ok(vector);
    const request = requestOf(vector);
    const all = ['content-length', 'content-md5', 'content-type', 'host', 'x-bce-date'];
    assert.equal(
      canonicalRequest(request, all),
      [
        'PUT',
        '/v1/test/myfolder/readme.txt',
        'partNumber=9&uploadId=a44cc9bab11cbd156984767aad637851',
        'content-length:8',
        'content-md5:NFzcPqhviddjRNnSOGo4rw%3D%3D',
        'content-type:text%2Fplain',
        'host:bj.bcebos.com',
        'x-bce-date:2015-04-27T08%3A23%3A49Z',
      ].join('\n'),
    );
  });

  it('takes an empty list of headers for the default set', () => {
    const [vector] = vectors;
    assert.ok(vector);
    const request = requestOf(vector);
    const authorization = vector.authorization.replace(/\/content-length[^/]*\//, '//');
    const empty = { ...request, headers: { ...request.headers, authorization } };
    assert.equal(judgeSignature(empty, [vector], Date.parse(vector.timestamp)).type, 'signed');
  });

  it('reads parameters without a value and encoding of any case, and sorts whole strings', () => {
    const query = 'text1=b&text10=a&flag&x=%e5%8d%83&authorization=z';
    assert.equal(
      canonicalRequest({ ...plain, query }, names).split('\n')[2],
      'flag=&text10=a&text1=b&x=%E5%8D%83',
    );
  });

  it('asks for host and every x-bce header, in lower case and in order', () => {
    assert.equal(judge(signed(plain, names)), 'signed');
    assert.equal(judge(signed(plain, ['x-bce-date'])), 'SignatureDoesNotMatch');
    assert.equal(judge(signed(plain, ['host'])), 'SignatureDoesNotMatch');
    assert.equal(judge(signed(plain, ['x-bce-date', 'host'])), 'SignatureDoesNotMatch');
    assert.equal(judge(signed(plain, ['host', 'content-type', 'x-bce-date'])), 'SignatureDoesNotMatch');
  });

  it('refuses expired signatures, clocks ahead, and a date that tells another time', () => {
    const request = signed(plain, names);
    assert.equal(judge(request, now + 1_800_000), 'signed');
    assert.equal(judge(request, now + 1_801_000), 'RequestExpired');
    assert.equal(judge(request, now - 300_000), 'signed');
    assert.equal(judge(request, now - 301_000), 'RequestExpired');
    const dated = (date: string) =>
      judge(signed({ ...plain, headers: { ...plain.headers, 'x-bce-date': date } }, names));
    assert.equal(dated('2026-01-02T03:04:04Z'), 'signed');
    assert.equal(dated('2026-01-02T02:04:05Z'), 'RequestExpired');
    assert.equal(dated('yesterday'), 'RequestExpired');
  });

  it('refuses malformed headers and unknown keys', () => {
    const judgeHeader = (authorization: string) =>
      judge({ ...plain, headers: { ...plain.headers, authorization } });
    const sound = signed(plain, names).headers.authorization ?? '';
    assert.equal(judgeHeader(sound), 'signed');
    for (const header of [
      '',
      'Bearer bce-v3/ALTAK-1/2',
      sound.replace('bce-auth-v1', 'bce-auth-v2'),
      sound.replace('05Z', '05.000Z'),
      sound.replace('/1800/', '/0/'),
      sound.replace('/1800/', '/soon/'),
      sound.toUpperCase(),
      `${sound}/`,
      sound.slice(0, -1),
    ]) {
      assert.equal(judgeHeader(header), 'InvalidHTTPAuthHeader', header);
    }
    assert.equal(judgeHeader(sound.replace('ALTAK', 'ALTAX')), 'InvalidAccessKeyId');
  });
});
