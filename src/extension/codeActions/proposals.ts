import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { rebaseChange } from '../../chat/lineChanges.ts';
import { settleHunk } from '../../chat/proposedChange.ts';
import { cellScheme } from '../../chat/seenEditors.ts';
import { fileName } from '../fileNames.ts';
import { translate } from '../translate.ts';
import { changeDocument, textChanges } from '../writing/changeDocument.ts';
import { type WriteOutcome, writeChanges } from '../writing/writeChanges.ts';
import type { WritePermission } from '../writing/writePermission.ts';
import type { Dialogues } from './dialogues.ts';
import { createProposalHunks } from './proposalHunks.ts';

/** Of the documents on the right of a proposal’s diff. */
export const proposalScheme = 'hanlin-proposal';

/** A change of a document that the user accepts or rejects. */
export interface ProposedChange {
  readonly document: vscode.TextDocument;
  readonly title: string;
  /** What the change makes of the document’s text as it is now; undefined where it does not fit any more. */
  revise(text: string): string | undefined;
}

export interface Proposals extends vscode.Disposable {
  /** Shows a change in VS Code’s diff editor, the document on the left. The same change again is only brought to the front. */
  show(change: ProposedChange): Promise<void>;
  /** @param proposal absent: the one in the active tab */
  accept(proposal?: vscode.Uri): Promise<void>;
  reject(proposal?: vscode.Uri): Promise<void>;
  /**
   * Makes one hunk of a proposal, or takes it out of it.
   *
   * @param index absent: the hunk at the cursor
   */
  settleHunk(decision: 'accept' | 'reject', proposal?: vscode.Uri, index?: number): Promise<void>;
}

export interface Proposal {
  readonly uri: vscode.Uri;
  change: ProposedChange;
  /** What the right side shows. */
  text: string;
  /** Once the user has agreed. */
  permission?: WritePermission | undefined;
}

/** The document may change with every key; the right side follows when there is a pause, in milliseconds. */
const pauseMs = 200;

export function createProposals(dialogues: Dialogues): Proposals {
  const proposals = new Map<string, Proposal>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  let timer: NodeJS.Timeout | undefined;

  function refresh(): void {
    for (const proposal of proposals.values()) {
      // Where it does not fit any more, the right side stays as it is.
      const text = proposal.change.revise(proposal.change.document.getText()) ?? proposal.text;
      if (text === proposal.text) continue;
      proposal.text = text;
      changed.fire(proposal.uri);
    }
    hunks.refresh();
  }

  /** From now on it is this change, whatever of it has been made already. */
  function propose(proposal: Proposal, before: string, after: string): void {
    proposal.change = { ...proposal.change, revise: (text) => rebaseChange(before, after, text) };
    proposal.text = after;
    changed.fire(proposal.uri);
    hunks.refresh();
  }

  const hunks = createProposalHunks(proposals);

  function find(uri: vscode.Uri | undefined): Proposal | undefined {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    const active = input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
    return proposals.get(String(uri ?? active));
  }

  /** Asks once for each proposal, and again where the document has come to lead to another file. */
  async function permissionFor(proposal: Proposal): Promise<WritePermission | undefined> {
    if (proposal.permission && (await proposal.permission.holds())) return proposal.permission;
    // Proposals are made ready at the start, and this is needed only by a click.
    const { WritePermission } = await import('../writing/writePermission.ts');
    proposal.permission = await WritePermission.ask(proposal.change.document.uri, dialogues);
    return proposal.permission;
  }

  function sayIfRefused(outcome: WriteOutcome, document: vscode.TextDocument): void {
    if (outcome !== 'refused') return;
    dialogues.say(translate('{name} cannot be changed.', { name: fileName(document.uri) }));
  }

  async function open({ uri, change }: Proposal): Promise<void> {
    await vscode.commands.executeCommand('vscode.diff', change.document.uri, uri, change.title, {
      preview: false,
    } satisfies vscode.TextDocumentShowOptions);
  }

  const subscriptions = vscode.Disposable.from(
    changed,
    hunks,
    vscode.workspace.registerTextDocumentContentProvider(proposalScheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: (uri) => proposals.get(String(uri))?.text,
    }),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      const concerns = [...proposals.values()].some(({ change }) => change.document === document);
      if (!concerns) return;
      clearTimeout(timer);
      timer = setTimeout(refresh, pauseMs);
    }),
    vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
      if (closed.length === 0) return;
      // A tab that moves to another group is closed as well, but open there.
      const open = new Set(proposalTabs().map((tab) => String(modified(tab))));
      for (const tab of closed) {
        const uri = String(modified(tab));
        if (!open.has(uri)) proposals.delete(uri);
      }
    }),
  );

  return {
    async show(change) {
      const text = change.revise(change.document.getText());
      if (text === undefined) return;
      const same = [...proposals.values()].find(
        (other) => other.change.document === change.document && other.text === text,
      );
      if (same) return open(same);
      const uri = vscode.Uri.from({
        scheme: proposalScheme,
        path: change.document.uri.path,
        query: randomUUID(),
      });
      const proposal: Proposal = { uri, change, text };
      proposals.set(String(uri), proposal);
      const right = await vscode.workspace.openTextDocument(uri);
      // The path of an untitled document or a cell does not tell.
      if (right.languageId !== change.document.languageId) {
        await vscode.languages.setTextDocumentLanguage(right, change.document.languageId);
      }
      await open(proposal);
      hunks.refresh();
    },
    async settleHunk(decision, uri, index) {
      const proposal = find(uri);
      if (!proposal) {
        dialogues.say(translate('No change is proposed here.'));
        return;
      }
      const { document } = proposal.change;
      const permission = decision === 'accept' ? await permissionFor(proposal) : undefined;
      if (decision === 'accept' && !permission) return;
      const before = document.getText();
      const settlement = settleHunk(
        before,
        proposal.change.revise(before),
        decision,
        (all) => index ?? hunks.atCursor(proposal, all),
      );
      switch (settlement.type) {
        case 'none':
          return;
        case 'unfitting':
          return this.accept(proposal.uri);
        case 'whole':
          return decision === 'accept' ? this.accept(proposal.uri) : this.reject(proposal.uri);
        case 'keep':
          return propose(proposal, before, settlement.after);
        case 'make': {
          if (!permission) return;
          const outcome = await writeChanges(permission, document, () =>
            document.getText() === before ? textChanges(document, [settlement.change]) : undefined,
          );
          if (outcome === 'written') propose(proposal, document.getText(), settlement.after);
          sayIfRefused(outcome, document);
        }
      }
    },
    async accept(uri) {
      const proposal = find(uri);
      if (!proposal) {
        dialogues.say(translate('No change is proposed here.'));
        return;
      }
      const { document } = proposal.change;
      const permission = await permissionFor(proposal);
      if (!permission) return;
      const name = fileName(document.uri);
      const { revise } = proposal.change;
      if (revise(document.getText()) === undefined) {
        dialogues.say(
          translate(
            '{name} has changed since, and the proposal does not fit any more. Apply the code again.',
            {
              name,
            },
          ),
        );
        return;
      }
      // Shown before it changes: an editor in the background would find its cursor on another line afterwards.
      await showDocument(document);
      const outcome = await changeDocument(permission, document, revise);
      sayIfRefused(outcome, document);
      if (outcome !== 'written') return;
      proposals.delete(String(proposal.uri));
      await closeTabs(proposal.uri);
    },
    async reject(uri) {
      const proposal = find(uri);
      if (proposal) await closeTabs(proposal.uri);
    },
    dispose() {
      clearTimeout(timer);
      subscriptions.dispose();
    },
  };
}

/** In the tab that it has, if it has one. A cell is where its notebook is. */
async function showDocument(document: vscode.TextDocument): Promise<void> {
  if (document.uri.scheme === cellScheme) return;
  const { all, activeTabGroup } = vscode.window.tabGroups;
  const group = [activeTabGroup, ...all].find(({ tabs }) =>
    tabs.some(
      ({ input }) => input instanceof vscode.TabInputText && String(input.uri) === String(document.uri),
    ),
  );
  await vscode.window.showTextDocument(document, {
    ...(group && { viewColumn: group.viewColumn }),
    preview: false,
  });
}

/** Closes the diffs of proposals that an earlier window left open: nobody knows any more what they proposed. */
export async function closeProposalTabs(): Promise<void> {
  await vscode.window.tabGroups.close(proposalTabs(), true);
}

async function closeTabs(uri: vscode.Uri): Promise<void> {
  const tabs = proposalTabs().filter((tab) => String(modified(tab)) === String(uri));
  await vscode.window.tabGroups.close(tabs, true);
}

function proposalTabs(): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter((tab) => modified(tab)?.scheme === proposalScheme);
}

function modified({ input }: vscode.Tab): vscode.Uri | undefined {
  return input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
}
