import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ApiDescriptor } from '../../../src/core/vendor.ts';
import { type ConnectionInputs, checkBaseUrl, resolveConnection } from '../../../src/extension/connection.ts';

const field = { normalise: (value: string) => value.trim() };

const api = {
  authModes: [
    {
      id: 'api-key',
      fields: [{ ...field, id: 'apiKey', environmentVariables: ['FIRST_KEY', 'SECOND_KEY'] }],
    },
    {
      id: 'pair',
      fields: [
        { ...field, id: 'id', environmentVariables: ['PAIR_ID'] },
        { ...field, id: 'secret', environmentVariables: ['PAIR_SECRET'] },
        { ...field, id: 'extra', environmentVariables: ['PAIR_EXTRA'], optional: true },
      ],
    },
  ],
  endpoints: [{ baseUrl: 'https://vendor.example/v4' }, { baseUrl: 'https://plan.example/v4' }],
} as unknown as ApiDescriptor;

const stored = { credentials: { apiKey: 'k' }, authMode: 'pair', baseUrl: 'https://plan.example/v4' };

function resolve(inputs: Partial<ConnectionInputs>) {
  return resolveConnection(api, {
    stored: undefined,
    environment: {},
    override: undefined,
    confirmedOrigins: [],
    language: 'en',
    ...inputs,
  });
}

describe('the connection of an API', () => {
  it('is missing without a key', () => {
    assert.deepEqual(resolve({ environment: { FIRST_KEY: ' ' } }), { state: 'missing' });
  });

  it('prefers the stored key to the environment', () => {
    assert.deepEqual(resolve({ stored, environment: { FIRST_KEY: 'e' } }), {
      state: 'ready',
      source: 'stored',
      connection: {
        credentials: { apiKey: 'k' },
        authMode: 'pair',
        baseUrl: 'https://plan.example/v4',
        language: 'en',
      },
    });
  });

  it('takes the first environment variable that is set, at the vendor’s first address', () => {
    const resolved = resolve({ environment: { SECOND_KEY: ' e ' } });
    assert.ok(resolved.state === 'ready' && resolved.source === 'environment');
    assert.deepEqual(resolved.connection.credentials, { apiKey: 'e' });
    assert.equal(resolved.connection.baseUrl, 'https://vendor.example/v4');
    assert.equal(resolved.connection.authMode, 'api-key');
  });

  it('takes the first way to sign in whose variables are all there', () => {
    const resolved = resolve({ environment: { PAIR_ID: 'i', PAIR_SECRET: 's' } });
    assert.ok(resolved.state === 'ready');
    assert.equal(resolved.connection.authMode, 'pair');
    assert.deepEqual(resolved.connection.credentials, { id: 'i', secret: 's' });
    assert.deepEqual(resolve({ environment: { PAIR_ID: 'i', PAIR_EXTRA: 'e' } }), { state: 'missing' });
  });

  it('takes the address that the environment names, and that alone may show that an API is wanted', () => {
    const open = {
      ...api,
      baseUrlVariable: 'BASE',
      authModes: [
        { id: 'key', fields: [{ ...field, id: 'k', environmentVariables: ['KEY'], optional: true }] },
      ],
    } as unknown as ApiDescriptor;
    const inputs = { stored: undefined, override: undefined, confirmedOrigins: [], language: 'en' };
    assert.deepEqual(resolveConnection(open, { ...inputs, environment: {} }), { state: 'missing' });
    const resolved = resolveConnection(open, { ...inputs, environment: { BASE: 'https://own.example/v1/' } });
    assert.ok(resolved.state === 'ready');
    assert.equal(resolved.connection.baseUrl, 'https://own.example/v1');
    assert.deepEqual(resolved.connection.credentials, {});
  });

  it('does not send a stored key anywhere else, not even to another address of the vendor', () => {
    for (const override of [
      'https://evil.example/v4',
      'https://vendor.example/v4',
      'http://127.0.0.1:1/v4',
      'https://plan.example:8443/v4',
      'nonsense',
    ]) {
      assert.equal(resolve({ stored, override }).state, 'other-address', override);
    }
  });

  it('sends a key to another path of the same origin', () => {
    const resolved = resolve({ stored, override: 'https://plan.example/other/' });
    assert.ok(resolved.state === 'ready' && resolved.connection.baseUrl === 'https://plan.example/other');
  });

  it('sends a stored key to an origin that the user agreed to', () => {
    const override = 'https://gateway.example/v4';
    assert.equal(resolve({ stored, override, confirmedOrigins: ['https://gateway.example'] }).state, 'ready');
  });

  it('sends a key from the environment to the vendor and to this computer only', () => {
    const environment = { FIRST_KEY: 'e' };
    assert.equal(resolve({ environment, override: 'https://plan.example/v4' }).state, 'ready');
    assert.equal(resolve({ environment, override: 'http://127.0.0.1:8080/v4' }).state, 'ready');
    assert.equal(resolve({ environment, override: 'https://evil.example/v4' }).state, 'other-address');
    assert.equal(
      resolve({ environment, override: 'http://127.0.0.1.evil.example/v4' }).state,
      'other-address',
    );
  });

  it('never uses plain http beyond this computer, even where it was agreed to', () => {
    const override = 'http://gateway.example/v4';
    assert.equal(
      resolve({ stored, override, confirmedOrigins: ['http://gateway.example'] }).state,
      'other-address',
    );
  });
});

describe('a typed address', () => {
  it('is accepted as https anywhere and as http on this computer', () => {
    for (const address of [
      'https://a.example/v1',
      'http://localhost:11434/v1',
      'http://[::1]:1',
      'http://127.0.0.1/v1',
      'wss://a.example',
      'ws://localhost:1',
    ]) {
      assert.equal(checkBaseUrl(address), undefined, address);
    }
  });

  it('is refused with a reason otherwise', () => {
    for (const address of [
      '',
      'a.example',
      'ftp://a.example',
      'http://a.example',
      'ws://a.example',
      'https://u:p@a.example',
      'https://a.example?x=1',
      'https://a.example#x',
    ]) {
      assert.match(checkBaseUrl(address) ?? '', /\.$/, address);
    }
  });
});
