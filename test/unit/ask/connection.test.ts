import assert from 'node:assert/strict';
import { type ConnectionWishes, connectionOf } from '../../../scripts/ask/connection.ts';
import { Problem } from '../../../scripts/problem.ts';
import { ProviderError } from '../../../src/core/error.ts';
import { api, vendor } from './descriptors.ts';

function connect(wishes: Partial<ConnectionWishes> = {}) {
  return connectionOf({
    api,
    authMode: undefined,
    endpoint: undefined,
    endpointAsTyped: false,
    allowHttp: false,
    environment: { VENDOR_TOKEN: 'abc' },
    language: 'en',
    ...wishes,
  });
}

describe('The connection of `ask`', () => {
  it('takes the first way to sign in whose variables are set', () => {
    assert.deepEqual(connect(), {
      credentials: { token: 'abc' },
      authMode: 'token',
      baseUrl: 'https://api.vendor.test/v2',
      language: 'en',
    });
    const pair = { VENDOR_TOKEN: ' ', VENDOR_ID: ' i ', OLD_VENDOR_SECRET: 's' };
    const { credentials, authMode } = connect({ environment: pair });
    assert.deepEqual({ credentials, authMode }, { credentials: { id: 'i', secret: 's' }, authMode: 'pair' });
  });

  it('takes optional values along, and only the chosen way’s', () => {
    const environment = { VENDOR_TOKEN: 't', VENDOR_APP: 'a', VENDOR_ID: 'i', VENDOR_SECRET: 's' };
    assert.deepEqual(connect({ environment }).credentials, { token: 't', app: 'a' });
    assert.deepEqual(connect({ environment, authMode: api.authModes[1] }).credentials, {
      id: 'i',
      secret: 's',
    });
  });

  it('names the variables that are missing or wrong', () => {
    const cases: readonly (readonly [Partial<ConnectionWishes>, string])[] = [
      [
        { environment: {} },
        'No key: set VENDOR_TOKEN (--auth token), or VENDOR_ID, VENDOR_SECRET (--auth pair)',
      ],
      [{ authMode: api.authModes[1] }, 'No key: set VENDOR_ID, VENDOR_SECRET'],
      [{ environment: { OLD_VENDOR_TOKEN: 'a b' } }, 'OLD_VENDOR_TOKEN: A key has no spaces.'],
    ];
    for (const [wishes, message] of cases) {
      assert.throws(
        () => connect(wishes),
        (error) => error instanceof ProviderError && error.kind === 'auth' && error.message === message,
        message,
      );
    }
  });

  it('puts the documented path behind an origin', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['http://127.0.0.1:3919', 'http://127.0.0.1:3919/v2'],
      ['http://127.0.0.1:3919/', 'http://127.0.0.1:3919/v2'],
      ['https://plan.vendor.test', 'https://plan.vendor.test/v2/coding'],
      ['https://gateway.test/tenant/v2/', 'https://gateway.test/tenant/v2'],
    ];
    for (const [endpoint, baseUrl] of cases) assert.equal(connect({ endpoint }).baseUrl, baseUrl);
  });

  it('leaves an address as it was typed where it is the user’s own', () => {
    const wishes = { endpointAsTyped: true, api: vendor.apis[1] ?? api };
    assert.equal(
      connect({ ...wishes, endpoint: 'http://127.0.0.1:11434' }).baseUrl,
      'http://127.0.0.1:11434',
    );
    const environment = { VENDOR_TOKEN: 'abc', VENDOR_BASE_URL: 'http://127.0.0.1:8000/v1/' };
    assert.equal(connect({ ...wishes, environment }).baseUrl, 'http://127.0.0.1:8000/v1');
    const endpoint = 'http://127.0.0.1:9/x';
    assert.equal(connect({ ...wishes, environment, endpoint }).baseUrl, endpoint);
  });

  it('lets a key go over plain http to another computer only where that is wanted', () => {
    const endpoint = 'http://192.168.1.5:8000/v1';
    const named = { endpointAsTyped: true, api: vendor.apis[1] ?? api };
    const environment = { VENDOR_TOKEN: 'abc', VENDOR_BASE_URL: endpoint };
    for (const wishes of [{ endpoint }, { ...named, environment }]) {
      assert.throws(() => connect(wishes), /--allow-http/);
      assert.equal(connect({ ...wishes, allowHttp: true }).baseUrl, endpoint);
    }
  });

  it('repeats nothing secret of an address', () => {
    const named = { endpointAsTyped: true, api: vendor.apis[1] ?? api };
    for (const address of ['https://u:hush@a.test/v1', 'https://:hush@a.test', 'https://a.test?k=hush']) {
      const environment = { VENDOR_TOKEN: 'abc', VENDOR_BASE_URL: address };
      for (const wishes of [{ endpoint: address }, { ...named, environment }]) {
        assert.throws(
          () => connect(wishes),
          (error) => error instanceof Problem && !error.message.includes('hush'),
          address,
        );
      }
    }
  });

  it('refuses what is no address', () => {
    for (const endpoint of [
      'localhost:1234',
      'ftp://a.test',
      'https://u:p@a.test',
      'https://a.test?x',
      'a#',
    ]) {
      assert.throws(() => connect({ endpoint }), Problem, endpoint);
    }
  });
});
