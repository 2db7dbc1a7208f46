import * as vscode from 'vscode';
import { type Label, labelOf } from './label.ts';

/** A button above a line, counted from 0. Without a command it is only read. */
export function lens(
  line: number,
  label: Label | string,
  command: string,
  ...values: readonly unknown[]
): vscode.CodeLens {
  return new vscode.CodeLens(new vscode.Range(line, 0, line, 0), {
    title: labelOf(label),
    command,
    arguments: [...values],
  });
}
