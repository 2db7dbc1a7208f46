import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ApiDescriptor } from '../../../src/core/vendor.ts';
import {
  type Agreement,
  type ConnectionInputs,
  resolveConnection,
} from '../../../src/extension/connection.ts';
import { vendors } from '../../../src/vendors/registry.ts';

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
    agreements: [],
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
    const inputs = { stored: undefined, override: undefined, agreements: [], language: 'en' };
    assert.deepEqual(resolveConnection(open, { ...inputs, environment: {} }), { state: 'missing' });
    const resolved = resolveConnection(open, {
      ...inputs,
      environment: { BASE: 'https://own.example/v1/' },
      agreements: [{ origin: 'https://own.example', keyFrom: '' }],
    });
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
    assert.equal(
      resolve({ stored, override, agreements: [{ origin: 'https://gateway.example' }] }).state,
      'ready',
    );
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

  it('does not take a key from the environment to one of several vendors that share an API', () => {
    const open = {
      ...api,
      baseUrlVariable: 'BASE',
      endpoints: [{ baseUrl: 'http://localhost:11434/v1' }, { baseUrl: 'https://other.example/v1' }],
    } as unknown as ApiDescriptor;
    const inputs = { stored: undefined, agreements: [], language: 'en' };
    const at = (override: string | undefined, address: string) =>
      resolveConnection(open, { ...inputs, override, environment: { FIRST_KEY: 'e', BASE: address } }).state;
    assert.equal(at(undefined, 'https://other.example/v2'), 'ready');
    assert.equal(at('https://other.example/v1', 'https://other.example/v2'), 'ready');
    assert.equal(at('http://localhost:11434/v1', 'https://other.example/v1'), 'ready');
    assert.equal(at('https://other.example/v1', 'http://localhost:11434/v1'), 'other-address');
    assert.equal(at('https://other.example/v1', ''), 'other-address');
  });

  describe('at an address that the environment names', () => {
    const open = {
      ...api,
      baseUrlVariable: 'BASE',
      authModes: [
        {
          id: 'key',
          fields: [{ ...field, id: 'k', environmentVariables: ['KEY', 'OLD_KEY'], optional: true }],
        },
      ],
      endpoints: [{ baseUrl: 'http://localhost:11434/v1' }, { baseUrl: 'https://vendor.example/v1' }],
    } as unknown as ApiDescriptor;
    const at = (
      environment: Record<string, string>,
      agreements: readonly Agreement[] = [],
      override?: string,
    ) => resolveConnection(open, { stored: undefined, environment, override, agreements, language: 'en' });
    const base = 'https://own.example/v1';
    const agreed = { origin: 'https://own.example', keyFrom: 'KEY' };

    it('sends nothing before the user has agreed, and says which variables these are', () => {
      assert.deepEqual(at({ BASE: base, KEY: 'k' }), {
        state: 'other-address',
        source: 'environment',
        keyFrom: 'KEY',
        addressFrom: 'BASE',
        wanted: 'https://own.example',
      });
      assert.deepEqual(at({ BASE: base }), {
        state: 'other-address',
        source: 'environment',
        keyFrom: '',
        addressFrom: 'BASE',
        wanted: 'https://own.example',
      });
      assert.equal(at({ BASE: base, KEY: 'k' }, [agreed]).state, 'ready');
    });

    it('remembers the agreement for that origin alone, and for that variable’s key', () => {
      for (const origin of [
        'https://own.example.evil.example',
        'https://own.example:8443',
        'https://evil.own.example',
        'http://own.example',
        'https://own.exampl',
      ]) {
        assert.equal(at({ BASE: `${origin}/v1`, KEY: 'k' }, [agreed]).state, 'other-address', origin);
      }
      assert.equal(at({ BASE: 'https://OWN.example:443/v2/', KEY: 'k' }, [agreed]).state, 'ready');
      assert.equal(at({ BASE: base, OLD_KEY: 'k' }, [agreed]).state, 'other-address');
      assert.equal(at({ BASE: base }, [agreed]).state, 'other-address');
      // What was agreed to for a key that is stored says nothing of another one, and the other way round.
      assert.equal(at({ BASE: base, KEY: 'k' }, [{ origin: agreed.origin }]).state, 'other-address');
      const stored = { credentials: { k: 's' }, authMode: 'key', baseUrl: 'https://vendor.example/v1' };
      const inputs = { environment: { KEY: 'k' }, override: base, language: 'en' };
      assert.equal(
        resolveConnection(open, { ...inputs, stored, agreements: [agreed] }).state,
        'other-address',
      );
    });

    it('is not asked about the vendor’s own addresses and this computer', () => {
      for (const own of ['https://vendor.example/v2', 'http://localhost:8080', 'http://127.0.0.1:1/v1']) {
        assert.equal(at({ BASE: own, KEY: 'k' }).state, 'ready', own);
      }
      assert.equal(at({ BASE: 'http://vendor.example/v1', KEY: 'k' }).state, 'other-address');
    });

    it('is asked about each address where the well-known ones are several vendors’: the key is one’s alone', () => {
      const shared = vendors.flatMap(({ apis }) => apis.filter(({ baseUrlVariable }) => baseUrlVariable));
      for (const one of shared) {
        const state = (address: string, agreements: readonly Agreement[] = []) =>
          resolveConnection(one, {
            stored: undefined,
            environment: { OPENAI_API_KEY: 'sk-0123456789abcdef', [one.baseUrlVariable ?? '']: address },
            override: undefined,
            agreements,
            language: 'en',
          }).state;
        for (const { baseUrl } of one.endpoints) {
          const { origin, hostname } = new URL(baseUrl);
          assert.equal(state(baseUrl), hostname === 'localhost' ? 'ready' : 'other-address', baseUrl);
          assert.equal(state(baseUrl, [{ origin, keyFrom: 'OPENAI_API_KEY' }]), 'ready', baseUrl);
        }
      }
    });

    it('does not blame the variable for what the settings name', () => {
      const resolved = at({ BASE: base, KEY: 'k' }, [agreed], 'https://set.example');
      assert.deepEqual(resolved, {
        state: 'other-address',
        source: 'environment',
        keyFrom: 'KEY',
        wanted: 'https://set.example',
      });
    });

    it('holds for every API whose address a variable may name', () => {
      const named = vendors.flatMap(({ apis }) => apis.filter(({ baseUrlVariable }) => baseUrlVariable));
      assert.ok(named.length > 0);
      for (const one of named) {
        const [mode] = one.authModes;
        const keys = mode?.fields.flatMap(({ environmentVariables: [name] }) => (name ? [name] : [])) ?? [];
        const environment = Object.fromEntries(keys.map((name) => [name, 'sk-0123456789abcdef']));
        const inputs = { stored: undefined, override: undefined, agreements: [], language: 'en' };
        const elsewhere = { ...environment, [one.baseUrlVariable ?? '']: base };
        assert.equal(
          resolveConnection(one, { ...inputs, environment: elsewhere }).state,
          'other-address',
          one.id,
        );
      }
    });
  });

  it('does not take a name below localhost for this computer: the network may answer for it', () => {
    const environment = { FIRST_KEY: 'e' };
    assert.equal(resolve({ environment, override: 'http://localhost:1/v4' }).state, 'ready');
    assert.equal(resolve({ environment, override: 'http://evil.localhost:1/v4' }).state, 'other-address');
    assert.equal(resolve({ environment, override: 'https://evil.localhost:1/v4' }).state, 'other-address');
  });

  describe('over plain http', () => {
    const lan = 'http://192.168.1.5:8000';

    it('is not ready for a stored key without the agreement that is kept with it', () => {
      const entered = { ...stored, baseUrl: `${lan}/v1` };
      assert.deepEqual(resolve({ stored: entered }), {
        state: 'other-address',
        source: 'stored',
        bound: lan,
        wanted: lan,
      });
      assert.equal(resolve({ stored: { ...entered, allowsReadable: true } }).state, 'ready');
      assert.equal(
        resolve({ stored: { ...entered, baseUrl: 'ws://192.168.1.5:8000' } }).state,
        'other-address',
      );
    });

    it('is agreed to for one origin alone', () => {
      const entered = { ...stored, baseUrl: `${lan}/v1`, allowsReadable: true };
      for (const override of [
        'http://192.168.1.5:8001/v1',
        'http://192.168.1.6:8000',
        'ws://192.168.1.5:8000',
      ])
        assert.equal(resolve({ stored: entered, override }).state, 'other-address', override);
      const secure = { ...stored, allowsReadable: true };
      assert.equal(resolve({ stored: secure, override: 'http://plan.example/v4' }).state, 'other-address');
    });

    it('takes the agreement that the user gives later', () => {
      assert.equal(resolve({ stored, override: `${lan}/v1`, agreements: [{ origin: lan }] }).state, 'ready');
      assert.equal(
        resolve({ stored, override: `${lan}/v1`, agreements: [{ origin: 'https://192.168.1.5:8000' }] })
          .state,
        'other-address',
      );
    });

    it('needs it for the address that the environment names as well', () => {
      const open = { ...api, baseUrlVariable: 'BASE' } as unknown as ApiDescriptor;
      const inputs = { stored: undefined, override: undefined, language: 'en' };
      const environment = { FIRST_KEY: 'e', BASE: `${lan}/v1` };
      const at = (agreements: readonly Agreement[]) =>
        resolveConnection(open, { ...inputs, environment, agreements }).state;
      assert.equal(at([]), 'other-address');
      assert.equal(at([{ origin: lan, keyFrom: 'FIRST_KEY' }]), 'ready');
    });
  });

  it('tells nothing secret of an address that cannot be used', () => {
    for (const override of [
      'https://someone:hush-hush@a.example/v1',
      'https://:hush-hush@a.example/v1',
      'https://a.example/v1?key=hush-hush',
      'https://a.example/v1#hush-hush',
      'ht tps://someone:hush-hush@a.example?hush-hush',
    ]) {
      const resolved = resolve({ stored, override });
      assert.ok(resolved.state === 'other-address' && resolved.fault, override);
      assert.doesNotMatch(JSON.stringify(resolved), /hush/);
    }
  });

  it('names an address by what it is, whatever its letters look like', () => {
    // The first letter is Cyrillic, and a mark turns what follows around.
    const resolved = resolve({ stored, override: 'https://\u0430pi.example\u3002evil.example/\u202e1v' });
    assert.ok(resolved.state === 'other-address');
    assert.equal(resolved.wanted, 'https://xn--pi-6kc.example.evil.example');
  });
});
