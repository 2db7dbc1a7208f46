import type { Provider } from '../core/provider.ts';
import type { Usage } from '../core/streamPart.ts';
import { contentLength, holds } from './answerContent.ts';
import { answerRequest, type RequestedModel } from './answerRequest.ts';
import { type AnswerEvent, AnswerRun, type PreparedRequest, type RunSurroundings } from './answerRun.ts';
import type { Attachment } from './attachment.ts';
import {
  type AnswerTurn,
  type ModelSelection,
  noExtras,
  type QuestionTurn,
  type Respondent,
  type Turn,
} from './conversation.ts';
import {
  ConversationTree,
  emptyConversation,
  type LoadedConversation,
  mergeLoaded,
} from './conversationTree.ts';

/** The model that answers, ready to be asked. */
export interface AnswerSource extends RequestedModel {
  readonly provider: Provider;
}

export interface NewQuestion {
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly thinking?: boolean;
  readonly webSearch?: boolean;
}

/** What a session needs from outside; everything that is not the same twice is in here. */
export interface SessionSurroundings {
  /** Who would be asked now: the chosen model, or the given one. */
  respondent(by?: ModelSelection): Respondent;
  /** @throws {ProviderError} when it cannot be asked: no key, an address that is not confirmed. */
  connect(respondent: Respondent): Promise<AnswerSource>;
  /** The whole conversation as it is on the disk, everything that was emitted so far included. */
  loadAll(): Promise<LoadedConversation>;
  /** The same of its end only. */
  loadEnd(): Promise<LoadedConversation>;
  /** How many tokens the model counts where we estimate one. */
  contextFactor(respondent: Respondent): number;
  /** Milliseconds since 1970 UTC. */
  now(): number;
  newId(): string;
  /** From 0 to 1. */
  random(): number;
  /** Resolves after so many milliseconds, or at once when the signal is aborted. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export type SessionEvent =
  /** A question was accepted. What was shown after `after` (null: everything) has made way for it and its answer. */
  | {
      readonly type: 'begin';
      readonly after: string | null;
      readonly question: QuestionTurn;
      readonly answer: AnswerTurn;
    }
  /** The turns after `after` (null: all) on the branch that is shown are others; `added` is new among them. */
  | { readonly type: 'branch'; readonly after: string | null; readonly added?: AnswerTurn }
  /** Turns were put before those that were shown. */
  | { readonly type: 'earlier' }
  /** What happens to an answer, which need not be on the branch that is shown. */
  | AnswerEvent
  /** Another answer is shown in the place of one with this id: it is asked for again, or goes on with its text. */
  | { readonly type: 'replaced'; readonly id: string; readonly answer: AnswerTurn }
  /** Another window has more of an answer: the turns after `after` on the branch that is shown are others. */
  | { readonly type: 'overtaken'; readonly after: string }
  | { readonly type: 'queue'; readonly queued: readonly NewQuestion[] }
  /** The answer before them did not end well, so these questions are not asked: they go back to where they are edited. */
  | { readonly type: 'returned'; readonly questions: readonly NewQuestion[] }
  /** Nothing is running any more. */
  | { readonly type: 'idle' }
  /** The branch that is shown ends with another turn, which is not new. */
  | { readonly type: 'head'; readonly id: string }
  | { readonly type: 'deleted'; readonly ids: readonly string[] }
  | { readonly type: 'restored'; readonly ids: readonly string[] };

/** A question that waits, and the end of the branch that it was typed under. */
interface Queued {
  readonly question: NewQuestion;
  readonly after: string | undefined;
}

/** One conversation: its turns, the answer that is being written, and the questions that wait for it. */
export class Session {
  readonly #surroundings: SessionSurroundings;
  readonly #emit: (event: SessionEvent) => void;
  #tree: ConversationTree;
  #queue: readonly Queued[] = [];
  #running: AnswerRun | undefined;
  #loading: Promise<void> | undefined;
  /** The last look at the file before an answer is asked for again; gone where something else came between. */
  #look: object | undefined;
  #isClosed = false;

  /** @param emit hears of every change, in order, after `turns` has it. Must not throw. */
  constructor(
    surroundings: SessionSurroundings,
    emit: (event: SessionEvent) => void,
    loaded: LoadedConversation = emptyConversation,
  ) {
    this.#surroundings = surroundings;
    this.#emit = emit;
    this.#tree = new ConversationTree(loaded);
  }

  /** The branch that is shown, as far as it is loaded. */
  get turns(): readonly Turn[] {
    return this.#tree.branch;
  }

  /** All that is in memory, other branches and deleted turns too. */
  get loaded(): LoadedConversation {
    return this.#tree.loaded;
  }

  /** Whether the branch begins before what is loaded. */
  get hasEarlier(): boolean {
    return this.#tree.hasEarlier;
  }

  /** Which of the alternatives at its place a turn is, from 1, and of how many. */
  alternatives(turnId: string): { readonly index: number; readonly count: number } {
    return this.#tree.alternatives(turnId);
  }

  get queued(): readonly NewQuestion[] {
    return this.#queue.map(({ question }) => question);
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** Loads all that is not in memory. Rejects when it cannot be read. */
  async loadEarlier(): Promise<void> {
    if (!this.#tree.isComplete) await this.#loadAll();
  }

  /** Asks at once at the end of the branch, or after the questions before it. Failures become part of the answer. */
  ask(question: NewQuestion): void {
    const after = this.#tree.head;
    this.#look = undefined;
    if (this.#running) this.#setQueue([...this.#queue, { question, after }]);
    else this.#begin(question, after ?? null);
  }

  /** Takes a question out of the queue; an index that is not in it changes nothing. */
  unqueue(index: number): void {
    this.#setQueue(this.#queue.filter((_, at) => at !== index));
  }

  /** Ends what is being written. Nothing is asked for from then on. */
  close(): void {
    this.#isClosed = true;
    this.stop();
  }

  /** Ends the answer that is being written, keeping its text. */
  stop(): void {
    if (this.#halt()) this.#emit({ type: 'idle' });
  }

  /**
   * Sends a waiting retry at once; asks anew for an answer that did not come to its end: in its place if nothing of it
   * was shown, else for another one beside it. Where another window has more of it, that is shown instead.
   */
  async retry(answerId: string): Promise<void> {
    const known = this.#existingAnswer(answerId);
    if (known && this.#running?.answerId === known.id) {
      this.#running.wake();
      return;
    }
    const answer = await this.#latest(answerId);
    if (!answer || !['failed', 'stopped', 'interrupted'].includes(answer.status.state)) return;
    if (contentLength(answer) > 0) this.regenerate(answerId);
    else this.#replace(answerId, this.#newAnswer('', answer.parent));
  }

  /** Asks a question anew with another text, beside the old one. What is being written is stopped before. */
  edit(questionId: string, question: NewQuestion): void {
    const old = this.#tree.has(questionId) ? this.#tree.find(questionId) : undefined;
    if (old?.role !== 'question') return;
    this.#halt();
    this.#begin(question, old.parent);
  }

  /** Asks for another answer beside this one. What is being written is stopped before. */
  regenerate(answerId: string, by?: ModelSelection): void {
    const old = this.#existingAnswer(answerId);
    if (!old) return;
    this.#halt();
    const added = this.#newAnswer(this.#surroundings.newId(), old.parent, by);
    this.#tree.add(added);
    const after = this.#tree.show(added.id);
    this.#emit({ type: 'branch', after, added });
    this.#start(new AnswerRun(this.#runSurroundings(added.id)));
  }

  /**
   * Lets the same model go on with an answer that was cut; one without text is asked for anew. What is being written is
   * stopped before. Where another window has more of it, that is shown instead.
   */
  async continueAnswer(answerId: string): Promise<void> {
    const known = this.#existingAnswer(answerId);
    if (!known || this.#running?.answerId === known.id) return;
    if (known.text === '') {
      await this.retry(answerId);
      return;
    }
    const answer = await this.#latest(answerId);
    if (!answer) return;
    const { firstTokenMs: _, totalMs: __, rewrites: ___, ...rest } = answer;
    const waiting: AnswerTurn = { ...rest, status: { state: 'waiting' }, askedAt: this.#surroundings.now() };
    this.#replace(answerId, waiting, answer.status.state === 'done' ? answer.status.usage : undefined);
  }

  /** Shows the alternative before or after a turn. Rejects when it is on the disk only and cannot be read. */
  async showAlternative(turnId: string, step: -1 | 1): Promise<void> {
    if (this.#tree.neighbour(turnId, step) === 'absent') await this.#loadAll();
    const neighbour = this.#tree.neighbour(turnId, step);
    if (neighbour === undefined || neighbour === 'absent') return;
    const after = this.#tree.show(neighbour.id);
    this.#emitBranch(after);
  }

  /**
   * Deletes a question with all its answers; what followed them follows what they followed. An answer among them that
   * is being written is stopped.
   *
   * @returns what `restore` takes to undo it.
   */
  deleteExchange(questionId: string): readonly string[] {
    const ids = this.#tree.exchange(questionId);
    if (ids.length === 0) return ids;
    if (this.#running && ids.includes(this.#running.answerId)) this.stop();
    const after = this.#tree.delete(ids);
    this.#emit({ type: 'deleted', ids });
    if (after !== undefined) this.#emitBranch(after);
    // Nothing of what is loaded is left to be shown. What there is on the disk can be asked for again, should this fail.
    if (this.turns.length === 0) this.loadEarlier().catch(() => {});
    return ids;
  }

  /** Brings back what `deleteExchange` has deleted, and shows it. */
  restore(ids: readonly string[]): void {
    const after = this.#tree.restore(ids);
    this.#emit({ type: 'restored', ids });
    if (after !== undefined) this.#emitBranch(after);
  }

  #begin(question: NewQuestion, parent: string | null): void {
    const { newId, now } = this.#surroundings;
    const asked: QuestionTurn = {
      role: 'question',
      id: newId(),
      parent,
      alternative: this.#tree.nextAlternative(parent),
      ...question,
      askedAt: now(),
    };
    this.#tree.add(asked);
    const answer = this.#newAnswer(newId(), asked.id);
    this.#tree.add(answer);
    const after = this.#tree.show(answer.id);
    this.#emit({ type: 'begin', after, question: asked, answer });
    this.#start(new AnswerRun(this.#runSurroundings(answer.id)));
  }

  /**
   * Puts another answer in the place of one that is asked for again. Its records are its own: another window may do the
   * same at this moment.
   */
  #replace(oldId: string, made: AnswerTurn, usedBefore?: Usage): void {
    this.#halt();
    const { id: replaces, alternative } = this.#answer(oldId);
    const answer: AnswerTurn = { ...made, id: this.#surroundings.newId(), alternative, replaces };
    this.#tree.add(answer);
    this.#emit({ type: 'replaced', id: oldId, answer });
    this.#start(new AnswerRun(this.#runSurroundings(answer.id), usedBefore));
  }

  /**
   * An answer that is about to be asked for again, as other windows have left it; undefined where something else has begun
   * meanwhile, and where there is more of it, which is shown then. A file that cannot be read has nothing more.
   */
  async #latest(answerId: string): Promise<AnswerTurn | undefined> {
    const look = {};
    this.#look = look;
    const question = this.#existingAnswer(answerId)?.parent;
    const saved = question === undefined ? [] : await this.#savedAnswers(question).catch(() => []);
    const known = this.#existingAnswer(answerId);
    if (!known || this.#look !== look) return undefined;
    this.#look = undefined;
    this.#takeOver(saved);
    const latest = this.#answer(answerId);
    if (!isMoreThan(latest, known)) return latest;
    this.#emit({ type: 'overtaken', after: latest.parent });
    return undefined;
  }

  /** The answers to a question as they are on the disk. */
  async #savedAnswers(question: string): Promise<AnswerTurn[]> {
    const end = await this.#surroundings.loadEnd();
    const isThere = end.complete || end.turns.some(({ id }) => id === question);
    const { turns } = isThere ? end : await this.#surroundings.loadAll();
    return turns.flatMap((turn) => (turn.role === 'answer' && turn.parent === question ? [turn] : []));
  }

  /** Takes over answers that are new, or of which there is more now. */
  #takeOver(saved: readonly AnswerTurn[]): void {
    const running = this.#running?.answerId;
    const { turns, ...rest } = this.#tree.loaded;
    const known = new Map(turns.map((turn) => [turn.id, turn]));
    const news = saved.filter((answer) => {
      const old = known.get(answer.id);
      if (!old) return true;
      return answer.id !== running && old.role === 'answer' && isMoreThan(answer, old) && holds(answer, old);
    });
    if (news.length === 0) return;
    const taken = new Map(news.map((answer) => [answer.id, answer]));
    const others = news.filter(({ id }) => !known.has(id));
    this.#tree = new ConversationTree({
      ...rest,
      turns: [...turns.map((turn) => taken.get(turn.id) ?? turn), ...others],
    });
  }

  #newAnswer(id: string, parent: string, by?: ModelSelection): AnswerTurn {
    return {
      role: 'answer',
      id,
      parent,
      alternative: this.#tree.nextAlternative(parent),
      respondent: this.#surroundings.respondent(by),
      text: '',
      reasoning: '',
      extras: noExtras,
      status: { state: 'waiting' },
      askedAt: this.#surroundings.now(),
    };
  }

  #start(run: AnswerRun): void {
    this.#look = undefined;
    if (this.#isClosed) return;
    this.#running = run;
    void run.run().then(() => {
      // A run that was stopped may take its time to end, and another one may be under way by then.
      if (this.#running === run) this.#goOn(run.answerId);
    });
  }

  /** After an answer has ended by itself. */
  #goOn(answerId: string): void {
    this.#running = undefined;
    const [next, ...rest] = this.#queue;
    if (next && this.#answer(answerId).status.state === 'done') {
      this.#setQueue(rest);
      const end = next.after && this.#tree.endOf(next.after);
      if (end && end !== this.#tree.head) this.#emitBranch(this.#tree.show(end));
      this.#begin(next.question, this.#tree.head ?? null);
    } else {
      this.#returnQueue();
      this.#emit({ type: 'idle' });
    }
  }

  /** Stops what is being written, whether there was anything or not; `idle` is left to the caller. */
  #halt(): boolean {
    const run = this.#running;
    this.#look = undefined;
    this.#running = undefined;
    run?.stop();
    this.#returnQueue();
    return run !== undefined;
  }

  #runSurroundings(answerId: string): RunSurroundings {
    return {
      read: () => this.#answer(answerId),
      replace: (answer) => this.#tree.replace(answer),
      emit: this.#emit,
      prepare: (share, continueText) => this.#prepare(answerId, share, continueText),
      now: () => this.#surroundings.now(),
      random: () => this.#surroundings.random(),
      wait: (milliseconds, signal) => this.#surroundings.wait(milliseconds, signal),
    };
  }

  async #prepare(
    answerId: string,
    share: number,
    continueText: string | undefined,
  ): Promise<PreparedRequest> {
    const { respondent } = this.#answer(answerId);
    const source = await this.#surroundings.connect(respondent);
    const factor = this.#surroundings.contextFactor(respondent);
    const make = () => answerRequest(this.#tree, answerId, source, { share, factor, continueText });
    const made = make();
    const hasRoom = made.leftOut.pairs === 0;
    if (!hasRoom || this.#tree.isWhole(answerId)) return { provider: source.provider, ...made };
    await this.#loadAll();
    return { provider: source.provider, ...make() };
  }

  #loadAll(): Promise<void> {
    this.#loading ??= this.#merge().finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  async #merge(): Promise<void> {
    const file = await this.#surroundings.loadAll();
    const { hasEarlier } = this.#tree;
    this.#tree = new ConversationTree(mergeLoaded(this.#tree.loaded, file));
    if (hasEarlier) this.#emit({ type: 'earlier' });
  }

  #answer(id: string): AnswerTurn {
    const turn = this.#tree.find(id);
    if (turn?.role !== 'answer') throw new RangeError(`No answer ${id} in this conversation.`);
    return turn;
  }

  #existingAnswer(id: string): AnswerTurn | undefined {
    return this.#tree.has(id) && this.#tree.find(id)?.role === 'answer' ? this.#answer(id) : undefined;
  }

  #emitBranch(after: string | null): void {
    const { head } = this.#tree;
    if (head !== undefined) this.#emit({ type: 'head', id: head });
    this.#emit({ type: 'branch', after });
  }

  #setQueue(queue: readonly Queued[]): void {
    this.#queue = queue;
    this.#emit({ type: 'queue', queued: this.queued });
  }

  #returnQueue(): void {
    if (this.#queue.length === 0) return;
    const questions = this.queued;
    this.#setQueue([]);
    this.#emit({ type: 'returned', questions });
  }
}

/** Whether there is more of an answer than was known; at the same length, whether it has come to its end. */
function isMoreThan(answer: AnswerTurn, known: AnswerTurn): boolean {
  const more = contentLength(answer) - contentLength(known);
  return more > 0 || (more === 0 && answer.status.state === 'done' && known.status.state !== 'done');
}
