import { ProviderError } from '../core/error.ts';
import type { ModelOptions } from '../core/modelOptions.ts';
import type { ChatRequest, Provider } from '../core/provider.ts';
import type { StreamPart } from '../core/streamPart.ts';
import {
  type AnswerExtras,
  type AnswerStatus,
  type AnswerTurn,
  type CodeAttachment,
  type Failure,
  noExtras,
  type QuestionTurn,
  type Respondent,
  type Turn,
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
  /** What the user has set for this model. */
  readonly options: ModelOptions;
  /** Whether a question may choose thinking, and web search; what it chose for another model is left out. */
  readonly choices: { readonly thinking: boolean; readonly webSearch: boolean };
}

export interface NewQuestion {
  readonly text: string;
  readonly attachments: readonly CodeAttachment[];
  readonly thinking?: boolean;
  readonly webSearch?: boolean;
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
  /** The text so far is another one. */
  | { readonly type: 'replace'; readonly id: string; readonly text: string }
  /** `answer.extras` are new. */
  | { readonly type: 'extras'; readonly answer: AnswerTurn }
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
      extras: noExtras,
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
    // Our estimate of tokens may be too low for a model: then less of the conversation is sent, once.
    let windowShare = 1;
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#attempt(id, windowShare, signal);
        return;
      } catch (error) {
        if (signal.aborted) {
          this.#settle(id, { state: 'stopped' });
          return;
        }
        if (windowShare === 1 && isTooLong(error) && !this.#hasOutput(id) && this.#turns.length > 2) {
          windowShare = 0.5;
          continue;
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

  async #attempt(id: string, windowShare: number, signal: AbortSignal): Promise<void> {
    const source = await this.#surroundings.connect();
    const request = this.#request(id, source, windowShare);
    signal.throwIfAborted();
    const sentAt = this.#surroundings.now();
    for await (const part of source.provider.stream(request, signal)) this.#fold(id, part, sentAt);
    signal.throwIfAborted();
    if (this.#find(id).status.state !== 'done')
      throw new ProviderError('protocol', 'The stream ended without its end.');
  }

  #request(id: string, source: AnswerSource, windowShare: number): ChatRequest {
    const questionIndex = this.#turns.findIndex((turn) => turn.id === id) - 1;
    const { thinking, webSearch } = this.#turns[questionIndex] as QuestionTurn;
    const { messages } = fitRequest(this.#turns, questionIndex, source.system, source.window, windowShare);
    const vendorSession = lastVendorSession(this.#turns.slice(0, questionIndex), this.#find(id).respondent);
    return {
      model: source.model,
      messages,
      options: {
        ...source.options,
        ...(source.choices.thinking && thinking !== undefined && { thinking }),
        ...(source.choices.webSearch && webSearch !== undefined && { webSearch }),
      },
      ...(vendorSession !== undefined && { vendorSession }),
    };
  }

  #fold(id: string, part: StreamPart, sentAt: number): void {
    switch (part.type) {
      case 'text-delta':
        this.#append(id, 'text', part.text, sentAt);
        break;
      case 'reasoning-delta':
        this.#append(id, 'reasoning', part.text, sentAt);
        break;
      case 'text-replace':
        this.#append(id, 'text', '', sentAt);
        this.#change(id, { text: part.text });
        this.#emit({ type: 'replace', id, text: part.text });
        break;
      case 'finish': {
        const { reason, usage, rateLimit } = part;
        this.#settle(id, { state: 'done', reason, ...(usage && { usage }), ...(rateLimit && { rateLimit }) });
        break;
      }
      case 'tool-call':
        // The panel offers no tools, so a model that calls one has made it up.
        break;
      default:
        this.#change(id, { extras: withExtra(this.#find(id).extras, part) });
        this.#emit({ type: 'extras', answer: this.#find(id) });
    }
  }

  #append(id: string, channel: 'text' | 'reasoning', text: string, sentAt: number): void {
    const now = this.#surroundings.now();
    const answer = this.#find(id);
    if (answer.firstTokenMs === undefined) this.#change(id, { firstTokenMs: now - sentAt });
    const state = channel === 'text' ? 'answering' : 'reasoning';
    if (answer.status.state !== state) {
      const reasoned =
        answer.status.state === 'reasoning' ? { reasoningMs: this.#reasonedFor(id, now, sentAt) } : {};
      this.#setStatus(id, { status: { state }, ...reasoned });
    }
    if (text === '') return;
    this.#change(id, { [channel]: this.#find(id)[channel] + text });
    this.#emit({ type: 'delta', id, channel, text });
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

function isTooLong(error: unknown): boolean {
  return error instanceof ProviderError && error.kind === 'context-length';
}

type ExtraPart = Extract<StreamPart, { type: 'source' | 'suggestions' | 'notice' | 'vendor-session' }>;

function withExtra(extras: AnswerExtras, extra: ExtraPart): AnswerExtras {
  switch (extra.type) {
    case 'source': {
      const { type: _, ...source } = extra;
      return { ...extras, sources: [...extras.sources, source] };
    }
    case 'suggestions': {
      const { type: _, ...suggestions } = extra;
      return { ...extras, suggestions: [...extras.suggestions, suggestions] };
    }
    case 'notice': {
      const { type: _, ...notice } = extra;
      return { ...extras, notices: [...extras.notices, notice] };
    }
    case 'vendor-session':
      return { ...extras, vendorSession: extra.id };
  }
}

/** The vendor's conversation goes on only if the last answer came from the same way into the same vendor. */
function lastVendorSession(turns: readonly Turn[], { vendorId, apiId }: Respondent): string | undefined {
  const last = turns.findLast((turn) => turn.role === 'answer' && turn.extras.vendorSession !== undefined);
  if (last?.role !== 'answer') return undefined;
  const same = last.respondent.vendorId === vendorId && last.respondent.apiId === apiId;
  return same ? last.extras.vendorSession : undefined;
}
