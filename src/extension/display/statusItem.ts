import * as vscode from 'vscode';
import { labelText } from '../../chat/foreignText.ts';
import { type Label, labelOf } from './label.ts';

export interface StatusItemState {
  readonly label: Label;
  readonly tooltip: vscode.MarkdownString;
  /** What a screen reader says. */
  readonly spoken: string;
  /** Something has to be done about it. */
  readonly isWarning: boolean;
}

export interface StatusItem extends vscode.Disposable {
  show(state: StatusItemState): void;
}

/**
 * An item of the status bar, on its right; a click runs a command.
 *
 * @param priority the higher, the further to the left
 * @param name what VS Code calls it where items are hidden and shown
 */
export function createStatusItem(id: string, priority: number, name: string, command: string): StatusItem {
  const item = vscode.window.createStatusBarItem(id, vscode.StatusBarAlignment.Right, priority);
  item.name = name;
  item.command = command;
  return {
    show({ label, tooltip, spoken, isWarning }) {
      item.text = labelOf(label);
      item.tooltip = tooltip;
      item.backgroundColor = isWarning ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
      item.accessibilityInformation = { label: labelText(spoken), role: 'button' };
      item.show();
    },
    dispose: () => item.dispose(),
  };
}
