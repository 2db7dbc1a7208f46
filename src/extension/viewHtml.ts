import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { viewPage } from './viewPage.ts';

/** The page of the chat panel. */
export function viewHtml(webview: vscode.Webview, built: vscode.Uri): string {
  const address = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(built, file)).toString();
  return viewPage({
    nonce: randomBytes(16).toString('base64'),
    source: webview.cspSource,
    styles: address('main.css'),
    script: address('main.js'),
    language: vscode.env.language,
  });
}
