import type { BeebotQuestion, BeebotViolation } from './beebotRules.ts';

/** One question and what was answered. */
export interface BeebotTurn {
  readonly messageId: string;
  readonly utterance: string;
  readonly answer: string;
}

/** The conversations a server keeps, since a client sends nothing but the newest question. */
export interface Sessions {
  /** Why this question does not belong to any conversation; undefined if it does, or opens one. */
  check(question: BeebotQuestion): BeebotViolation | undefined;
  /** The conversation a checked question belongs to, a new one if need be, and the turns before it. */
  enter(question: BeebotQuestion): { readonly sessionId: string; readonly history: readonly BeebotTurn[] };
  remember(question: BeebotQuestion, sessionId: string, answer: string): void;
  turns(sessionId: string): readonly BeebotTurn[] | undefined;
  reset(): void;
}

interface Session {
  readonly instanceId: string;
  turns: readonly BeebotTurn[];
}

/** No sessions yet. `unknownWelcome`: a SessionId never heard of opens a conversation of that name. */
export function createSessions(unknownWelcome: boolean): Sessions {
  const sessions = new Map<string, Session>();
  /** By idempotency key: what was asked, and in which session. */
  const asked = new Map<string, { readonly sessionId: string; readonly utterance: string }>();

  return {
    check: ({ messageId, sessionId, instanceId, utterance }) => {
      const before = asked.get(messageId);
      if (before !== undefined && before.utterance !== utterance) {
        return violation('DUPLICATE_MESSAGE', 'messageId was used for another question');
      }
      if (sessionId === undefined) return undefined;
      if (before !== undefined && before.sessionId !== sessionId) {
        return violation('DUPLICATE_MESSAGE', 'messageId was used in another session');
      }
      const session = sessions.get(sessionId);
      if (session === undefined) {
        return unknownWelcome ? undefined : violation('SESSION_NOT_FOUND', 'SessionId was never issued');
      }
      return session.instanceId === instanceId
        ? undefined
        : violation('SESSION_NOT_FOUND', 'SessionId belongs to another robot');
    },
    enter: ({ messageId, sessionId, instanceId }) => {
      // A retry of a first turn does not know its session yet.
      const known = sessionId ?? asked.get(messageId)?.sessionId;
      const id = known ?? (sessions.size + 1).toString(16).padStart(32, '5e55');
      const session = sessions.get(id) ?? { instanceId, turns: [] };
      sessions.set(id, session);
      return { sessionId: id, history: session.turns.filter((turn) => turn.messageId !== messageId) };
    },
    remember: ({ messageId, utterance }, sessionId, answer) => {
      asked.set(messageId, { sessionId, utterance });
      const session = sessions.get(sessionId);
      if (session === undefined) return;
      const others = session.turns.filter((turn) => turn.messageId !== messageId);
      session.turns = [...others, { messageId, utterance, answer }];
    },
    turns: (sessionId) => sessions.get(sessionId)?.turns,
    reset: () => {
      sessions.clear();
      asked.clear();
    },
  };
}

function violation(code: string, message: string): BeebotViolation {
  return { type: 'violation', code, message };
}
