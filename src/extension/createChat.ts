import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { ChatEditors } from './chatEditors.ts';
import { ChatPanel, type ChatPanelParts } from './chatPanel.ts';
import { ChatView } from './chatView.ts';
import type { CodeActions } from './codeActions/codeActions.ts';
import type { ContextSearch } from './context/contextSearch.ts';
import { ConversationActions } from './conversationActions.ts';
import { notify } from './display/messages.ts';
import { HistoryStore } from './history/historyStore.ts';
import { carryOut } from './intentions.ts';
import type { ModelService } from './modelService.ts';
import { OpenConversations } from './openConversations.ts';
import { translate } from './translate.ts';
import type { ExtensionTransport } from './transport/createTransport.ts';
import { WorkspaceGuidance } from './workspaceFiles/workspaceGuidance.ts';

/** The id of the conversation that a window goes on with after a reload; the conversation itself is a file. */
const currentKey = 'hanlin.currentConversation';
/** By then whoever has just opened the window is at work. */
const tidyAfterMs = 60_000;

/** The chat: its history, the panel in the side bar and the ones in tabs. */
export interface Chat {
  readonly history: HistoryStore;
  readonly guidance: WorkspaceGuidance;
  /** The panel in the side bar. */
  readonly panel: ChatPanel;
  readonly view: ChatView;
  readonly editors: ChatEditors;
  readonly actions: ConversationActions;
  /** Resolves when everything is on the disk. */
  close(): Promise<void>;
}

/** @param count of lines */
function sayDamaged(count: number): void {
  void notify(
    'warning',
    count === 1
      ? translate('A line in the file of a chat is damaged. It was set aside; the rest of the chat is there.')
      : translate(
          '{count} lines in the file of a chat are damaged. They were set aside; the rest is there.',
          {
            count: String(count),
          },
        ),
  );
}

/** Puts the chat together. It goes on with the conversation that this window had before. */
export async function createChat(
  { extension, extensionUri, globalStorageUri, workspaceState, subscriptions }: vscode.ExtensionContext,
  models: ModelService,
  transport: ExtensionTransport,
  codeActions: CodeActions,
  report: (error: unknown) => void,
): Promise<Chat> {
  const directory = vscode.Uri.joinPath(globalStorageUri, 'conversations').fsPath;
  const history = new HistoryStore({ directory, report, damaged: sayDamaged, now: Date.now, translate });
  const guidance = new WorkspaceGuidance(workspaceState, report);
  const conversations = new OpenConversations(models, history, guidance);
  const panels = (): ChatPanel[] => [panel, ...editors.panels];
  const actions = new ConversationActions(history, conversations, panels);
  let search: ContextSearch | undefined;
  const context = async (): Promise<ContextSearch> => {
    const { ContextSearch } = await import('./context/contextSearch.ts');
    search ??= new ContextSearch();
    return search;
  };
  const parts: ChatPanelParts = {
    extensionUri,
    conversations,
    models,
    guidance,
    report,
    async startDiagnosis(scope, onChange) {
      const { startDiagnosis } = await import('./diagnose/startDiagnosis.ts');
      return startDiagnosis(models, transport, extension, scope, onChange);
    },
    carryOut: (intention, on) =>
      carryOut(intention, on, { models, guidance, editors, actions, codeActions, context }),
  };
  const current = await conversations
    .acquire(workspaceState.get<string>(currentKey) ?? randomUUID())
    .catch((error: unknown) => {
      report(error);
      return conversations.create();
    });
  const panel = new ChatPanel(current, parts);
  const view = new ChatView(panel);
  const editors = new ChatEditors(parts);

  const remember = (): void => {
    const { id } = panel.conversation;
    if (workspaceState.get(currentKey) !== id) workspaceState.update(currentKey, id).then(undefined, report);
  };
  remember();
  const relist = (): void => {
    for (const one of panels()) one.refreshHistory().catch(report);
  };
  const tidying = setTimeout(() => void history.tidy(), tidyAfterMs);
  subscriptions.push(
    guidance,
    conversations,
    panel,
    view,
    editors,
    panel.onDidChange(remember),
    conversations.onDidChange(relist),
    { dispose: history.onDidChange(relist) },
    { dispose: () => search?.dispose() },
    { dispose: () => clearTimeout(tidying) },
  );
  void history.open();
  return {
    history,
    guidance,
    panel,
    view,
    editors,
    actions,
    async close() {
      await conversations.flush();
      await history.dispose();
    },
  };
}
