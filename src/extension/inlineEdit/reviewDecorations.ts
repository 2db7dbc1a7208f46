import * as vscode from 'vscode';
import { isShown } from '../../chat/inlineReview.ts';
import type { InlineEdit } from './inlineEdit.ts';

/** Paints lines under review like a diff, the removed ones over the empty lines that stand for them. */
export class ReviewDecorations implements vscode.Disposable {
  readonly #added = wholeLine('diffEditor.insertedLineBackground', 'diffEditorOverview.insertedForeground');
  readonly #removed = wholeLine('diffEditor.removedLineBackground', 'diffEditorOverview.removedForeground');
  /** What the model has not got to. */
  readonly #waiting = vscode.window.createTextEditorDecorationType({ opacity: '0.55' });

  /** @param edit undefined: nothing of the document is under review any more. */
  paint(document: vscode.TextDocument, edit: InlineEdit | undefined): void {
    const added: vscode.Range[] = [];
    const removed: vscode.DecorationOptions[] = [];
    const waiting: vscode.Range[] = [];
    const editors = vscode.window.visibleTextEditors.filter((editor) => editor.document === document);
    let line = edit?.review.first ?? 0;
    let code = 0;
    for (const one of edit?.review.lines ?? []) {
      if (!isShown(one)) continue;
      const range = new vscode.Range(line, 0, line, Number.MAX_SAFE_INTEGER);
      if (one.type === 'added') added.push(range);
      if (one.type === 'removed') removed.push(removedLine(line, one.text, editors[0]?.options.tabSize));
      if (one.type === 'same' && edit?.reached !== undefined && code >= edit.reached) waiting.push(range);
      if (one.type !== 'removed') code++;
      line++;
    }
    for (const editor of editors) {
      editor.setDecorations(this.#added, added);
      editor.setDecorations(this.#removed, removed);
      editor.setDecorations(this.#waiting, waiting);
    }
  }

  dispose(): void {
    this.#added.dispose();
    this.#removed.dispose();
    this.#waiting.dispose();
  }
}

function wholeLine(background: string, overview: string): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor(background),
    overviewRulerColor: new vscode.ThemeColor(overview),
    overviewRulerLane: vscode.OverviewRulerLane.Center,
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
}

function removedLine(line: number, text: string, tabSize: unknown): vscode.DecorationOptions {
  const tab = ' '.repeat(typeof tabSize === 'number' ? tabSize : 4);
  return {
    range: new vscode.Range(line, 0, line, 0),
    renderOptions: {
      // After, because a lens above the line begins where its text begins.
      after: {
        // Ordinary spaces are run together there.
        contentText: text.replaceAll('\t', tab).replaceAll(' ', '\u00a0'),
        color: new vscode.ThemeColor('descriptionForeground'),
      },
    },
  };
}
