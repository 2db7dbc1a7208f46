import * as vscode from 'vscode';
import type { NewQuestion } from '../chat/session.ts';
import { answerOf, questionOf } from '../chat/turnLookup.ts';
import type { NoticeAction, SavingAction } from '../shared/protocol.ts';
import type { ChatEditors } from './chatEditors.ts';
import type { ChatPanel, PanelIntention } from './chatPanel.ts';
import type { CodeActions } from './codeActions/codeActions.ts';
import { commandIds } from './commandIds.ts';
import { confirmAddress } from './confirmAddress.ts';
import type { ContextSearch } from './context/contextSearch.ts';
import type { ConversationActions } from './conversationActions.ts';
import { notify } from './display/messages.ts';
import { instructionsId } from './instructionsView.ts';
import type { ModelService } from './modelService.ts';
import { openLink } from './openLink.ts';
import { tell } from './tell.ts';
import { translate } from './translate.ts';
import type { WorkspaceGuidance } from './workspaceFiles/workspaceGuidance.ts';

/** What the intentions of a panel need beside the panel. */
export interface IntentionParts {
  readonly models: ModelService;
  readonly guidance: WorkspaceGuidance;
  readonly editors: ChatEditors;
  readonly actions: ConversationActions;
  readonly codeActions: CodeActions;
  /** Made on first use. */
  readonly context: () => Promise<ContextSearch>;
}

type Of<Type extends PanelIntention['type']> = Extract<PanelIntention, { type: Type }>;

/** Carries out what a view wants. What stands in the way is said to the user. */
export async function carryOut(
  intention: PanelIntention,
  panel: ChatPanel,
  parts: IntentionParts,
): Promise<void> {
  const { actions, editors } = parts;
  const { conversation } = panel;
  const { session } = conversation;
  switch (intention.type) {
    case 'send':
      return send(intention, panel, parts.guidance);
    case 'edit':
      return edit(intention, panel);
    case 'regenerate':
      return regenerate(intention, panel, parts.models);
    case 'show-alternative':
      return session.showAlternative(intention.id, intention.step);
    case 'delete-turn':
      return deleteTurn(intention.id, panel);
    case 'stop':
      return session.stop();
    case 'unqueue':
      return session.unqueue(intention.index);
    case 'copy':
      return vscode.env.clipboard.writeText(intention.text);
    case 'code': {
      const { action, code, language, path, answer } = intention;
      if (!answerOf(session.turns, answer)) return;
      const attachments = questionOf(session.turns, answer)?.attachments ?? [];
      return parts.codeActions.carryOutCodeAction({ action, code, language, path }, { attachments });
    }
    case 'open-link':
      return openLink(intention.url);
    case 'find-paths': {
      const { findPaths } = await import('./workspacePaths.ts');
      return panel.post({ type: 'paths', found: await findPaths(intention.paths) });
    }
    case 'open-path':
      return (await import('./workspacePaths.ts')).openPath(intention.path);
    case 'open-attachment': {
      const instructions = conversation.instructions.find((file) => instructionsId(file) === intention.id);
      if (instructions) return tell(open(instructions.uri));
      const attachment = conversation.attachment(intention.id);
      if (!attachment) return;
      return tell((await import('./context/revealAttachment.ts')).revealAttachment(attachment));
    }
    case 'remove-attachment': {
      const instructions = conversation.instructions.find((file) => instructionsId(file) === intention.id);
      if (instructions) return conversation.decline(instructions);
      return conversation.detach(intention.id);
    }
    case 'search-context': {
      const { request, query } = intention;
      const groups = await (await parts.context()).search(query);
      return panel.post({ type: 'context', request, groups });
    }
    case 'attach-context':
      return tell(
        parts.context().then(async (context) => conversation.attach(await context.attach(intention.id))),
      );
    case 'attach-uris':
      return tell(
        parts.context().then(async (context) => {
          for (const attachment of await context.attachUris(intention.uris)) conversation.attach(attachment);
        }),
      );
    case 'attach-image': {
      const { name, mediaType, data } = intention;
      const { imageAttachment } = await import('./context/imageAttachment.ts');
      return tell(Promise.resolve().then(() => conversation.attach(imageAttachment(name, mediaType, data))));
    }
    case 'attach-selection':
      return vscode.commands.executeCommand(commandIds.attachSelection);
    case 'explain-selection':
      return vscode.commands.executeCommand(commandIds.explainSelection);
    case 'choose-model':
      return vscode.commands.executeCommand(commandIds.chooseModel);
    case 'choose-options':
      return vscode.commands.executeCommand(commandIds.chooseOptions);
    case 'add-key':
      return vscode.commands.executeCommand(commandIds.manageKeys, intention.vendor);
    case 'act':
      return act(intention, panel, parts.models);
    case 'saving':
      return carryOutSaving(intention.action, panel, actions);
    case 'search-history':
      return panel.searchHistory(intention.query, actions);
    case 'leave-history':
      return panel.leaveHistory();
    case 'diagnose':
      return panel.diagnoseAgain();
    case 'stop-diagnosis':
      return panel.stopDiagnosis();
    case 'leave-diagnosis':
      return panel.leaveDiagnosis();
    case 'new-chat':
      return panel.newChat();
    case 'open-conversation':
      return intention.place === 'editor' ? editors.open(intention.id) : panel.open(intention.id);
    case 'rename-conversation':
      return tell(actions.rename(intention.id, intention.title));
    case 'pin-conversation':
      return tell(actions.setPinned(intention.id, intention.pinned));
    case 'delete-conversation':
      return tell(actions.remove(intention.id));
    case 'export-conversation':
      return tell(actions.exportOne(intention.id));
    case 'export-all':
      return tell(actions.exportAll());
    case 'import':
      return actions.import();
  }
}

function carryOutSaving(
  action: SavingAction,
  { conversation }: ChatPanel,
  actions: ConversationActions,
): Promise<void> {
  switch (action) {
    case 'save-again':
      return actions.saveAgain(conversation);
    case 'keep-as-new':
      return tell(actions.keepAsNew(conversation));
    case 'export':
      return tell(actions.exportOpen(conversation));
  }
}

async function open(uri: vscode.Uri): Promise<void> {
  await vscode.window.showTextDocument(uri);
}

async function send(
  { text, proposed, thinking, webSearch }: Of<'send'>,
  panel: ChatPanel,
  { commands }: WorkspaceGuidance,
): Promise<void> {
  if (text.trim() === '') return;
  const typed = { text, ...choices(thinking, webSearch) };
  if (proposed === true) return panel.ask({ ...typed, attachments: [] });
  const { questionFrom } = await import('./codeQuestions.ts');
  return tell(
    questionFrom(typed, panel.conversation.attachments, commands).then((question) =>
      panel.ask(question, text),
    ),
  );
}

async function edit({ id, text, thinking, webSearch }: Of<'edit'>, panel: ChatPanel): Promise<void> {
  const { session } = panel.conversation;
  const question = session.turns.find((turn) => turn.id === id);
  if (text.trim() === '' || question?.role !== 'question') return;
  session.edit(id, { text, attachments: question.attachments, ...choices(thinking, webSearch) });
}

async function regenerate({ id, choose }: Of<'regenerate'>, panel: ChatPanel, models: ModelService) {
  const { session } = panel.conversation;
  if (!choose) {
    session.regenerate(id);
    return;
  }
  const { pickModel } = await import('./modelPicker.ts');
  const by = await pickModel(models);
  if (by) session.regenerate(id, by);
}

function deleteTurn(id: string, panel: ChatPanel): void {
  const { session } = panel.conversation;
  const deleted = session.deleteExchange(id);
  if (deleted.length === 0) return;
  const undo = translate('Undo');
  void notify('info', translate('The question and its answer are deleted.'), undo).then((answer) => {
    if (answer === undo) session.restore(deleted);
  });
}

async function act({ id, action }: Of<'act'>, panel: ChatPanel, models: ModelService): Promise<void> {
  const { session } = panel.conversation;
  switch (action satisfies NoticeAction) {
    case 'retry':
      return session.retry(id);
    case 'continue':
      return session.continueAnswer(id);
    case 'new-chat':
      return panel.newChat();
    case 'choose-model': {
      const { chooseModel } = await import('./modelPicker.ts');
      if (await chooseModel(models)) await session.retry(id);
      return;
    }
    case 'add-key':
      return vscode.commands.executeCommand(commandIds.manageKeys);
    case 'diagnose':
      return panel.diagnose(answerOf(session.turns, id)?.respondent);
    case 'edit-key': {
      const asked = answerOf(session.turns, id)?.respondent;
      return vscode.commands.executeCommand(commandIds.manageKeys, asked?.vendorId, asked?.apiId);
    }
    case 'confirm-address': {
      const asked = answerOf(session.turns, id)?.respondent;
      if (asked && (await confirmAddress(models, asked))) await session.retry(id);
      return;
    }
    case 'open-options':
      return vscode.commands.executeCommand('workbench.action.openSettings', 'hanlin.options');
    case 'open-proxy-settings':
      return vscode.commands.executeCommand('workbench.action.openSettings', 'http.proxy');
    case 'show-log':
      return vscode.commands.executeCommand(commandIds.showLog);
  }
}

function choices(
  thinking: boolean | undefined,
  webSearch: boolean | undefined,
): Pick<NewQuestion, 'thinking' | 'webSearch'> {
  return { ...(thinking !== undefined && { thinking }), ...(webSearch !== undefined && { webSearch }) };
}
