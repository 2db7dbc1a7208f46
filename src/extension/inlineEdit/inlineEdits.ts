import * as vscode from 'vscode';
import { editQuestion, isReviewed, outcomeText } from '../../chat/editOutcome.ts';
import { toFailure } from '../../chat/failure.ts';
import { hunkAtLine } from '../../chat/inlineReview.ts';
import { withLatest } from '../../chat/recentItems.ts';
import { ProviderError } from '../../core/error.ts';
import { windowDialogues } from '../codeActions/dialogues.ts';
import { isWritable } from '../codeActions/isWritable.ts';
import { proposalScheme } from '../codeActions/proposals.ts';
import { notify, showProgress } from '../display/messages.ts';
import { fileName } from '../fileNames.ts';
import type { ModelService } from '../modelService.ts';
import { showFailure } from '../showFailure.ts';
import { translate } from '../translate.ts';
import { permitSending } from '../workspaceFiles/permitSending.ts';
import { WritePermission } from '../writing/writePermission.ts';
import { type EditTarget, findTarget } from './editTarget.ts';
import { InlineEdit } from './inlineEdit.ts';
import { askForInstruction } from './instructionBox.ts';
import { passThrough } from './passedStates.ts';
import { ReviewDecorations } from './reviewDecorations.ts';
import { reviewLenses } from './reviewLenses.ts';

/** Whether an edit is open in the active editor: `streaming`, `review` or nothing. For keys and menus. */
const contextKey = 'hanlin.inlineEdit';

const mostRecent = 20;

/** All edits that are being made or reviewed, at most one for each document. */
export class InlineEdits implements vscode.Disposable {
  readonly #models: ModelService;
  readonly #edits = new Map<vscode.TextDocument, InlineEdit>();
  readonly #decorations = new ReviewDecorations();
  readonly #lensesChanged = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable;
  /** Texts about code stay in memory: what is kept on the disk has to be found, and deleted, somewhere. */
  #recent: readonly string[] = [];

  constructor(models: ModelService) {
    this.#models = models;
    this.#subscriptions = vscode.Disposable.from(
      this.#decorations,
      this.#lensesChanged,
      passThrough(),
      vscode.languages.registerCodeLensProvider(
        { scheme: '*' },
        {
          onDidChangeCodeLenses: this.#lensesChanged.event,
          provideCodeLenses: (document) => {
            const edit = this.#edits.get(document);
            return edit && reviewLenses(edit);
          },
        },
      ),
      vscode.window.onDidChangeActiveTextEditor(() => this.#tellContext()),
      vscode.window.onDidChangeVisibleTextEditors(() => {
        for (const edit of this.#edits.values()) this.#paint(edit);
      }),
    );
  }

  /**
   * Rewrites the code at the cursor of the active editor.
   *
   * @param instruction absent: the user is asked for it
   * @returns resolves when there is something to review, or nothing to be done
   */
  async start(instruction?: string): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (!editor || editor.document.uri.scheme === proposalScheme) {
      say(translate('Open a file and select the code that is to be changed.'));
      return;
    }
    const { document } = editor;
    if (!isWritable(document)) {
      say(translate('{name} cannot be changed.', { name: fileName(document.uri) }));
      return;
    }
    if (!(await isPermitted(document.uri))) return;
    if (!(await this.#makeRoom(document))) return;
    // Before anything is sent, for what comes is written into the document at once.
    const permission = await WritePermission.ask(document.uri, windowDialogues);
    if (!permission) return;
    const selections = editor.selections;
    const target = await findTarget(editor);
    const wanted = instruction ?? (await this.#ask(target));
    if (wanted === undefined) return;
    this.#recent = withLatest(this.#recent, wanted, (one, other) => one === other, mostRecent);
    if (!(await permission.use(document.uri))) return;
    // Otherwise what is selected would grow with the code.
    editor.selection = new vscode.Selection(target.first, 0, target.first, 0);
    if (!(await this.#run(target, wanted, permission)) && vscode.window.visibleTextEditors.includes(editor)) {
      editor.selections = selections;
    }
  }

  /** Accepts or rejects all that is open in a document. A request that runs is cancelled by a rejection. */
  async settle(decision: 'accept' | 'reject', uri?: vscode.Uri): Promise<boolean> {
    const edit = this.#find(uri);
    if (!edit) return false;
    if (edit.reached === undefined) await edit.review.settle(decision);
    else if (decision === 'reject') edit.cancel();
    return true;
  }

  /**
   * Accepts or rejects one hunk.
   *
   * @param index absent: the one at the cursor, else the next one below
   */
  async settleHunk(decision: 'accept' | 'reject', uri?: vscode.Uri, index?: number): Promise<boolean> {
    const edit = this.#find(uri);
    if (!edit) return false;
    if (edit.reached !== undefined) return true;
    const { review } = edit;
    const { hunks } = review;
    const line = (vscode.window.activeTextEditor?.selection.active.line ?? 0) - review.first;
    const hunk = index === undefined ? hunkAtLine(hunks, line) : hunks[index];
    if (hunk) await review.settle(decision, hunk);
    return true;
  }

  async #run(target: EditTarget, instruction: string, permission: WritePermission): Promise<boolean> {
    const respondent = this.#models.respondent();
    const edit = new InlineEdit(target, respondent, permission);
    this.#open(edit);
    try {
      const outcome = await withProgress(edit, () => edit.run(this.#models, instruction));
      const isOpen = isReviewed(outcome);
      const text = outcomeText(outcome, respondent.modelLabel, translate);
      if (text !== undefined) say(text);
      if (isOpen && edit.review.hunks.length === 0) this.#close(edit);
      return isOpen;
    } catch (error) {
      this.#close(edit);
      if (error instanceof ProviderError && error.kind === 'cancelled') return false;
      const again = await showFailure(toFailure(error), respondent, this.#models);
      return (
        again && !edit.review.document.isClosed && (await this.#run(edit.target, instruction, permission))
      );
    }
  }

  #open(edit: InlineEdit): void {
    const { review } = edit;
    this.#edits.set(review.document, edit);
    review.onDidChange(() => this.#paint(edit));
    review.onDidEnd(() => {
      // A request that has still to be cancelled is over soon, and needs the edit until then.
      if (edit.reached === undefined) this.#close(edit);
    });
    this.#paint(edit);
  }

  #close(edit: InlineEdit): void {
    const { document } = edit.review;
    edit.dispose();
    if (this.#edits.get(document) !== edit) return;
    this.#edits.delete(document);
    this.#decorations.paint(document, undefined);
    this.#lensesChanged.fire();
    this.#tellContext();
  }

  #paint(edit: InlineEdit): void {
    if (this.#edits.get(edit.review.document) !== edit) return;
    this.#decorations.paint(edit.review.document, edit);
    this.#lensesChanged.fire();
    this.#tellContext();
  }

  #find(uri: vscode.Uri | undefined): InlineEdit | undefined {
    // One side of a diff may be a document with an edit in it; there the proposal is meant.
    if (!uri && isProposal(vscode.window.tabGroups.activeTabGroup.activeTab)) return undefined;
    const wanted = String(uri ?? vscode.window.activeTextEditor?.document.uri);
    return [...this.#edits.values()].find(({ review }) => String(review.document.uri) === wanted);
  }

  #tellContext(): void {
    const document = vscode.window.activeTextEditor?.document;
    const edit = document && this.#edits.get(document);
    const state = edit && (edit.reached === undefined ? 'review' : 'streaming');
    void vscode.commands.executeCommand('setContext', contextKey, state);
  }

  /** Lets the user decide about an edit that is open in the document already. False if they do not. */
  async #makeRoom(document: vscode.TextDocument): Promise<boolean> {
    const open = this.#edits.get(document);
    if (!open) return true;
    const isRunning = open.reached !== undefined;
    const accept = translate('Accept');
    const reject = isRunning ? translate('Cancel it') : translate('Reject');
    const chosen = await notify(
      'info',
      translate('An edit of {name} is still open.', { name: fileName(document.uri) }),
      ...(isRunning ? [reject] : [accept, reject]),
    );
    if (chosen === undefined) return false;
    const ended = this.#edits.get(document) === open ? over(open) : Promise.resolve();
    await this.settle(chosen === accept ? 'accept' : 'reject', document.uri);
    await ended;
    return !this.#edits.has(document);
  }

  #ask({ document, first, last }: EditTarget): Promise<string | undefined> {
    const { isEmptyOrWhitespace } = document.lineAt(first);
    const { modelLabel } = this.#models.respondent();
    return askForInstruction(
      this.#recent,
      translate('Edit with {model}', { model: modelLabel || 'Hanlin' }),
      editQuestion(fileName(document.uri), { first, last }, isEmptyOrWhitespace, translate),
    );
  }

  dispose(): void {
    for (const edit of this.#edits.values()) this.#close(edit);
    this.#subscriptions.dispose();
  }
}

function isProposal(tab: vscode.Tab | undefined): boolean {
  return tab?.input instanceof vscode.TabInputTextDiff && tab.input.modified.scheme === proposalScheme;
}

function over({ review }: InlineEdit): Promise<void> {
  return new Promise((resolve) => {
    const subscription = review.onDidEnd(() => {
      subscription.dispose();
      // Whoever else has to hear of it comes first.
      setTimeout(resolve, 0);
    });
  });
}

function withProgress<T>(edit: InlineEdit, run: () => Promise<T>): Promise<T> {
  const title = translate('{model} is editing {name}', {
    model: edit.modelLabel,
    name: fileName(edit.review.document.uri),
  });
  return showProgress(vscode.ProgressLocation.Notification, title, run, () => edit.cancel());
}

function say(sentence: string): void {
  void notify('info', sentence);
}

/** Whether a file may be sent; what stands in the way is said to the user. */
async function isPermitted(uri: vscode.Uri): Promise<boolean> {
  try {
    await permitSending(uri);
    return true;
  } catch (error) {
    if (!(error instanceof vscode.CancellationError))
      say(error instanceof Error ? error.message : String(error));
    return false;
  }
}
