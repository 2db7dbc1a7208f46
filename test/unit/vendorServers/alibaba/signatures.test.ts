import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { canonicalAcs3Request, judgeAcs3, signAcs3 } from '../../../vendors/alibaba/acs3Signature.ts';
import {
  canonicalQuery,
  type OpenApiRequest,
  percentEncode,
} from '../../../vendors/alibaba/openApiRequest.ts';
import { judgeRpc, rpcStringToSign, signRpc } from '../../../vendors/alibaba/rpcSignature.ts';
import { streamSign } from '../../../vendors/alibaba/streamCredentials.ts';

interface KeyVector {
  readonly id: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
  readonly method: string;
}

interface Vectors {
  readonly acs3: readonly (KeyVector & {
    readonly path: string;
    readonly query: Readonly<Record<string, string>>;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly authorization: string;
  })[];
  readonly rpc: readonly (KeyVector & {
    readonly parameters: Readonly<Record<string, string>>;
    readonly signature: string;
  })[];
  readonly streamSign: readonly {
    readonly streamSecret: string;
    readonly timestamp: string;
    readonly sign: string;
    readonly damagedSign: string;
  }[];
}

const vectors = JSON.parse(
  readFileSync(new URL('../../../fixtures/alibaba/vectors.json', import.meta.url), 'utf8'),
) as Vectors;

function keyOf({ accessKeyId, accessKeySecret, securityToken }: KeyVector) {
  return {
    id: accessKeyId,
    secret: accessKeySecret,
    ...(securityToken === undefined ? {} : { securityToken }),
  };
}

/** The result, shortened to `ok` or the code. */
function outcome(judged: { readonly type: string; readonly code?: string }): string {
  return judged.code ?? 'ok';
}

describe('Beebot server: ACS3-HMAC-SHA256', () => {
  for (const vector of vectors.acs3) {
    const request: OpenApiRequest = {
      method: vector.method,
      path: vector.path,
      rawQuery: canonicalQuery(Object.entries(vector.query)),
      headers: { ...vector.headers, authorization: vector.authorization },
      rawBody: vector.body,
    };
    const time = Date.parse(vector.headers['x-acs-date'] ?? '');

    it(`agrees with the vector: ${vector.id}`, () => {
      const judged = judgeAcs3(request, [keyOf(vector)], time);
      assert.equal(outcome(judged), 'ok', JSON.stringify(judged));
    });

    it(`refuses the vector with any change: ${vector.id}`, () => {
      const judge = (changes: Partial<OpenApiRequest>, now = time): string =>
        outcome(judgeAcs3({ ...request, ...changes }, [keyOf(vector)], now));
      const header = (name: string, value: string): Partial<OpenApiRequest> => ({
        headers: { ...request.headers, [name]: value },
      });
      assert.equal(judge({ method: 'PUT' }), 'SignatureDoesNotMatch');
      assert.equal(judge({ path: '/x' }), 'SignatureDoesNotMatch');
      assert.equal(judge({ rawQuery: 'AgentKey=other' }), 'SignatureDoesNotMatch');
      assert.equal(judge({ rawBody: 'x' }), 'SignatureDoesNotMatch');
      assert.equal(judge(header('host', 'other:8080')), 'SignatureDoesNotMatch');
      assert.equal(judge(header('x-acs-version', '2020-01-01')), 'SignatureDoesNotMatch');
      assert.equal(judge(header('x-acs-extra', 'unsigned')), 'IncompleteSignature');
      assert.equal(judge(header('content-type', 'unsigned')), 'IncompleteSignature');
      assert.equal(judge(header('x-acs-date', '2026-01-02T03:04:05.000Z')), 'InvalidTimeStamp.Format');
      assert.equal(judge(header('x-acs-date', '')), 'MissingTimestamp');
      assert.equal(judge(header('x-acs-signature-nonce', '')), 'MissingSignatureNonce');
      assert.equal(
        judge(header('authorization', vector.authorization.replaceAll(',', ', '))),
        'IncompleteSignature',
      );
      const lastDigit = vector.authorization.endsWith('0') ? '1' : '0';
      assert.equal(
        judge(header('authorization', vector.authorization.slice(0, -1) + lastDigit)),
        'SignatureDoesNotMatch',
      );
      assert.equal(judge({}, time + 15 * 60_000), 'ok');
      assert.equal(judge({}, time + 15 * 60_000 + 1), 'InvalidTimeStamp.Expired');
      assert.equal(judge({}, time - 15 * 60_000 - 1), 'InvalidTimeStamp.Expired');
      assert.equal(outcome(judgeAcs3(request, [], time)), 'InvalidAccessKeyId.NotFound');
      const otherSecret = { ...keyOf(vector), secret: 'other' };
      assert.equal(outcome(judgeAcs3(request, [otherSecret], time)), 'SignatureDoesNotMatch');
      const otherToken = { ...keyOf(vector), securityToken: 'other' };
      assert.notEqual(outcome(judgeAcs3(request, [otherToken], time)), 'ok');
    });
  }

  it('does not take a plus sign for a space', () => {
    const key = { id: 'testid', secret: 'testsecret' };
    const headers = {
      host: 'localhost',
      'x-acs-date': '2026-01-02T03:04:05Z',
      'x-acs-signature-nonce': '1',
      'x-acs-content-sha256': createHash('sha256').digest('hex'),
    };
    const request = (rawQuery: string): OpenApiRequest => ({
      method: 'POST',
      path: '/',
      rawQuery,
      headers,
      rawBody: '',
    });
    const names = Object.keys(headers).sort();
    const canonical = canonicalAcs3Request(request('AgentKey=a%20b'), names, headers['x-acs-content-sha256']);
    const authorization = `ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=${names.join(';')},Signature=${signAcs3(canonical ?? '', key.secret)}`;
    const judge = (rawQuery: string): string =>
      outcome(
        judgeAcs3(
          { ...request(rawQuery), headers: { ...headers, authorization } },
          [key],
          Date.parse(headers['x-acs-date']),
        ),
      );
    assert.equal(judge('AgentKey=a%20b'), 'ok');
    assert.equal(judge('AgentKey=a+b'), 'SignatureDoesNotMatch');
    assert.equal(judge('AgentKey=%'), 'SignatureDoesNotMatch');
  });
});

describe('Beebot server: classic RPC signature', () => {
  for (const vector of vectors.rpc) {
    it(`agrees with the vector: ${vector.id}`, () => {
      const toSign = rpcStringToSign(vector.method, Object.entries(vector.parameters));
      assert.equal(signRpc(toSign, vector.accessKeySecret), vector.signature);
    });
  }

  it('accepts a signed request and refuses it with any change', () => {
    const vector = vectors.rpc.find(({ id }) => id === 'temporary key, business space');
    assert.ok(vector);
    const signed = { ...vector.parameters, Signature: vector.signature };
    const time = Date.parse(vector.parameters['Timestamp'] ?? '');
    const judge = (changes: Readonly<Record<string, string>>, method = 'POST', now = time): string =>
      outcome(
        judgeRpc(
          {
            method,
            path: '/',
            rawQuery: canonicalQuery(Object.entries({ ...signed, ...changes })),
            headers: {},
            rawBody: '',
          },
          [keyOf(vector)],
          now,
        ),
      );
    assert.equal(judge({}), 'ok');
    assert.equal(judge({}, 'GET'), 'SignatureDoesNotMatch');
    assert.equal(judge({ AgentKey: 'other' }), 'SignatureDoesNotMatch');
    assert.equal(judge({ Another: 'unsigned' }), 'SignatureDoesNotMatch');
    assert.equal(judge({ Signature: 'AAAA' }), 'SignatureDoesNotMatch');
    assert.equal(judge({ Signature: '' }), 'MissingSignature');
    assert.equal(judge({ SignatureNonce: '' }), 'MissingSignatureNonce');
    assert.equal(judge({ SignatureMethod: 'HMAC-SHA256' }), 'InvalidSignatureMethod');
    assert.equal(judge({ Timestamp: '1767323045' }), 'InvalidTimeStamp.Format');
    assert.equal(judge({ SecurityToken: 'old' }), 'InvalidSecurityToken.Expired');
    assert.equal(judge({ AccessKeyId: 'unknown' }), 'InvalidAccessKeyId.NotFound');
    assert.equal(judge({}, 'POST', time + 16 * 60_000), 'InvalidTimeStamp.Expired');
  });

  it('takes parameters from a form, too, where a plus sign is a space', () => {
    const vector = vectors.rpc.find(({ id }) => id === 'business space');
    assert.ok(vector);
    const parameters = { ...vector.parameters, AgentKey: 'a b' };
    const signature = signRpc(rpcStringToSign('POST', Object.entries(parameters)), vector.accessKeySecret);
    const { AgentKey, ...rest } = parameters;
    const judged = judgeRpc(
      {
        method: 'POST',
        path: '/',
        rawQuery: canonicalQuery(Object.entries({ ...rest, Signature: signature })),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        rawBody: new URLSearchParams({ AgentKey }).toString(),
      },
      [keyOf(vector)],
      Date.parse(vector.parameters['Timestamp'] ?? ''),
    );
    assert.equal(outcome(judged), 'ok', JSON.stringify(judged));
  });
});

describe('Beebot server: encodings', () => {
  it('escapes all but the unreserved characters of RFC 3986', () => {
    assert.equal(percentEncode("a b+*~!'()/"), 'a%20b%2B%2A~%21%27%28%29%2F');
    assert.equal(percentEncode('你🌏'), '%E4%BD%A0%F0%9F%8C%8F');
  });

  it('sorts parameters by code unit and keeps those without a value', () => {
    assert.equal(
      canonicalQuery([
        ['b', ''],
        ['a', '1'],
        ['B', '2'],
      ]),
      'B=2&a=1&b=',
    );
  });

  it('signs the stream as published, and not as the damaged samples print it', () => {
    for (const { streamSecret, timestamp, sign, damagedSign } of vectors.streamSign) {
      assert.equal(streamSign(streamSecret, timestamp), sign);
      const damaged = createHash('md5')
        .update(`streamSecret=${streamSecret}×tamp=${timestamp}`)
        .digest('hex');
      assert.equal(damaged, damagedSign);
    }
  });
});
