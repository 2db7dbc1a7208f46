import * as vscode from 'vscode';
import { type HostEvent, parseViewIntention, type ViewIntention } from '../shared/protocol.ts';
import type { ChatController } from './chatController.ts';
import { translate } from './translate.ts';
import { viewHtml } from './viewHtml.ts';

export const chatViewId = 'hanlin.chat';

/** The chat panel in the side bar: a webview that may be hidden, reloaded or killed at any time and asks for the state when it is back. */
export class ChatView implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #chat: ChatController;
  readonly #carryOut: (intention: Exclude<ViewIntention, { type: 'ready' }>) => Promise<void>;
  readonly #report: (error: unknown) => void;
  readonly #subscriptions: vscode.Disposable[];
  #view: vscode.WebviewView | undefined;
  #isReady = false;
  /** What no snapshot holds, for a view that is not ready yet. */
  #waiting: HostEvent[] = [];

  constructor(
    extensionUri: vscode.Uri,
    chat: ChatController,
    carryOut: (intention: Exclude<ViewIntention, { type: 'ready' }>) => Promise<void>,
    report: (error: unknown) => void,
  ) {
    this.#extensionUri = extensionUri;
    this.#chat = chat;
    this.#carryOut = carryOut;
    this.#report = report;
    this.#subscriptions = [
      chat.onEvent((event) => this.#post(event)),
      chat.onDidChange(() => this.#showTitle()),
      vscode.window.registerWebviewViewProvider(chatViewId, this),
    ];
  }

  /** Brings the panel to the front and the cursor into its composer. */
  async focus(): Promise<void> {
    await vscode.commands.executeCommand(`${chatViewId}.focus`);
    this.#chat.focusComposer();
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.#view = view;
    this.#isReady = false;
    const built = vscode.Uri.joinPath(this.#extensionUri, 'dist', 'webview');
    view.webview.options = { enableScripts: true, localResourceRoots: [built] };
    view.webview.onDidReceiveMessage((message) => this.#receive(message));
    // Hidden, the page is gone and with it whatever is posted to it.
    view.onDidChangeVisibility(() => {
      if (!view.visible) this.#isReady = false;
    });
    view.onDidDispose(() => {
      if (this.#view === view) this.#view = undefined;
      this.#isReady = false;
    });
    view.webview.html = viewHtml(view.webview, built);
    this.#showTitle();
  }

  #receive(message: unknown): void {
    const intention = parseViewIntention(message);
    if (!intention) return;
    if (intention.type !== 'ready') {
      this.#carryOut(intention).catch(this.#report);
      return;
    }
    this.#isReady = true;
    this.#post(this.#chat.state());
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const event of waiting) this.#post(event);
  }

  /** A view that is not there or not ready will ask for everything. */
  #post(event: HostEvent): void {
    if (this.#view && this.#isReady) void this.#view.webview.postMessage(event);
    else if (event.type === 'draft' || event.type === 'focus') this.#waiting.push(event);
  }

  #showTitle(): void {
    if (this.#view) this.#view.title = this.#chat.title === '' ? translate('Hanlin') : this.#chat.title;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}
