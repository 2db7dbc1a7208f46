import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { signedUrl } from '../../../../src/vendors/spark/signedUrl.ts';
import { testAccount } from '../../../vendors/spark/accounts.ts';
import { judgeSignedUrl } from '../../../vendors/spark/signedUrl.ts';

interface Vector {
  readonly name: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly date: string;
  readonly url: string;
}

describe('Spark signed URL', () => {
  const file = new URL('../../../fixtures/spark/vectors.json', import.meta.url);
  const vectors: readonly Vector[] = JSON.parse(readFileSync(file, 'utf8'));

  for (const { name, apiKey, apiSecret, date, url } of vectors) {
    it(`equals the golden vector byte for byte: ${name}`, () => {
      const address = new URL(url.split('?')[0] ?? '');
      assert.equal(signedUrl(address, { apiKey, apiSecret }, Date.parse(date)), url);
    });
  }

  it('is taken by the gateway for any key, secret, time and port', () => {
    const visible = fc.string({ minLength: 1 }).filter((text) => /^[\x21\x23-\x7e]+$/.test(text));
    const paths = fc.constantFrom('/v1.1/chat', '/chat/max-32k', '/v1/x1');
    fc.assert(
      fc.property(
        visible,
        visible,
        fc.nat(4_000_000_000_000),
        fc.integer({ min: 1, max: 65_535 }),
        paths,
        (apiKey, apiSecret, now, port, path) => {
          const address = new URL(`ws://127.0.0.1:${port}${path}`);
          const query = signedUrl(address, { apiKey, apiSecret }, now).split('?')[1] ?? '';
          const account = { ...testAccount, apiKey, apiSecret };
          const verdict = judgeSignedUrl({ path, query, host: address.host }, [account], now);
          assert.equal(verdict.type, 'signed');
        },
      ),
      { numRuns: 50 },
    );
  });

  it('leaves out the port that goes without saying', () => {
    const signed = signedUrl(new URL('wss://spark.test:443/v1/x1'), testAccount, 0);
    assert.match(signed, /^wss:\/\/spark\.test\/v1\/x1\?.*&host=spark\.test$/);
  });
});
