import * as vscode from 'vscode';
import { isSerious } from '../../chat/problemText.ts';
import { isWritable } from '../codeActions/isWritable.ts';
import { commandIds } from '../commandIds.ts';
import { codeAction } from '../display/codeAction.ts';
import { translate } from '../translate.ts';

/** What can be written in but is no code: the box for a commit message, a comment on a change. */
const inputSchemes = new Set(['vscode-scm', 'comment']);

const { QuickFix: problemKind, RefactorRewrite: selectionKind } = vscode.CodeActionKind;

/**
 * The lightbulb, and the quick fixes of the problems view: explains and fixes what the editor reports, and refactors
 * what is selected. A selection alone does not make a bulb appear.
 */
export const lightbulb: vscode.CodeActionProvider = {
  provideCodeActions(document, range, { diagnostics, only, triggerKind }) {
    if (!isWritable(document) || inputSchemes.has(document.uri.scheme)) return [];
    const problems = diagnostics.filter(isSerious);
    const isAsked = triggerKind === vscode.CodeActionTriggerKind.Invoke;
    const actions = [
      ...(problems.length > 0 ? problemActions(document, problems) : []),
      ...(isAsked && !range.isEmpty ? [refactoring()] : []),
    ];
    return actions.filter(({ kind }) => !only || (kind !== undefined && only.contains(kind)));
  },
};

/** Offers it in every language. */
export function registerLightbulb(): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider('*', lightbulb, {
    providedCodeActionKinds: [problemKind, selectionKind],
  });
}

function problemActions(
  { uri }: vscode.TextDocument,
  problems: readonly vscode.Diagnostic[],
): vscode.CodeAction[] {
  const [first, ...others] = problems.map(({ range }) => range);
  const place = [uri, others.reduce((all, range) => all?.union(range), first)];
  const offered = [
    { title: translate('Fix with Hanlin'), command: commandIds.fixSelection },
    { title: translate('Explain with Hanlin'), command: commandIds.explainProblem },
  ];
  return offered.map(({ title, command }) => {
    const action = codeAction(title, problemKind, command, place);
    action.diagnostics = [...problems];
    return action;
  });
}

function refactoring(): vscode.CodeAction {
  return codeAction(translate('Refactor with Hanlin'), selectionKind, commandIds.refactorSelection);
}
