import type * as vscode from 'vscode';
import type { Agreement, StoredConnection } from './connection.ts';
import { parseAgreements, parseStoredConnection } from './storedRecords.ts';

const connectionPrefix = 'hanlin.connection.';
const originsPrefix = 'hanlin.confirmedOrigins.';

/** `unreadable`: something is there, but it was written by half or by another version. It is left as it is. */
export type StoredKey = StoredConnection | 'unreadable' | undefined;

/** The keys that the user entered, in SecretStorage and nowhere else. */
export class CredentialStore {
  readonly #secrets: vscode.SecretStorage;

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = secrets;
  }

  /** Something of what is stored has changed, in another window too. */
  onDidChange(listener: () => void): vscode.Disposable {
    return this.#secrets.onDidChange(listener);
  }

  /** Never rejects: one entry, or a keyring that is locked, must not keep the other vendors from being used. */
  async read(vendorId: string, apiId: string): Promise<StoredKey> {
    try {
      const record = await this.#secrets.get(`${connectionPrefix}${vendorId}/${apiId}`);
      return record === undefined ? undefined : (parseStoredConnection(record) ?? 'unreadable');
    } catch {
      return 'unreadable';
    }
  }

  /** Stores what was entered; agreements about other addresses belonged to the key before it and end. */
  async write(vendorId: string, apiId: string, connection: StoredConnection): Promise<void> {
    await this.#secrets.delete(`${originsPrefix}${vendorId}/${apiId}`);
    await this.#secrets.store(`${connectionPrefix}${vendorId}/${apiId}`, JSON.stringify(connection));
  }

  /** Deletes the key with everything that was agreed to about it. */
  async delete(vendorId: string, apiId: string): Promise<void> {
    await this.#secrets.delete(`${originsPrefix}${vendorId}/${apiId}`);
    await this.#secrets.delete(`${connectionPrefix}${vendorId}/${apiId}`);
  }

  /** What the user agreed to beside the address that was entered; nothing if it cannot be read. */
  async agreements(vendorId: string, apiId: string): Promise<readonly Agreement[]> {
    try {
      const record = await this.#secrets.get(`${originsPrefix}${vendorId}/${apiId}`);
      return record === undefined ? [] : parseAgreements(record);
    } catch {
      return [];
    }
  }

  async agree(vendorId: string, apiId: string, agreed: Agreement): Promise<void> {
    const others = (await this.agreements(vendorId, apiId)).filter(
      ({ origin, keyFrom }) => origin !== agreed.origin || keyFrom !== agreed.keyFrom,
    );
    await this.#secrets.store(`${originsPrefix}${vendorId}/${apiId}`, JSON.stringify([...others, agreed]));
  }

  /** Takes all agreements back. */
  async withdraw(vendorId: string, apiId: string): Promise<void> {
    await this.#secrets.delete(`${originsPrefix}${vendorId}/${apiId}`);
  }
}
