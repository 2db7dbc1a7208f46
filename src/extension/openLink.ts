import * as vscode from 'vscode';

const schemes = ['http', 'https', 'mailto'];

/** Opens a link of an answer outside. VS Code asks about addresses that are not trusted yet. Other schemes are refused. */
export async function openLink(url: string): Promise<void> {
  if (!URL.canParse(url)) return;
  const uri = vscode.Uri.parse(url, true);
  if (schemes.includes(uri.scheme)) await vscode.env.openExternal(uri);
}
