import * as vscode from 'vscode';
import type { NewQuestion, SessionEvent } from '../chat/session.ts';
import { answerOf } from '../chat/turnLookup.ts';
import { branchPage, earlierPage, lastPage } from '../chat/turnPages.ts';
import {
  type Attachment as AttachmentView,
  describeFault,
  type HostEvent,
  parseViewIntention,
  type Turn as TurnView,
  type ViewIntention,
} from '../shared/protocol.ts';
import { viewStrings } from '../shared/strings.ts';
import { attachmentView } from './attachmentView.ts';
import type { ConversationActions } from './conversationActions.ts';
import { DiagnosisPage, type StartDiagnosis } from './diagnose/diagnosisPage.ts';
import type { DiagnosisScope } from './diagnose/startDiagnosis.ts';
import { notify, sayBriefly } from './display/messages.ts';
import { FrameBatcher } from './frameBatcher.ts';
import { instructionsView } from './instructionsView.ts';
import type { ModelService } from './modelService.ts';
import { modelStateOf, vendorRows } from './modelView.ts';
import type { ConversationEvent, OpenConversation } from './openConversation.ts';
import type { OpenConversations } from './openConversations.ts';
import { savingNotice } from './savingNotice.ts';
import { sendWith } from './settings.ts';
import { slashCommandRows } from './slashCommandRows.ts';
import { translate } from './translate.ts';
import { TurnViews } from './turnView.ts';
import { ViewHealth, type ViewTrouble } from './viewHealth.ts';
import { viewHtml } from './viewHtml.ts';
import type { WorkspaceGuidance } from './workspaceFiles/workspaceGuidance.ts';

/** What a panel wants of the rest of the extension; the others it answers itself. */
export type PanelIntention = Exclude<ViewIntention, { type: 'ready' | 'fault' | 'load-earlier' | 'focused' }>;

type ReplyEvent = Extract<SessionEvent, { type: 'delta' | 'replace' | 'extras' }>;

export interface ChatPanelParts {
  readonly extensionUri: vscode.Uri;
  readonly conversations: OpenConversations;
  readonly models: ModelService;
  readonly guidance: WorkspaceGuidance;
  readonly startDiagnosis: StartDiagnosis;
  readonly carryOut: (intention: PanelIntention, panel: ChatPanel) => Promise<void>;
  readonly report: (error: unknown) => void;
}

/**
 * One chat panel: a conversation, and the webview that shows it, which may be hidden, reloaded or killed at any time
 * and asks for the state when it is back.
 */
export class ChatPanel implements vscode.Disposable {
  readonly #parts: ChatPanelParts;
  readonly #views: TurnViews;
  readonly #batcher = new FrameBatcher((delta) => {
    this.#post({ type: 'delta', sequence: this.#sequence++, ...delta });
  });
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable[];
  readonly #health: ViewHealth;
  #conversation: OpenConversation;
  #listener: vscode.Disposable;
  #webview: vscode.Webview | undefined;
  #isReady = false;
  #isFocused = false;
  #focusedAt = 0;
  /** What no snapshot holds, for a view that is not ready yet. */
  #waiting: HostEvent[] = [];
  #search: AbortController | undefined;
  /** Lists the history anew; there while the view shows the list. */
  #listed: (() => Promise<void>) | undefined;
  #diagnosis: DiagnosisPage | undefined;
  /** The number of the next `delta`. */
  #sequence = 0;
  /** The first turn that the view has; undefined while it has none. */
  #firstShown: string | undefined;

  /** The conversation, its title or `isBusy` is another one. */
  readonly onDidChange = this.#changed.event;

  /** @param conversation acquired for this panel, which releases it. */
  constructor(conversation: OpenConversation, parts: ChatPanelParts) {
    this.#parts = parts;
    this.#views = new TurnViews(translate, Date.now, parts.models.priceOf.bind(parts.models));
    this.#health = new ViewHealth({
      report: parts.report,
      offer: (trouble) => void this.#offerReload(trouble),
      later(callback, milliseconds) {
        const timer = setTimeout(callback, milliseconds).unref();
        return () => clearTimeout(timer);
      },
    });
    this.#conversation = conversation;
    this.#listener = this.#listen(conversation);
    this.#subscriptions = [
      parts.models.onDidChange(() => this.#postModel()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('hanlin.sendWith')) this.#postState();
      }),
      parts.guidance.onDidChange(() => this.#postState()),
    ];
  }

  get conversation(): OpenConversation {
    return this.#conversation;
  }

  get title(): string {
    return this.#conversation.title;
  }

  get isBusy(): boolean {
    return this.#conversation.session.isRunning;
  }

  /** When it got the focus last, in milliseconds since 1970 UTC; 0: never. */
  get focusedAt(): number {
    return this.#focusedAt;
  }

  /** Shows another conversation, which was acquired for this panel. */
  show(conversation: OpenConversation): void {
    this.replace(conversation);
    this.post({ type: 'page', page: 'chat' });
  }

  /** Puts another conversation, which was acquired for this panel, behind the list of them if that is shown. */
  replace(conversation: OpenConversation): void {
    const before = this.#conversation;
    this.#listener.dispose();
    this.#conversation = conversation;
    this.#listener = this.#listen(conversation);
    void this.#parts.conversations.release(before.id);
    this.#postState();
    this.#changed.fire();
  }

  /** Shows a new conversation; an answer that is being written in the old one goes on. */
  async newChat(): Promise<void> {
    if (this.#conversation.session.turns.length > 0) this.show(await this.#parts.conversations.create());
    else this.post({ type: 'page', page: 'chat' });
  }

  /** Shows a conversation of the history. */
  async open(id: string): Promise<void> {
    if (id === this.#conversation.id) this.post({ type: 'page', page: 'chat' });
    else this.show(await this.#parts.conversations.acquire(id));
  }

  /**
   * Asks at once, or after the questions that wait.
   *
   * @param typed what stands in the composer if that is another text, as a command is.
   */
  ask(question: NewQuestion, typed = question.text): void {
    this.#conversation.ask(question);
    if (typed !== question.text) this.post({ type: 'accepted', text: typed });
  }

  /** Lists the conversations of the history that have `query` in them, and keeps the list up to date. */
  async searchHistory(query: string, actions: ConversationActions): Promise<void> {
    this.#search?.abort();
    const controller = new AbortController();
    this.#search = controller;
    this.#listed = () => this.searchHistory(query, actions);
    const { signal } = controller;
    const rows = await actions.rows(query, this, signal);
    if (!signal.aborted) this.post({ type: 'history', query, rows, total: actions.total });
  }

  /** The history is another one: this conversation may have another name in it, or be deleted. */
  async refreshHistory(): Promise<void> {
    this.#postSaving();
    this.#changed.fire();
    await this.#listed?.();
  }

  /** The view shows the conversation again, not the list. */
  leaveHistory(): void {
    this.#search?.abort();
    this.#listed = undefined;
  }

  /** Looks at the connections and shows what comes out; without a scope at all that have a key. */
  async diagnose(scope?: DiagnosisScope): Promise<void> {
    this.leaveDiagnosis();
    this.#diagnosis = new DiagnosisPage(this.#parts.startDiagnosis, scope, (event) => this.#post(event));
    await this.#diagnosis.run();
  }

  /** Looks at the same connections again. */
  async diagnoseAgain(): Promise<void> {
    await this.#diagnosis?.run();
  }

  stopDiagnosis(): void {
    this.#diagnosis?.stop();
  }

  leaveDiagnosis(): void {
    this.#diagnosis?.leave();
    this.#diagnosis = undefined;
  }

  /** Tells the view. What it must not miss waits until it is there. */
  post(event: HostEvent): void {
    if (this.#webview && this.#isReady) this.#post(event);
    else if (event.type === 'draft' || event.type === 'focus' || event.type === 'page')
      this.#waiting.push(event);
  }

  /** Fills a webview with the panel. To be called again for another webview, and `detach` when this one is gone. */
  attach(webview: vscode.Webview): void {
    this.#webview = webview;
    webview.options = { enableScripts: true, localResourceRoots: [this.#built] };
    webview.onDidReceiveMessage((message) => {
      if (webview === this.#webview) this.#receive(message);
    });
    this.#load(webview);
  }

  /** Makes the view's page anew. It asks for the state and goes on where it was, its draft included. */
  reload(): void {
    this.#health.renewed();
    if (this.#webview) this.#load(this.#webview);
  }

  get #built(): vscode.Uri {
    return vscode.Uri.joinPath(this.#parts.extensionUri, 'dist', 'webview');
  }

  #load(webview: vscode.Webview): void {
    this.#isReady = false;
    webview.html = viewHtml(webview, this.#built);
    this.#health.loading();
  }

  async #offerReload(trouble: ViewTrouble): Promise<void> {
    const reload = translate('Reload view');
    const text =
      trouble === 'silent'
        ? translate('The chat view does not answer. Reloading it loses nothing.')
        : translate('Something went wrong while the chat was drawn. Reloading the view loses nothing.');
    if ((await notify('warning', text, reload)) === reload) this.reload();
  }

  /** The webview's page is gone, for good or until it is shown again. */
  pause(): void {
    this.#isReady = false;
    this.#health.gone();
    this.#setFocused(false);
  }

  /** The webview is shown again, and with it another page. */
  resume(): void {
    if (!this.#isReady) this.#health.loading();
  }

  detach(webview: vscode.Webview): void {
    if (this.#webview !== webview) return;
    this.#webview = undefined;
    this.pause();
  }

  /** For the keys that count only in a panel. */
  #setFocused(focused: boolean): void {
    if (focused === this.#isFocused) return;
    this.#isFocused = focused;
    if (focused) this.#focusedAt = Date.now();
    void vscode.commands.executeCommand('setContext', 'hanlin.chatFocused', focused);
  }

  #receive(message: unknown): void {
    const intention = parseViewIntention(message);
    if (!intention) {
      this.#health.dropped(describeFault(message, 'view'));
    } else if (intention.type === 'fault') {
      this.#health.fault(intention);
    } else if (intention.type === 'load-earlier') {
      this.#loadEarlier().catch(this.#parts.report);
    } else if (intention.type === 'focused') {
      this.#setFocused(intention.focused);
    } else if (intention.type !== 'ready') {
      this.#parts.carryOut(intention, this).catch(this.#parts.report);
    } else {
      this.#isReady = true;
      this.#health.gone();
      this.#postState();
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const event of waiting) this.#post(event);
      this.#diagnosis?.show();
    }
  }

  #post(event: HostEvent): void {
    if (this.#isReady) void this.#webview?.postMessage(event);
  }

  /** Everything the view shows, text that was about to be sent included. */
  #postState(): void {
    if (!this.#isReady) return;
    this.#batcher.discard();
    const { session, id } = this.#conversation;
    const turns = lastPage(session.turns);
    this.#firstShown = turns[0]?.id;
    this.#post({
      type: 'state',
      conversation: id,
      nextSequence: this.#sequence,
      strings: Object.fromEntries(Object.entries(viewStrings).map(([key, text]) => [key, translate(text)])),
      turns: this.#turnViews(turns),
      earlier: session.turns.length > turns.length || session.hasEarlier,
      queued: session.queued.map(({ text }) => text),
      saving: savingNotice(this.#conversation.trouble, translate),
      attachments: this.#attachments(),
      ...this.#modelFields(),
      slashCommands: slashCommandRows(this.#parts.guidance.commands, translate),
      restricted: this.#parts.guidance.isRestricted,
      sendWith: sendWith(),
    });
  }

  #turnViews(turns: OpenConversation['session']['turns']): TurnView[] {
    const { session } = this.#conversation;
    return turns.map((turn) => this.#views.turn(turn, session.alternatives(turn.id)));
  }

  async #loadEarlier(): Promise<void> {
    const { session } = this.#conversation;
    const first = this.#firstShown;
    const at = () => session.turns.findIndex(({ id }) => id === first);
    if (at() <= 0 && session.hasEarlier) await session.loadEarlier();
    const page = earlierPage(session.turns, first);
    if (!page || first !== this.#firstShown || session !== this.#conversation.session) return;
    this.#firstShown = page.turns[0]?.id ?? first;
    this.#post({ type: 'earlier', turns: this.#turnViews(page.turns), earlier: page.hasEarlier });
  }

  #listen(conversation: OpenConversation): vscode.Disposable {
    return conversation.onEvent((event) => this.#hear(event));
  }

  #hear(event: ConversationEvent): void {
    if (event.type === 'delta' || event.type === 'replace' || event.type === 'extras') {
      if (this.#isReady) this.#gather(event);
      return;
    }
    if (event.type === 'status') {
      const { id, status } = event.answer;
      if (status.state === 'reasoning' || status.state === 'answering') {
        if (this.#isReady) this.#batcher.setState(id, status.state, this.#views.reasoningMs(event.answer));
        return;
      }
    }
    if (event.type === 'saving') {
      this.#postSaving();
      return;
    }
    this.#batcher.flush();
    if (event.type === 'branch' || event.type === 'overtaken') this.#postBranch(event.after);
    else if (event.type === 'attachments') this.#postAttachments();
    else this.#postEvent(event);
    if (event.type === 'overtaken')
      sayBriefly(translate('Another window has more of this answer. It is shown here now.'), 8000);
    if (event.type !== 'attachments') this.#postModel();
    this.#changed.fire();
  }

  /** What a reply brings is sent once a frame. */
  #gather(event: ReplyEvent): void {
    switch (event.type) {
      case 'delta':
        this.#batcher.addText(event.id, event.channel, event.at, event.text);
        break;
      case 'replace':
        this.#batcher.replaceText(event.id, event.text, event.change);
        break;
      case 'extras': {
        // Of an answer on another branch, the view shows nothing.
        const answer = answerOf(this.#conversation.session.turns, event.id);
        if (answer) this.#batcher.addExtras(event.id, this.#views.addedExtras(event, answer.respondent));
      }
    }
  }

  #postEvent(event: Exclude<SessionEvent, ReplyEvent | { type: 'branch' | 'overtaken' }>): void {
    const view = this.#eventView(event);
    // A view that was not ready has missed an answer's place: it will ask for the state.
    if (view?.type === 'draft') this.post(view);
    else if (view) this.#post(view);
  }

  #eventView(
    event: Exclude<SessionEvent, ReplyEvent | { type: 'branch' | 'overtaken' }>,
  ): HostEvent | undefined {
    const { session } = this.#conversation;
    switch (event.type) {
      case 'begin': {
        const { after, question, answer } = event;
        if (after === null || this.#firstShown === undefined) this.#firstShown = question.id;
        return {
          type: 'begin',
          after,
          question: this.#views.question(question, session.alternatives(question.id)),
          answer: this.#views.answer(answer, session.alternatives(answer.id)),
        };
      }
      case 'status': {
        const { answer } = event;
        const status = this.#views.status(answer);
        const leftOut = this.#views.leftOut(answer);
        return {
          type: 'status',
          id: answer.id,
          reasoningMs: this.#views.reasoningMs(answer),
          status,
          ...(leftOut !== undefined && { leftOut }),
        };
      }
      case 'replaced':
        if (this.#firstShown === event.id) this.#firstShown = event.answer.id;
        return {
          type: 'restart',
          id: event.id,
          answer: this.#views.answer(event.answer, session.alternatives(event.answer.id)),
        };
      case 'queue':
        return { type: 'queue', queued: event.queued.map(({ text }) => text) };
      case 'returned':
        return { type: 'draft', text: event.questions.map(({ text }) => text).join('\n\n') };
      default:
        return undefined;
    }
  }

  /** The turns after a place are others. A view that does not have that place gets everything anew. */
  #postBranch(after: string | null): void {
    if (!this.#isReady) return;
    const { turns } = this.#conversation.session;
    const rest = branchPage(turns, after, this.#firstShown);
    if (!rest) {
      this.#postState();
      return;
    }
    if (after === null) this.#firstShown = rest[0]?.id;
    this.#post({ type: 'branch', after, turns: this.#turnViews(rest) });
  }

  #postSaving(): void {
    this.#post({ type: 'saving', notice: savingNotice(this.#conversation.trouble, translate) });
  }

  #postAttachments(): void {
    this.#post({ type: 'attachments', attachments: this.#attachments() });
  }

  /** What goes along with the next question, instructions of the workspace first. */
  #attachments(): AttachmentView[] {
    const { instructions, attachments } = this.#conversation;
    const { cut } = this.#conversation.system(this.#parts.models.chosen?.info?.contextWindow);
    return [
      ...instructions.map((file) => instructionsView(file, cut.includes(file.path), translate)),
      ...attachments.map(attachmentView),
    ];
  }

  #postModel(): void {
    if (this.#isReady) this.#post({ type: 'model', ...this.#modelFields() });
  }

  #modelFields(): Pick<Extract<HostEvent, { type: 'model' }>, 'model' | 'vendors'> {
    const { models } = this.#parts;
    const { session } = this.#conversation;
    const system = (window: number | undefined) => this.#conversation.system(window).system;
    return { model: modelStateOf(models, session.turns, system), vendors: vendorRows(models, translate) };
  }

  dispose(): void {
    this.#health.gone();
    this.#listener.dispose();
    this.#batcher.discard();
    this.leaveDiagnosis();
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
    void this.#parts.conversations.release(this.#conversation.id);
  }
}
