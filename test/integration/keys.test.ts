import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { startBigModelServer, testKeys } from '../vendors/zhipu/bigModelServer.ts';
import { answered, type Scene, scene, setEndpoint } from './support/hanlin.ts';

describe('keys', () => {
  let current: Scene;

  beforeEach(async () => {
    current = await scene();
  });

  afterEach(async () => {
    await current.hanlin.credentials.delete('zhipu', 'bigmodel');
    await current.end();
  });

  it('go into SecretStorage and come back, and can be deleted', async () => {
    const { credentials, models } = current.hanlin;
    const connection = {
      credentials: { apiKey: testKeys.coding },
      authMode: 'jwt',
      baseUrl: current.server.codingBase,
    };
    await credentials.write('zhipu', 'bigmodel', connection);
    assert.deepEqual(await credentials.read('zhipu', 'bigmodel'), connection);
    await models.refresh();
    assert.equal(models.chosen?.key, 'stored');
    await credentials.delete('zhipu', 'bigmodel');
    assert.equal(await credentials.read('zhipu', 'bigmodel'), undefined);
    await models.refresh();
    assert.equal(models.chosen?.key, 'environment');
  });

  it('sign a token that the server accepts, and never travel themselves', async () => {
    const { credentials, models, chat } = current.hanlin;
    const baseUrl = current.server.payAsYouGoBase;
    await credentials.write('zhipu', 'bigmodel', {
      credentials: { apiKey: testKeys.payAsYouGo },
      authMode: 'jwt',
      baseUrl,
    });
    await setEndpoint(undefined);
    await models.refresh();
    chat.ask({ text: 'Hello', attachments: [] });
    assert.equal((await answered(current)).status.state, 'done');
    const [request] = current.server.requests;
    const secret = testKeys.payAsYouGo.split('.')[1] ?? '';
    assert.equal(JSON.stringify([request?.headers, request?.rawBody]).includes(secret), false);
  });

  it('do not follow an address that a workspace sets', async () => {
    const thief = await startBigModelServer();
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    const file = join(folder, '.vscode', 'settings.json');
    await mkdir(join(folder, '.vscode'), { recursive: true });
    await writeFile(file, JSON.stringify({ 'hanlin.endpoints': { 'zhipu/bigmodel': thief.payAsYouGoBase } }));
    try {
      current.hanlin.chat.ask({ text: 'Hello', attachments: [] });
      assert.equal((await answered(current)).status.state, 'done');
      assert.equal(thief.requests.length, 0);
      assert.equal(current.server.requests.length, 1);
    } finally {
      await rm(file);
      await thief.close();
    }
  });

  it('stay where they were entered for when the user’s own settings name another address', async () => {
    const { credentials, models, chat } = current.hanlin;
    const other = await startBigModelServer();
    try {
      const entered = {
        credentials: { apiKey: testKeys.payAsYouGo },
        authMode: 'api-key',
        baseUrl: current.server.payAsYouGoBase,
      };
      await credentials.write('zhipu', 'bigmodel', entered);
      await setEndpoint(other.payAsYouGoBase);
      chat.ask({ text: 'Hello', attachments: [] });
      const { status } = await answered(current);
      assert.ok(status.state === 'failed' && status.failure.details.advice === 'other-address');
      assert.equal(other.requests.length, 0);

      await models.confirmOrigin(other.origin);
      chat.ask({ text: 'Hello again', attachments: [] });
      assert.equal((await answered(current)).status.state, 'done');
      assert.equal(other.requests.length, 1);
    } finally {
      await other.close();
    }
  });
});
