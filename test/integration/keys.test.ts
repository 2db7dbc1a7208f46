import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { ProviderError } from '../../src/core/error.ts';
import { askModel } from '../../src/extension/askModel.ts';
import { commandIds } from '../../src/extension/commandIds.ts';
import { connectModel } from '../../src/extension/completion/completionModels.ts';
import { setCompletionModel } from '../../src/extension/completion/completionSettings.ts';
import { confirmAddress } from '../../src/extension/confirmAddress.ts';
import type { StoredConnection } from '../../src/extension/connection.ts';
import { customModels, startCustomServer } from '../vendors/custom/customServer.ts';
import { startBigModelServer, testKeys } from '../vendors/zhipu/bigModelServer.ts';
import { eventually } from './support/eventually.ts';
import { answered, setEndpoint, useScene } from './support/hanlin.ts';

describe('keys', () => {
  const current = useScene();

  afterEach(async () => {
    await current().hanlin.credentials.delete('zhipu', 'bigmodel');
  });

  it('go into SecretStorage and come back, and can be deleted', async () => {
    const { credentials, models } = current().hanlin;
    const connection = {
      credentials: { apiKey: testKeys.coding },
      authMode: 'jwt',
      baseUrl: current().server.codingBase,
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
    const { credentials, models, chat } = current().hanlin;
    const baseUrl = current().server.payAsYouGoBase;
    await credentials.write('zhipu', 'bigmodel', {
      credentials: { apiKey: testKeys.payAsYouGo },
      authMode: 'jwt',
      baseUrl,
    });
    await setEndpoint(undefined);
    await models.refresh();
    chat.ask({ text: 'Hello', attachments: [] });
    assert.equal((await answered(current())).status.state, 'done');
    const [request] = current().server.requests;
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
      current().hanlin.chat.ask({ text: 'Hello', attachments: [] });
      assert.equal((await answered(current())).status.state, 'done');
      assert.equal(thief.requests.length, 0);
      assert.equal(current().server.requests.length, 1);
    } finally {
      await rm(file);
      await thief.close();
    }
  });

  it('stay where they were entered for when the user’s own settings name another address', async () => {
    const { credentials, models, chat } = current().hanlin;
    const other = await startBigModelServer();
    try {
      const entered = {
        credentials: { apiKey: testKeys.payAsYouGo },
        authMode: 'api-key',
        baseUrl: current().server.payAsYouGoBase,
      };
      await credentials.write('zhipu', 'bigmodel', entered);
      await setEndpoint(other.payAsYouGoBase);
      chat.ask({ text: 'Hello', attachments: [] });
      const { status } = await answered(current());
      assert.ok(status.state === 'failed' && status.failure.details.advice === 'other-address');
      assert.equal(other.requests.length, 0);

      await models.agree({ vendorId: 'zhipu', apiId: 'bigmodel' }, { origin: other.origin });
      chat.ask({ text: 'Hello again', attachments: [] });
      assert.equal((await answered(current())).status.state, 'done');
      assert.equal(other.requests.length, 1);
    } finally {
      await other.close();
    }
  });

  it('go to another address by no way there is, until the user has agreed', async () => {
    const { credentials, models, chat } = current().hanlin;
    const other = await startBigModelServer();
    const consumer = await vscode.extensions.getExtension<Consumer>('hanlin-dev.consumer')?.activate();
    assert.ok(consumer);
    const baseUrl = current().server.payAsYouGoBase;
    await credentials.write('zhipu', 'bigmodel', {
      credentials: { apiKey: testKeys.payAsYouGo },
      authMode: 'api-key',
      baseUrl,
    });
    try {
      await setEndpoint(other.payAsYouGoBase);
      await models.refresh();
      // The tests are bundled apart: their classes are others.
      const refused = (error: unknown) => (error as ProviderError).details.advice === 'other-address';
      const never = new AbortController().signal;
      const question = { messages: [{ role: 'user', text: 'Hello' } as const] };
      chat.ask({ text: 'Hello', attachments: [] });
      const { status } = await answered(current());
      assert.ok(status.state === 'failed' && status.failure.details.advice === 'other-address');
      // What the editor commands, inline edits, commit messages and the participant go through.
      await assert.rejects(
        askModel(models, question, never, () => {}),
        refused,
      );
      await setCompletionModel({ vendorId: 'zhipu', apiId: 'bigmodel', model: 'codegeex-4' });
      await assert.rejects(connectModel(models), refused);
      assert.deepEqual(await models.listedModels(), []);
      const { error } = await consumer.ask('zhipu/bigmodel/glm-5.3', (api) => [
        api.LanguageModelChatMessage.User('Hello'),
      ]);
      assert.match(error?.message ?? '', /The address of Zhipu has changed/);
      const offered = JSON.stringify([await consumer.models(), error]);
      for (const part of testKeys.payAsYouGo.split('.')) assert.equal(offered.includes(part), false);
      assert.equal(other.requests.length, 0);
      assert.equal(current().server.requests.length, 0);
    } finally {
      await vscode.workspace
        .getConfiguration('hanlin.completion')
        .update('model', undefined, vscode.ConfigurationTarget.Global);
      await other.close();
    }
  });

  it('go only to the address that the user was asked about, though it changes before the answer', async () => {
    const { credentials, models } = current().hanlin;
    const owner = { vendorId: 'zhipu', apiId: 'bigmodel' };
    await credentials.write('zhipu', 'bigmodel', {
      credentials: { apiKey: testKeys.payAsYouGo },
      authMode: 'api-key',
      baseUrl: current().server.payAsYouGoBase,
    });
    const { showWarningMessage } = vscode.window;
    const agreeAfter = (before: () => Promise<void>) =>
      Object.assign(vscode.window, {
        async showWarningMessage(_question: string, _options: unknown, send: unknown) {
          await before();
          return send;
        },
      });
    try {
      await setEndpoint('https://first.test/v4');
      agreeAfter(() => setEndpoint('https://second.test/v4'));
      assert.equal(await confirmAddress(models, owner), false);
      assert.deepEqual(await credentials.agreements('zhipu', 'bigmodel'), [{ origin: 'https://first.test' }]);
      assert.equal((await models.otherAddress(owner))?.wanted, 'https://second.test');
      agreeAfter(async () => {});
      assert.equal(await confirmAddress(models, owner), true);
    } finally {
      Object.assign(vscode.window, { showWarningMessage });
    }
  });

  it('of the environment go to an address of the environment by no way there is, until the user has agreed', async () => {
    const { credentials, models } = current().hanlin;
    const owner = { vendorId: 'custom', apiId: 'openai' };
    const [model = ''] = customModels;
    const server = await startCustomServer({ key: 'sk-0123456789abcdef' });
    const consumer = await vscode.extensions.getExtension<Consumer>('hanlin-dev.consumer')?.activate();
    assert.ok(consumer);
    // Linux connects it to this computer, but the name does not say so.
    process.env['OPENAI_BASE_URL'] = server.base.replace('127.0.0.1', '0.0.0.0');
    process.env['OPENAI_API_KEY'] = 'sk-0123456789abcdef';
    const { showWarningMessage } = vscode.window;
    const questions: unknown[] = [];
    const answerWith = (isAgreed: boolean) =>
      Object.assign(vscode.window, {
        async showWarningMessage(question: string, _options: unknown, send: unknown) {
          questions.push(question);
          return isAgreed ? send : undefined;
        },
      });
    answerWith(false);
    try {
      await models.refresh();
      const refused = (error: unknown) => (error as ProviderError).details.advice === 'environment-address';
      await assert.rejects(models.connect(models.respondent({ ...owner, model })), refused);
      await setCompletionModel({ ...owner, model });
      await assert.rejects(connectModel(models), refused);
      assert.deepEqual(await models.ownModels(), []);
      assert.deepEqual(
        (await models.listedModels()).filter(({ vendorId }) => vendorId === 'custom'),
        [],
      );
      const { error } = await consumer.ask(`custom/openai/${model}`, (api) => [
        api.LanguageModelChatMessage.User('Hello'),
      ]);
      assert.ok(error);
      // None of these asks by itself; what the user has clicked does.
      assert.deepEqual(questions, []);
      assert.equal(await confirmAddress(models, owner), false);
      assert.equal(questions.length, 1);
      assert.deepEqual(await credentials.agreements('custom', 'openai'), []);
      assert.equal(server.requests.length, 0);

      answerWith(true);
      assert.equal(await confirmAddress(models, owner), true);
      const asked = questions.length;
      assert.deepEqual(
        (await models.ownModels()).map((one) => one.model),
        [...customModels],
      );
      assert.ok(server.requests.length > 0);
      assert.equal(await confirmAddress(models, owner), true);
      assert.equal(questions.length, asked);

      process.env['OPENAI_BASE_URL'] = 'https://elsewhere.test/v1';
      assert.equal((await models.otherAddress(owner))?.wanted, 'https://elsewhere.test');
    } finally {
      Object.assign(vscode.window, { showWarningMessage });
      delete process.env['OPENAI_BASE_URL'];
      delete process.env['OPENAI_API_KEY'];
      await credentials.withdraw('custom', 'openai');
      assert.deepEqual(await credentials.agreements('custom', 'openai'), []);
      await vscode.workspace
        .getConfiguration('hanlin.completion')
        .update('model', undefined, vscode.ConfigurationTarget.Global);
      await server.close();
    }
  });

  it('take over no agreement that was given for the key before them', async () => {
    const { credentials, models, chat } = current().hanlin;
    const owner = { vendorId: 'zhipu', apiId: 'bigmodel' };
    const other = await startBigModelServer();
    const connection = { authMode: 'api-key', baseUrl: current().server.payAsYouGoBase };
    try {
      await credentials.write('zhipu', 'bigmodel', {
        ...connection,
        credentials: { apiKey: testKeys.coding },
      });
      await models.agree(owner, { origin: other.origin });
      await credentials.write('zhipu', 'bigmodel', {
        ...connection,
        credentials: { apiKey: testKeys.payAsYouGo },
      });
      await setEndpoint(other.payAsYouGoBase);
      chat.ask({ text: 'Hello', attachments: [] });
      const { status } = await answered(current());
      assert.ok(status.state === 'failed' && status.failure.details.advice === 'other-address');
      assert.equal(other.requests.length, 0);
    } finally {
      await other.close();
    }
  });

  it('go over plain http to another computer only with the agreement that is kept with them', async () => {
    const { credentials, models, chat } = current().hanlin;
    // Linux connects it to this computer, but the name does not say so.
    const baseUrl = current().server.payAsYouGoBase.replace('127.0.0.1', '0.0.0.0');
    const connection = { credentials: { apiKey: testKeys.payAsYouGo }, authMode: 'api-key', baseUrl };
    await setEndpoint(undefined);
    await credentials.write('zhipu', 'bigmodel', connection);
    await models.refresh();
    chat.ask({ text: 'Hello', attachments: [] });
    const { status } = await answered(current());
    assert.ok(status.state === 'failed' && status.failure.details.advice === 'other-address');
    assert.equal(current().server.requests.length, 0);

    await credentials.write('zhipu', 'bigmodel', { ...connection, allowsReadable: true });
    await models.refresh();
    chat.ask({ text: 'Hello again', attachments: [] });
    assert.equal((await answered(current())).status.state, 'done');

    // Deleting takes the agreement along, and one that was given later.
    const owner = { vendorId: 'zhipu', apiId: 'bigmodel' };
    await models.agree(owner, { origin: 'http://192.0.2.1:8000' });
    await credentials.delete('zhipu', 'bigmodel');
    assert.deepEqual(await credentials.agreements('zhipu', 'bigmodel'), []);
    assert.equal(await credentials.read('zhipu', 'bigmodel'), undefined);
  });

  it('that cannot be read are left alone, are named, and keep no other vendor from working', async () => {
    const { credentials, models, chat } = current().hanlin;
    const half = '{"credentials":{"apiKey":"abc' as unknown as StoredConnection;
    await credentials.write('qianfan', 'v2', half);
    try {
      await models.refresh();
      chat.ask({ text: 'Hello', attachments: [] });
      assert.equal((await answered(current())).status.state, 'done');
      assert.equal(await credentials.read('qianfan', 'v2'), 'unreadable');
      const respondent = models.respondent({ vendorId: 'qianfan', apiId: 'v2', model: 'ernie-5.1' });
      await assert.rejects(
        models.connect(respondent),
        (error) => (error as ProviderError).details.advice === 'unreadable-key',
      );
      assert.equal(await credentials.read('qianfan', 'v2'), 'unreadable');
    } finally {
      await credentials.delete('qianfan', 'v2');
    }
    assert.equal(await credentials.read('qianfan', 'v2'), undefined);
  });

  it('are handed out by no command', async () => {
    const { credentials, models } = current().hanlin;
    await credentials.write('zhipu', 'bigmodel', {
      credentials: { apiKey: testKeys.payAsYouGo },
      authMode: 'api-key',
      baseUrl: current().server.payAsYouGoBase,
    });
    await models.refresh();
    // Those that wait for the user would not end; what they return is what the others do: nothing.
    const silent = ['newChat', 'showLog', 'focusChat', 'showHistory', 'stop', 'attachSelection'] as const;
    for (const name of silent) {
      assert.equal(await vscode.commands.executeCommand(commandIds[name]), undefined, name);
    }
    const results: unknown[] = [];
    void vscode.commands
      .executeCommand(commandIds.manageKeys, 'zhipu', 'bigmodel')
      .then((result) => results.push(result));
    await eventually(async () => {
      // Its list is there after a while.
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      return results.length > 0;
    }, 'it does not end');
    assert.deepEqual(results, [undefined]);
  });
});

/** What the other extension hands out. */
interface Consumer {
  models(): Promise<readonly unknown[]>;
  ask(
    id: string,
    makeMessages: (api: typeof vscode) => vscode.LanguageModelChatMessage[],
  ): Promise<{ readonly error?: { readonly message: string } }>;
}
