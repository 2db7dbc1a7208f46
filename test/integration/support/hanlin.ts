import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { AnswerTurn } from '../../../src/chat/conversation.ts';
import type { TestHandles } from '../../../src/extension/extension.ts';
import { type BigModelServer, startBigModelServer, testKeys } from '../../vendors/zhipu/bigModelServer.ts';

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
  end(): Promise<void>;
}

/** Hanlin with a key from the environment and a loopback GLM server to ask, in a new chat. */
export async function scene(): Promise<Scene> {
  const hanlin = await activated();
  const server = await startBigModelServer();
  process.env['ZHIPUAI_API_KEY'] = testKeys.payAsYouGo;
  await setEndpoint(server.payAsYouGoBase);
  await hanlin.models.refresh();
  await hanlin.chat.newChat();
  return {
    hanlin,
    server,
    async end() {
      hanlin.chat.conversation.session.stop();
      await hanlin.chat.newChat();
      delete process.env['ZHIPUAI_API_KEY'];
      await setEndpoint(undefined);
      await server.close();
    },
  };
}

export async function setEndpoint(baseUrl: string | undefined): Promise<void> {
  const value = baseUrl === undefined ? undefined : { 'zhipu/bigmodel': baseUrl };
  await vscode.workspace
    .getConfiguration('hanlin')
    .update('endpoints', value, vscode.ConfigurationTarget.Global);
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
  const document = await vscode.workspace.openTextDocument({ content, language });
  return vscode.window.showTextDocument(document);
}
