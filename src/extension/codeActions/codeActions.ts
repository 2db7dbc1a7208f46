import type * as vscode from 'vscode';
import type { Attachment } from '../../chat/attachment.ts';
import { isWithin } from '../../chat/textSize.ts';
import { largestCodeBlock } from '../../core/limits.ts';
import { translate } from '../translate.ts';
import { type Dialogues, windowDialogues } from './dialogues.ts';
import { createLastEditor } from './lastEditor.ts';
import { closeProposalTabs, createProposals } from './proposals.ts';

/** What a button of a code block wants. */
export interface CodeIntention {
  readonly action: 'insert' | 'replace' | 'new-file' | 'apply' | 'run';
  readonly code: string;
  /** What the fence says after its backticks: `ts`, `bash`. */
  readonly language?: string | undefined;
  /** The file that the block says it is for. */
  readonly path?: string | undefined;
}

/** What the code block belongs to. */
export interface CodeOrigin {
  /** Of the question that the block answers. */
  readonly attachments: readonly Attachment[];
}

export interface CodeActions extends vscode.Disposable {
  /** Carries out a code block's button. What stands in the way is said to the user, not thrown. */
  carryOutCodeAction(intention: CodeIntention, origin: CodeOrigin): Promise<void>;
  /** Makes a proposed change; without one: the one in the active tab. */
  acceptChange(proposal?: vscode.Uri): Promise<void>;
  /** Closes a proposed change; without one: the one in the active tab. */
  rejectChange(proposal?: vscode.Uri): Promise<void>;
  /** Makes one hunk of a proposed change, or takes it out; without a number: the one at the cursor. */
  settleHunk(decision: 'accept' | 'reject', proposal?: vscode.Uri, index?: number): Promise<void>;
}

/** The actions of code blocks. To be created at activation, because from then on the last active editor is remembered. */
export function createCodeActions(dialogues: Dialogues = windowDialogues): CodeActions {
  const lastEditor = createLastEditor();
  const proposals = createProposals(dialogues);
  // What an earlier window left open can be neither accepted nor filled.
  void closeProposalTabs();
  return {
    // What only a click needs is loaded by that click.
    async carryOutCodeAction({ action, code, language, path }, { attachments }) {
      if (!isWithin(code, largestCodeBlock)) {
        dialogues.say(
          translate(
            'This code block has more than {lines} lines or {characters} characters. Please copy it.',
            {
              lines: String(largestCodeBlock.lines),
              characters: String(largestCodeBlock.characters),
            },
          ),
        );
        return;
      }
      switch (action) {
        case 'insert': {
          const { insertAtCursor } = await import('./insertAtCursor.ts');
          return insertAtCursor(code, lastEditor, dialogues);
        }
        case 'replace': {
          const { replaceSelection } = await import('./replaceSelection.ts');
          return replaceSelection(code, lastEditor, dialogues);
        }
        case 'new-file': {
          const { openNewFile } = await import('./openNewFile.ts');
          return openNewFile(code, language, path, dialogues);
        }
        case 'apply': {
          const { proposeChange } = await import('./proposeChange.ts');
          return proposeChange({ code, language, path, attachments }, lastEditor, proposals, dialogues);
        }
        case 'run': {
          const { runInTerminal } = await import('./runInTerminal.ts');
          return runInTerminal(code, language, lastEditor, dialogues);
        }
      }
    },
    acceptChange: (proposal) => proposals.accept(proposal),
    rejectChange: (proposal) => proposals.reject(proposal),
    settleHunk: (decision, proposal, index) => proposals.settleHunk(decision, proposal, index),
    dispose() {
      lastEditor.dispose();
      proposals.dispose();
    },
  };
}
