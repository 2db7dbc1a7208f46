import * as vscode from 'vscode';
import type { Chat } from './createChat.ts';
import { chatEditorType, chatViewId } from './viewTypes.ts';

/** Lets VS Code fill the side bar and the tabs of an earlier window with the chat, which is made then. */
export function registerViews(chat: () => Promise<Chat>): vscode.Disposable[] {
  return [
    vscode.window.registerWebviewViewProvider(chatViewId, {
      resolveWebviewView: async (view) => (await chat()).view.resolve(view),
    }),
    vscode.window.registerWebviewPanelSerializer(chatEditorType, {
      deserializeWebviewPanel: async (tab, state) => (await chat()).editors.restore(tab, state),
    }),
  ];
}
