import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { type SparkAccount, testAccount } from '../../../vendors/spark/accounts.ts';
import { type HandshakeAuthentication, judgeSignedUrl } from '../../../vendors/spark/signedUrl.ts';
import { type Signing, signedUrl } from './socketClient.ts';

interface Vector {
  readonly name: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly host: string;
  readonly date: string;
  readonly path: string;
  readonly authorization: string;
  readonly url: string;
}

const vectors = JSON.parse(
  readFileSync(new URL('../../../fixtures/spark/vectors.json', import.meta.url), 'utf8'),
) as readonly Vector[];

const origin = 'ws://127.0.0.1:18080';
const now = Date.parse('Fri, 02 Jan 2026 03:04:05 GMT');

function judge(
  url: string,
  at = now,
  accounts: readonly SparkAccount[] = [testAccount],
): HandshakeAuthentication {
  const [path = '', query = ''] = url.replace(/^wss?:\/\/[^/]+/, '').split('?', 2);
  return judgeSignedUrl({ path, query, host: '127.0.0.1:18080' }, accounts, at);
}

function reason(url: string, at = now): string {
  const authentication = judge(url, at);
  return authentication.type === 'refused' ? `${authentication.status} ${authentication.reason}` : 'signed';
}

/** A URL whose credential line is this one. */
function withLine(line: string): string {
  const query = new URLSearchParams({
    authorization: Buffer.from(line).toString('base64'),
    date: new Date(now).toUTCString(),
    host: '127.0.0.1:18080',
  });
  return `${origin}/v3.5/chat?${query}`;
}

function sign(signing: Partial<Signing> = {}): string {
  return signedUrl(origin, { path: '/v3.5/chat', at: now, ...signing });
}

describe('Spark server: signed URL', () => {
  for (const vector of vectors) {
    it(`accepts the golden vector: ${vector.name}`, () => {
      const account = { ...testAccount, apiKey: vector.apiKey, apiSecret: vector.apiSecret };
      assert.deepEqual(judge(vector.url, Date.parse(vector.date), [account]), {
        type: 'signed',
        account,
        host: vector.host,
        date: vector.date,
        keyName: 'api_key',
      });
      const percentEncoded = vector.url.replaceAll('+', '%20');
      assert.equal(judge(percentEncoded, Date.parse(vector.date), [account]).type, 'signed');
    });
  }

  it('accepts the gateway’s own name for the key', () => {
    const url = sign();
    const authorization = new URL(url).searchParams.get('authorization') ?? '';
    const line = Buffer.from(authorization, 'base64').toString('utf8');
    const authentication = judge(withLine(line.replace('api_key=', 'hmac username=')));
    assert.equal(authentication.type === 'signed' && authentication.keyName, 'hmac username');
  });

  it('lets the clock be off by 300 s, and not by more, either way', () => {
    for (const skew of [0, -300_000, 300_000]) assert.equal(reason(sign({ at: now + skew })), 'signed');
    for (const skew of [-301_000, 301_000, 8 * 3_600_000]) {
      assert.equal(reason(sign({ at: now + skew })), '403 the clock is off by more than 300 s');
    }
  });

  it('refuses dates that are not RFC 1123 in GMT, or lie about the day', () => {
    for (const date of [
      '2026-01-02T03:04:05Z',
      'Fri, 2 Jan 2026 03:04:05 GMT',
      '',
      'Fri, 02 Jan 2026 03:04:05 +0800',
    ]) {
      const url = new URL(sign());
      url.searchParams.set('date', date);
      assert.equal(reason(url.href), '403 not an RFC 1123 date in GMT');
    }
    const url = new URL(sign());
    url.searchParams.set('date', 'Sat, 02 Jan 2026 03:04:05 GMT');
    assert.match(reason(url.href), /^403/);
  });

  it('tells an unknown key, exchanged key and secret, and a wrong secret apart', () => {
    const { apiKey, apiSecret } = testAccount;
    assert.deepEqual(judge(sign({ apiKey: 'f'.repeat(32) })), {
      type: 'refused',
      status: 401,
      message: 'HMAC signature cannot be verified: fail to retrieve credential',
      reason: 'no account has this key',
    });
    assert.equal(reason(sign({ apiKey: apiSecret, apiSecret: apiKey })), '401 key and secret are exchanged');
    const decoded = Buffer.from(apiSecret, 'base64').toString('utf8');
    for (const wrong of [`${apiSecret}x`, decoded, apiSecret.toLowerCase()]) {
      assert.deepEqual(judge(sign({ apiSecret: wrong })), {
        type: 'refused',
        status: 401,
        message: 'HMAC signature does not match',
        reason: 'another secret, or another host, date or path was signed',
      });
    }
  });

  it('refuses a signature for another path, date or method line', () => {
    assert.match(reason(sign().replace('/v3.5/chat?', '/v3.1/chat?')), /^401 another secret/);
    const later = new URL(sign());
    later.searchParams.set('date', new Date(now + 1000).toUTCString());
    assert.match(reason(later.href), /^401 another secret/);
    assert.match(reason(sign({ path: '/v3.5/chat?' }).replace('chat??', 'chat?')), /^401 another secret/);
  });

  it('takes this server’s host or one of the vendor’s, and no other', () => {
    assert.equal(reason(sign({ host: 'spark-api.xf-yun.com' })), 'signed');
    assert.equal(reason(sign({ host: '127.0.0.1' })), '401 host is not this server');
    assert.equal(reason(sign({ host: 'example.com' })), '401 host is not this server');
    const without = new URL(sign());
    without.searchParams.delete('host');
    assert.equal(reason(without.href), '401 host is not this server');
  });

  it('refuses what is not URL-encoded, not base64 or not the documented line', () => {
    assert.equal(reason(`${origin}/v3.5/chat`), '401 no authorization in the query');
    const padded = vectors.find(({ authorization }) => authorization.endsWith('='));
    assert.ok(padded);
    assert.equal(
      reason(padded.url.replace('%3D', '='), Date.parse(padded.date)),
      '401 authorization is not URL-encoded base64',
    );
    assert.equal(
      reason(sign().replace('authorization=', 'authorization=%3D')),
      '401 authorization is not canonical base64',
    );
    assert.equal(
      reason(sign().replace('authorization=', 'authorization=a+b')),
      '401 authorization is not URL-encoded base64',
    );
    const lines: Record<string, string> = {
      'a line': '401 the credential line is not of the documented form',
      'api_key="k", algorithm="hmac-sha1", headers="host date request-line", signature="s"':
        '401 the algorithm is not hmac-sha256',
      'api_key="k", algorithm="hmac-sha256", headers="date host request-line", signature="s"':
        '401 headers are not those documented',
      "api_key='k', algorithm='hmac-sha256', headers='host date request-line', signature='s'":
        '401 the credential line is not of the documented form',
    };
    for (const [line, expected] of Object.entries(lines)) assert.equal(reason(withLine(line)), expected);
  });
});
