import * as vscode from 'vscode';
import { paintedText, reviewPaint } from '../../chat/reviewPaint.ts';
import type { InlineEdit } from './inlineEdit.ts';

/** Paints lines under review like a diff, the removed ones over the empty lines that stand for them. */
export class ReviewDecorations implements vscode.Disposable {
  readonly #added = wholeLineType(
    'diffEditor.insertedLineBackground',
    'diffEditorOverview.insertedForeground',
  );
  readonly #removed = wholeLineType(
    'diffEditor.removedLineBackground',
    'diffEditorOverview.removedForeground',
  );
  /** What the model has not got to. */
  readonly #waiting = vscode.window.createTextEditorDecorationType({ opacity: '0.55' });

  /** @param edit undefined: nothing of the document is under review any more. */
  paint(document: vscode.TextDocument, edit: InlineEdit | undefined): void {
    const { lines, first } = edit?.review ?? { lines: [], first: 0 };
    const { added, removed, waiting } = reviewPaint(lines, first, edit?.reached);
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document !== document) continue;
      editor.setDecorations(this.#added, added.map(wholeLineRange));
      editor.setDecorations(
        this.#removed,
        removed.map(({ line, text }) => removedLine(line, paintedText(text, editor.options.tabSize))),
      );
      editor.setDecorations(this.#waiting, waiting.map(wholeLineRange));
    }
  }

  dispose(): void {
    this.#added.dispose();
    this.#removed.dispose();
    this.#waiting.dispose();
  }
}

function wholeLineType(background: string, overview: string): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor(background),
    overviewRulerColor: new vscode.ThemeColor(overview),
    overviewRulerLane: vscode.OverviewRulerLane.Center,
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
}

function wholeLineRange(line: number): vscode.Range {
  return new vscode.Range(line, 0, line, Number.MAX_SAFE_INTEGER);
}

function removedLine(line: number, contentText: string): vscode.DecorationOptions {
  return {
    range: new vscode.Range(line, 0, line, 0),
    // After, because a lens above the line begins where its text begins.
    renderOptions: { after: { contentText, color: new vscode.ThemeColor('descriptionForeground') } },
  };
}
