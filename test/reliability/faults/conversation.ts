import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type AnswerStatus, type AnswerTurn, isRunning } from '../../../src/chat/conversation.ts';
import { emptyConversation } from '../../../src/chat/conversationTree.ts';
import { Session, type SessionEvent } from '../../../src/chat/session.ts';
import type { Provider } from '../../../src/core/provider.ts';
import type { Transport } from '../../../src/core/transport.ts';
import { findApi } from '../../../src/vendors/registry.ts';
import { type ApiUnderTest, nameOf } from './apis.ts';
import type { TestClock } from './testClock.ts';

export type Retrying = Extract<AnswerStatus, { readonly state: 'retrying' }>;

/** A session with a real provider, and everything that is to be seen of it. */
export interface TestConversation {
  readonly session: Session;
  readonly answer: AnswerTurn;
  /** Asks, and resolves with the answer when nothing is running any more. */
  ask(text: string): Promise<AnswerTurn>;
  /** Resolves when nothing is running any more. */
  settled(): Promise<AnswerTurn>;
  /** Resolves when the newest answer is in this state, or has ended. */
  reaches(state: AnswerStatus['state']): Promise<void>;
  /** Resolves when the newest answer has this text, or has ended. */
  shows(text: string): Promise<void>;
  /** Goes on at another address, as after a change of the settings. */
  moveTo(baseUrl: string): Promise<void>;
  readonly provider: Provider;
  /** The statuses with a countdown, as they were shown. */
  readonly retries: readonly Retrying[];
  /** How many abort listeners are left on the signals that were handed out. */
  readonly listeners: number;
}

export interface ConversationOptions {
  readonly transport: Transport;
  readonly baseUrl: string;
  readonly clock: TestClock;
  /** Lets the time between two tries pass. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** What spreads the retries: half of all that is allowed. */
export const spread = 0.5;

export async function startConversation(
  api: ApiUnderTest,
  { transport, baseUrl, clock, wait }: ConversationOptions,
): Promise<TestConversation> {
  const signals = new Set<AbortSignal>();
  const watched = watchSignals(transport, signals);
  const connection = {
    credentials: api.credentials,
    authMode: api.authMode,
    language: 'en',
  };
  const found = findApi(api.vendorId, api.apiId)?.api;
  assert.ok(found, nameOf(api));
  const create = (address: string): Promise<Provider> => {
    const there = { ...connection, baseUrl: address };
    return api.create?.(there, watched, clock.hurried) ?? found.create(there, watched);
  };
  let provider = await create(baseUrl);
  const retries: Retrying[] = [];
  let turns = 0;
  const watchers = new Set<() => void>();

  const session = new Session(
    {
      respondent: () => ({
        vendorId: api.vendorId,
        apiId: api.apiId,
        model: api.model,
        vendorLabel: 'Vendor',
        modelLabel: 'Model',
      }),
      connect: async () => ({
        provider: watchStream(provider, signals),
        model: api.model,
        system: 'Be brief.',
        options: api.options ?? {},
        choices: { thinking: false, webSearch: false },
        images: false,
      }),
      loadAll: async () => emptyConversation,
      loadEnd: async () => emptyConversation,
      contextFactor: () => 1,
      now: clock.now,
      newId: () => `turn-${++turns}`,
      random: () => spread,
      wait,
    },
    (event) => {
      note(event);
      for (const look of watchers) look();
    },
  );

  function note(event: SessionEvent): void {
    if (event.type !== 'status') return;
    const { status } = event.answer;
    if (status.state === 'retrying') retries.push(status);
  }

  function answer(): AnswerTurn {
    const last = session.turns.at(-1);
    assert.equal(last?.role, 'answer');
    return last as AnswerTurn;
  }

  function until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!condition()) return;
        watchers.delete(look);
        resolve();
      };
      watchers.add(look);
      look();
    });
  }

  async function settled(): Promise<AnswerTurn> {
    await until(() => !session.isRunning);
    await nextTurn();
    return answer();
  }

  return {
    session,
    get answer() {
      return answer();
    },
    ask(text) {
      session.ask({ text, attachments: [] });
      return settled();
    },
    settled,
    reaches: (state) => until(() => answer().status.state === state || !isRunning(answer().status)),
    shows: (text) => until(() => answer().text === text || !isRunning(answer().status)),
    async moveTo(address) {
      provider = await create(address);
    },
    get provider() {
      return provider;
    },
    retries,
    get listeners() {
      return [...signals].reduce((sum, signal) => sum + getEventListeners(signal, 'abort').length, 0);
    },
  };
}

function watchSignals(transport: Transport, signals: Set<AbortSignal>): Transport {
  return {
    now: () => transport.now(),
    randomUUID: () => transport.randomUUID(),
    fetch(url, request, signal) {
      signals.add(signal);
      return transport.fetch(url, request, signal);
    },
    connect(url, signal) {
      signals.add(signal);
      return transport.connect(url, signal);
    },
  };
}

function watchStream(provider: Provider, signals: Set<AbortSignal>): Provider {
  return {
    stream(request, signal) {
      signals.add(signal);
      return provider.stream(request, signal);
    },
  };
}
