import * as vscode from 'vscode';
import { ChatPanel, type ChatPanelParts } from './chatPanel.ts';
import { createTab, nameTab } from './display/tab.ts';
import { translate } from './translate.ts';
import { chatEditorType } from './viewTypes.ts';

const idPattern = /^[0-9a-z-]{1,64}$/;

/** Conversations in editor tabs, beside the one in the side bar; they are there again after a reload. */
export class ChatEditors implements vscode.Disposable {
  readonly #parts: ChatPanelParts;
  readonly #tabs = new Map<vscode.WebviewPanel, ChatPanel>();
  readonly #changed = new vscode.EventEmitter<void>();

  /** A tab was opened, closed, brought to the front, or shows something else. */
  readonly onDidChange = this.#changed.event;

  constructor(parts: ChatPanelParts) {
    this.#parts = parts;
  }

  get panels(): readonly ChatPanel[] {
    return [...this.#tabs.values()];
  }

  /** The panel in the tab that has the focus, if one has. */
  get active(): ChatPanel | undefined {
    for (const [tab, panel] of this.#tabs) if (tab.active) return panel;
    return undefined;
  }

  /** Shows a conversation in a tab, in the one that has it already if there is one. */
  async open(id: string): Promise<void> {
    for (const [tab, panel] of this.#tabs) {
      if (panel.conversation.id !== id) continue;
      tab.reveal();
      return;
    }
    const tab = createTab(chatEditorType, translate('Hanlin'));
    await this.#fill(tab, id);
  }

  /** Fills a tab that was open when the window was closed. */
  async restore(tab: vscode.WebviewPanel, state: unknown): Promise<void> {
    const id = (state as { conversation?: unknown } | undefined)?.conversation;
    if (typeof id === 'string' && idPattern.test(id)) await this.#fill(tab, id);
    else tab.dispose();
  }

  async #fill(tab: vscode.WebviewPanel, id: string): Promise<void> {
    const { extensionUri, conversations } = this.#parts;
    tab.iconPath = {
      light: vscode.Uri.joinPath(extensionUri, 'media', 'hanlin-light.svg'),
      dark: vscode.Uri.joinPath(extensionUri, 'media', 'hanlin-dark.svg'),
    };
    const panel = new ChatPanel(await conversations.acquire(id), this.#parts);
    const showTitle = (): void => {
      nameTab(tab, panel.title === '' ? translate('Hanlin') : panel.title);
      this.#changed.fire();
    };
    this.#tabs.set(tab, panel);
    panel.onDidChange(showTitle);
    tab.onDidChangeViewState(() => {
      if (tab.visible) panel.resume();
      else panel.pause();
      this.#changed.fire();
    });
    tab.onDidDispose(() => {
      this.#tabs.delete(tab);
      panel.dispose();
      this.#changed.fire();
    });
    panel.attach(tab.webview);
    showTitle();
  }

  dispose(): void {
    for (const panel of this.panels) panel.dispose();
    this.#changed.dispose();
  }
}
