import * as vscode from 'vscode';
import type { Attachment } from '../../chat/attachment.ts';
import { visibleName } from '../../chat/hiddenCharacters.ts';
import { windowDialogues } from '../codeActions/dialogues.ts';
import { notify } from '../display/messages.ts';
import { openableAddress } from '../openableAddress.ts';
import { translate } from '../translate.ts';
import { openUntitled } from '../writing/openUntitled.ts';

/**
 * Shows what is attached: its lines in the editor, its folder in the explorer, or the text as it is sent, which takes the
 * place of what must not be opened.
 */
export async function revealAttachment(attachment: Attachment): Promise<void> {
  switch (attachment.kind) {
    case 'selection':
    case 'symbol':
    case 'block':
    case 'file': {
      const uri = await openableAddress(attachment.uri);
      if (!uri) return showInstead(attachment, attachment.code);
      const document = await vscode.workspace.openTextDocument(uri);
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
        const uri = await openableAddress(attachment.uri);
        if (!uri) return showInstead(attachment, attachment.text);
        await vscode.commands.executeCommand('revealInExplorer', uri);
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

async function showInstead(
  { path, language }: Attachment & { language: string },
  text: string,
): Promise<void> {
  await showText(text, language);
  void notify(
    'info',
    translate(
      '{path} is neither in this workspace nor attached in this window, so it is not opened. This is the text as it was sent.',
      { path: visibleName(path) },
    ),
  );
}

async function showText(content: string, language: string): Promise<void> {
  const document = await openUntitled(content, language === 'diff' ? 'diff' : 'plaintext', windowDialogues);
  await vscode.window.showTextDocument(document, { preview: true });
}
