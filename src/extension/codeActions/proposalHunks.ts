import * as vscode from 'vscode';
import { type LineChange, lineChanges } from '../../chat/lineChanges.ts';
import { commandIds } from '../commandIds.ts';
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
    const lines = linesOnTheRight(changes, editor.document);
    editor.setDecorations(
      hint,
      changes.map((change, index) => hintOn(lines[index] ?? 0, change, proposal, index)),
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
          const lines = linesOnTheRight(hunksOf(proposal), document);
          return lines.flatMap((line, index) => lensesAt(line, proposal, index));
        },
      },
    ),
  );

  return {
    refresh,
    atCursor({ uri, change }, changes) {
      const editor = vscode.window.activeTextEditor;
      const line = editor?.selection.active.line ?? 0;
      const starts =
        String(editor?.document.uri) === String(change.document.uri)
          ? changes.map(({ start }) => start)
          : linesOnTheRight(
              changes,
              vscode.workspace.textDocuments.find((one) => String(one.uri) === String(uri)),
            );
      return Math.max(
        0,
        starts.findLastIndex((start) => start <= line),
      );
    },
    dispose: () => subscriptions.dispose(),
  };
}

/** The first line of each hunk in the document that has them; where lines only go, the one that comes after. */
function linesOnTheRight(
  changes: readonly LineChange[],
  document: vscode.TextDocument | undefined,
): number[] {
  let by = 0;
  return changes.map(({ start, end, lines }) => {
    const line = start + by;
    by += lines.length - (end - start);
    return Math.min(line, (document?.lineCount ?? 1) - 1);
  });
}

function hintOn(
  line: number,
  { lines }: LineChange,
  { uri }: Proposal,
  index: number,
): vscode.DecorationOptions {
  const link = (title: string, command: string): string =>
    `[${title}](command:${command}?${encodeURIComponent(JSON.stringify([String(uri), index]))})`;
  const hover = new vscode.MarkdownString(
    [
      link(`$(check) ${translate('Accept this change')}`, commandIds.acceptHunk),
      link(`$(discard) ${translate('Reject this change')}`, commandIds.rejectHunk),
    ].join('&nbsp;&nbsp;|&nbsp;&nbsp;'),
    true,
  );
  hover.isTrusted = { enabledCommands: [commandIds.acceptHunk, commandIds.rejectHunk] };
  const last = line + Math.max(lines.length, 1) - 1;
  return {
    range: new vscode.Range(line, 0, last, Number.MAX_SAFE_INTEGER),
    hoverMessage: hover,
    renderOptions: { after: { contentText: translate('Accept or reject') } },
  };
}

function lensesAt(line: number, { uri }: Proposal, index: number): vscode.CodeLens[] {
  const range = new vscode.Range(line, 0, line, 0);
  return [
    new vscode.CodeLens(range, {
      title: translate('Accept this change'),
      command: commandIds.acceptHunk,
      arguments: [uri, index],
    }),
    new vscode.CodeLens(range, {
      title: translate('Reject this change'),
      command: commandIds.rejectHunk,
      arguments: [uri, index],
    }),
  ];
}
