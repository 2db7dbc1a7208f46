import { ProviderError } from '../core/error.ts';
import type { Provider } from '../core/provider.ts';
import type { StreamPart } from '../core/streamPart.ts';
import type {
  AnswerStatus,
  AnswerTurn,
  CodeAttachment,
  Failure,
  QuestionTurn,
  Respondent,
  Turn,
} from './conversation.ts';
import { toFailure } from './failure.ts';
import { fitRequest } from './requestMessages.ts';
import { retryWait } from './retryPolicy.ts';

/** The model that answers, ready to be asked. */
export interface AnswerSource {
  readonly provider: Provider;
  readonly model: string;
  /** Tokens of question and reply together; absent: unknown. */
  readonly window?: number;
  /** Our instructions to the model. */
  readonly system: string;
}

export interface NewQuestion {
  readonly text: string;
  readonly attachments: readonly CodeAttachment[];
  readonly thinking?: boolean;
}

/** What a session needs from outside; everything that is not the same twice is in here. */
export interface SessionSurroundings {
  /** Who would be asked now. */
  respondent(): Respondent;
  /** @throws {ProviderError} when nobody can be asked: no key, an address that is not confirmed. */
  connect(): Promise<AnswerSource>;
  /** Milliseconds since 1970 UTC. */
  now(): number;
  newId(): string;
  /** From 0 to 1. */
  random(): number;
  /** Resolves after so many milliseconds, or at once when the signal is aborted. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export type SessionEvent =
  /** A question was accepted; both turns are new at the end of `turns`. */
  | { readonly type: 'begin'; readonly question: QuestionTurn; readonly answer: AnswerTurn }
  | {
      readonly type: 'delta';
      readonly id: string;
      readonly channel: 'text' | 'reasoning';
      readonly text: string;
    }
  /** `answer.status` or one of its times is new. */
  | { readonly type: 'status'; readonly answer: AnswerTurn }
  /** The answer was emptied, to be asked for again. */
  | { readonly type: 'restart'; readonly answer: AnswerTurn }
  | { readonly type: 'queue'; readonly queued: readonly NewQuestion[] }
  /** The answer before them did not end well, so these questions are not asked: they go back to where they are edited. */
  | { readonly type: 'returned'; readonly questions: readonly NewQuestion[] }
  /** Nothing is running any more. */
  | { readonly type: 'idle' };

/** One conversation: its turns, the request that is running, and the questions that wait for it. */
export class Session {
  readonly #surroundings: SessionSurroundings;
  readonly #emit: (event: SessionEvent) => void;
  readonly #turns: Turn[];
  #queue: readonly NewQuestion[] = [];
  #running: AbortController | undefined;
  #wakeRetry: () => void = () => {};

  /** @param emit hears of every change, in order, after `turns` has it. Must not throw. */
  constructor(
    surroundings: SessionSurroundings,
    emit: (event: SessionEvent) => void,
    turns: readonly Turn[] = [],
  ) {
    this.#surroundings = surroundings;
    this.#emit = emit;
    this.#turns = [...turns];
  }

  get turns(): readonly Turn[] {
    return this.#turns;
  }

  get queued(): readonly NewQuestion[] {
    return this.#queue;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** Asks at once, or after the questions before it. Failures become part of the answer. */
  ask(question: NewQuestion): void {
    if (this.#running) {
      this.#setQueue([...this.#queue, question]);
      return;
    }
    const { newId } = this.#surroundings;
    const asked: QuestionTurn = { role: 'question', id: newId(), ...question };
    const answer = this.#emptyAnswer(newId());
    this.#turns.push(asked, answer);
    this.#emit({ type: 'begin', question: asked, answer });
    void this.#run(answer.id);
  }

  /** Takes a question out of the queue; an index that is not in it changes nothing. */
  unqueue(index: number): void {
    this.#setQueue(this.#queue.filter((_, at) => at !== index));
  }

  /** Ends the running request, keeping its text. */
  stop(): void {
    this.#running?.abort();
  }

  /** Sends a waiting retry at once, or asks for the last answer again if it failed or was stopped. */
  retry(answerId: string): void {
    const last = this.#turns.at(-1);
    if (last?.role !== 'answer' || last.id !== answerId) return;
    if (last.status.state === 'retrying') {
      this.#wakeRetry();
    } else if (!this.#running && ['failed', 'stopped', 'interrupted'].includes(last.status.state)) {
      const answer = this.#emptyAnswer(answerId);
      this.#replace(answer);
      this.#emit({ type: 'restart', answer });
      void this.#run(answerId);
    }
  }

  #emptyAnswer(id: string): AnswerTurn {
    return {
      role: 'answer',
      id,
      respondent: this.#surroundings.respondent(),
      text: '',
      reasoning: '',
      status: { state: 'waiting' },
      askedAt: this.#surroundings.now(),
    };
  }

  async #run(id: string): Promise<void> {
    const controller = new AbortController();
    this.#running = controller;
    await this.#answer(id, controller.signal);
    this.#running = undefined;
    const [next, ...rest] = this.#queue;
    if (next && this.#find(id).status.state === 'done') {
      this.#setQueue(rest);
      this.ask(next);
      return;
    }
    if (next) {
      const questions = this.#queue;
      this.#setQueue([]);
      this.#emit({ type: 'returned', questions });
    }
    this.#emit({ type: 'idle' });
  }

  /** Tries until the answer is there, the user stops it, or there is no use in trying. Never throws. */
  async #answer(id: string, signal: AbortSignal): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#attempt(id, signal);
        return;
      } catch (error) {
        if (signal.aborted) {
          this.#settle(id, { state: 'stopped' });
          return;
        }
        const wait = this.#hasOutput(id) ? undefined : this.#retryWait(error, attempt);
        if (wait === undefined) {
          this.#settle(id, { state: 'failed', failure: toFailure(error) });
          return;
        }
        await this.#hold(id, toFailure(error), wait, signal);
        if (signal.aborted) {
          this.#settle(id, { state: 'stopped' });
          return;
        }
        this.#setStatus(id, { status: { state: 'waiting' } });
      }
    }
  }

  async #attempt(id: string, signal: AbortSignal): Promise<void> {
    const source = await this.#surroundings.connect();
    const questionIndex = this.#turns.findIndex((turn) => turn.id === id) - 1;
    const question = this.#turns[questionIndex] as QuestionTurn;
    const { messages } = fitRequest(this.#turns, questionIndex, source.system, source.window);
    const request = {
      model: source.model,
      messages,
      ...(question.thinking === undefined ? {} : { thinking: question.thinking }),
    };
    signal.throwIfAborted();
    const sentAt = this.#surroundings.now();
    for await (const part of source.provider.stream(request, signal)) this.#fold(id, part, sentAt);
    signal.throwIfAborted();
    if (this.#find(id).status.state !== 'done')
      throw new ProviderError('protocol', 'The stream ended without its end.');
  }

  #fold(id: string, part: StreamPart, sentAt: number): void {
    if (part.type === 'finish') {
      const usage = part.usage === undefined ? {} : { usage: part.usage };
      this.#settle(id, { state: 'done', reason: part.reason, ...usage });
      return;
    }
    const now = this.#surroundings.now();
    const answer = this.#find(id);
    const channel = part.type === 'text-delta' ? 'text' : 'reasoning';
    if (answer.firstTokenMs === undefined) this.#change(id, { firstTokenMs: now - sentAt });
    const state = channel === 'text' ? 'answering' : 'reasoning';
    if (answer.status.state !== state) {
      const reasoned =
        answer.status.state === 'reasoning' ? { reasoningMs: this.#reasonedFor(id, now, sentAt) } : {};
      this.#setStatus(id, { status: { state }, ...reasoned });
    }
    this.#change(id, { [channel]: this.#find(id)[channel] + part.text });
    this.#emit({ type: 'delta', id, channel, text: part.text });
  }

  /** Reasoning is counted from its first word to the first word of the answer. */
  #reasonedFor(id: string, now: number, sentAt: number): number {
    return now - sentAt - (this.#find(id).firstTokenMs ?? 0);
  }

  #settle(id: string, status: AnswerStatus): void {
    const answer = this.#find(id);
    const totalMs = this.#surroundings.now() - answer.askedAt;
    const stillReasoning = answer.status.state === 'reasoning';
    const reasoned = stillReasoning ? { reasoningMs: totalMs - (answer.firstTokenMs ?? 0) } : {};
    this.#setStatus(id, { status, totalMs, ...reasoned });
  }

  #retryWait(error: unknown, attempt: number): number | undefined {
    return error instanceof ProviderError
      ? retryWait(error, attempt, this.#surroundings.random())
      : undefined;
  }

  async #hold(id: string, failure: Failure, waitMs: number, signal: AbortSignal): Promise<void> {
    const untilMs = this.#surroundings.now() + waitMs;
    this.#setStatus(id, { status: { state: 'retrying', failure, waitMs, untilMs } });
    const woken = new AbortController();
    this.#wakeRetry = () => woken.abort();
    await this.#surroundings.wait(waitMs, AbortSignal.any([signal, woken.signal]));
  }

  #hasOutput(id: string): boolean {
    const { text, reasoning } = this.#find(id);
    return text !== '' || reasoning !== '';
  }

  #find(id: string): AnswerTurn {
    const turn = this.#turns.findLast((candidate) => candidate.id === id);
    if (turn?.role !== 'answer') throw new RangeError(`No answer ${id} in this conversation.`);
    return turn;
  }

  #replace(answer: AnswerTurn): void {
    this.#turns[this.#turns.findLastIndex((turn) => turn.id === answer.id)] = answer;
  }

  #change(id: string, change: Partial<AnswerTurn>): void {
    this.#replace({ ...this.#find(id), ...change });
  }

  #setStatus(id: string, change: Partial<AnswerTurn>): void {
    this.#change(id, change);
    this.#emit({ type: 'status', answer: this.#find(id) });
  }

  #setQueue(queued: readonly NewQuestion[]): void {
    this.#queue = queued;
    this.#emit({ type: 'queue', queued });
  }
}
