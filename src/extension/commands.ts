import * as vscode from 'vscode';
import type { CodeTask } from '../chat/slashCommands.ts';
import type { ChatPanel } from './chatPanel.ts';
import type { CodeActions } from './codeActions/codeActions.ts';
import { commandIds } from './commandIds.ts';
import type { CommitMessages } from './commitMessage/commitMessages.ts';
import type { CompletionSwitch } from './completion/completionSwitch.ts';
import type { Chat } from './createChat.ts';
import type { CredentialStore } from './credentialStore.ts';
import { askForText } from './display/askForText.ts';
import type { Log } from './display/log.ts';
import { notify } from './display/messages.ts';
import type { ProblemPlace } from './editorCommands/editorCommands.ts';
import type { InlineEdits } from './inlineEdit/inlineEdits.ts';
import type { ModelService } from './modelService.ts';
import { translate } from './translate.ts';

/** What the commands work on. */
export interface CommandParts {
  /** Made on first use. */
  readonly chat: () => Promise<Chat>;
  readonly models: ModelService;
  readonly credentials: CredentialStore;
  readonly codeActions: CodeActions;
  /** Made on first use. */
  readonly inlineEdits: () => Promise<InlineEdits>;
  readonly completion: CompletionSwitch;
  /** Made on first use. */
  readonly commitMessages: () => Promise<CommitMessages>;
  readonly log: Log;
}

/** Registers the commands that package.json contributes. What only a click needs is loaded by that click. */
export function registerCommands({ subscriptions }: vscode.ExtensionContext, parts: CommandParts): void {
  const { chat, models, credentials, codeActions, inlineEdits, completion, commitMessages, log } = parts;
  /** The panel that had the focus last; the command palette and the title bars take it away. */
  const lastPanel = ({ editors: { active }, panel }: Chat): ChatPanel =>
    active && active.focusedAt > panel.focusedAt ? active : panel;
  // The title bar of the side bar means the chat below it, even while a tab has the focus.
  const inView = ({ panel }: Chat): ChatPanel => panel;
  const focus = async (): Promise<void> => {
    const { editors, panel, view } = await chat();
    if (editors.active === undefined) await view.show();
    (editors.active ?? panel).post({ type: 'focus' });
  };
  const showChat = async (): Promise<ChatPanel> => {
    const { panel, view } = await chat();
    await view.show();
    panel.post({ type: 'page', page: 'chat' });
    panel.post({ type: 'focus' });
    return panel;
  };
  /** Does something with the conversation of a panel, if there is anything in it. */
  const withConversation =
    (on: (from: Chat) => ChatPanel, act: (from: Chat, id: string) => Promise<void>) => async () => {
      const from = await chat();
      const { id } = on(from).conversation;
      if (await from.history.exists(id)) await act(from, id);
      else void notify('info', translate('This chat is still empty.'));
    };
  const newChat = (choose: (from: Chat) => ChatPanel) => async (): Promise<void> => {
    const from = await chat();
    const on = choose(from);
    await on.newChat();
    if (on === from.panel) await from.view.show();
    on.post({ type: 'focus' });
  };
  const rename = async ({ history, actions }: Chat, id: string): Promise<void> => {
    const title = await askForText(translate('Rename chat'), '', history.summary(id)?.title ?? '');
    if (title !== undefined && title.trim() !== '') await actions.rename(id, title);
  };
  const copy = ({ actions }: Chat, id: string): Promise<void> => actions.copyAsMarkdown(id);
  const exportOne = ({ actions }: Chat, id: string): Promise<void> => actions.exportOne(id);
  const remove = ({ actions }: Chat, id: string): Promise<void> => actions.remove(id);
  const settleHunk = async (decision: 'accept' | 'reject', uri: unknown, index: unknown): Promise<void> => {
    const at = typeof index === 'number' ? index : undefined;
    const isDone = await (await inlineEdits()).settleHunk(decision, address(uri), at);
    if (!isDone) await codeActions.settleHunk(decision, address(uri), at);
  };
  const editor = () => import('./editorCommands/editorCommands.ts');
  const askAboutCode = (task: CodeTask) => async () => (await editor()).askAboutCode(task, showChat);
  const askAboutProblem =
    (task: 'explain' | 'fix') =>
    async (...values: unknown[]) =>
      (await editor()).askAboutProblem(task, showChat, problemPlace(values));
  const commands: Record<keyof typeof commandIds, (...values: unknown[]) => unknown> = {
    acceptChange: async (uri) => {
      const isDone = await (await inlineEdits()).settle('accept', address(uri));
      if (!isDone) await codeActions.acceptChange(address(uri));
    },
    acceptHunk: (uri, index) => settleHunk('accept', uri, index),
    askAboutSelection: async () => {
      const { guidance } = await chat();
      await (await editor()).askAboutSelection(showChat, guidance.commands);
    },
    attachSelection: async () => (await editor()).attachSelection(showChat),
    attachTerminal: async () => (await editor()).attachTerminal(showChat),
    chooseCompletionModel: () => completion.chooseModel(),
    chooseModel: async () => (await import('./modelPicker.ts')).chooseModel(models),
    chooseOptions: async () => (await import('./modelOptionsPicker.ts')).chooseModelOptions(models),
    copyConversation: withConversation(lastPanel, copy),
    copyConversationInView: withConversation(inView, copy),
    deleteConversation: withConversation(lastPanel, remove),
    deleteConversationInView: withConversation(inView, remove),
    diagnose: async (vendor, api) => {
      const { panel, view } = await chat();
      await view.show();
      const [vendorId, apiId] = [text(vendor), text(api)];
      await panel.diagnose(vendorId !== undefined && apiId !== undefined ? { vendorId, apiId } : undefined);
    },
    editSelection: async (instruction) => (await inlineEdits()).start(text(instruction)),
    documentSelection: askAboutCode('doc'),
    explainProblem: askAboutProblem('explain'),
    explainSelection: askAboutCode('explain'),
    explainTerminal: async () => (await editor()).explainTerminal(showChat),
    exportConversation: withConversation(lastPanel, exportOne),
    exportConversationInView: withConversation(inView, exportOne),
    fixSelection: (...values) =>
      problemPlace(values) ? askAboutProblem('fix')(...values) : askAboutCode('fix')(),
    focusChat: focus,
    importConversations: async () => (await chat()).actions.import(),
    manageKeys: async (vendor, api) => {
      const { manageKeys } = await import('./keyWizard.ts');
      await manageKeys(models, credentials, text(vendor), text(api));
    },
    moveToSecondarySideBar: async () => (await import('./moveView.ts')).moveView('secondarySideBar'),
    moveToSideBar: async () => (await import('./moveView.ts')).moveView('sideBar'),
    newChat: newChat(lastPanel),
    newChatInView: newChat(inView),
    optimiseSelection: askAboutCode('optimise'),
    openInEditor: async () => {
      const { editors, panel } = await chat();
      await editors.open(panel.conversation.id);
    },
    refactorSelection: askAboutCode('refactor'),
    rejectChange: async (uri) => {
      const isDone = await (await inlineEdits()).settle('reject', address(uri));
      if (!isDone) await codeActions.rejectChange(address(uri));
    },
    rejectHunk: (uri, index) => settleHunk('reject', uri, index),
    // A view that is broken cannot say that it has the focus.
    reloadView: async () => {
      const { editors, panel } = await chat();
      for (const one of [panel, ...editors.panels]) one.reload();
    },
    renameConversation: withConversation(lastPanel, rename),
    renameConversationInView: withConversation(inView, rename),
    reviewSelection: askAboutCode('review'),
    showHistory: async () => {
      const { history, panel, view } = await chat();
      void history.refresh();
      await view.show();
      panel.post({ type: 'page', page: 'history' });
    },
    showLog: () => log.show(),
    snoozeCompletion: () => completion.snooze(),
    stop: async () => lastPanel(await chat()).conversation.session.stop(),
    stopCommitMessage: async (place) => (await commitMessages()).stop(place),
    testSelection: askAboutCode('test'),
    toggleCompletion: () => completion.toggle(),
    toggleLanguageCompletion: () => completion.toggleLanguage(),
    translateComments: askAboutCode('translate'),
    writeCommitMessage: async (place) => (await commitMessages()).write(place),
  };
  for (const [name, run] of Object.entries(commands)) {
    const id = commandIds[name as keyof typeof commandIds];
    subscriptions.push(vscode.commands.registerCommand(id, run));
  }
}

/** A command's argument may be anything: whoever runs it chooses. */
function text(argument: unknown): string | undefined {
  return typeof argument === 'string' ? argument : undefined;
}

/** A code action gives the document and the range of a problem, a menu the document alone. */
function problemPlace([uri, range]: readonly unknown[]): ProblemPlace | undefined {
  return uri instanceof vscode.Uri && range instanceof vscode.Range ? { uri, range } : undefined;
}

function address(argument: unknown): vscode.Uri | undefined {
  // A link in a hover can hand over nothing but JSON.
  if (typeof argument === 'string') return vscode.Uri.parse(argument);
  return argument instanceof vscode.Uri ? argument : undefined;
}
