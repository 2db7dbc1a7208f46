import * as vscode from 'vscode';
import { commandLink } from '../../chat/commandLink.ts';
import { commandIds } from '../commandIds.ts';
import { translate } from '../translate.ts';
import { type CompletionState, completionSign } from './completionSign.ts';

export interface CompletionStatusState extends CompletionState {
  /** Of the active editor, by its id. */
  readonly language: string | undefined;
}

/** The sign in the status bar. A click makes it quiet for a while, or lets it go on; the tooltip has the rest. */
export class CompletionStatus implements vscode.Disposable {
  readonly #item: vscode.StatusBarItem;
  #shown = '';

  constructor() {
    this.#item = vscode.window.createStatusBarItem(
      'hanlin.completion',
      vscode.StatusBarAlignment.Right,
      99.9,
    );
    this.#item.name = translate('Hanlin code completion');
    this.#item.command = commandIds.snoozeCompletion;
    this.#item.show();
  }

  show(state: CompletionStatusState): void {
    const { icon, paragraphs, isWarning } = completionSign(state, translate);
    const tooltip = tooltipOf(state, paragraphs);
    // Every request comes by here, and every change goes to another process.
    const shown = `${icon} ${tooltip.value}`;
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#item.text = `$(${icon})`;
    this.#item.tooltip = tooltip;
    this.#item.backgroundColor = isWarning
      ? new vscode.ThemeColor('statusBarItem.warningBackground')
      : undefined;
    this.#item.accessibilityInformation = {
      label: `${translate('Hanlin code completion')}: ${paragraphs.join('\n\n')}`,
      role: 'button',
    };
  }

  dispose(): void {
    this.#item.dispose();
  }
}

function tooltipOf(
  { gate, language, respondent }: CompletionStatusState,
  paragraphs: readonly string[],
): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString('', true);
  tooltip.isTrusted = {
    enabledCommands: [
      commandIds.chooseCompletionModel,
      commandIds.manageKeys,
      commandIds.snoozeCompletion,
      commandIds.toggleCompletion,
      commandIds.toggleLanguageCompletion,
    ],
  };
  tooltip.appendMarkdown(`**${translate('Hanlin code completion')}**`);
  if (respondent) {
    tooltip.appendMarkdown(' · ');
    tooltip.appendText(respondent.modelLabel);
  }
  for (const paragraph of paragraphs) {
    tooltip.appendMarkdown('\n\n');
    tooltip.appendText(paragraph);
  }
  const links = [
    commandLink(
      gate.type === 'open' ? translate('Snooze for 5 minutes') : translate('Go on'),
      commandIds.snoozeCompletion,
    ),
    ...(language === undefined
      ? []
      : [
          commandLink(
            translate('On or off for {language}', { language }),
            commandIds.toggleLanguageCompletion,
          ),
        ]),
    commandLink(translate('Turn off'), commandIds.toggleCompletion),
    commandLink(translate('Choose a model'), commandIds.chooseCompletionModel),
    commandLink(translate('Manage keys'), commandIds.manageKeys),
  ];
  tooltip.appendMarkdown(`\n\n---\n\n${links.join(' &nbsp; ')}`);
  return tooltip;
}
