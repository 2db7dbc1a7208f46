import * as vscode from 'vscode';
import { type Hunk, hunksOf, type ReviewLine, settled } from '../../chat/inlineReview.ts';
import type { LineChange } from '../../chat/lineChanges.ts';
import { LinesUnderReview, type TextChange, textChange } from '../../chat/linesUnderReview.ts';
import { ReviewStates } from '../../chat/reviewStates.ts';
import { linesOf } from '../../chat/textRange.ts';
import { changesForSaving, writeChanges } from '../writing/writeChanges.ts';
import type { WritePermission } from '../writing/writePermission.ts';
import { digestOf, passedStates } from './passedStates.ts';

/** How often an edit is tried again that came too late: the user has typed meanwhile. */
const mostTries = 5;

/**
 * Lines of a document that are changed before the user’s eyes, and accepted or rejected afterwards. All edits together
 * are one undo step. What the user does to the document meanwhile is kept, and moves the lines along.
 */
export class DocumentReview implements vscode.Disposable {
  readonly document: vscode.TextDocument;
  readonly #permission: WritePermission;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #ended = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable;
  readonly #lines: LinesUnderReview;
  readonly #states: ReviewStates;
  #hasEdited = false;
  #hasEnded = false;
  #writing: Promise<boolean> = Promise.resolve(true);

  /** Other lines, or the same somewhere else. */
  readonly onDidChange = this.#changed.event;
  /** Nothing is left to decide, or the document is gone. */
  readonly onDidEnd = this.#ended.event;

  constructor(document: vscode.TextDocument, first: number, lineCount: number, permission: WritePermission) {
    this.document = document;
    this.#permission = permission;
    this.#lines = new LinesUnderReview(document, first, linesOf(document, first, first + lineCount - 1));
    this.#states = new ReviewStates(passedStates(document), digestOf(document));
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      this.#ended,
      vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.document === document && event.contentChanges.length > 0) this.#follow(event);
      }),
      vscode.workspace.onWillSaveTextDocument((event) => {
        // What is saved by itself every second would otherwise hide what was removed from whoever reviews it.
        const isOwn = event.document === document && event.reason === vscode.TextDocumentSaveReason.Manual;
        if (isOwn) event.waitUntil(Promise.resolve(this.#prepareSaving()));
      }),
      vscode.workspace.onDidCloseTextDocument((closed) => {
        if (closed === document && document.isClosed) this.#end();
      }),
    );
  }

  /** The first of the lines in the document, from 0. */
  get first(): number {
    return this.#lines.first;
  }

  get lines(): readonly ReviewLine[] {
    return this.#lines.lines;
  }

  get hunks(): readonly Hunk[] {
    return hunksOf(this.lines);
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** The user has typed in these lines. */
  get isTouched(): boolean {
    return this.#lines.isTouched;
  }

  /**
   * Shows other lines. `next` is called when the edit is made.
   *
   * @returns false where the document did not take it, or the review has ended
   */
  show(next: (lines: readonly ReviewLine[]) => readonly ReviewLine[], isLast = false): Promise<boolean> {
    this.#writing = this.#writing.then(() => this.#write(next, isLast));
    return this.#writing;
  }

  /** Decides about a hunk, or about all. Ends when none is left. */
  async settle(decision: 'accept' | 'reject', hunk?: Hunk): Promise<boolean> {
    const isLast = hunk === undefined || this.hunks.length <= 1;
    const done = await this.show((lines) => settled(lines, decision, hunk), isLast);
    if (done && isLast) this.#end();
    return done;
  }

  dispose(): void {
    this.#hasEnded = true;
    this.#subscriptions.dispose();
  }

  #end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#states.end();
    this.#ended.fire();
  }

  async #write(
    next: (lines: readonly ReviewLine[]) => readonly ReviewLine[],
    isLast: boolean,
  ): Promise<boolean> {
    for (let tries = 0; tries < mostTries; tries++) {
      if (this.#hasEnded) return false;
      let isShown = false;
      const edits = (): TextChange[] | undefined => {
        if (this.#hasEnded) return undefined;
        const changes = this.#lines.show(next(this.lines));
        isShown = changes.length === 0;
        return this.#textChanges(changes);
      };
      const outcome = await writeChanges(this.#permission, this.document, edits, {
        undoStopBefore: !this.#hasEdited,
        undoStopAfter: isLast,
      });
      if (outcome === 'moved') return false;
      if (isShown) {
        this.#changed.fire();
        return true;
      }
      if (outcome === 'written') {
        this.#hasEdited = true;
        return true;
      }
      this.#lines.giveUp();
    }
    return false;
  }

  #textChanges(edits: readonly LineChange[]): TextChange[] {
    return edits.map((edit) => textChange(this.document, this.first, edit));
  }

  #follow({ contentChanges, reason }: vscode.TextDocumentChangeEvent): void {
    if (this.#hasEnded) return;
    const isOwn = this.#lines.follow(this.document);
    const cause = isOwn ? 'review' : reason === undefined ? 'other' : 'undo-or-redo';
    const entered = this.#states.enter(digestOf(this.document), cause);
    if (entered === 'passing') return;
    const isLost = entered === 'typed' && !contentChanges.every((change) => this.#lines.rebase(change));
    if (entered === 'begun' || isLost) {
      this.#end();
      return;
    }
    if (entered === 'typed') this.#states.rest();
    this.#changed.fire();
  }

  /** What the user saves has no empty lines in it that only we need. */
  #prepareSaving(): vscode.TextEdit[] {
    if (this.#hasEnded) return [];
    return changesForSaving(this.#permission, this.document, this.#textChanges(this.#lines.save()));
  }
}
