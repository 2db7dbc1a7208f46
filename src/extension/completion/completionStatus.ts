import * as vscode from 'vscode';
import { adviseOn } from '../../chat/advice.ts';
import type { Respondent } from '../../chat/conversation.ts';
import { commandIds } from '../commandIds.ts';
import { translate } from '../translate.ts';
import type { GateState } from './completionGate.ts';

export interface CompletionStatusState {
  readonly gate: GateState;
  readonly isBusy: boolean;
  /** Of the active editor, by its id. */
  readonly language: string | undefined;
  /** Whether nothing is suggested in the active editor. */
  readonly isOffHere: boolean;
  /** Whether the workspace is; if not, nothing is suggested by itself. */
  readonly isTrusted: boolean;
  /** The model that is asked, if there is one. */
  readonly respondent?: Respondent;
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
    const { icon, text } = signOf(state);
    const tooltip = tooltipOf(state, text);
    // Every request comes by here, and every change goes to another process.
    const shown = `${icon} ${tooltip.value}`;
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#item.text = `$(${icon})`;
    this.#item.tooltip = tooltip;
    this.#item.backgroundColor =
      state.gate.type === 'stopped' ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.#item.accessibilityInformation = {
      label: `${translate('Hanlin code completion')}: ${text}`,
      role: 'button',
    };
  }

  dispose(): void {
    this.#item.dispose();
  }
}

function signOf({ gate, isBusy, isOffHere, isTrusted, respondent }: CompletionStatusState): {
  readonly icon: string;
  readonly text: string;
} {
  switch (gate.type) {
    case 'snoozed':
      return { icon: 'bell-slash', text: translate('Snoozed: nothing is suggested for a while.') };
    case 'waiting':
    case 'stopped': {
      const vendorLabel = respondent?.vendorLabel ?? 'Hanlin';
      const notice = adviseOn(
        gate.failure,
        { vendorLabel, modelLabel: respondent?.modelLabel ?? '' },
        translate,
      );
      const next =
        gate.type === 'waiting'
          ? translate('It is tried again in a while, or at a click.')
          : translate('Nothing is asked until a key or a setting changes, or at a click.');
      const lines = [notice.title, ...(notice.code === undefined ? [] : [notice.code]), next];
      return { icon: 'warning', text: lines.join('\n\n') };
    }
    case 'open':
      if (isOffHere) return { icon: 'circle-slash', text: translate('Nothing is suggested in this file.') };
      if (!isTrusted && !isBusy) {
        const text = translate('Nothing is suggested by itself while the workspace is in restricted mode.');
        return { icon: 'circle-slash', text };
      }
      return {
        icon: isBusy ? 'loading~spin' : 'edit-sparkle',
        text: translate('Suggests code as you type. What stands around the cursor is sent to {vendor}.', {
          vendor: respondent?.vendorLabel ?? '',
        }),
      };
  }
}

function tooltipOf(
  { gate, language, respondent }: CompletionStatusState,
  text: string,
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
  for (const paragraph of text.split('\n\n')) {
    tooltip.appendMarkdown('\n\n');
    tooltip.appendText(paragraph);
  }
  const link = (label: string, command: string): string => `[${label}](command:${command})`;
  const links = [
    link(
      gate.type === 'open' ? translate('Snooze for 5 minutes') : translate('Go on'),
      commandIds.snoozeCompletion,
    ),
    ...(language === undefined
      ? []
      : [link(translate('On or off for {language}', { language }), commandIds.toggleLanguageCompletion)]),
    link(translate('Turn off'), commandIds.toggleCompletion),
    link(translate('Choose a model'), commandIds.chooseCompletionModel),
    link(translate('Manage keys'), commandIds.manageKeys),
  ];
  tooltip.appendMarkdown(`\n\n---\n\n${links.join(' &nbsp; ')}`);
  return tooltip;
}
