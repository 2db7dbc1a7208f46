import * as vscode from 'vscode';
import type { ChatEditors } from './chatEditors.ts';
import type { ChatPanel } from './chatPanel.ts';
import { createCodeActions } from './codeActions/codeActions.ts';
import { registerCommands } from './commands.ts';
import type { CommitMessages } from './commitMessage/commitMessages.ts';
import { CompletionSwitch } from './completion/completionSwitch.ts';
import type { ConversationActions } from './conversationActions.ts';
import type { Chat } from './createChat.ts';
import { CredentialStore } from './credentialStore.ts';
import { createLog } from './display/log.ts';
import { notify } from './display/messages.ts';
import { registerLightbulb } from './editorCommands/lightbulb.ts';
import type { HistoryStore } from './history/historyStore.ts';
import { forgetInstructions } from './inlineEdit/forgetInstructions.ts';
import type { InlineEdits } from './inlineEdit/inlineEdits.ts';
import { registerLanguageModels } from './languageModels/registerLanguageModels.ts';
import { ModelService } from './modelService.ts';
import { registerParticipant } from './participant/registerParticipant.ts';
import { registerViews } from './registerViews.ts';
import { createStatusBar } from './statusBar.ts';
import { translate } from './translate.ts';
import { createTransport } from './transport/createTransport.ts';
import { UsageLog } from './usageLog.ts';
import { stopWatchingIgnoredFiles } from './workspaceFiles/ignoredFiles.ts';
import type { WorkspaceGuidance } from './workspaceFiles/workspaceGuidance.ts';

let chat: Promise<Chat> | undefined;

/** What the integration tests reach into; handed out in test runs only. */
export interface TestHandles {
  readonly credentials: CredentialStore;
  readonly models: ModelService;
  readonly history: HistoryStore;
  readonly guidance: WorkspaceGuidance;
  /** The panel in the side bar. */
  readonly chat: ChatPanel;
  readonly editors: ChatEditors;
  readonly actions: ConversationActions;
  readonly activationMs: number;
}

export async function activate(context: vscode.ExtensionContext): Promise<TestHandles | undefined> {
  const startedAt = performance.now();
  const log = createLog('Hanlin');
  const report = (error: unknown): void => log.error(error);
  try {
    const transport = createTransport(log);
    const credentials = new CredentialStore(context.secrets);
    const usageDirectory = vscode.Uri.joinPath(context.globalStorageUri, 'usage').fsPath;
    const usage = new UsageLog(usageDirectory, Date.now, report);
    const models = new ModelService(context.globalState, credentials, transport, usage);
    const codeActions = createCodeActions();
    context.subscriptions.push(log, transport, models, codeActions);
    let opened: Promise<InlineEdits> | undefined;
    const inlineEdits = (): Promise<InlineEdits> => {
      opened ??= import('./inlineEdit/inlineEdits.ts').then(({ InlineEdits }) => {
        const edits = new InlineEdits(models);
        context.subscriptions.push(edits);
        return edits;
      });
      return opened;
    };
    let writer: Promise<CommitMessages> | undefined;
    const commitMessages = (): Promise<CommitMessages> => {
      writer ??= import('./commitMessage/commitMessages.ts').then(({ CommitMessages }) => {
        const messages = new CommitMessages(models);
        context.subscriptions.push(messages);
        return messages;
      });
      return writer;
    };
    const openChat = (): Promise<Chat> => {
      chat ??= import('./createChat.ts')
        .then(({ createChat }) => createChat(context, models, transport, codeActions, report))
        .catch((error: unknown) => {
          // Whoever asks next tries again.
          chat = undefined;
          throw error;
        });
      return chat;
    };
    const completion = new CompletionSwitch({ models, credentials, report });
    context.subscriptions.push(completion, { dispose: stopWatchingIgnoredFiles });
    registerCommands(context, {
      chat: openChat,
      models,
      credentials,
      codeActions,
      inlineEdits,
      commitMessages,
      completion,
      log,
    });
    context.subscriptions.push(
      ...registerViews(openChat),
      createStatusBar(models),
      registerLightbulb(),
      ...registerLanguageModels(models),
      ...registerParticipant(models, context.extensionUri),
    );
    await forgetInstructions(context.globalState);
    await models.refresh();
    const activationMs = performance.now() - startedAt;
    log.info(`Started in ${Math.round(activationMs)} ms.`);
    if (context.extensionMode !== vscode.ExtensionMode.Test) return undefined;
    const { history, guidance, panel, editors, actions } = await openChat();
    return { credentials, models, history, guidance, chat: panel, editors, actions, activationMs };
  } catch (error) {
    report(error);
    void notify('error', translate('Hanlin could not start. The log says more.'));
    throw error;
  }
}

export async function deactivate(): Promise<void> {
  await (await chat)?.close();
}
