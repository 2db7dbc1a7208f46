import * as vscode from 'vscode';
import { commandIds } from './commandIds.ts';
import { hover } from './display/hover.ts';
import { createStatusItem } from './display/statusItem.ts';
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
  const item = createStatusItem('hanlin.model', 100, translate('Hanlin model'), commandIds.chooseModel);
  let usage: readonly string[] = [];

  function show(): void {
    const needsKey = !models.chosen || models.chosen.key === 'missing';
    const { vendorLabel, modelLabel } = models.respondent();
    const { icon, text, label, heading } = statusText(
      { needsKey, isBusy: models.isBusy, vendorLabel, modelLabel },
      translate,
    );
    item.show({
      label: { icon, text },
      tooltip: tooltip(heading, [
        keyStateText(models.chosen?.key ?? 'missing', translate),
        ...limits(models),
        ...usage,
      ]),
      spoken: label,
      isWarning: needsKey,
    });
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
  return hover({
    heading: 'Hanlin',
    beside: model,
    paragraphs: lines,
    links: [
      { title: translate('Choose a model'), command: commandIds.chooseModel },
      { title: translate('Manage keys'), command: commandIds.manageKeys },
      { title: translate('Open the chat'), command: commandIds.focusChat },
      { title: translate('Diagnose connections'), command: commandIds.diagnose },
    ],
  });
}
