import * as vscode from 'vscode';
import { type LineChange, lineChanges } from '../../chat/lineChanges.ts';
import { type HunkLines, hunkAt, hunksOnTheRight } from '../../chat/proposedChange.ts';
import { commandIds } from '../commandIds.ts';
import { hover } from '../display/hover.ts';
import { lens } from '../display/lens.ts';
import { translate } from '../translate.ts';
import { type Proposal, proposalScheme } from './proposals.ts';

export interface ProposalHunks extends vscode.Disposable {
  /** The proposals are others, or their documents. */
  refresh(): void;
  /** The number of the hunk at the cursor, on whichever side of the diff it is; else the last one above it. */
  atCursor(proposal: Proposal, changes: readonly LineChange[]): number;
}

/**
 * What accepts and rejects a single hunk of a proposal: VS Code shows lenses in diffs only to those who have turned
 * `diffEditor.codeLens` on, and its own buttons between the two sides are closed to extensions. So each hunk on the
 * right says that it can be decided about, and a hover over it has the links.
 */
export function createProposalHunks(proposals: ReadonlyMap<string, Proposal>): ProposalHunks {
  const changed = new vscode.EventEmitter<void>();
  const hint = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    after: { color: new vscode.ThemeColor('editorCodeLens.foreground'), margin: '0 0 0 3em' },
  });

  const hunksOf = (proposal: Proposal): readonly LineChange[] =>
    lineChanges(proposal.change.document.getText(), proposal.text);

  function paint(editor: vscode.TextEditor): void {
    const proposal = proposals.get(String(editor.document.uri));
    if (!proposal || editor.document.getText() !== proposal.text) return;
    const changes = hunksOf(proposal);
    const places = hunksOnTheRight(changes, editor.document.lineCount);
    editor.setDecorations(
      hint,
      places.map((lines, index) => hintOn(lines, proposal, index)),
    );
  }

  function refresh(): void {
    changed.fire();
    for (const editor of vscode.window.visibleTextEditors) paint(editor);
  }

  const subscriptions = vscode.Disposable.from(
    changed,
    hint,
    vscode.window.onDidChangeVisibleTextEditors(refresh),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document.uri.scheme === proposalScheme) refresh();
    }),
    vscode.languages.registerCodeLensProvider(
      { scheme: proposalScheme },
      {
        onDidChangeCodeLenses: changed.event,
        provideCodeLenses(document) {
          const proposal = proposals.get(String(document.uri));
          if (!proposal) return [];
          const places = hunksOnTheRight(hunksOf(proposal), document.lineCount);
          return places.flatMap(({ first }, index) => lensesAt(first, proposal, index));
        },
      },
    ),
  );

  return {
    refresh,
    atCursor({ uri, change }, changes) {
      const editor = vscode.window.activeTextEditor;
      const line = editor?.selection.active.line ?? 0;
      if (String(editor?.document.uri) === String(change.document.uri)) {
        return hunkAt(
          changes.map(({ start }) => start),
          line,
        );
      }
      const right = vscode.workspace.textDocuments.find((one) => String(one.uri) === String(uri));
      const places = hunksOnTheRight(changes, right?.lineCount ?? 1);
      return hunkAt(
        places.map(({ first }) => first),
        line,
      );
    },
    dispose: () => subscriptions.dispose(),
  };
}

function hintOn({ first, last }: HunkLines, { uri }: Proposal, index: number): vscode.DecorationOptions {
  const values = [String(uri), index];
  const links = [
    { icon: 'check', title: translate('Accept this change'), command: commandIds.acceptHunk, values },
    { icon: 'discard', title: translate('Reject this change'), command: commandIds.rejectHunk, values },
  ] as const;
  return {
    range: new vscode.Range(first, 0, last, Number.MAX_SAFE_INTEGER),
    hoverMessage: hover({ links }),
    renderOptions: { after: { contentText: translate('Accept or reject') } },
  };
}

function lensesAt(line: number, { uri }: Proposal, index: number): vscode.CodeLens[] {
  return [
    lens(line, translate('Accept this change'), commandIds.acceptHunk, uri, index),
    lens(line, translate('Reject this change'), commandIds.rejectHunk, uri, index),
  ];
}
