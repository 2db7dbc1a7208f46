import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { TextAttachment } from '../../chat/attachment.ts';
import { visibleName } from '../../chat/hiddenCharacters.ts';
import { copiedText, terminalText } from '../../chat/terminalText.ts';
import { translate } from '../translate.ts';

/**
 * What is selected in the active terminal. VS Code has no way to read it but to copy it; the clipboard's text is put
 * back, a picture in it is lost. To be called only when the user asked for it.
 *
 * @throws {Error} with a message for the user if nothing is selected.
 */
export async function terminalAttachment(): Promise<TextAttachment> {
  const terminal = vscode.window.activeTerminal;
  const copy = () => vscode.commands.executeCommand('workbench.action.terminal.copySelection');
  const text = terminal ? await copiedText(vscode.env.clipboard, copy, randomUUID()) : '';
  if (!terminal || text.trim() === '') {
    throw new Error(
      translate('Nothing is selected in the terminal. Select the output you want to ask about.'),
    );
  }
  // A program may give its terminal any name.
  const name = visibleName(terminal.name);
  return {
    id: randomUUID(),
    kind: 'terminal',
    name: translate('Terminal: {name}', { name }),
    path: name,
    language: 'text',
    ...terminalText(text),
  };
}
