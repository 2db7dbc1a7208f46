import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type * as vscode from 'vscode';
import type { StoredConnection } from '../../../src/extension/connection.ts';
import { CredentialStore } from '../../../src/extension/credentialStore.ts';
import { reportFigure } from '../../figures.ts';

const old: StoredConnection = {
  credentials: { apiKey: 'old' },
  authMode: 'api-key',
  baseUrl: 'https://a.example',
};
const fresh: StoredConnection = { ...old, credentials: { apiKey: 'new' }, baseUrl: 'https://b.example' };

/** A keyring of which the n-th operation fails. */
function keyring(at: number, isLasting: boolean) {
  const entries = new Map<string, string>();
  let count = 0;
  let isSound = true;
  const operation = async <T>(work: () => T): Promise<T> => {
    const index = isSound ? -1 : count++;
    const fails = index >= 0 && at >= 0 && (isLasting ? index >= at : index === at);
    if (fails) throw new Error('The keyring is locked.');
    return work();
  };
  const secrets: Pick<vscode.SecretStorage, 'get' | 'store' | 'delete'> = {
    get: (key) => operation(() => entries.get(key)),
    store: (key, value) => operation(() => void entries.set(key, value)),
    delete: (key) => operation(() => void entries.delete(key)),
  };
  return {
    store: new CredentialStore(secrets as vscode.SecretStorage),
    get count() {
      return count;
    },
    /** Whether the keyring works. */
    set isSound(value: boolean) {
      isSound = value;
    },
  };
}

describe('a keyring that fails', () => {
  /** @returns how many operations there were */
  async function tried(at: number, isLasting: boolean): Promise<number> {
    const ring = keyring(at, isLasting);
    const { store } = ring;
    await store.write('v', 'a', old);
    await store.agree('v', 'a', { origin: 'https://agreed.example' });
    ring.isSound = false;
    const succeeded = (work: Promise<void>) =>
      work.then(
        () => true,
        () => false,
      );
    const written = await succeeded(store.write('v', 'a', fresh));
    const agreed = await succeeded(store.agree('v', 'a', { origin: 'https://later.example' }));
    await store.read('v', 'a');
    const { count } = ring;
    ring.isSound = true;
    const stored = await store.read('v', 'a');
    assert.deepEqual(stored, written ? fresh : old, 'a key is whole, and the new one only if that was said');
    const origins = (await store.agreements('v', 'a')).map(({ origin }) => origin);
    if (written) assert.ok(!origins.includes('https://agreed.example'), 'what was agreed to for another key');
    if (agreed) assert.ok(origins.includes('https://later.example'));
    ring.isSound = false;
    const deleted = await succeeded(store.delete('v', 'a'));
    ring.isSound = true;
    assert.equal((await store.read('v', 'a')) === undefined, deleted);
    return count;
  }

  it('keeps the old key or has the new one, and agreements never outlive their key', async () => {
    const operations = await tried(-1, false);
    assert.ok(operations >= 5);
    let survived = 0;
    // Deleting has two more of them.
    for (let at = 0; at < operations + 2; at++) {
      for (const isLasting of [false, true]) {
        await tried(at, isLasting);
        survived += 1;
      }
    }
    reportFigure(`faults of the keyring survived: ${survived} of ${survived}`);
  });
});
