import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { signAcs3 } from '../../../../../src/vendors/alibaba/beebot/acs3Signature.ts';
import { signRpc } from '../../../../../src/vendors/alibaba/beebot/rpcSignature.ts';
import { streamSign, streamUrl } from '../../../../../src/vendors/alibaba/beebot/streamAddress.ts';
import { signedCall } from '../../../../../src/vendors/alibaba/beebot/tokenCall.ts';

interface KeyVector {
  readonly id: string;
  readonly source: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
}

interface Vectors {
  readonly acs3: readonly (KeyVector & {
    readonly method: 'GET' | 'POST';
    readonly host: string;
    readonly path: string;
    readonly query: Readonly<Record<string, string>>;
    readonly headers: Readonly<Record<string, string>>;
    readonly authorization: string;
  })[];
  readonly rpc: readonly (KeyVector & {
    readonly method: 'GET' | 'POST';
    readonly parameters: Readonly<Record<string, string>>;
    readonly signature: string;
  })[];
  readonly streamSign: readonly {
    readonly streamSecret: string;
    readonly timestamp: string;
    readonly sign: string;
  }[];
}

const vectors = JSON.parse(
  readFileSync(new URL('../../../../fixtures/alibaba/vectors.json', import.meta.url), 'utf8'),
) as Vectors;

describe('Alibaba signatures', () => {
  for (const { id, method, host, path, query, headers: signed, ...vector } of vectors.acs3) {
    it(`ACS3: ${id}`, () => {
      const { host: _, ...headers } = signed;
      const authorization = signAcs3(
        { method, host, path, query, headers },
        vector.accessKeyId,
        vector.accessKeySecret,
      );
      assert.equal(authorization, vector.authorization);
    });
  }

  for (const { id, method, parameters, accessKeySecret, signature } of vectors.rpc) {
    it(`classic: ${id}`, () => assert.equal(signRpc(method, parameters, accessKeySecret), signature));
  }

  for (const { streamSecret, timestamp, sign } of vectors.streamSign) {
    it('of a stream', () => assert.equal(streamSign(streamSecret, timestamp), sign));
  }

  for (const vector of vectors.acs3.filter(({ source }) => source === 'sdk')) {
    it(`a call is what the vendor’s own client sends: ${vector.id}`, () => {
      const { host, 'x-acs-date': date = '', ...signed } = vector.headers;
      const { query, headers } = signedCall(
        new URL(`https://${host}/`),
        {
          scheme: 'acs3',
          accessKeyId: vector.accessKeyId,
          accessKeySecret: vector.accessKeySecret,
          ...(vector.securityToken && { securityToken: vector.securityToken }),
          ...(vector.query['AgentKey'] && { agentKey: vector.query['AgentKey'] }),
        },
        Date.parse(date) + 999,
        vector.headers['x-acs-signature-nonce'] ?? '',
      );
      assert.deepEqual(headers, {
        ...signed,
        'x-acs-date': date,
        accept: 'application/json',
        authorization: vector.authorization,
      });
      // Decoded as the gateway does it: a plus sign would stay one.
      const sent =
        query === '' ? [] : query.split('&').map((pair) => pair.split('=').map(decodeURIComponent));
      assert.deepEqual(Object.fromEntries(sent), vector.query);
    });
  }

  it('encodes what the vendor puts into an address', () => {
    const url = streamUrl(
      'https://alime-ws.aliyuncs.com',
      {
        accessToken: 'token/1+ab==',
        channelId: 'channel',
        streamSecret: 'cc9e88c0-4f41-4f1d-a1a9-91a72d2aa27d',
      },
      1_767_323_045_000,
    );
    assert.equal(
      url,
      'https://alime-ws.aliyuncs.com/sse/paas4Json/token%2F1%2Bab%3D%3D/channel/36f9bd1dd1224dc8b4c30dc10ca95e77/1767323045000',
    );
  });
});
