import * as vscode from 'vscode';
import { labelText } from '../../chat/foreignText.ts';

/** An entry of the lightbulb that runs a command. */
export function codeAction(
  title: string,
  kind: vscode.CodeActionKind,
  command: string,
  values?: readonly unknown[],
): vscode.CodeAction {
  const shown = labelText(title);
  const action = new vscode.CodeAction(shown, kind);
  action.command = { title: shown, command, ...(values && { arguments: [...values] }) };
  return action;
}
