import * as vscode from 'vscode';
import {
  completionSection,
  enableCompletion,
  isCompletionEnabled,
  readCompletionSettings,
  setLanguageOn,
} from './completionSettings.ts';
import type { CompletionParts, InlineCompletions } from './inlineCompletions.ts';

/** Turns inline completion on and off as the setting says. Nothing of it is loaded before it is on. */
export class CompletionSwitch implements vscode.Disposable {
  readonly #parts: CompletionParts;
  readonly #subscription: vscode.Disposable;
  #isOn = false;
  #running: InlineCompletions | undefined;

  constructor(parts: CompletionParts) {
    this.#parts = parts;
    this.#subscription = vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(completionSection)) this.#follow();
    });
    this.#follow();
  }

  /** Turns it on or off for good; without a model that could be asked, one is to be chosen first. */
  async toggle(): Promise<void> {
    if (isCompletionEnabled()) {
      await enableCompletion(false);
      return;
    }
    const { chooseCompletionModel, selectedModel } = await import('./completionModels.ts');
    const { models } = this.#parts;
    if (selectedModel(models) || (await chooseCompletionModel(models))) await enableCompletion(true);
  }

  /** Turns it on or off for the language of the active editor. */
  async toggleLanguage(): Promise<void> {
    const language = vscode.window.activeTextEditor?.document.languageId;
    if (language === undefined) return;
    await setLanguageOn(language, !readCompletionSettings().isLanguageOn(language));
  }

  async chooseModel(): Promise<void> {
    const { chooseCompletionModel } = await import('./completionModels.ts');
    await chooseCompletionModel(this.#parts.models);
  }

  /** Makes it quiet for a while, or lets it go on. */
  snooze(): void {
    this.#running?.snooze();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#isOn = false;
    this.#running?.dispose();
  }

  #follow(): void {
    if (isCompletionEnabled() === this.#isOn) return;
    this.#isOn = !this.#isOn;
    if (this.#isOn) {
      void this.#start().catch(this.#parts.report);
    } else {
      this.#running?.dispose();
      this.#running = undefined;
    }
  }

  async #start(): Promise<void> {
    const { InlineCompletions } = await import('./inlineCompletions.ts');
    // It may have been switched off, or off and on, while it was loading.
    if (this.#isOn && !this.#running) this.#running = new InlineCompletions(this.#parts);
  }
}
