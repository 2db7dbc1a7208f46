import type { Violation } from '../loopback/chatRequest.ts';
import type { SparkAccount } from './accounts.ts';
import { type OpenSocket, performFrames } from './performFrames.ts';
import { type AcceptedQuestion, checkQuestion, type TunedService } from './questionRules.ts';
import { planFrames, refusalFrames } from './socketPlan.ts';
import type { RecordedHandshake, RecordedQuestion } from './socketRecording.ts';
import type { SocketScenario } from './socketScenario.ts';

/** What the conversations of one server share. */
export interface Conversations {
  readonly services: readonly TunedService[];
  readonly questionTimeoutMs: number;
  /** Users with an answer under way; each may have one connection. */
  readonly busyUsers: Set<string>;
  now(): number;
  record(question: RecordedQuestion): void;
  take(question: AcceptedQuestion): SocketScenario;
  nextSid(): string;
}

/** One connection that was accepted. */
export interface Conversation {
  readonly socket: OpenSocket;
  readonly handshake: RecordedHandshake;
  readonly account: SparkAccount;
  readonly released: Promise<void>;
  /** The server is about to close or destroy. */
  leaving(): void;
}

/**
 * Waits for the one question of a connection and answers it. A connection without a question is closed after a
 * while; a second question on it is refused with 10007, a user with another connection with 10006.
 */
export function converse(all: Conversations, conversation: Conversation): void {
  const { handshake, released, leaving } = conversation;
  const { webSocket, connection } = conversation.socket;
  let isFirst = true;
  let user: string | undefined;
  const freeUser = (): void => {
    if (user !== undefined) all.busyUsers.delete(user);
    user = undefined;
  };
  const waiting = setTimeout(() => {
    leaving();
    webSocket.close(1000);
  }, all.questionTimeoutMs);
  connection.once('close', () => {
    clearTimeout(waiting);
    freeUser();
  });

  webSocket.on('message', (data: Buffer, isBinary) => {
    if (webSocket.readyState !== webSocket.OPEN) return;
    clearTimeout(waiting);
    const rawBody = data.toString('utf8');
    const body = parseJson(rawBody);
    const checked: AcceptedQuestion | Violation = isFirst
      ? judge(all, conversation, isBinary ? undefined : body)
      : { code: '10007', message: '' };
    isFirst = false;
    const refusal = 'code' in checked ? checked : undefined;
    all.record({ handshake, rawBody, body, isBinary, at: all.now(), refusal, closed: handshake.closed });
    if (!('code' in checked) && checked.uid !== undefined) {
      user = userKey(checked);
      all.busyUsers.add(user);
    }
    const sid = all.nextSid();
    const steps =
      'code' in checked
        ? refusalFrames(checked.code, checked.message || undefined, sid)
        : planFrames(all.take(checked), checked, sid);
    performFrames(steps, conversation.socket, released, { answered: freeUser, leaving }).catch(() =>
      connection.destroy(),
    );
  });
  // A client that breaks the framing is closed by the library; nothing is left to do.
  webSocket.on('error', () => undefined);
}

function judge(
  all: Conversations,
  { handshake, account }: Conversation,
  body: unknown,
): AcceptedQuestion | Violation {
  const checked = checkQuestion(body, handshake.path, account, all.services);
  if ('code' in checked || checked.uid === undefined || !all.busyUsers.has(userKey(checked))) return checked;
  return { code: '10006', message: '' };
}

function userKey({ appId, uid }: AcceptedQuestion): string {
  return `${appId}/${uid}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
