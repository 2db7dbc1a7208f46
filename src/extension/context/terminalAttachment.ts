import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { TextAttachment } from '../../chat/attachment.ts';
import { visibleName } from '../../chat/hiddenCharacters.ts';
import { translate } from '../translate.ts';

/**
 * What is selected in the active terminal. VS Code has no way to read it but to copy it; the clipboard's text is put
 * back, a picture in it is lost. To be called only when the user asked for it.
 *
 * @throws {Error} with a message for the user if nothing is selected.
 */
export async function terminalAttachment(): Promise<TextAttachment> {
  const terminal = vscode.window.activeTerminal;
  const text = terminal ? await copySelection() : '';
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
    text: text.replace(/\s+$/, ''),
    count: text.trimEnd().split('\n').length,
  };
}

async function copySelection(): Promise<string> {
  const { clipboard } = vscode.env;
  const before = await clipboard.readText();
  // Without a selection the command leaves the clipboard as it is: a text that nobody has selected tells. Where there
  // is no text in it there may be a picture, which is left alone as long as nothing is copied.
  const mark = before === '' ? '' : randomUUID();
  if (mark !== '') await clipboard.writeText(mark);
  let copied = mark;
  try {
    await vscode.commands.executeCommand('workbench.action.terminal.copySelection');
    copied = await clipboard.readText();
  } finally {
    if (before !== '' || copied !== '') await clipboard.writeText(before);
  }
  return copied === mark ? '' : copied;
}
