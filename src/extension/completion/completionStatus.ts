import type * as vscode from 'vscode';
import { commandIds } from '../commandIds.ts';
import { hover } from '../display/hover.ts';
import { createStatusItem, type StatusItem } from '../display/statusItem.ts';
import { translate } from '../translate.ts';
import { type CompletionState, completionSign } from './completionSign.ts';

export interface CompletionStatusState extends CompletionState {
  /** Of the active editor, by its id. */
  readonly language: string | undefined;
}

/** The sign in the status bar. A click makes it quiet for a while, or lets it go on; the tooltip has the rest. */
export class CompletionStatus implements vscode.Disposable {
  readonly #item: StatusItem;
  #shown = '';

  constructor() {
    this.#item = createStatusItem(
      'hanlin.completion',
      99.9,
      translate('Hanlin code completion'),
      commandIds.snoozeCompletion,
    );
  }

  show(state: CompletionStatusState): void {
    const { icon, paragraphs, isWarning } = completionSign(state, translate);
    const tooltip = tooltipOf(state, paragraphs);
    // Every request comes by here, and every change goes to another process.
    const shown = `${icon} ${tooltip.value}`;
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#item.show({
      label: { icon, text: '' },
      tooltip,
      spoken: `${translate('Hanlin code completion')}: ${paragraphs.join(' ')}`,
      isWarning,
    });
  }

  dispose(): void {
    this.#item.dispose();
  }
}

function tooltipOf(
  { gate, language, respondent }: CompletionStatusState,
  paragraphs: readonly string[],
): vscode.MarkdownString {
  return hover({
    heading: translate('Hanlin code completion'),
    beside: respondent?.modelLabel ?? '',
    paragraphs,
    links: [
      {
        title: gate.type === 'open' ? translate('Snooze for 5 minutes') : translate('Go on'),
        command: commandIds.snoozeCompletion,
      },
      ...(language === undefined
        ? []
        : [
            {
              title: translate('On or off for {language}', { language }),
              command: commandIds.toggleLanguageCompletion,
            },
          ]),
      { title: translate('Turn off'), command: commandIds.toggleCompletion },
      { title: translate('Choose a model'), command: commandIds.chooseCompletionModel },
      { title: translate('Manage keys'), command: commandIds.manageKeys },
    ],
  });
}
