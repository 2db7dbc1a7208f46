import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Attachment } from '../chat/attachment.ts';
import { withAttachment } from '../chat/attachmentList.ts';
import type { Respondent } from '../chat/conversation.ts';
import {
  type ExportedConversation,
  exportConversation,
  importedRecords,
} from '../chat/conversationExport.ts';
import type { LoadedConversation } from '../chat/conversationTree.ts';
import { type NewQuestion, Session, type SessionEvent } from '../chat/session.ts';
import { type ConversationSummary, questionTitle } from '../chat/summary.ts';
import { withInstructions } from '../chat/workspaceInstructions.ts';
import type { ConversationFile } from './history/conversationFile.ts';
import type { SavingTrouble } from './history/savingState.ts';
import type { ModelService } from './modelService.ts';
import { noteAttached } from './openableAddress.ts';
import type { InstructionFile, WorkspaceGuidance } from './workspaceFiles/workspaceGuidance.ts';

/** What the panels that show a conversation hear of it. */
export type ConversationEvent =
  | SessionEvent
  /** The attachments that wait for the next question are others. */
  | { readonly type: 'attachments' }
  /** Whether it is saved may have changed. */
  | { readonly type: 'saving' };

/** A conversation in memory: its session, its file, and what is to go along with the next question. */
export class OpenConversation implements vscode.Disposable {
  readonly id: string;
  readonly session: Session;
  readonly #file: ConversationFile;
  readonly #summary: () => ConversationSummary | undefined;
  readonly #models: ModelService;
  readonly #guidance: WorkspaceGuidance;
  readonly #events = new vscode.EventEmitter<ConversationEvent>();
  readonly #unlisten: () => void;
  #attachments: readonly Attachment[] = [];
  #isClosed = false;

  readonly onEvent = this.#events.event;

  /** @param summary what the list of conversations knows of it. */
  constructor(
    id: string,
    models: ModelService,
    guidance: WorkspaceGuidance,
    file: ConversationFile,
    loaded: LoadedConversation,
    summary: () => ConversationSummary | undefined,
  ) {
    this.id = id;
    this.#file = file;
    this.#models = models;
    this.#guidance = guidance;
    this.#summary = summary;
    this.#unlisten = file.saving.onChange(() => this.#events.fire({ type: 'saving' }));
    const surroundings = {
      respondent: models.respondent.bind(models),
      connect: async (respondent: Respondent) => {
        const [source] = await Promise.all([models.connect(respondent), guidance.ready()]);
        return { ...source, system: this.system(source.window).system };
      },
      contextFactor: models.contextFactor.bind(models),
      loadAll: () => file.readAll(),
      loadEnd: () => file.readTail(),
      now: Date.now,
      newId: randomUUID,
      random: Math.random,
      wait: (milliseconds: number, signal: AbortSignal) =>
        delay(milliseconds, undefined, { signal }).catch(() => {}),
    };
    this.session = new Session(
      surroundings,
      (event) => {
        // To close the window is no wish to stop: the file tells where the answer was.
        if (this.#isClosed) return;
        file.record(event);
        if (event.type === 'returned') {
          this.#setAttachments([
            ...this.#attachments,
            ...event.questions.flatMap(({ attachments }) => attachments),
          ]);
        }
        this.#events.fire(event);
      },
      loaded,
    );
  }

  /** The conversation's name; empty for a new one. */
  get title(): string {
    const given = this.#summary()?.title;
    if (given !== undefined && given !== '') return given;
    const [first] = this.session.turns;
    return first?.role === 'question' ? questionTitle(first) : '';
  }

  /** What goes along with the next question. */
  get attachments(): readonly Attachment[] {
    return this.#attachments;
  }

  /** The instructions of the workspace that go along with its questions. */
  get instructions(): readonly InstructionFile[] {
    return this.#guidance.instructionsFor(this.id);
  }

  /** Leaves instructions of the workspace out from now on. */
  decline(file: InstructionFile): void {
    this.#guidance.decline(this.id, file);
  }

  /** All instructions to a model, for a window of so many tokens. */
  system(window: number | undefined): ReturnType<typeof withInstructions> {
    return withInstructions(this.#models.system(), this.instructions, window);
  }

  /** Asks at once, or after the questions that wait. Attachments that were collected go along. */
  ask(question: NewQuestion): void {
    const attachments = [...this.#attachments, ...question.attachments];
    noteAttached(attachments);
    this.#setAttachments([]);
    this.session.ask({ ...question, attachments });
  }

  /** Keeps something for the next question; the same piece of code only once. */
  attach(added: Attachment): void {
    noteAttached([added]);
    this.#setAttachments(withAttachment(this.#attachments, added));
  }

  detach(id: string): void {
    this.#setAttachments(this.#attachments.filter((attachment) => attachment.id !== id));
  }

  /** Something that is shown as a chip, sent or not. */
  attachment(id: string): Attachment | undefined {
    const sent = this.session.turns.flatMap((turn) => (turn.role === 'question' ? turn.attachments : []));
    return [...this.#attachments, ...sent].find((attachment) => attachment.id === id);
  }

  /** Why not all of it is saved, or will stay so; undefined while it is. */
  get trouble(): SavingTrouble | undefined {
    const isDeleted = this.#summary()?.deletedAt !== undefined;
    return this.#file.saving.trouble ?? (isDeleted ? { type: 'deleted' } : undefined);
  }

  /**
   * Tries to save it after that has failed.
   *
   * @returns whether its file is gone and only a part of it was in memory: the rest is lost.
   */
  async saveAgain(): Promise<boolean> {
    let isPart = false;
    await this.#file.saveAgain(() => {
      isPart = !this.session.loaded.complete;
      return importedRecords(this.exported(), this.id);
    });
    return isPart;
  }

  /**
   * Gets all of it into memory as far as it can be read.
   *
   * @returns whether a part of it is missing all the same.
   */
  async loadRest(): Promise<boolean> {
    await this.session.loadEarlier().catch(() => {});
    return !this.session.loaded.complete;
  }

  /** All that is in memory of it, as it is exported. */
  exported(): ExportedConversation {
    const { loaded } = this.session;
    const createdAt = loaded.turns[0]?.askedAt ?? Date.now();
    const summary = { id: this.id, title: this.title, createdAt, pinned: false };
    return exportConversation({ ...summary, ...this.#summary() }, loaded);
  }

  /** Resolves when all of it is on the disk. */
  flush(): Promise<void> {
    return this.#file.flush();
  }

  #setAttachments(attachments: readonly Attachment[]): void {
    this.#attachments = attachments;
    this.#events.fire({ type: 'attachments' });
  }

  dispose(): void {
    this.#isClosed = true;
    this.session.close();
    this.#unlisten();
    this.#events.dispose();
  }
}
