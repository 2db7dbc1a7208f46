import * as vscode from 'vscode';
import type { Attachment } from '../../chat/attachment.ts';
import { selectedLines } from '../../chat/textRange.ts';
import { codeAttachment } from '../context/codeContext.ts';
import { uriAttachment } from '../context/fileAttachment.ts';
import { goesByItself, permitSending } from '../workspaceFiles/permitSending.ts';

/**
 * What a question in VS Code’s own chat refers to: files, folders, pieces of code. Texts are part of the question already.
 *
 * @throws {Error} with a message for the user where something cannot be attached.
 */
export async function referenceAttachments(
  references: readonly vscode.ChatPromptReference[],
): Promise<readonly Attachment[]> {
  const attachments = await Promise.all(
    references.map(async ({ id, value }) => ((await isWanted(id, value)) ? attachmentOf(value) : undefined)),
  );
  return attachments.filter((attachment) => attachment !== undefined);
}

/** The chat adds the file in the editor by itself. */
async function isWanted(id: string, value: unknown): Promise<boolean> {
  if (!id.startsWith('vscode.implicit')) return true;
  const uri = value instanceof vscode.Location ? value.uri : value;
  return uri instanceof vscode.Uri && (await goesByItself(uri));
}

async function attachmentOf(value: unknown): Promise<Attachment | undefined> {
  if (value instanceof vscode.Uri) return uriAttachment(value);
  if (!(value instanceof vscode.Location)) return undefined;
  await permitSending(value.uri);
  const document = await vscode.workspace.openTextDocument(value.uri);
  return codeAttachment(document, selectedLines(value.range), 'selection');
}
