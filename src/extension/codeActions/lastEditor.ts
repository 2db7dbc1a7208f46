import * as vscode from 'vscode';
import { withLatest } from '../../chat/recentItems.ts';
import { chosenCellIndex, editorInColumn, isCellOf, isSameEditor } from '../../chat/seenEditors.ts';
import { openUris } from '../openUris.ts';
import { proposalScheme } from './proposals.ts';

/** Where the user works. */
export interface EditingPlace {
  readonly document: vscode.TextDocument;
  /** Absent for the cell of a notebook that was chosen but not entered: it has no cursor. */
  readonly editor: vscode.TextEditor | undefined;
}

export interface LastEditor extends vscode.Disposable {
  /** The editor that was active last and is still open; one behind another tab is shown again. */
  find(): Promise<EditingPlace | undefined>;
}

type Seen =
  | {
      readonly type: 'text';
      readonly shown: vscode.TextDocument;
      readonly viewColumn: vscode.ViewColumn | undefined;
    }
  | { readonly type: 'notebook'; readonly shown: vscode.NotebookEditor; readonly viewColumn: undefined };

const mostSeen = 20;

/** Remembers the last active editor: with the focus in the panel, VS Code knows of none. */
export function createLastEditor(): LastEditor {
  let seen: readonly Seen[] = [];
  const { activeTextEditor, activeNotebookEditor, visibleTextEditors } = vscode.window;
  for (const editor of visibleTextEditors) seeText(editor);
  seeNotebook(activeNotebookEditor);
  seeText(activeTextEditor);

  function see(one: Seen): void {
    seen = withLatest(seen, one, isSameEditor, mostSeen);
  }

  function seeText(editor: vscode.TextEditor | undefined): void {
    if (!editor) return;
    see({ type: 'text', shown: editor.document, viewColumn: editor.viewColumn });
  }

  function seeNotebook(editor: vscode.NotebookEditor | undefined): void {
    if (editor) see({ type: 'notebook', shown: editor, viewColumn: undefined });
  }

  const subscriptions = vscode.Disposable.from(
    vscode.window.onDidChangeActiveTextEditor(seeText),
    vscode.window.onDidChangeActiveNotebookEditor((editor) => {
      // A cell that is being edited says more.
      if (!vscode.window.activeTextEditor) seeNotebook(editor);
    }),
    vscode.window.onDidChangeNotebookEditorSelection(({ notebookEditor }) => {
      if (!vscode.window.activeTextEditor) seeNotebook(notebookEditor);
    }),
  );

  return {
    async find() {
      // VS Code may know of a change that it has not told yet.
      seeText(vscode.window.activeTextEditor);
      const open = openUris();
      for (const one of seen) {
        const place = one.type === 'text' ? await findText(one, open) : findCell(one.shown, open);
        if (place) return place;
      }
      return undefined;
    },
    dispose: () => subscriptions.dispose(),
  };
}

async function findText(
  { shown: document, viewColumn }: Extract<Seen, { type: 'text' }>,
  open: ReadonlySet<string>,
): Promise<EditingPlace | undefined> {
  if (document.isClosed || document.uri.scheme === proposalScheme) return undefined;
  const notebook = vscode.workspace.notebookDocuments.find(({ uri }) => isCellOf(document.uri, uri));
  if (!open.has(String(notebook?.uri ?? document.uri))) return undefined;
  const visible = vscode.window.visibleTextEditors.filter((editor) => editor.document === document);
  const editor = editorInColumn(visible, viewColumn);
  if (editor || notebook) return { document, editor };
  const again = await vscode.window.showTextDocument(document, {
    ...(viewColumn !== undefined && { viewColumn }),
    preserveFocus: true,
    preview: false,
  });
  return { document, editor: again };
}

function findCell(
  { notebook, selection }: vscode.NotebookEditor,
  open: ReadonlySet<string>,
): EditingPlace | undefined {
  const index = chosenCellIndex(selection.start, notebook.cellCount);
  if (notebook.isClosed || !open.has(String(notebook.uri)) || index === undefined) return undefined;
  const { document } = notebook.cellAt(index);
  const editor = vscode.window.visibleTextEditors.find((one) => one.document === document);
  return { document, editor };
}
