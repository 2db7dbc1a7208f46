import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { after, before, beforeEach } from 'mocha';
import * as vscode from 'vscode';
import type { AnswerTurn } from '../../../src/chat/conversation.ts';
import type { TestHandles } from '../../../src/extension/extension.ts';
import { type BigModelServer, startBigModelServer, testKeys } from '../../vendors/zhipu/bigModelServer.ts';
import { newDocument } from './newDocument.ts';

export const extensionId = 'hanlin-dev.hanlin';

/** The activated extension’s inside. */
export async function activated(): Promise<TestHandles> {
  const extension = vscode.extensions.getExtension<TestHandles | undefined>(extensionId);
  const handles = await extension?.activate();
  assert.ok(handles, 'the extension hands nothing out: is this a test run?');
  return handles;
}

export interface Scene {
  readonly hanlin: TestHandles;
  readonly server: BigModelServer;
}

/**
 * Hanlin with a key from the environment and a loopback GLM server to ask, for the tests of the enclosing `describe`;
 * each begins in a new chat, with a server that remembers nothing.
 *
 * @returns a function, because both are there only when the tests run
 */
export function useScene(): () => Scene {
  let current: Scene | undefined;
  before(async () => {
    current = { hanlin: await activated(), server: await startBigModelServer() };
  });
  beforeEach(async () => {
    const { hanlin, server } = scene();
    hanlin.chat.conversation.session.stop();
    server.reset();
    process.env['ZHIPUAI_API_KEY'] = testKeys.payAsYouGo;
    await setEndpoint(server.payAsYouGoBase);
    await hanlin.models.refresh();
    await hanlin.chat.newChat();
  });
  after(async () => {
    const { hanlin, server } = scene();
    hanlin.chat.conversation.session.stop();
    await hanlin.chat.newChat();
    delete process.env['ZHIPUAI_API_KEY'];
    await setEndpoint(undefined);
    await server.close();
  });
  function scene(): Scene {
    assert.ok(current, 'the scene is there only while the tests run');
    return current;
  }
  return scene;
}

export async function setEndpoint(baseUrl: string | undefined): Promise<void> {
  const value = baseUrl === undefined ? undefined : { 'zhipu/bigmodel': baseUrl };
  const settings = vscode.workspace.getConfiguration('hanlin');
  // A change of a setting costs VS Code's window more than many a test.
  if (isDeepStrictEqual(settings.inspect('endpoints')?.globalValue, value)) return;
  await settings.update('endpoints', value, vscode.ConfigurationTarget.Global);
}

/** The last answer, once its request is over. */
export async function answered({ hanlin: { chat } }: Scene): Promise<AnswerTurn> {
  while (chat.isBusy) {
    await new Promise<void>((resolve) => {
      const subscription = chat.onDidChange(() => {
        subscription.dispose();
        resolve();
      });
    });
  }
  const last = chat.conversation.session.turns.at(-1);
  assert.equal(last?.role, 'answer');
  return last as AnswerTurn;
}

/** An editor with a new document, as the active one. */
export async function openCode(content: string, language = 'typescript'): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await newDocument(content, language));
}
