import * as vscode from 'vscode';
import type { CodeAttachment } from '../chat/conversation.ts';
import type { ChatController } from './chatController.ts';
import type { ChatView } from './chatView.ts';
import { codeInQuestion } from './codeContext.ts';
import { translate } from './translate.ts';

/** Opens the panel and asks for an explanation of the selected code, or of what is around the cursor. */
export async function explainSelection(chat: ChatController, view: ChatView): Promise<void> {
  const attachment = await codeAtCursor();
  if (!attachment) return;
  await view.focus();
  chat.ask({ text: explanationQuestion(attachment), attachments: [attachment] });
}

/** Opens the panel with the selected code, or what is around the cursor, as a chip in the composer. */
export async function attachSelection(chat: ChatController, view: ChatView): Promise<void> {
  const attachment = await codeAtCursor();
  if (!attachment) return;
  chat.attach(attachment);
  await view.focus();
}

async function codeAtCursor(): Promise<CodeAttachment | undefined> {
  // With the focus in the panel there is no active editor; the visible one is what the user looks at.
  const editor = vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors[0];
  const attachment = editor && (await codeInQuestion(editor));
  if (!attachment) {
    void vscode.window.showInformationMessage(
      translate('Open a file and select the code you want to ask about.'),
    );
  }
  return attachment;
}

function explanationQuestion({ kind, startLine, endLine }: CodeAttachment): string {
  const lines = { start: String(startLine), end: String(endLine) };
  switch (kind) {
    case 'selection':
      return translate('Explain this code: what it does, how it works, and what is easily overlooked.');
    case 'symbol':
      return translate(
        'Nothing was selected, so explain the whole symbol around the cursor (lines {start} to {end}): what it does, how it works, and what is easily overlooked.',
        lines,
      );
    case 'block':
      return translate(
        'Nothing was selected, so explain the block around the cursor (lines {start} to {end}): what it does, how it works, and what is easily overlooked.',
        lines,
      );
  }
}
