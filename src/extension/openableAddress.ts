import * as vscode from 'vscode';
import type { Attachment } from '../chat/attachment.ts';
import { isPlainlyIn } from '../chat/folderPaths.ts';
import { isReallyInWorkspace, workspaceRoots } from './workspaceFiles/realPlace.ts';

/** What the user has attached since the window was opened. */
const attached = new Set<string>();

/** Notes what the user attaches: that may be opened again, wherever it is. */
export function noteAttached(attachments: readonly Attachment[]): void {
  for (const attachment of attachments) {
    if ('uri' in attachment && attachment.uri !== undefined) attached.add(normalisedAddress(attachment.uri));
  }
}

/** An address as VS Code writes it; as it is where it is none. */
export function normalisedAddress(address: string): string {
  return String(parsedAddress(address) ?? address);
}

/**
 * The address of an attachment as far as it may be opened after a click. The conversation may have been imported: its
 * addresses are anybody's, and merely to look at one may tell another machine who is there. So nothing is touched outside
 * of the workspace but what the user has attached or opened in this window.
 */
export async function openableAddress(address: string): Promise<vscode.Uri | undefined> {
  const uri = parsedAddress(address);
  if (!uri) return undefined;
  const normalised = String(uri);
  const isKnown =
    attached.has(normalised) ||
    vscode.workspace.textDocuments.some((document) => String(document.uri) === normalised);
  if (isKnown) return uri;
  return isPlainlyIn(workspaceRoots(), uri) && (await isReallyInWorkspace(uri)) ? uri : undefined;
}

/** Undefined where VS Code refuses it, as it does a path that begins with two slashes. */
export function parsedAddress(address: string): vscode.Uri | undefined {
  try {
    return vscode.Uri.parse(address, true);
  } catch {
    return undefined;
  }
}
