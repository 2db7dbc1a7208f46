import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import type { SecretStorage } from 'vscode';
import { CredentialStore } from '../../../src/extension/credentialStore.ts';

describe('the keys that were entered', () => {
  let secrets: Map<string, string>;
  let store: CredentialStore;

  beforeEach(() => {
    secrets = new Map();
    store = new CredentialStore({
      get: async (name: string) => secrets.get(name),
      store: async (name: string, value: string) => void secrets.set(name, value),
      delete: async (name: string) => void secrets.delete(name),
    } as unknown as SecretStorage);
  });

  const connection = (apiKey: string) => ({
    credentials: { apiKey },
    authMode: 'api-key',
    baseUrl: 'https://vendor.example/v1',
  });

  it('are one for each API', async () => {
    await store.write('one', 'a', connection('first'));
    await store.write('one', 'b', connection('second'));
    assert.deepEqual(await store.read('one', 'a'), connection('first'));
    assert.deepEqual(await store.read('one', 'b'), connection('second'));
    assert.equal(await store.read('two', 'a'), undefined);
    await store.delete('one', 'a');
    assert.equal(await store.read('one', 'a'), undefined);
    assert.deepEqual(await store.read('one', 'b'), connection('second'));
  });

  it('are left as they are where they cannot be read', async () => {
    await store.write('one', 'a', connection('first'));
    for (const name of secrets.keys()) secrets.set(name, '{"half');
    assert.equal(await store.read('one', 'a'), 'unreadable');
    assert.deepEqual([...secrets.values()], ['{"half']);
  });

  it('have each agreement once: for an address, and for the variables that the key is from', async () => {
    const origin = 'https://own.example';
    const first = { origin };
    const second = { origin, keyFrom: 'KEY' };
    const third = { origin, keyFrom: 'OTHER_KEY' };
    const fourth = { origin: 'https://other.example', keyFrom: 'KEY' };
    for (const agreed of [first, second, third, fourth, second, first]) await store.agree('one', 'a', agreed);
    assert.deepEqual(await store.agreements('one', 'a'), [third, fourth, second, first]);
    assert.deepEqual(await store.agreements('one', 'b'), []);
  });

  it('end what was agreed to when another is entered, when they are deleted, and when it is taken back', async () => {
    const ends: readonly (() => Promise<void>)[] = [
      () => store.write('one', 'a', connection('second')),
      () => store.delete('one', 'a'),
      () => store.withdraw('one', 'a'),
    ];
    for (const end of ends) {
      await store.agree('one', 'a', { origin: 'https://own.example' });
      await end();
      assert.deepEqual(await store.agreements('one', 'a'), []);
    }
  });
});
