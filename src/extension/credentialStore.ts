import * as vscode from 'vscode';
import type { StoredConnection } from './connection.ts';

const connectionPrefix = 'hanlin.connection.';
const originsPrefix = 'hanlin.confirmedOrigins.';

/** The keys that the user entered, in SecretStorage and nowhere else. */
export class CredentialStore implements vscode.Disposable {
  readonly #secrets: vscode.SecretStorage;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  readonly onDidChange = this.#changed.event;

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = secrets;
    this.#subscription = secrets.onDidChange(() => this.#changed.fire());
  }

  async read(vendorId: string, apiId: string): Promise<StoredConnection | undefined> {
    const text = await this.#secrets.get(`${connectionPrefix}${vendorId}/${apiId}`);
    return text === undefined ? undefined : (JSON.parse(text) as StoredConnection);
  }

  /** Stores what was entered; agreements about other addresses belonged to the key before it and end. */
  async write(vendorId: string, apiId: string, connection: StoredConnection): Promise<void> {
    await this.#secrets.delete(`${originsPrefix}${vendorId}/${apiId}`);
    await this.#secrets.store(`${connectionPrefix}${vendorId}/${apiId}`, JSON.stringify(connection));
  }

  async delete(vendorId: string, apiId: string): Promise<void> {
    await this.#secrets.delete(`${originsPrefix}${vendorId}/${apiId}`);
    await this.#secrets.delete(`${connectionPrefix}${vendorId}/${apiId}`);
  }

  /** Origins other than the entered one that the user agreed to. */
  async confirmedOrigins(vendorId: string, apiId: string): Promise<readonly string[]> {
    const text = await this.#secrets.get(`${originsPrefix}${vendorId}/${apiId}`);
    return text === undefined ? [] : (JSON.parse(text) as string[]);
  }

  async confirmOrigin(vendorId: string, apiId: string, origin: string): Promise<void> {
    const origins = new Set(await this.confirmedOrigins(vendorId, apiId)).add(origin);
    await this.#secrets.store(`${originsPrefix}${vendorId}/${apiId}`, JSON.stringify([...origins]));
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}
