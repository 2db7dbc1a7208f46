import type { AnswerStatus } from '../../../src/chat/conversation.ts';
import type { Advice, ErrorKind } from '../../../src/core/error.ts';
import type { ModelOptions } from '../../../src/core/modelOptions.ts';
import type { Provider } from '../../../src/core/provider.ts';
import type { Transport } from '../../../src/core/transport.ts';
import type { Connection, Credentials } from '../../../src/core/vendor.ts';
import type { StartTimer } from '../../../src/net/timers.ts';
import type { BodyKind } from './faultLine.ts';

/** One request of a question's, as the line tells it from others. */
export interface Exchange {
  readonly name: 'token' | 'chat' | 'submission' | 'look' | 'models' | 'completion';
  readonly path: RegExp;
  readonly body: BodyKind;
}

/** What goes wrong at the vendor itself. `… later`: behind the first piece of the reply. */
export type Trouble =
  | 'limited'
  | 'nothing left'
  | 'filtered'
  | 'filtered later'
  | 'failed'
  | 'failed later'
  | 'unfinished'
  | 'bad key'
  /** The same piece for ever. */
  | 'endless';

/** What is to become of the answer. */
export interface Outcome {
  readonly end: Exclude<AnswerStatus['state'], 'failed'> | ErrorKind;
  readonly advice?: Advice;
  /** Whether it is asked for again by itself. */
  readonly retried?: boolean;
  /** How much of the reply is shown; nothing when absent. */
  readonly text?: string;
  /** What is waited for before every further try, without the spreading, where the vendor asks for more than usual. */
  readonly waits?: readonly number[];
}

/** A vendor's server that runs. */
export interface RunningVendor {
  readonly port: number;
  /** What comes behind the origin in the address that a user has set. */
  readonly basePath: string;
  readonly openStreams: number;
  /** Lets every question end so, or the next one only. */
  trouble(trouble: Trouble, times?: 'once'): void;
  /** Gives the usual reply from now on. */
  mend(): void;
  /**
   * Lets the next answers state their text anew and differently, and then end or be cut, where a server can do so.
   *
   * @returns what they say in the end.
   */
  rewrite?(ending: 'whole' | 'cut'): string;
  /** Makes all tokens worthless that were given out, where there are some. */
  revoke?(): void;
  close(): Promise<void>;
}

/** An API with a way to sign in, and all that is to be known of it here. */
export interface ApiUnderTest {
  readonly vendorId: string;
  readonly apiId: string;
  readonly authMode: string;
  /** What tells it from the same API with the same way to sign in. */
  readonly variant?: string;
  readonly model: string;
  readonly options?: ModelOptions;
  readonly credentials: Credentials;
  /** In the order in which a question needs them. */
  readonly exchanges: readonly Exchange[];
  /** Those that are the same, byte for byte but for the key, with another way to sign in: they are interrupted there. */
  readonly likeAnother?: readonly Exchange['name'][];
  /** The address begins with `ws:`. */
  readonly isSocket?: boolean;
  /** What it can do beside the chat. */
  readonly calls?: readonly Exchange[];
  /** What the vendor's own troubles come to. */
  readonly troubles: Readonly<Record<Trouble, Outcome>>;
  /** What a clock that is off by ten minutes comes to: behind the server's, and ahead of it. */
  readonly clock: { readonly behind: Outcome; readonly ahead: Outcome };
  /** Starts its server, which gives the usual reply. */
  start(now: () => number): Promise<RunningVendor>;
  /** Makes the provider where that cannot be the registry's, which waits in real time. */
  create?(connection: Connection, transport: Transport, timer: StartTimer): Promise<Provider>;
}

/** As people read it: `qianfan v1-oauth`. */
export function nameOf({ vendorId, apiId, authMode, variant }: ApiUnderTest): string {
  return [vendorId, apiId, authMode, variant].filter(Boolean).join(' ');
}

/** Whether it gets tokens for its keys, which can be taken back. */
export function hasTokens({ exchanges }: ApiUnderTest): boolean {
  return exchanges.some(({ name }) => name === 'token');
}
