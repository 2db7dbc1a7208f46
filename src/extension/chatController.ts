import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { CodeAttachment, Turn } from '../chat/conversation.ts';
import { conversationTokens } from '../chat/requestMessages.ts';
import { type NewQuestion, Session, type SessionEvent } from '../chat/session.ts';
import { titleFromQuestion } from '../chat/title.ts';
import type { HostEvent, ModelState, VendorRow } from '../shared/protocol.ts';
import { viewStrings } from '../shared/strings.ts';
import { ConversationFile } from './conversationFile.ts';
import { FrameBatcher } from './frameBatcher.ts';
import type { ModelService } from './modelService.ts';
import { translate } from './translate.ts';
import { attachmentView, TurnViews } from './turnView.ts';

/** The id of the conversation that a window goes on with after a reload; the conversation itself is a file. */
const currentKey = 'hanlin.currentConversation';

export interface ChatControllerParts {
  readonly models: ModelService;
  /** Where conversations are kept. */
  readonly directory: string;
  readonly workspaceState: vscode.Memento;
  /** Hears of what went wrong behind the scenes. */
  readonly report: (error: unknown) => void;
}

interface Conversation {
  readonly file: ConversationFile;
  readonly session: Session;
}

/** The conversation that the chat panel shows, and what the view is told of it. */
export class ChatController implements vscode.Disposable {
  readonly #parts: ChatControllerParts;
  readonly #views = new TurnViews(translate, Date.now);
  readonly #batcher = new FrameBatcher((delta) => {
    this.#events.fire({ type: 'delta', sequence: this.#sequence++, ...delta });
  });
  readonly #events = new vscode.EventEmitter<HostEvent>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  #conversation: Conversation;
  #attachments: readonly CodeAttachment[] = [];
  #sequence = 0;

  /** What the view is to be told. */
  readonly onEvent = this.#events.event;
  /** `title` or `isBusy` has changed. */
  readonly onDidChange = this.#changed.event;

  constructor(parts: ChatControllerParts) {
    this.#parts = parts;
    this.#conversation = this.#open(randomUUID(), []);
    this.#subscription = parts.models.onDidChange(() =>
      this.#events.fire({ type: 'model', ...this.#modelFields() }),
    );
  }

  /** Goes on with the conversation that this window had before, if there is one. */
  async restore(): Promise<void> {
    const id = this.#parts.workspaceState.get<string>(currentKey);
    if (id === undefined) return;
    const turns = await this.#file(id).read();
    if (turns.length > 0 && this.#session.turns.length === 0) this.#switchTo(this.#open(id, turns));
  }

  /** The conversation's name; empty for a new one. */
  get title(): string {
    const first = this.#session.turns[0];
    return first?.role === 'question' ? titleFromQuestion(first.text) : '';
  }

  get turns(): readonly Turn[] {
    return this.#session.turns;
  }

  get isBusy(): boolean {
    return this.#session.isRunning;
  }

  /** Everything the view shows, text that was about to be sent included. */
  state(): HostEvent {
    this.#batcher.discard();
    const { turns, queued } = this.#session;
    return {
      type: 'state',
      nextSequence: this.#sequence,
      strings: Object.fromEntries(Object.entries(viewStrings).map(([key, text]) => [key, translate(text)])),
      turns: turns.map((turn) => this.#views.turn(turn)),
      queued: queued.map(({ text }) => text),
      attachments: this.#attachments.map(attachmentView),
      ...this.#modelFields(),
    };
  }

  newChat(): void {
    this.#session.stop();
    this.#attachments = [];
    this.#switchTo(this.#open(randomUUID(), []));
    void this.#parts.workspaceState.update(currentKey, undefined);
  }

  /** Asks at once, or after the questions that wait. Attachments that were collected go along. */
  ask(question: NewQuestion): void {
    this.#session.ask({ ...question, attachments: [...this.#attachments, ...question.attachments] });
    this.#setAttachments([]);
  }

  stop(): void {
    this.#session.stop();
  }

  retry(answerId: string): void {
    this.#session.retry(answerId);
  }

  unqueue(index: number): void {
    this.#session.unqueue(index);
  }

  /** Keeps a piece of code for the next question. */
  attach(added: CodeAttachment): void {
    const others = this.#attachments.filter(
      ({ uri, startLine, endLine }) =>
        `${uri}:${startLine}:${endLine}` !== `${added.uri}:${added.startLine}:${added.endLine}`,
    );
    this.#setAttachments([...others, added]);
  }

  detach(id: string): void {
    this.#setAttachments(this.#attachments.filter((attachment) => attachment.id !== id));
  }

  /** A piece of code that is shown as a chip, sent or not. */
  attachment(id: string): CodeAttachment | undefined {
    const sent = this.#session.turns.flatMap((turn) => (turn.role === 'question' ? turn.attachments : []));
    return [...this.#attachments, ...sent].find((attachment) => attachment.id === id);
  }

  focusComposer(): void {
    this.#events.fire({ type: 'focus' });
  }

  get #session(): Session {
    return this.#conversation.session;
  }

  #file(id: string): ConversationFile {
    return new ConversationFile(join(this.#parts.directory, `${id}.jsonl`), this.#parts.report);
  }

  #open(id: string, turns: readonly Turn[]): Conversation {
    const file = this.#file(id);
    const { models, workspaceState } = this.#parts;
    const surroundings = {
      respondent: () => models.respondent(),
      connect: () => models.connect(),
      now: Date.now,
      newId: randomUUID,
      random: Math.random,
      wait: (milliseconds: number, signal: AbortSignal) =>
        delay(milliseconds, undefined, { signal }).catch(() => {}),
    };
    const session: Session = new Session(
      surroundings,
      (event) => {
        file.record(event);
        if (event.type === 'begin') void workspaceState.update(currentKey, id);
        // A conversation that was left still writes its end to its file, but the view shows another one.
        if (session === this.#session) this.#show(event);
      },
      turns,
    );
    return { file, session };
  }

  #switchTo(conversation: Conversation): void {
    this.#conversation = conversation;
    this.#events.fire(this.state());
    this.#changed.fire();
  }

  #show(event: SessionEvent): void {
    if (event.type === 'delta') {
      this.#batcher.add(event.id, event.channel, event.text);
      return;
    }
    this.#batcher.flush();
    const view = this.#eventView(event);
    if (view) this.#events.fire(view);
    if (event.type === 'returned') {
      this.#setAttachments([
        ...this.#attachments,
        ...event.questions.flatMap(({ attachments }) => attachments),
      ]);
    }
    this.#events.fire({ type: 'model', ...this.#modelFields() });
    this.#changed.fire();
  }

  #eventView(event: Exclude<SessionEvent, { type: 'delta' }>): HostEvent | undefined {
    switch (event.type) {
      case 'begin': {
        const { question, answer } = event;
        return {
          type: 'begin',
          question: this.#views.question(question),
          answer: this.#views.answer(answer),
        };
      }
      case 'status': {
        const { answer } = event;
        const status = this.#views.status(answer);
        return { type: 'status', id: answer.id, reasoningMs: this.#views.reasoningMs(answer), status };
      }
      case 'replace':
        return { type: 'replace', id: event.id, text: event.text };
      case 'extras':
        return { type: 'extras', id: event.answer.id, extras: this.#views.extras(event.answer) };
      case 'restart':
        return { type: 'restart', id: event.answer.id, answer: this.#views.answer(event.answer) };
      case 'queue':
        return { type: 'queue', queued: event.queued.map(({ text }) => text) };
      case 'returned':
        return { type: 'draft', text: event.questions.map(({ text }) => text).join('\n\n') };
      case 'idle':
        return undefined;
    }
  }

  #setAttachments(attachments: readonly CodeAttachment[]): void {
    this.#attachments = attachments;
    this.#events.fire({ type: 'attachments', attachments: attachments.map(attachmentView) });
  }

  #modelFields(): { model: ModelState | null; vendors: VendorRow[] } {
    const { models } = this.#parts;
    const { chosen } = models;
    const vendors = [...new Set(models.states.map(({ vendor }) => vendor))].map((vendor) => {
      const states = models.states.filter((state) => state.vendor === vendor);
      const used = states.find(({ key }) => key !== 'missing') ?? states[0];
      return {
        vendor: vendor.id,
        label: translate(vendor.label),
        model: used?.api.models[0]?.label ?? '',
        key: used?.key ?? 'missing',
      };
    });
    if (!chosen) return { model: null, vendors };
    const { modelLabel, vendorLabel } = models.respondent();
    const size = chosen.info?.contextWindow;
    const used = conversationTokens(this.#session.turns, models.system());
    const model: ModelState = {
      vendorLabel,
      modelLabel,
      key: chosen.key,
      thinking: chosen.info?.thinking ?? 'unknown',
      webSearch: chosen.info?.webSearch ?? false,
      maxInputCharacters: chosen.info?.maxInputCharacters,
      ...(size !== undefined && { window: { used, size } }),
    };
    return { model, vendors };
  }

  /** Resolves when the conversation is on the disk. */
  async flush(): Promise<void> {
    await this.#conversation.file.flush();
  }

  dispose(): void {
    this.#session.stop();
    this.#subscription.dispose();
    this.#events.dispose();
    this.#changed.dispose();
  }
}
