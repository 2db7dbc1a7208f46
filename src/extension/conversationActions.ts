import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { exportText } from '../chat/conversationExport.ts';
import { conversationMarkdown } from '../chat/conversationMarkdown.ts';
import { exportFileName } from '../chat/exportFileName.ts';
import { importFailure } from '../chat/savingTexts.ts';
import type { HistoryRow } from '../shared/protocol.ts';
import type { ChatPanel } from './chatPanel.ts';
import { windowDialogues } from './codeActions/dialogues.ts';
import { notify, sayBriefly } from './display/messages.ts';
import type { HistoryStore } from './history/historyStore.ts';
import { refuseLargeImport } from './history/importFormat.ts';
import { restoreOrPurge } from './history/restoreOrPurge.ts';
import { historyRow } from './historyRow.ts';
import type { OpenConversation } from './openConversation.ts';
import { currentWorkspace, type OpenConversations } from './openConversations.ts';
import { translate } from './translate.ts';
import { inTurns } from './turns.ts';
import { writeFile } from './writing/writeFile.ts';
import { WritePermission } from './writing/writePermission.ts';

/** What can be done with the conversations in the history. */
export class ConversationActions {
  readonly #store: HistoryStore;
  readonly #conversations: OpenConversations;
  /** All panels that are there. */
  readonly #panels: () => readonly ChatPanel[];

  constructor(store: HistoryStore, conversations: OpenConversations, panels: () => readonly ChatPanel[]) {
    this.#store = store;
    this.#conversations = conversations;
    this.#panels = panels;
  }

  /** The rows of the list for a panel: those that have `query` in their title or text, all for an empty one. */
  async rows(query: string, panel: ChatPanel, signal: AbortSignal): Promise<HistoryRow[]> {
    const here = currentWorkspace()?.uri ?? '';
    const found =
      query.trim() === ''
        ? this.#store.summaries.map((summary) => ({ summary, excerpt: undefined }))
        : await this.#store.search(query, signal);
    return found.map(({ summary, excerpt }) => {
      const { id } = summary;
      const isBusy = this.#conversations.isBusy(id);
      const facts = { excerpt, here, isBusy, isCurrent: panel.conversation.id === id };
      return historyRow(summary, facts, translate);
    });
  }

  get total(): number {
    return this.#store.summaries.length;
  }

  rename(id: string, title: string): Promise<void> {
    return this.#store.rename(id, title.trim());
  }

  setPinned(id: string, pinned: boolean): Promise<void> {
    return this.#store.setPinned(id, pinned);
  }

  /** Deletes a conversation; panels that show it get a new one. It can be brought back for a while. */
  async remove(id: string): Promise<void> {
    const title = this.#store.summary(id)?.title ?? '';
    await this.#conversations.stop(id);
    await this.#store.remove(id);
    const showing = this.#panels().filter(({ conversation }) => conversation.id === id);
    await Promise.all(showing.map(async (panel) => panel.replace(await this.#conversations.create())));
    const undo = translate('Undo');
    const asked = notify(
      'info',
      title === '' ? translate('Chat deleted.') : translate('“{title}” deleted.', { title }),
      undo,
    );
    await restoreOrPurge(
      this.#store,
      id,
      asked.then((answer) => answer === undo),
    );
  }

  /** Writes a conversation into a Markdown or JSON file that the user chooses. */
  async exportOne(id: string): Promise<void> {
    const title = this.#store.summary(id)?.title ?? '';
    const target = await saveDialog(exportFileName(title), exportFilters());
    if (!target) return;
    await this.#conversations.flush();
    const isJson = /\.json$/i.test(target.path);
    await write(target, isJson ? await this.#store.exportJson([id]) : await this.#store.exportMarkdown(id));
  }

  /** Writes what is in memory of a conversation into a file that the user chooses: it may not be on the disk. */
  async exportOpen(conversation: OpenConversation): Promise<void> {
    const isPart = await conversation.loadRest();
    const { title, session } = conversation;
    const target = await saveDialog(exportFileName(title), exportFilters());
    if (!target) return;
    const isJson = /\.json$/i.test(target.path);
    await write(
      target,
      isJson
        ? exportText([conversation.exported()], Date.now())
        : await inTurns(conversationMarkdown(title, session.turns, translate)),
    );
    if (isPart) tellPart();
  }

  /** Tries to save a conversation, and says so where only a part of it is left to be saved. */
  async saveAgain(conversation: OpenConversation): Promise<void> {
    if (await conversation.saveAgain()) tellPart();
  }

  /** Keeps what is left of a conversation that was deleted as a new one, which its panels show then. */
  async keepAsNew(conversation: OpenConversation): Promise<void> {
    conversation.session.stop();
    const isPart = await conversation.loadRest();
    const id = randomUUID();
    await this.#store.add(conversation.exported(), id);
    await Promise.all(
      this.#panels()
        .filter((panel) => panel.conversation === conversation)
        .map(async (panel) => panel.show(await this.#conversations.acquire(id))),
    );
    if (isPart) tellPart();
  }

  async exportAll(): Promise<void> {
    const target = await saveDialog('hanlin.json', { [translate('Hanlin chats')]: ['json'] });
    if (!target) return;
    await this.#conversations.flush();
    await write(target, await this.#store.exportJson());
  }

  async copyAsMarkdown(id: string): Promise<void> {
    await this.#conversations.flush();
    await vscode.env.clipboard.writeText(await this.#store.exportMarkdown(id));
    sayBriefly(translate('The chat is in the clipboard.'), 4000);
  }

  /** Adds the conversations of files that were exported before. */
  async import(): Promise<void> {
    const files = await vscode.window.showOpenDialog({
      canSelectMany: true,
      openLabel: translate('Import'),
      filters: { [translate('Hanlin chats')]: ['json'] },
    });
    for (const file of files ?? []) {
      const name = file.path.split('/').at(-1) ?? '';
      try {
        const { size } = await vscode.workspace.fs.stat(file);
        refuseLargeImport(size, translate);
        const bytes = await vscode.workspace.fs.readFile(file);
        const { added, merged } = await this.#store.importJson(new TextDecoder().decode(bytes));
        void notify(
          'info',
          translate('{name} was imported. New chats: {added}, completed: {merged}.', {
            name,
            added: String(added),
            merged: String(merged),
          }),
        );
      } catch (error) {
        const reason = importFailure(error, translate);
        void notify('error', translate('{name} was not imported. {reason}', { name, reason }));
      }
    }
  }
}

function tellPart(): void {
  void notify(
    'warning',
    translate(
      'Only the end of the chat, as far as it was loaded, could be kept. The earlier messages cannot be read from its file any more.',
    ),
  );
}

function exportFilters(): Record<string, string[]> {
  return { Markdown: ['md'], [translate('Hanlin chats')]: ['json'] };
}

function saveDialog(name: string, filters: Record<string, string[]>): Thenable<vscode.Uri | undefined> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  return vscode.window.showSaveDialog({
    filters,
    ...(folder
      ? { defaultUri: vscode.Uri.joinPath(folder.uri, name) }
      : { defaultUri: vscode.Uri.file(name) }),
  });
}

async function write(target: vscode.Uri, text: string): Promise<void> {
  // The name that is proposed comes from the chat’s title, which may be “AGENTS”.
  const request = { content: 'chat', isPlaceChosen: true } as const;
  const permission = await WritePermission.ask(target, windowDialogues, request);
  if (!permission || (await writeFile(permission, target, text)) !== 'written') return;
  const open = translate('Open');
  const answer = await notify(
    'info',
    translate('Written to {path}.', { path: vscode.workspace.asRelativePath(target) }),
    open,
  );
  if (answer === open) await vscode.commands.executeCommand('vscode.open', target);
}
