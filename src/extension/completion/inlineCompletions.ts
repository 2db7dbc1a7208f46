import * as vscode from 'vscode';
import { isSuggestible } from '../../chat/completionRules.ts';
import type { ProviderError } from '../../core/error.ts';
import { startLivelyTimer, startTimer } from '../../net/timers.ts';
import type { CredentialStore } from '../credentialStore.ts';
import type { ModelService } from '../modelService.ts';
import { ignoredFiles } from '../workspaceFiles/ignoredFiles.ts';
import { isSensitiveDocument } from '../writing/writtenFile.ts';
import { CompletionGate } from './completionGate.ts';
import { connectModel, selectedModel } from './completionModels.ts';
import { type CompletionSettings, readCompletionSettings } from './completionSettings.ts';
import { CompletionSource } from './completionSource.ts';
import { CompletionStatus } from './completionStatus.ts';
import { failureLine } from './failureLine.ts';
import { placeAt } from './place.ts';

/** What inline completion needs of the rest of the extension. */
export interface CompletionParts {
  readonly models: ModelService;
  readonly credentials: CredentialStore;
  report(error: unknown): void;
}

const snoozeMs = 5 * 60_000;

/** Suggests code as the user types, and shows in the status bar whether it does. */
export class InlineCompletions implements vscode.InlineCompletionItemProvider, vscode.Disposable {
  readonly #parts: CompletionParts;
  readonly #gate: CompletionGate;
  readonly #source: CompletionSource;
  readonly #status: CompletionStatus;
  readonly #subscriptions: vscode.Disposable;
  #settings: CompletionSettings;
  #inUse: string;
  #running = 0;
  #isOffHere = false;
  #isSensitiveHere = false;

  constructor(parts: CompletionParts) {
    this.#parts = parts;
    const { models, credentials } = parts;
    this.#settings = readCompletionSettings();
    this.#inUse = inUse(models);
    this.#gate = new CompletionGate(startTimer, () => this.#show());
    this.#status = new CompletionStatus();
    this.#source = new CompletionSource({
      connect: () => connectModel(models),
      gate: this.#gate,
      delayMs: () => this.#settings.delayMs,
      onBusy: (isBusy) => {
        this.#running += isBusy ? 1 : -1;
        this.#show();
      },
      onFailure: (failure) => this.#note(failure),
      timer: startLivelyTimer,
    });
    this.#subscriptions = vscode.Disposable.from(
      this.#status,
      vscode.languages.registerInlineCompletionItemProvider({ pattern: '**' }, this),
      credentials.onDidChange(() => this.#begin()),
      models.onDidChange(() => {
        if (this.#inUse !== inUse(models)) this.#begin();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('hanlin')) this.#begin();
      }),
      vscode.window.onDidChangeActiveTextEditor(() => this.#look()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#show()),
    );
    this.#show();
    void this.#look();
  }

  async provideInlineCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    { triggerKind, selectedCompletionInfo: selected }: vscode.InlineCompletionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlineCompletionItem[]> {
    const isInvoked = triggerKind === vscode.InlineCompletionTriggerKind.Invoke;
    if (!(isInvoked || (await this.#comesByItself(document))) || !(await this.#mayRead(document))) {
      this.#source.stop();
      return [];
    }
    // What is selected in the list of words counts as typed: VS Code shows only what continues it.
    const start = selected?.range.start ?? position;
    const inserted = selected?.text ?? '';
    const cancelled = new AbortController();
    const subscription = token.onCancellationRequested(() => cancelled.abort());
    if (token.isCancellationRequested) cancelled.abort();
    try {
      const place = placeAt(document, position, start, inserted);
      const wish = { language: document.languageId, isInvoked };
      const text = await this.#source.complete(place, wish, cancelled.signal);
      if (text === '' || token.isCancellationRequested) return [];
      return [new vscode.InlineCompletionItem(inserted + text, new vscode.Range(start, position))];
    } finally {
      subscription.dispose();
    }
  }

  /** Suggests nothing for five minutes; if nothing is suggested at present anyway, goes on. */
  snooze(): void {
    this.#source.stop();
    if (this.#gate.state.type === 'open') this.#gate.snooze(snoozeMs);
    else this.#gate.reopen();
  }

  dispose(): void {
    this.#source.forget();
    this.#gate.dispose();
    this.#subscriptions.dispose();
  }

  /** Begins anew with what the user has changed: that may mend what failed. A snooze goes on. */
  #begin(): void {
    this.#settings = readCompletionSettings();
    this.#inUse = inUse(this.#parts.models);
    this.#source.forget();
    if (this.#gate.state.type !== 'snoozed') this.#gate.reopen();
    void this.#look();
  }

  /** Finds out whether code is suggested in the active editor. */
  async #look(): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    const isOff = document !== undefined && !(await this.#mayRead(document));
    const isSensitive = document !== undefined && (await isSensitiveDocument(document.uri));
    if (document !== vscode.window.activeTextEditor?.document) return;
    this.#isOffHere = isOff;
    this.#isSensitiveHere = isSensitive;
    this.#show();
  }

  /**
   * Nothing of a workspace that is not trusted is sent by itself, and nothing stands ready to be taken with a key in files
   * for which any other way of writing asks first.
   */
  async #comesByItself(document: vscode.TextDocument): Promise<boolean> {
    return vscode.workspace.isTrusted && !(await isSensitiveDocument(document.uri));
  }

  /** Not what is ignored, may hold secrets, is off by its language, or is too long to have been written by hand. */
  async #mayRead(document: vscode.TextDocument): Promise<boolean> {
    const { scheme, path } = document.uri;
    const isWanted = isSuggestible({
      scheme,
      path,
      isWritable: vscode.workspace.fs.isWritableFileSystem(scheme) === true,
      isLanguageOn: this.#settings.isLanguageOn(document.languageId),
      length: () => lengthOf(document),
    });
    return isWanted && !(await ignoredFiles()).isIgnored(document.uri);
  }

  #note(failure: ProviderError): void {
    this.#parts.report(failureLine(failure));
  }

  #show(): void {
    const { models } = this.#parts;
    const selection = selectedModel(models);
    this.#status.show({
      gate: this.#gate.state,
      isBusy: this.#running > 0,
      language: vscode.window.activeTextEditor?.document.languageId,
      isOffHere: this.#isOffHere,
      isSensitiveHere: this.#isSensitiveHere,
      isTrusted: vscode.workspace.isTrusted,
      ...(selection && { respondent: models.respondent(selection) }),
    });
  }
}

/** In characters, without putting the whole text together. */
function lengthOf(document: vscode.TextDocument): number {
  return document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
}

/** Whatever decides which model is asked with which key; the service tells of much else as well. */
function inUse(models: ModelService): string {
  const selection = selectedModel(models);
  return JSON.stringify([selection, selection && models.keyOf(selection)]);
}
