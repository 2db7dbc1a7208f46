import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createGates } from './gates.ts';
import { type ListenOptions, listen } from './listen.ts';
import { perform } from './perform.ts';
import { createRecording } from './recording.ts';
import type { Step } from './step.ts';

/** A request, read to its end. */
export interface ReceivedRequest {
  readonly method: string;
  /** Percent-encoded as it came, without the query. */
  readonly path: string;
  /** As it came, without the question mark; empty when there was none. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly rawBody: string;
  /** The parsed JSON; undefined if it was none. */
  readonly body: unknown;
  readonly remotePort: number;
  /** When the whole request had arrived, by the server's clock. */
  readonly at: number;
  /** Settles when the response is over: who ended it, and how long after the request had arrived. */
  readonly closed: Promise<Closing>;
}

export interface Closing {
  readonly by: 'client' | 'server';
  readonly afterMs: number;
}

/** A request together with what the vendor's rules said about it. */
export type RecordedRequest<Verdict> = ReceivedRequest & Verdict;

/** What makes a loopback server a vendor's. */
export interface Behaviour<Verdict extends object> {
  /** Judges a request; what it returns is recorded with the request. */
  judge(request: ReceivedRequest): Verdict;
  /** What to do to the response of a judged request. `serial` counts the server's requests from 1. */
  answer(request: RecordedRequest<Verdict>, serial: number): Iterable<Step>;
}

export interface HttpServerOptions extends ListenOptions {
  /** The server's clock, ms since 1970. */
  readonly now?: () => number;
}

/** The part of a loopback server that every vendor's has. */
export interface HttpServer<Verdict extends object> {
  /** `http://127.0.0.1:PORT`, without a path. */
  readonly origin: string;
  readonly port: number;
  /** In order of arrival, refused ones included. */
  readonly requests: readonly RecordedRequest<Verdict>[];
  /** Responses that are not over. */
  readonly openStreams: number;
  /** Lets every response that is open now go on past its hold. */
  release(): void;
  /** The request with this index (0 is the first), as soon as it has arrived. */
  received(index: number): Promise<RecordedRequest<Verdict>>;
  /** Forgets the requests. Open streams stay open. */
  reset(): void;
  /** Destroys every socket and stops listening. */
  close(): Promise<void>;
}

/** Starts a server on 127.0.0.1 that behaves as told and records. Rejects with the listen error (EADDRINUSE…). */
export async function startHttpServer<Verdict extends object>(
  options: HttpServerOptions,
  behaviour: Behaviour<Verdict>,
): Promise<HttpServer<Verdict>> {
  const now = options.now ?? Date.now;
  const recording = createRecording<RecordedRequest<Verdict>>();
  const gates = createGates();
  let closing = false;
  let answered = 0;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const rawBody = await readBody(request);
    const arrived = performance.now();
    const gate = gates.enter();
    let destroyed = false;
    const closed = new Promise<Closing>((resolve) => {
      response.once('close', () => {
        gate.leave();
        const byServer = closing || destroyed || response.writableFinished;
        resolve({ by: byServer ? 'server' : 'client', afterMs: performance.now() - arrived });
      });
    });

    const [path = '', query = ''] = splitOnce(request.url ?? '/', '?');
    const received: ReceivedRequest = {
      method: request.method ?? '',
      path,
      query,
      headers: request.headers,
      rawBody,
      body: parseJson(rawBody),
      remotePort: request.socket.remotePort ?? 0,
      at: now(),
      closed,
    };
    const judged = { ...received, ...behaviour.judge(received) };
    recording.add(judged);
    answered += 1;
    // By the clock that judged the request: clients tell from it how far theirs is off.
    response.setHeader('Date', new Date(judged.at).toUTCString());
    await perform(behaviour.answer(judged, answered), response, gate.released, () => {
      destroyed = true;
    });
  };

  const listening = await listen(options, (request, response) => {
    // A client that leaves while it sends its request is nothing to report.
    answer(request, response).catch(() => response.destroy());
  });

  return {
    origin: listening.origin,
    port: listening.port,
    get requests() {
      return recording.entries;
    },
    get openStreams() {
      return gates.size;
    },
    release: gates.release,
    received: recording.received,
    reset: recording.reset,
    close: () => {
      closing = true;
      return listening.close();
    },
  };
}

function splitOnce(text: string, separator: string): readonly string[] {
  const position = text.indexOf(separator);
  return position < 0 ? [text] : [text.slice(0, position), text.slice(position + 1)];
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
