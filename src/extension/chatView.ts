import * as vscode from 'vscode';
import type { ChatPanel } from './chatPanel.ts';
import { translate } from './translate.ts';
import { chatViewId } from './viewTypes.ts';

/** The chat panel in the side bar. */
export class ChatView implements vscode.Disposable {
  readonly #panel: ChatPanel;
  readonly #subscription: vscode.Disposable;
  #view: vscode.WebviewView | undefined;

  constructor(panel: ChatPanel) {
    this.#panel = panel;
    this.#subscription = panel.onDidChange(() => this.#showTitle());
  }

  /** Brings the panel to the front. */
  async show(): Promise<void> {
    await vscode.commands.executeCommand(`${chatViewId}.focus`);
  }

  /** Takes the view that VS Code has made; another one each time it was closed. */
  resolve(view: vscode.WebviewView): void {
    this.#view = view;
    // Hidden, the page is gone and with it whatever is posted to it.
    view.onDidChangeVisibility(() => {
      if (view.visible) this.#panel.resume();
      else this.#panel.pause();
    });
    view.onDidDispose(() => {
      if (this.#view === view) this.#view = undefined;
      this.#panel.detach(view.webview);
    });
    this.#panel.attach(view.webview);
    this.#showTitle();
  }

  #showTitle(): void {
    if (this.#view) this.#view.title = this.#panel.title === '' ? translate('Hanlin') : this.#panel.title;
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
