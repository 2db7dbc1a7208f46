import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CredentialField } from '../../../../src/core/vendor.ts';
import { resolveConnection } from '../../../../src/extension/connection.ts';
import { recogniseKey } from '../../../../src/extension/recogniseKey.ts';
import { isThisComputer, trimSlashes } from '../../../../src/net/serverAddress.ts';
import { parseHeaders } from '../../../../src/vendors/custom/extraHeaders.ts';
import { vendors } from '../../../../src/vendors/registry.ts';
import { instantTransport } from '../support/instantTransport.ts';
import { mutatedText } from '../support/mutate.ts';
import { outcomeOf } from '../support/streamOracle.ts';
import { type FuzzTarget, property } from '../target.ts';

/** Keys as consoles show them, and what people paste along with them. */
const keys = [
  '0123456789abcdef0123456789abcdef.0123456789ABCDEF',
  'sk-0123456789abcdefghijABCDEFGHIJ',
  'sk-sp-0123456789abcdefghijABCDEFGHIJ',
  'bce-v3/ALTAK-0123456789abcdef/0123456789abcdef0123456789abcdef01234567',
  'ALTAK0123456789abcdefgh',
  '0123456789abcdef0123456789abcdef',
  'LTAI0123456789abcdefghij',
  'chatbot-cn-0123456789',
  'app-01234567',
  'Authorization: Bearer sk-0123456789abcdefghijABCDEFGHIJ',
  'Bearer  "sk-0123456789abcdefghijABCDEFGHIJ"',
  '“ALTAK0123456789abcdefgh”',
  'APPID: 01234567\nAPISecret: MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3\nAPIKey: 0123456789abcdef0123456789abcdef',
  'sk-0123456789\n  abcdefghijABCDEFGHIJ',
  '{"X-Team": "tools", "X-Key": "0123"}',
  'X-Team: tools\r\nX-Key: 0123',
  'https://example.com/v1',
  '',
];
const pasted = mutatedText(keys);

const addresses = [
  'https://example.com/v1',
  'https://example.com:8443/a/b/',
  'http://localhost:11434/v1',
  'http://127.0.0.1:1234',
  'http://[::1]:1234/v1',
  'wss://spark-api.xf-yun.com',
  'https://user:secret@example.com/?key=1#x',
  'https://例え.テスト/v1',
  'http://192.168.0.1/',
  'file:///etc/passwd',
  'javascript:alert(1)',
];
const address = mutatedText(addresses);

/* By name, which says more in a report than everything that is known of them. */
const apis = new Map(vendors.flatMap(({ id, apis }) => apis.map((api) => [`${id}/${api.id}`, api])));
const fields = new Map<string, CredentialField>(
  [...apis].flatMap(([name, { authModes }]) =>
    authModes.flatMap((mode) =>
      mode.fields.map((field) => [`${name}/${mode.id}/${field.id}`, field] as const),
    ),
  ),
);
const apiNames = fc.constantFrom(...apis.keys());
const fieldNames = fc.constantFrom(...fields.keys());

function named<Value>(table: ReadonlyMap<string, Value>, name: string): Value {
  const value = table.get(name);
  assert.ok(value, name);
  return value;
}

/** What a vendor answers to somebody whose key it does not know. */
const refusal = {
  status: 401,
  headers: { 'content-type': 'application/json' },
  chunks: [Buffer.from('{"error":{"code":"invalid_api_key","message":"No."}}')],
};

/** Whatever is typed or pasted as a key: it is understood, or refused in a sentence; what is accepted can be sent. */
export const target: FuzzTarget = {
  properties: [
    property(
      'bringing a value into its stored form twice changes nothing more',
      300,
      [pasted, fieldNames],
      (value, name) => {
        const { normalise } = named(fields, name);
        const once = normalise(value);
        assert.equal(normalise(once), once);
      },
    ),
    property(
      'a value is accepted, or its fault is a sentence; an accepted one fits into a header',
      600,
      [pasted, fieldNames],
      (value, name) => {
        const { id, normalise, check, placeholder } = named(fields, name);
        const stored = normalise(value);
        const fault = check(stored);
        if (fault !== undefined) {
          assert.match(fault, /^[A-Z].*\.$/);
          // What is wrong is said without repeating it.
          if (stored.length >= 8 && !placeholder.includes(stored)) assert.ok(!fault.includes(stored), fault);
          return;
        }
        if (id === 'headers') new Headers(parseHeaders(stored));
        else new Headers({ authorization: `Bearer ${stored}`, appid: stored });
        new URL(`https://example.com/?key=${encodeURIComponent(stored)}`);
      },
    ),
    property(
      'any pasted text belongs somewhere or nowhere, and every value it is taken for passes its own check',
      400,
      [pasted],
      (text) => {
        for (const { api, authMode, credentials } of recogniseKey(text, vendors)) {
          const mode = api.authModes.find(({ id }) => id === authMode);
          assert.ok(mode);
          for (const [id, value] of Object.entries(credentials)) {
            const field: CredentialField | undefined = mode.fields.find((each) => each.id === id);
            assert.equal(field?.check(value), undefined, `${id} of ${api.id}: ${value}`);
          }
        }
      },
    ),
    property(
      'a key goes only where it was entered for, whatever the address is',
      600,
      [address, address, apiNames, fc.boolean()],
      (entered, other, name, isOverridden) => {
        const api = named(apis, name);
        const baseUrl = trimSlashes(entered);
        const resolved = resolveConnection(api, {
          stored: { credentials: { apiKey: 'k' }, authMode: 'key', baseUrl },
          environment: {},
          override: isOverridden ? other : undefined,
          agreements: [],
          language: 'en',
        });
        if (resolved.state !== 'ready') return;
        const { protocol, origin, username, search, hash } = new URL(resolved.connection.baseUrl);
        assert.equal(origin, new URL(baseUrl).origin);
        assert.match(protocol, /^(?:https|wss|http|ws):$/);
        assert.equal(username + search + hash, '');
        // Paths are put behind it.
        assert.equal(new URL(`${resolved.connection.baseUrl}/chat/completions`).origin, origin);
      },
    ),
    property(
      'a key from the environment goes to documented addresses and this computer only, whatever the variables say',
      600,
      [address, address, apiNames, fc.boolean()],
      (variable, set, name, isOverridden) => {
        const api = named(apis, name);
        const names = api.authModes.flatMap(({ fields: all }) =>
          all.flatMap(({ environmentVariables }) => environmentVariables),
        );
        const environment: Record<string, string> = Object.fromEntries(names.map((one) => [one, 'k']));
        if (api.baseUrlVariable !== undefined) environment[api.baseUrlVariable] = variable;
        const override = isOverridden ? set : undefined;
        const inputs = { stored: undefined, environment, override, agreements: [], language: 'en' };
        const resolved = resolveConnection(api, inputs);
        if (resolved.state !== 'ready') return;
        const { origin, hostname } = new URL(resolved.connection.baseUrl);
        const documented = api.endpoints.map(({ baseUrl }) => new URL(baseUrl).origin);
        assert.ok(documented.includes(origin) || isThisComputer(hostname), origin);
      },
    ),
    property(
      'a client with any accepted credentials at any accepted address asks, and fails with one error',
      150,
      [
        apiNames,
        fc.nat(9),
        fc.array(pasted, { minLength: 5, maxLength: 5 }),
        fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: address }),
      ],
      async (name, which, values, typed) => {
        const api = named(apis, name);
        const mode = api.authModes[which % api.authModes.length];
        const endpoint = api.endpoints[which % api.endpoints.length];
        assert.ok(mode && endpoint);
        const credentials: Record<string, string> = {};
        for (const [index, field] of mode.fields.entries()) {
          const value = field.normalise(values[index] ?? '');
          if (field.check(value) === undefined) credentials[field.id] = value;
          else if (!field.optional) return;
        }
        const stored = { credentials, authMode: mode.id, baseUrl: trimSlashes(typed ?? endpoint.baseUrl) };
        const inputs = { stored, environment: {}, override: undefined, agreements: [], language: 'en' };
        const resolved = resolveConnection(api, inputs);
        if (resolved.state !== 'ready') return;
        const provider = await api.create(resolved.connection, instantTransport([refusal], { refusal }));
        const request = { model: api.probeModel, messages: [{ role: 'user' as const, text: 'Hi' }] };
        const { error } = await outcomeOf(provider.stream(request, new AbortController().signal));
        assert.ok(error);
        // A request that could not be made is a fault of what was accepted.
        assert.ok(['auth', 'invalid-request', 'protocol', 'unavailable'].includes(error.kind), error.kind);
      },
    ),
  ],
};
