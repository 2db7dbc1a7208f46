import type { Failure } from '../../chat/conversation.ts';
import type { ProviderError } from '../../core/error.ts';
import type { StartTimer, Timer } from '../../net/timers.ts';

/** Whether suggestions are asked for at present. */
export type GateState =
  | { readonly type: 'open' }
  /** The user wants to be left alone. */
  | { readonly type: 'snoozed' }
  /** Something failed that may go well in a while. */
  | { readonly type: 'waiting'; readonly failure: Failure }
  /** Something failed that will fail again until the user has changed it. */
  | { readonly type: 'stopped'; readonly failure: Failure };

const firstPauseMs = 10_000;
const longestPauseMs = 300_000;

const open: GateState = { type: 'open' };

/** Keeps suggestions from being asked for: after failures, longer each time, and for as long as the user wants. */
export class CompletionGate {
  readonly #timer: StartTimer;
  readonly #changed: () => void;
  #state: GateState = open;
  #pauseMs = firstPauseMs;
  #reopening: Timer | undefined;

  constructor(timer: StartTimer, changed: () => void) {
    this.#timer = timer;
    this.#changed = changed;
  }

  get state(): GateState {
    return this.#state;
  }

  snooze(durationMs: number): void {
    this.#become({ type: 'snoozed' }, durationMs);
  }

  /** Forgets all that was in the way. */
  reopen(): void {
    this.#pauseMs = firstPauseMs;
    this.#become(open);
  }

  succeeded(): void {
    this.#pauseMs = firstPauseMs;
    if (this.#state.type === 'waiting' || this.#state.type === 'stopped') this.#become(open);
  }

  failed({ kind, message, details }: ProviderError): void {
    if (this.#state.type === 'snoozed') return;
    const { cause: _, ...told } = details;
    const failure: Failure = { kind, message, details: told };
    if (!passes(kind)) {
      this.#become({ type: 'stopped', failure });
      return;
    }
    this.#become({ type: 'waiting', failure }, Math.max(this.#pauseMs, details.retryAfterMs ?? 0));
    this.#pauseMs = Math.min(2 * this.#pauseMs, longestPauseMs);
  }

  dispose(): void {
    this.#reopening?.stop();
  }

  #become(state: GateState, forMs?: number): void {
    this.#reopening?.stop();
    this.#reopening = forMs === undefined ? undefined : this.#timer(forMs, () => this.#become(open));
    this.#state = state;
    this.#changed();
  }
}

/** Whether a failure of this kind may be over in a while without anybody doing anything. */
function passes(kind: ProviderError['kind']): boolean {
  return !['auth', 'quota', 'invalid-request'].includes(kind);
}
