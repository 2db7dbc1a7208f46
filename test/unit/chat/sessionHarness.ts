import assert from 'node:assert/strict';
import type { AnswerTurn } from '../../../src/chat/conversation.ts';
import { logLines } from '../../../src/chat/conversationLog.ts';
import { emptyConversation, type LoadedConversation } from '../../../src/chat/conversationTree.ts';
import {
  type NewQuestion,
  Session,
  type SessionEvent,
  type SessionSurroundings,
} from '../../../src/chat/session.ts';
import type { ChatRequest } from '../../../src/core/provider.ts';
import type { StreamPart } from '../../../src/core/streamPart.ts';

export type Script = (request: ChatRequest, signal: AbortSignal) => AsyncIterable<StreamPart>;

export const finish: StreamPart = {
  type: 'finish',
  reason: 'stop',
  usage: { inputTokens: 7, outputTokens: 3 },
};

export const model = { vendorId: 'v', apiId: 'a', model: 'm' };

export async function* parts(...all: (StreamPart | Error)[]): AsyncGenerator<StreamPart> {
  for (const part of all) {
    if (part instanceof Error) throw part;
    yield part;
  }
}

export function text(value: string): StreamPart {
  return { type: 'text-delta', text: value };
}

export function asking(value: string): NewQuestion {
  return { text: value, attachments: [] };
}

/** A reply that goes on when the test says so. */
export function liveReply(): { script: Script; push(...added: (StreamPart | Error)[]): Promise<void> } {
  const waiting: (StreamPart | Error)[] = [];
  let wake = () => {};
  return {
    async *script(_request, signal) {
      while (!signal.aborted) {
        const part = waiting.shift();
        if (part instanceof Error) throw part;
        if (part) yield part;
        if (part?.type === 'finish') return;
        if (waiting.length === 0) {
          await new Promise<void>((resolve) => {
            wake = resolve;
            signal.addEventListener('abort', () => resolve(), { once: true });
          });
        }
      }
    },
    async push(...added) {
      waiting.push(...added);
      wake();
      await ticks();
    },
  };
}

/** A session whose replies are scripts, one after the other. */
export function harness(...scripts: Script[]) {
  return loadedHarness({}, ...scripts);
}

/** The same with a conversation that is there already. */
export function loadedHarness(
  {
    loaded = emptyConversation,
    all = loaded,
    name = 'id',
  }: { loaded?: LoadedConversation; all?: LoadedConversation; name?: string },
  ...scripts: Script[]
) {
  const events: SessionEvent[] = [];
  const requests: ChatRequest[] = [];
  const waits: number[] = [];
  let ids = loaded.turns.length;
  let time = 1_000;
  let log = '';
  const surroundings: SessionSurroundings = {
    respondent: (by) => ({ ...(by ?? model), vendorLabel: 'Vendor', modelLabel: 'Model' }),
    connect: async (respondent) => ({
      provider: {
        stream(request, signal) {
          requests.push(request);
          const script = scripts.shift();
          if (!script) throw new Error('One request more than the test knows of.');
          return script(request, signal);
        },
      },
      model: respondent.model,
      system: 'Be brief.',
      options: { temperature: 0.5 },
      choices: { thinking: true, webSearch: false },
      images: false,
    }),
    loadAll: async () => all,
    loadEnd: () => surroundings.loadAll(),
    contextFactor: () => 1,
    now: () => (time += 100),
    newId: () => `${name}-${++ids}`,
    random: () => 0,
    wait: async (milliseconds) => void waits.push(milliseconds),
  };
  const session = new Session(
    surroundings,
    (event) => {
      events.push(event);
      log += logLines(event);
    },
    loaded,
  );
  return {
    session,
    events,
    requests,
    waits,
    surroundings,
    get log() {
      return log;
    },
  };
}

/** Lets everything that can happen without waiting happen. */
export async function ticks(): Promise<void> {
  for (let tick = 0; tick < 50; tick++) await Promise.resolve();
}

export async function settled(session: Session): Promise<AnswerTurn> {
  for (let tick = 0; session.isRunning && tick < 1000; tick++) await Promise.resolve();
  assert.equal(session.isRunning, false, 'the session is still running');
  return lastAnswer(session);
}

export function lastAnswer(session: Session): AnswerTurn {
  const last = session.turns.at(-1);
  assert.equal(last?.role, 'answer');
  return last as AnswerTurn;
}

/** The branch that is shown, in words. */
export function shown(session: Session): string[] {
  return session.turns.map((turn) => turn.text);
}
