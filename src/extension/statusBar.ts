import * as vscode from 'vscode';
import type { ChatController } from './chatController.ts';
import { commandIds } from './commandIds.ts';
import { keyStateText } from './keyStateText.ts';
import type { ModelService } from './modelService.ts';
import { translate } from './translate.ts';

/** Shows in the status bar which model answers, whether it is busy, and that a key is missing. */
export function createStatusBar(models: ModelService, chat: ChatController): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('hanlin.model', vscode.StatusBarAlignment.Right, 100);
  item.name = translate('Hanlin model');
  item.command = commandIds.chooseModel;
  const show = (): void => {
    const { chosen } = models;
    const { vendorLabel, modelLabel } = models.respondent();
    const needsKey = !chosen || chosen.key === 'missing';
    item.text = needsKey
      ? `$(key) ${translate('Hanlin: add key')}`
      : `${chat.isBusy ? '$(loading~spin)' : '$(hanlin-mark)'} ${modelLabel}`;
    item.backgroundColor = needsKey ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    item.tooltip = tooltip(
      needsKey ? '' : `${vendorLabel} · ${modelLabel}`,
      keyStateText(chosen?.key ?? 'missing'),
    );
    item.accessibilityInformation = {
      label: needsKey
        ? translate('Hanlin: add key')
        : translate('Hanlin: {model} of {vendor}', { model: modelLabel, vendor: vendorLabel }),
      role: 'button',
    };
    item.show();
  };
  show();
  return vscode.Disposable.from(item, models.onDidChange(show), chat.onDidChange(show));
}

function tooltip(model: string, key: string): vscode.MarkdownString {
  const text = new vscode.MarkdownString('', true);
  text.isTrusted = { enabledCommands: [commandIds.chooseModel, commandIds.manageKeys, commandIds.focusChat] };
  text.appendMarkdown(model === '' ? '**Hanlin**\n\n' : '**Hanlin** · ');
  text.appendText(model);
  text.appendMarkdown('\n\n');
  text.appendText(key);
  const link = (label: string, command: string): string => `[${label}](command:${command})`;
  const links = [
    link(translate('Choose a model'), commandIds.chooseModel),
    link(translate('Manage keys'), commandIds.manageKeys),
    link(translate('Open the chat'), commandIds.focusChat),
  ];
  text.appendMarkdown(`\n\n---\n\n${links.join(' &nbsp; ')}`);
  return text;
}
