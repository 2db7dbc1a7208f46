import * as vscode from 'vscode';
import { parsedAddress } from './openableAddress.ts';

const schemes = ['http', 'https', 'mailto'];

/** Opens a link of an answer outside. VS Code asks about addresses that are not trusted yet. Other schemes are refused. */
export async function openLink(url: string): Promise<void> {
  if (!URL.canParse(url)) return;
  const uri = parsedAddress(url);
  if (uri && schemes.includes(uri.scheme)) await vscode.env.openExternal(uri);
}
