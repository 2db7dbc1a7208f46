import { hasGap } from '../../chat/missingKeys.ts';
import { isWithin } from '../../chat/textSize.ts';
import { ProviderError } from '../../core/error.ts';
import { largestCompletion } from '../../core/limits.ts';
import type { ModelOptions } from '../../core/modelOptions.ts';
import type { Provider } from '../../core/provider.ts';
import { type StartTimer, wait } from '../../net/timers.ts';
import { CompletionCache } from './completionCache.ts';
import type { CompletionGate } from './completionGate.ts';
import { invitesCompletion, type Place, takesLines } from './place.ts';
import { trimCompletion } from './trimCompletion.ts';

/** A model that fills in code, ready to be asked. */
export interface CompletionModel {
  readonly completeCode: NonNullable<Provider['completeCode']>;
  readonly model: string;
  /** What the user has set for it. */
  readonly options: ModelOptions;
}

export interface CompletionSourceParts {
  /** @throws {ProviderError} if there is none. */
  connect(): Promise<CompletionModel>;
  readonly gate: CompletionGate;
  /** Milliseconds without typing before the model is asked. */
  delayMs(): number;
  /** The model begins or ceases to be asked. */
  onBusy(isBusy: boolean): void;
  /** Something went wrong that the gate closes for. */
  onFailure(failure: ProviderError): void;
  readonly timer: StartTimer;
}

export interface CompletionWish {
  /** By VS Code's id. */
  readonly language: string;
  /** Whether the user has asked for it, instead of just typing. */
  readonly isInvoked: boolean;
}

/** Milliseconds. A suggestion that comes later finds the cursor somewhere else. */
const patienceMs = 10_000;

const longestLine = 96;
const longestBlock = 320;

/** Low, because what is wanted is the likely thing. */
const temperature = 0.1;

interface Asking {
  readonly place: Place;
  readonly answer: Promise<string>;
  readonly stop: AbortController;
  /** The signal of the last one who asked for this place: only that one may stop it. */
  owner: AbortSignal;
}

/** Finds out what to suggest: from memory, else from the model, which is asked for one place at a time. */
export class CompletionSource {
  readonly #parts: CompletionSourceParts;
  readonly #cache = new CompletionCache();
  #model: Promise<CompletionModel> | undefined;
  #asking: Asking | undefined;

  constructor(parts: CompletionSourceParts) {
    this.#parts = parts;
  }

  /**
   * What to insert at a place; empty if there is nothing to suggest. Never fails: the gate keeps what went wrong.
   *
   * @param signal aborting it closes the connection, unless somebody else waits for the same place by then.
   */
  async complete(place: Place, wish: CompletionWish, signal: AbortSignal): Promise<string> {
    const { gate } = this.#parts;
    if (signal.aborted) return '';
    if (gate.state.type === 'snoozed' || (gate.state.type !== 'open' && !wish.isInvoked)) return '';
    if (!wish.isInvoked && !invitesCompletion(place)) return '';
    const known = this.#cache.find(place);
    if (known !== undefined) {
      this.stop();
      return known;
    }
    const asking = this.#ask(place, wish, signal);
    signal.addEventListener(
      'abort',
      () => {
        if (asking.owner === signal) asking.stop.abort();
      },
      { once: true },
    );
    return asking.answer;
  }

  /** Whatever is being asked is not wanted any more. */
  stop(): void {
    this.#asking?.stop.abort();
    this.#asking = undefined;
  }

  /** Another model, key or address is in use now. */
  forget(): void {
    this.stop();
    this.#cache.clear();
    this.#model = undefined;
  }

  #ask(place: Place, wish: CompletionWish, signal: AbortSignal): Asking {
    const running = this.#asking;
    if (running && running.place.prefix === place.prefix && running.place.suffix === place.suffix) {
      running.owner = signal;
      return running;
    }
    this.stop();
    const stop = new AbortController();
    const asking = { place, stop, owner: signal, answer: this.#answer(place, wish, stop) };
    this.#asking = asking;
    return asking;
  }

  async #answer(place: Place, wish: CompletionWish, stop: AbortController): Promise<string> {
    const { delayMs, gate, onFailure, timer } = this.#parts;
    let isLate = false;
    try {
      if (!wish.isInvoked) await wait(delayMs(), stop.signal, timer);
      const patience = timer(patienceMs, () => {
        isLate = true;
        stop.abort();
      });
      try {
        const text = await this.#request(place, wish.language, stop.signal);
        this.#cache.add(place, text);
        gate.succeeded();
        return text;
      } finally {
        patience.stop();
      }
    } catch (error) {
      const failure = isLate
        ? new ProviderError('timeout', `Nothing came for ${patienceMs / 1000} s`)
        : asProviderError(error);
      // What is wrong with this place alone says nothing of the next one.
      if (['content-filter', 'context-length'].includes(failure.kind)) this.#cache.add(place, '');
      else if (failure.kind !== 'cancelled') {
        onFailure(failure);
        gate.failed(failure);
      }
      return '';
    } finally {
      if (this.#asking?.stop === stop) this.#asking = undefined;
    }
  }

  async #request(place: Place, language: string, signal: AbortSignal): Promise<string> {
    const { onBusy } = this.#parts;
    onBusy(true);
    try {
      const { completeCode, model, options } = await this.#connected();
      const request = { model, ...place, language, options: optionsFor(place, options) };
      let reply = '';
      for await (const part of completeCode(request, signal)) {
        if (part.type !== 'text-delta') continue;
        reply += part.text;
        if (!isWithin(reply, largestCompletion)) {
          throw new ProviderError('protocol', 'The reply is longer than any completion');
        }
        // Only whole lines tell whether it is over.
        if (!part.text.includes('\n')) continue;
        const { text, isOver } = trimCompletion(place, reply, false);
        if (isOver) return withoutGap(text);
      }
      return withoutGap(trimCompletion(place, reply, true).text);
    } finally {
      onBusy(false);
    }
  }

  /** Kept until it is forgotten, or fails. */
  #connected(): Promise<CompletionModel> {
    const connecting = this.#model ?? this.#parts.connect();
    this.#model = connecting;
    connecting.catch(() => {
      if (this.#model === connecting) this.#model = undefined;
    });
    return connecting;
  }
}

/** Code with a gap for a key that was in it would be accepted without a look at it. */
function withoutGap(text: string): string {
  return hasGap(text) ? '' : text;
}

/** Of what the user has set only what is about sampling: the rest is meant for conversations. */
function optionsFor(place: Place, set: ModelOptions): ModelOptions {
  const { topP, topK, seed } = set;
  const isLine = !takesLines(place);
  return {
    temperature: set.temperature ?? temperature,
    ...(topP !== undefined && { topP }),
    ...(topK !== undefined && { topK }),
    ...(seed !== undefined && { seed }),
    maxOutputTokens: isLine ? longestLine : longestBlock,
    ...(isLine && { stop: ['\n'] }),
  };
}

function asProviderError(error: unknown): ProviderError {
  if (error instanceof ProviderError) return error;
  return new ProviderError('protocol', error instanceof Error ? error.message : String(error), {
    cause: error,
  });
}
