import * as vscode from 'vscode';
import { labelText } from '../../chat/foreignText.ts';

/**
 * Asks for a line of text.
 *
 * @param placeholder stands in the empty box
 * @returns undefined if the user has thought better of it
 */
export async function askForText(
  title: string,
  placeholder: string,
  value = '',
): Promise<string | undefined> {
  return await vscode.window.showInputBox({
    title: labelText(title),
    placeHolder: labelText(placeholder),
    value,
  });
}
