import * as vscode from 'vscode';
import type { Attachment } from '../../chat/attachment.ts';
import { codeAttachment, wholeLines } from '../context/codeContext.ts';
import { uriAttachment } from '../context/fileAttachment.ts';
import { refuseForbidden } from '../workspaceFiles/refuseForbidden.ts';

/**
 * What a question in VS Code’s own chat refers to: files, folders, pieces of code. Texts are part of the question already.
 *
 * @throws {Error} with a message for the user where something cannot be attached.
 */
export async function referenceAttachments(
  references: readonly vscode.ChatPromptReference[],
): Promise<readonly Attachment[]> {
  const attachments = await Promise.all(references.map(({ value }) => attachmentOf(value)));
  return attachments.filter((attachment) => attachment !== undefined);
}

async function attachmentOf(value: unknown): Promise<Attachment | undefined> {
  if (value instanceof vscode.Uri) return uriAttachment(value);
  if (!(value instanceof vscode.Location)) return undefined;
  await refuseForbidden(value.uri);
  const document = await vscode.workspace.openTextDocument(value.uri);
  return codeAttachment(document, wholeLines(value.range), 'selection');
}
