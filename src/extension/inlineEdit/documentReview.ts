import * as vscode from 'vscode';
import {
  edited,
  type Hunk,
  hunksOf,
  type ReviewLine,
  reviewOf,
  settled,
  shownLines,
} from '../../chat/inlineReview.ts';
import { commonLines } from '../../chat/lineChanges.ts';
import { digestOf, passedStates } from './passedStates.ts';

/** How often an edit is tried again that came too late: the user has typed meanwhile. */
const mostTries = 5;

/** Some lines of a document that make way for others. */
interface LineEdit {
  readonly from: number;
  readonly to: number;
  readonly texts: readonly string[];
}

/**
 * Lines of a document that are changed before the user’s eyes, and accepted or rejected afterwards. All edits together
 * are one undo step. What the user does to the document meanwhile is kept, and moves the lines along.
 */
export class DocumentReview implements vscode.Disposable {
  readonly document: vscode.TextDocument;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #ended = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable;
  readonly #passed: Set<string>;
  readonly #digestBefore: string;
  /** States that the user has typed in: as long as the review is open, undo may stop there. */
  readonly #rests = new Set<string>();
  #digest: string;
  #first: number;
  #lines: readonly ReviewLine[];
  #lineCount: number;
  #hasEdited = false;
  #hasEnded = false;
  /** What an edit of ours will make of the lines. */
  #expected: readonly ReviewLine[] | undefined;
  #writing: Promise<boolean> = Promise.resolve(true);
  /** The user has typed in these lines. */
  #isTouched = false;

  /** Other lines, or the same somewhere else. */
  readonly onDidChange = this.#changed.event;
  /** Nothing is left to decide, or the document is gone. */
  readonly onDidEnd = this.#ended.event;

  constructor(document: vscode.TextDocument, first: number, lineCount: number) {
    this.document = document;
    this.#first = first;
    this.#lineCount = document.lineCount;
    const texts = Array.from({ length: lineCount }, (_, index) => document.lineAt(first + index).text);
    this.#lines = reviewOf(texts, texts);
    this.#digestBefore = digestOf(document);
    this.#digest = this.#digestBefore;
    this.#passed = passedStates(document);
    this.#passed.delete(this.#digestBefore);
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
    return this.#first;
  }

  get lines(): readonly ReviewLine[] {
    return this.#lines;
  }

  get hunks(): readonly Hunk[] {
    return hunksOf(this.#lines);
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  get isTouched(): boolean {
    return this.#isTouched;
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
    for (const digest of this.#rests) this.#passed.add(digest);
    this.#passed.delete(this.#digest);
    this.#passed.delete(this.#digestBefore);
    this.#ended.fire();
  }

  async #write(
    next: (lines: readonly ReviewLine[]) => readonly ReviewLine[],
    isLast: boolean,
  ): Promise<boolean> {
    for (let tries = 0; tries < mostTries; tries++) {
      if (this.#hasEnded) return false;
      const lines = next(this.#lines);
      const edits = lineEdits(shownLines(this.#lines), shownLines(lines));
      if (edits.length === 0) {
        this.#lines = lines;
        this.#changed.fire();
        return true;
      }
      this.#expected = lines;
      const done = await makeEdits(this.document, this.#first, edits, {
        undoStopBefore: !this.#hasEdited,
        undoStopAfter: isLast,
      });
      if (done) {
        this.#hasEdited = true;
        return true;
      }
      this.#expected = undefined;
    }
    return false;
  }

  #follow({ contentChanges, reason }: vscode.TextDocumentChangeEvent): void {
    if (this.#hasEnded) return;
    const grown = this.document.lineCount - this.#lineCount;
    this.#lineCount = this.document.lineCount;
    const expected = this.#expected;
    this.#expected = undefined;
    const before = this.#digest;
    const digest = digestOf(this.document);
    this.#digest = digest;
    if (expected && this.#holds(expected, grown)) {
      this.#lines = expected;
    } else if (reason !== undefined && digest === this.#digestBefore) {
      this.#end();
      return;
    } else if (reason !== undefined && this.#passed.has(digest)) {
      // On its way to where it began.
      return;
    } else if (!contentChanges.every((change) => this.#rebase(change))) {
      this.#end();
      return;
    } else if (this.#passed.delete(before)) {
      this.#rests.add(before);
    }
    if (!this.#rests.has(digest) && digest !== this.#digestBefore) this.#passed.add(digest);
    this.#changed.fire();
  }

  #holds(expected: readonly ReviewLine[], grown: number): boolean {
    const shown = shownLines(expected);
    return (
      grown === shown.length - shownLines(this.#lines).length &&
      shown.every((text, index) => this.document.lineAt(this.#first + index).text === text)
    );
  }

  /** False where a change goes across an end of the lines, so that nobody can tell what belongs to them. */
  #rebase({ range: { start, end }, text }: vscode.TextDocumentContentChangeEvent): boolean {
    const shown = shownLines(this.#lines);
    const texts = text.split(/\r\n|\r|\n/);
    const after = this.#first + shown.length;
    if (start.line >= after) return true;
    if (end.line < this.#first || (end.line === this.#first && end.character === 0 && text.endsWith('\n'))) {
      this.#first += texts.length - 1 - (end.line - start.line);
      return true;
    }
    if (start.line < this.#first || end.line > after || (end.line === after && end.character > 0))
      return false;
    const from = start.line - this.#first;
    const to = end.line - this.#first;
    const head = (shown[from] ?? '').slice(0, start.character);
    if (to === shown.length) {
      // Whole lines up to the last one.
      if (texts.at(-1) !== '') return false;
      texts[0] = head + texts[0];
      this.#lines = edited(this.#lines, from, to, texts.slice(0, -1));
    } else {
      const tail = (shown[to] ?? '').slice(end.character);
      texts[0] = head + texts[0];
      texts[texts.length - 1] += tail;
      this.#lines = edited(this.#lines, from, to + 1, texts);
    }
    this.#isTouched = true;
    return true;
  }

  /** What the user saves has no empty lines in it that only we need. */
  #prepareSaving(): vscode.TextEdit[] {
    if (this.#hasEnded || this.#expected) return [];
    const lines = this.#lines.map((line) =>
      line.type === 'removed' ? { ...line, hidden: true as const } : line,
    );
    const edits = lineEdits(shownLines(this.#lines), shownLines(lines));
    if (edits.length > 0) this.#expected = lines;
    return edits.map((edit) => textEdit(this.document, this.#first, edit));
  }
}

/** In the order of the lines. */
function lineEdits(before: readonly string[], after: readonly string[]): LineEdit[] {
  const edits: LineEdit[] = [];
  let line = 0;
  let other = 0;
  for (const pair of [...commonLines(before, after), { line: before.length, other: after.length }]) {
    if (pair.line > line || pair.other > other) {
      edits.push({ from: line, to: pair.line, texts: after.slice(other, pair.other) });
    }
    line = pair.line + 1;
    other = pair.other + 1;
  }
  return edits;
}

function textEdit(
  document: vscode.TextDocument,
  first: number,
  { from, to, texts }: LineEdit,
): vscode.TextEdit {
  const start = first + from;
  const end = first + to;
  if (end < document.lineCount) {
    return vscode.TextEdit.replace(
      new vscode.Range(start, 0, end, 0),
      texts.map((text) => `${text}\n`).join(''),
    );
  }
  const last = document.lineAt(document.lineCount - 1).range.end;
  // There is no line end after the last line, so the one before goes along.
  return start === 0
    ? vscode.TextEdit.replace(new vscode.Range(new vscode.Position(0, 0), last), texts.join('\n'))
    : vscode.TextEdit.replace(
        new vscode.Range(document.lineAt(start - 1).range.end, last),
        texts.map((text) => `\n${text}`).join(''),
      );
}

/** In the document’s editor, where it has one: only there the undo steps can be joined. */
async function makeEdits(
  document: vscode.TextDocument,
  first: number,
  edits: readonly LineEdit[],
  undoStops: { readonly undoStopBefore: boolean; readonly undoStopAfter: boolean },
): Promise<boolean> {
  const textEdits = edits.map((edit) => textEdit(document, first, edit));
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  const editor = [activeTextEditor, ...visibleTextEditors].find((one) => one?.document === document);
  if (editor) {
    return editor.edit((builder) => {
      for (const { range, newText } of textEdits) builder.replace(range, newText);
    }, undoStops);
  }
  const edit = new vscode.WorkspaceEdit();
  edit.set(document.uri, textEdits);
  return vscode.workspace.applyEdit(edit);
}
