import * as vscode from 'vscode';
import { commandLink } from '../chat/commandLink.ts';
import { commandIds } from './commandIds.ts';
import { keyStateText } from './keyStateText.ts';
import { limitText } from './limitText.ts';
import type { ModelService } from './modelService.ts';
import { statusText, usageLines } from './statusText.ts';
import { translate } from './translate.ts';

/**
 * Shows in the status bar which model answers, whether one is at work, and that a key is missing. The tooltip says what
 * was used today and how much the vendor still allows.
 */
export function createStatusBar(models: ModelService): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('hanlin.model', vscode.StatusBarAlignment.Right, 100);
  item.name = translate('Hanlin model');
  item.command = commandIds.chooseModel;
  let usage: readonly string[] = [];

  function show(): void {
    const needsKey = !models.chosen || models.chosen.key === 'missing';
    const { vendorLabel, modelLabel } = models.respondent();
    const { text, label, heading } = statusText(
      { needsKey, isBusy: models.isBusy, vendorLabel, modelLabel },
      translate,
    );
    item.text = text;
    item.backgroundColor = needsKey ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    item.tooltip = tooltip(heading, [
      keyStateText(models.chosen?.key ?? 'missing', translate),
      ...limits(models),
      ...usage,
    ]);
    item.accessibilityInformation = { label, role: 'button' };
    item.show();
  }

  async function update(): Promise<void> {
    show();
    if (models.isBusy) return;
    const labels = new Map(models.states.map(({ vendor }) => [vendor.id, translate(vendor.label)]));
    usage = usageLines(await models.usageToday(), labels, translate);
    show();
  }

  void update();
  return vscode.Disposable.from(
    item,
    models.onDidChange(() => void update()),
  );
}

function limits(models: ModelService): string[] {
  const { chosen } = models;
  const limit = chosen && models.rateLimitOf(models.respondent());
  return limit ? limitText(limit, translate) : [];
}

function tooltip(model: string, lines: readonly string[]): vscode.MarkdownString {
  const text = new vscode.MarkdownString('', true);
  text.isTrusted = {
    enabledCommands: [
      commandIds.chooseModel,
      commandIds.manageKeys,
      commandIds.focusChat,
      commandIds.diagnose,
    ],
  };
  text.appendMarkdown(model === '' ? '**Hanlin**' : '**Hanlin** · ');
  text.appendText(model);
  for (const line of lines) {
    text.appendMarkdown('\n\n');
    text.appendText(line);
  }
  const links = [
    commandLink(translate('Choose a model'), commandIds.chooseModel),
    commandLink(translate('Manage keys'), commandIds.manageKeys),
    commandLink(translate('Open the chat'), commandIds.focusChat),
    commandLink(translate('Diagnose connections'), commandIds.diagnose),
  ];
  text.appendMarkdown(`\n\n---\n\n${links.join(' &nbsp; ')}`);
  return text;
}
