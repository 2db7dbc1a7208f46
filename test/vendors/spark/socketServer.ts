import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import type { AcceptedRequest } from '../loopback/chatRequest.ts';
import { createGates } from '../loopback/gates.ts';
import { type ListenOptions, listen } from '../loopback/listen.ts';
import { perform } from '../loopback/perform.ts';
import { rawSteps } from '../loopback/rawSteps.ts';
import { createRecording } from '../loopback/recording.ts';
import { defaultReply } from '../loopback/reply.ts';
import { createScripts, type Script } from '../loopback/scripts.ts';
import { head, type Step } from '../loopback/step.ts';
import { type SparkAccount, testAccount } from './accounts.ts';
import { type Conversations, converse } from './conversation.ts';
import { answerUpgrade, gatewayRefusal, unknownRoute } from './gateway.ts';
import { destroyConnection } from './performFrames.ts';
import { type AcceptedQuestion, isSocketPath, type TunedService } from './questionRules.ts';
import { sessionId } from './sessionId.ts';
import { judgeSignedUrl } from './signedUrl.ts';
import {
  type ClosingWatch,
  type RecordedHandshake,
  type RecordedQuestion,
  watchClosing,
} from './socketRecording.ts';
import type { HandshakeScenario, SocketScenario } from './socketScenario.ts';

export interface SocketServerOptions extends ListenOptions {
  /** `testAccount` alone when absent. */
  readonly accounts?: readonly SparkAccount[];
  /** Fine-tuned models beside the public versions. */
  readonly services?: readonly TunedService[];
  /** The server's clock, ms since 1970: clock skew and the `Date` of a refusal. */
  readonly now?: () => number;
  /** A connection without a question is closed after this time, ms; the vendor's 60 000 when absent. */
  readonly questionTimeoutMs?: number;
}

export interface SparkSocketServer {
  /** `ws://127.0.0.1:PORT` or `wss://…`, without a path. */
  readonly origin: string;
  readonly port: number;
  /** In order of arrival, refused ones included. */
  readonly handshakes: readonly RecordedHandshake[];
  /** Questions in order of arrival, refused ones included. */
  readonly requests: readonly RecordedQuestion[];
  /** Connections that are not over. */
  readonly openStreams: number;
  /** Queues scenarios, one for each of the next accepted questions. A refused question uses none up. */
  next(...scripts: readonly Script<AcceptedQuestion, SocketScenario>[]): void;
  /** What to do when nothing is queued. */
  always(script: Script<AcceptedQuestion, SocketScenario>): void;
  /** Queues what happens to the next handshakes whose signature is right, instead of accepting them. */
  nextHandshake(...scenarios: readonly HandshakeScenario[]): void;
  /** Lets every connection that is open now go on past its hold. */
  release(): void;
  /** The handshake with this index (0 is the first), as soon as it has arrived. */
  receivedHandshake(index: number): Promise<RecordedHandshake>;
  /** The question with this index (0 is the first), as soon as it has arrived. */
  received(index: number): Promise<RecordedQuestion>;
  /** Forgets handshakes, questions, queues and `always`. Open connections stay open. */
  reset(): void;
  /** Destroys every socket and stops listening. */
  close(): Promise<void>;
}

/**
 * Starts a server on 127.0.0.1 that speaks Spark's WebSocket protocol at the paths of all versions. It checks
 * the signed URL, the question and the rules about users and connections as strictly as the vendor documents,
 * and fails on command. Rejects with the listen error (EADDRINUSE…).
 */
export async function startSparkSocketServer(options: SocketServerOptions = {}): Promise<SparkSocketServer> {
  const accounts = options.accounts ?? [testAccount];
  const now = options.now ?? Date.now;
  const handshakes = createRecording<RecordedHandshake>();
  const questions = createRecording<RecordedQuestion>();
  const scripts = createScripts<AcceptedQuestion, SocketScenario>(shortReply);
  const gates = createGates();
  const open = new Map<Socket, ClosingWatch>();
  const sockets = new WebSocketServer({ noServer: true });
  let handshakeQueue: HandshakeScenario[] = [];
  let answered = 0;
  const conversations: Conversations = {
    services: options.services ?? [],
    questionTimeoutMs: options.questionTimeoutMs ?? 60_000,
    busyUsers: new Set(),
    now,
    record: questions.add,
    take: scripts.take,
    nextSid: () => {
      answered += 1;
      return sessionId('cht', answered, now());
    },
  };

  const upgrade = async (request: IncomingMessage, connection: Socket, early: Buffer): Promise<void> => {
    const watch = watchClosing(connection);
    const gate = gates.enter();
    open.set(connection, watch);
    connection.once('close', () => {
      gate.leave();
      open.delete(connection);
    });
    const [path = '', query = ''] = (request.url ?? '').split('?', 2);
    const authentication = judgeSignedUrl({ path, query, host: request.headers.host }, accounts, now());
    const handshake = {
      path,
      query,
      headers: request.headers,
      remotePort: connection.remotePort ?? 0,
      at: now(),
      authentication,
      closed: watch.closed,
    };
    handshakes.add(handshake);

    const refuse = (steps: Iterable<Step>): Promise<void> =>
      answerUpgrade(request, connection, steps, gate.released, watch.leaving);
    if (!isSocketPath(path)) return refuse(unknownRoute(now()));
    if (authentication.type === 'refused') {
      return refuse(gatewayRefusal(authentication.status, authentication.message, now()));
    }
    const scenario = handshakeQueue.shift();
    if (scenario?.type === 'cut') {
      watch.leaving();
      return destroyConnection(connection, scenario.reset ?? false);
    }
    if (scenario !== undefined && scenario.type !== 'hold') return refuse(handshakeSteps(scenario, now()));
    if (scenario !== undefined) await gate.released;
    if (connection.destroyed) return;
    sockets.handleUpgrade(request, connection, early, (webSocket) => {
      watch.opened(webSocket);
      converse(conversations, {
        socket: { webSocket, connection },
        handshake,
        account: authentication.account,
        released: gate.released,
        leaving: watch.leaving,
      });
    });
  };

  const listening = await listen(options, (_request, response) => {
    perform(unknownRoute(now()), response, Promise.resolve(), () => undefined).catch(() =>
      response.destroy(),
    );
  });
  listening.server.on('upgrade', (request, connection: Socket, early: Buffer) => {
    // A client that resets is nothing to report.
    connection.on('error', () => undefined);
    upgrade(request, connection, early).catch(() => connection.destroy());
  });

  return {
    origin: listening.origin.replace(/^http/, 'ws'),
    port: listening.port,
    get handshakes() {
      return handshakes.entries;
    },
    get requests() {
      return questions.entries;
    },
    get openStreams() {
      return gates.size;
    },
    next: scripts.next,
    always: scripts.always,
    nextHandshake: (...scenarios) => {
      handshakeQueue.push(...scenarios);
    },
    release: gates.release,
    receivedHandshake: handshakes.received,
    received: questions.received,
    reset: () => {
      handshakes.reset();
      questions.reset();
      scripts.reset();
      handshakeQueue = [];
    },
    close: () => {
      for (const [connection, watch] of open) {
        watch.leaving();
        connection.destroy();
      }
      return listening.close();
    },
  };
}

/** What is answered when no scenario is set. */
function shortReply(question: AcceptedRequest): SocketScenario {
  const { text = [], reasoning = [] } = defaultReply(question);
  return { type: 'reply', text, reasoning };
}

function handshakeSteps(
  scenario: Exclude<HandshakeScenario, { type: 'hold' | 'cut' }>,
  now: number,
): Iterable<Step> {
  switch (scenario.type) {
    case 'refuse':
      return gatewayRefusal(scenario.status, scenario.message, now, scenario.headers);
    case 'wrong accept':
      return [
        head(101, { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Accept': 'bm90IHlvdXJz' }),
      ];
    default:
      return rawSteps(scenario, head(200, { 'Content-Type': 'text/event-stream' }));
  }
}
