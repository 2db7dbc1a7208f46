import * as vscode from 'vscode';
import type { Attachment } from '../../chat/attachment.ts';

/** Shows what is attached: its lines in the editor, its folder in the explorer, or the text as it is sent. */
export async function revealAttachment(attachment: Attachment): Promise<void> {
  switch (attachment.kind) {
    case 'selection':
    case 'symbol':
    case 'block':
    case 'file': {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(attachment.uri));
      const lines = new vscode.Range(
        attachment.startLine - 1,
        0,
        attachment.endLine - 1,
        Number.MAX_SAFE_INTEGER,
      );
      const selection = attachment.kind === 'file' ? {} : { selection: document.validateRange(lines) };
      await vscode.window.showTextDocument(document, selection);
      return;
    }
    case 'folder':
      if (attachment.uri !== undefined) {
        await vscode.commands.executeCommand('revealInExplorer', vscode.Uri.parse(attachment.uri));
        return;
      }
      return showText(attachment.text, attachment.language);
    case 'problems':
    case 'terminal':
    case 'changes':
      return showText(attachment.text, attachment.language);
    case 'image':
      // The chip shows it already.
      return;
  }
}

async function showText(content: string, language: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({
    content,
    language: language === 'diff' ? 'diff' : 'plaintext',
  });
  await vscode.window.showTextDocument(document, { preview: true });
}
