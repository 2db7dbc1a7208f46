import * as vscode from 'vscode';
import { labelText } from '../../chat/foreignText.ts';

/** Opens an editor tab with a page of ours in it. */
export function createTab(type: string, title: string): vscode.WebviewPanel {
  return vscode.window.createWebviewPanel(type, labelText(title), vscode.ViewColumn.Active);
}

export function nameTab(tab: vscode.WebviewPanel, title: string): void {
  tab.title = labelText(title);
}
