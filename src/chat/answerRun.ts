import { ProviderError } from '../core/error.ts';
import type { ChatRequest, Provider } from '../core/provider.ts';
import type { StreamPart, Usage } from '../core/streamPart.ts';
import type { AnswerRequest } from './answerRequest.ts';
import {
  type AddedExtras,
  type AnswerStatus,
  type AnswerTurn,
  type Failure,
  isRunning,
  type LeftOut,
} from './conversation.ts';
import { toFailure } from './failure.ts';
import { retryWait } from './retryPolicy.ts';
import { type TextChange, textChange } from './textChange.ts';

/** What changes in an answer while it is written. */
export type AnswerEvent =
  /** Text that follows the first `at` UTF-16 code units of the answer's text or reasoning; `rewrites` is the answer's. */
  | {
      readonly type: 'delta';
      readonly id: string;
      readonly channel: 'text' | 'reasoning';
      readonly at: number;
      readonly text: string;
      readonly rewrites?: number;
    }
  /** The text so far is another one, the `rewrites`-th; it differs in `change` from the one before it. */
  | {
      readonly type: 'replace';
      readonly id: string;
      readonly text: string;
      readonly change: TextChange;
      readonly rewrites: number;
    }
  /** There is more beside its text. */
  | ({ readonly type: 'extras'; readonly id: string; readonly rewrites?: number } & AddedExtras)
  /** `answer.status`, one of its times, what was left out or the vendor's id of the conversation is new. */
  | { readonly type: 'status'; readonly answer: AnswerTurn };

export interface PreparedRequest extends AnswerRequest {
  readonly provider: Provider;
}

/** What a run needs of the conversation that it is a part of. */
export interface RunSurroundings {
  /** The answer as it is now. */
  read(): AnswerTurn;
  /** Puts the answer in place of the one with the same id. */
  replace(answer: AnswerTurn): void;
  emit(event: AnswerEvent): void;
  /**
   * Makes the request.
   *
   * @param share the part of the window's room that may be filled, up to 1.
   * @param continueText the beginning of the answer, where the model is to go on with it.
   */
  prepare(share: number, continueText: string | undefined): Promise<PreparedRequest>;
  now(): number;
  random(): number;
  /** Resolves after so many milliseconds, or at once when the signal is aborted. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** One answer being written, from its first request to its end: at the vendor's, by the user, or by a failure. */
export class AnswerRun {
  readonly answerId: string;
  readonly #surroundings: RunSurroundings;
  readonly #controller = new AbortController();
  /** The text that was there before. It stays, whatever happens. */
  readonly #before: string;
  /** What the requests before this one have used, where the answer is gone on with. */
  readonly #usedBefore: Usage | undefined;
  #sentAt = 0;
  #hasOutput = false;
  #canSendLess = false;
  #wakeRetry: () => void = () => {};

  /** @param usedBefore is added to what the vendor reports at the end. */
  constructor(surroundings: RunSurroundings, usedBefore?: Usage) {
    const { id, text } = surroundings.read();
    this.answerId = id;
    this.#surroundings = surroundings;
    this.#before = text;
    this.#usedBefore = usedBefore;
  }

  /** Tries until the answer is there, the user stops it, or there is no use in trying. Never throws. */
  async run(): Promise<void> {
    // Our estimate of tokens may be too low for a model: then less of the conversation is sent, once.
    let share = 1;
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#attempt(share);
        return;
      } catch (error) {
        if (this.#isOver()) return;
        if (share === 1 && isTooLong(error) && !this.#hasOutput && this.#canSendLess) {
          share = 0.5;
          continue;
        }
        const wait = this.#hasOutput ? undefined : this.#retryWait(error, attempt);
        if (wait === undefined) {
          this.#settle({ state: 'failed', failure: toFailure(error) });
          return;
        }
        await this.#hold(toFailure(error), wait);
        if (this.#isOver()) return;
        this.#setStatus({ status: { state: 'waiting' } });
      }
    }
  }

  /** Ends the answer as it is, at once: a vendor that takes its time to hang up is not waited for. */
  stop(): void {
    this.#controller.abort();
    if (isRunning(this.#answer.status)) this.#settle({ state: 'stopped' });
  }

  /** Sends a waiting retry now. */
  wake(): void {
    this.#wakeRetry();
  }

  get #answer(): AnswerTurn {
    return this.#surroundings.read();
  }

  #isOver(): boolean {
    return this.#controller.signal.aborted || !isRunning(this.#answer.status);
  }

  async #attempt(share: number): Promise<void> {
    const { signal } = this.#controller;
    const continueText = this.#before === '' ? undefined : this.#before;
    const { provider, request, leftOut, canSendLess } = await this.#surroundings.prepare(share, continueText);
    if (signal.aborted) return;
    this.#canSendLess = canSendLess;
    this.#note(request, leftOut);
    this.#sentAt = this.#surroundings.now();
    for await (const part of provider.stream(request, signal)) {
      if (signal.aborted) return;
      this.#fold(part);
    }
    if (!this.#isOver()) throw new ProviderError('protocol', 'The stream ended without its end.');
  }

  /** Keeps what goes along with a request, even if nothing should come back. */
  #note({ vendorSession }: ChatRequest, leftOut: LeftOut): void {
    const { leftOut: _, ...answer } = this.#answer;
    const isCut = leftOut.pairs > 0 || leftOut.cut.length > 0;
    if (vendorSession === undefined && !isCut && this.#answer.leftOut === undefined) return;
    const extras = { ...answer.extras, ...(vendorSession !== undefined && { vendorSession }) };
    this.#surroundings.replace({ ...answer, extras, ...(isCut && { leftOut }) });
    this.#surroundings.emit({ type: 'status', answer: this.#answer });
  }

  #fold(part: StreamPart): void {
    switch (part.type) {
      case 'text-delta':
        this.#append('text', part.text);
        break;
      case 'reasoning-delta':
        this.#append('reasoning', part.text);
        break;
      case 'text-replace': {
        this.#append('text', '');
        const text = this.#before + part.text;
        const change = textChange(this.#answer.text, text);
        const rewrites = (this.#answer.rewrites ?? 0) + 1;
        this.#change({ text, rewrites });
        this.#surroundings.emit({ type: 'replace', id: this.answerId, text, change, rewrites });
        break;
      }
      case 'finish': {
        const { reason, rateLimit } = part;
        const usage = addUsage(this.#usedBefore, part.usage);
        this.#settle({ state: 'done', reason, ...(usage && { usage }), ...(rateLimit && { rateLimit }) });
        break;
      }
      case 'tool-call':
        // The panel offers no tools, so a model that calls one has made it up.
        break;
      case 'vendor-session': {
        const { extras } = this.#answer;
        if (extras.vendorSession === part.id) break;
        this.#setStatus({ extras: { ...extras, vendorSession: part.id } });
        break;
      }
      default:
        this.#hasOutput = true;
        this.#add(part);
    }
  }

  #add({ type, ...item }: ExtraPart): void {
    const { extras, rewrites = 0 } = this.#answer;
    const list = listOf[type];
    const added = { list, at: extras[list].length, items: [item] } as AddedExtras;
    this.#change({ extras: { ...extras, [list]: [...extras[list], item] } });
    this.#surroundings.emit({ type: 'extras', id: this.answerId, rewrites, ...added });
  }

  #append(channel: 'text' | 'reasoning', text: string): void {
    if (this.#answer.firstTokenMs === undefined) {
      this.#change({ firstTokenMs: this.#surroundings.now() - this.#sentAt });
    }
    this.#hasOutput = true;
    const state = channel === 'text' ? 'answering' : 'reasoning';
    if (this.#answer.status.state !== state) this.#setStatus({ status: { state }, ...this.#reasoned() });
    if (text === '') return;
    const { [channel]: before, rewrites } = this.#answer;
    this.#change({ [channel]: before + text });
    this.#surroundings.emit({
      type: 'delta',
      id: this.answerId,
      channel,
      at: before.length,
      text,
      ...(rewrites !== undefined && { rewrites }),
    });
  }

  /** While the model reasons: how long it has, from its first word on. */
  #reasoned(): { reasoningMs?: number } {
    const { status, firstTokenMs = 0 } = this.#answer;
    if (status.state !== 'reasoning') return {};
    return { reasoningMs: this.#surroundings.now() - this.#sentAt - firstTokenMs };
  }

  #settle(status: AnswerStatus): void {
    const totalMs = this.#surroundings.now() - this.#answer.askedAt;
    this.#setStatus({ status, totalMs, ...this.#reasoned() });
  }

  #retryWait(error: unknown, attempt: number): number | undefined {
    return error instanceof ProviderError
      ? retryWait(error, attempt, this.#surroundings.random())
      : undefined;
  }

  async #hold(failure: Failure, waitMs: number): Promise<void> {
    const untilMs = this.#surroundings.now() + waitMs;
    this.#setStatus({ status: { state: 'retrying', failure, waitMs, untilMs } });
    const woken = new AbortController();
    this.#wakeRetry = () => woken.abort();
    await this.#surroundings.wait(waitMs, AbortSignal.any([this.#controller.signal, woken.signal]));
  }

  #change(change: Partial<AnswerTurn>): void {
    this.#surroundings.replace({ ...this.#answer, ...change });
  }

  #setStatus(change: Partial<AnswerTurn>): void {
    this.#change(change);
    this.#surroundings.emit({ type: 'status', answer: this.#answer });
  }
}

function isTooLong(error: unknown): boolean {
  return error instanceof ProviderError && error.kind === 'context-length';
}

type ExtraPart = Extract<StreamPart, { type: 'source' | 'suggestions' | 'notice' }>;

const listOf = { source: 'sources', suggestions: 'suggestions', notice: 'notices' } as const;

/** What two requests have used together; undefined where neither is known. */
function addUsage(first: Usage | undefined, second: Usage | undefined): Usage | undefined {
  if (!first || !second) return first ?? second;
  const sum: { -readonly [Name in keyof Usage]: Usage[Name] } = { ...first };
  for (const [name, tokens] of Object.entries(second) as [keyof Usage, number][]) {
    sum[name] = (sum[name] ?? 0) + tokens;
  }
  return sum;
}
