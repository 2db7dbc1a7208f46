import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { visibleName } from '../chat/hiddenCharacters.ts';
import type { WorkspaceName } from '../chat/logRecord.ts';
import type { HistoryStore } from './history/historyStore.ts';
import type { ModelService } from './modelService.ts';
import { OpenConversation } from './openConversation.ts';
import type { WorkspaceGuidance } from './workspaceFiles/workspaceGuidance.ts';

/** The conversations that are in memory: those that a panel shows, and those whose answer is still being written. */
export class OpenConversations implements vscode.Disposable {
  readonly #models: ModelService;
  readonly #store: HistoryStore;
  readonly #guidance: WorkspaceGuidance;
  readonly #open = new Map<string, Promise<OpenConversation>>();
  readonly #running = new Set<string>();
  readonly #panels = new Map<string, number>();
  readonly #changed = new vscode.EventEmitter<void>();

  /** `isBusy` of some conversation is another one. */
  readonly onDidChange = this.#changed.event;

  constructor(models: ModelService, store: HistoryStore, guidance: WorkspaceGuidance) {
    this.#models = models;
    this.#store = store;
    this.#guidance = guidance;
  }

  /** A conversation for a panel, which has to `release` it. One that is not known yet is empty. */
  async acquire(id: string): Promise<OpenConversation> {
    this.#panels.set(id, (this.#panels.get(id) ?? 0) + 1);
    let conversation = this.#open.get(id);
    if (!conversation) {
      const file = this.#store.file(id, currentWorkspace());
      conversation = file.readTail().then((loaded) => {
        const opened = new OpenConversation(id, this.#models, this.#guidance, file, loaded, () =>
          this.#store.summary(id),
        );
        opened.onEvent(() => this.#note(opened));
        return opened;
      });
      this.#open.set(id, conversation);
      // What could not be read may be readable the next time.
      conversation.catch(() => this.#open.delete(id));
    }
    return conversation;
  }

  /** A new conversation for a panel, which has to `release` it. */
  create(): Promise<OpenConversation> {
    return this.acquire(randomUUID());
  }

  /** Says that a panel shows a conversation no more. An answer that is being written goes on. */
  async release(id: string): Promise<void> {
    this.#panels.set(id, (this.#panels.get(id) ?? 1) - 1);
    await this.#close(id);
  }

  isBusy(id: string): boolean {
    return this.#running.has(id);
  }

  /** Ends the answer of a conversation that is about to be deleted. */
  async stop(id: string): Promise<void> {
    (await this.#open.get(id))?.session.stop();
  }

  #note(conversation: OpenConversation): void {
    const { id, session } = conversation;
    if (session.isRunning === this.#running.has(id)) return;
    if (session.isRunning) this.#running.add(id);
    else this.#running.delete(id);
    this.#changed.fire();
    void this.#close(id);
  }

  async #close(id: string): Promise<void> {
    const conversation = await this.#open.get(id);
    if (!conversation || this.#isNeeded(conversation)) return;
    await conversation.flush();
    if (this.#isNeeded(conversation)) return;
    this.#open.delete(id);
    this.#panels.delete(id);
    conversation.dispose();
  }

  #isNeeded({ id, session }: OpenConversation): boolean {
    return (this.#panels.get(id) ?? 0) > 0 || session.isRunning;
  }

  /** Resolves when everything that is known is on the disk. */
  async flush(): Promise<void> {
    const open = await Promise.all(this.#open.values());
    await Promise.all(open.map((conversation) => conversation.flush()));
  }

  dispose(): void {
    for (const conversation of this.#open.values()) void conversation.then((opened) => opened.dispose());
    this.#changed.dispose();
  }
}

/** The folder of this window; the first one where there are several. */
export function currentWorkspace(): WorkspaceName | undefined {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  return folder && { name: visibleName(vscode.workspace.name ?? folder.name), uri: folder.uri.toString() };
}
