import http, { type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { type AcceptedKey, type Authentication, authenticate } from './authorization.ts';
import { defaultReply } from './defaultReply.ts';
import { perform } from './perform.ts';
import { errorSteps, planSteps, type Stamp, type Step } from './plan.ts';
import { type AcceptedRequest, checkRequest, type Violation } from './requestRules.ts';
import type { Scenario } from './scenario.ts';

export interface BigModelServerOptions {
  /** `testKeys` when absent. */
  readonly keys?: readonly AcceptedKey[];
  /** Model ids to accept beside the known ones. */
  readonly models?: readonly string[] | 'any';
  /** The server's clock, ms since 1970: token expiry and `created`. */
  readonly now?: () => number;
  /** A free one when absent. */
  readonly port?: number;
  /** PEM key and certificate: speaks https. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** A scenario, or a function that makes one from a request that was accepted. */
export type Script = Scenario | ((request: AcceptedRequest) => Scenario);

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly rawBody: string;
  /** The parsed JSON; undefined if it was none. */
  readonly body: unknown;
  readonly authentication: Authentication;
  /** Why the server refused the request by itself; undefined if a scenario answered. */
  readonly refusal: Violation | undefined;
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

export interface BigModelServer {
  /** `http://127.0.0.1:PORT`, without a path. */
  readonly origin: string;
  readonly port: number;
  /** `${origin}/api/paas/v4` */
  readonly payAsYouGoBase: string;
  /** `${origin}/api/coding/paas/v4` */
  readonly codingBase: string;
  /** In order of arrival, refused ones included. */
  readonly requests: readonly RecordedRequest[];
  /** Responses that are not over. */
  readonly openStreams: number;
  /** Queues scenarios, one for each of the next accepted requests. A refused request uses none up. */
  next(...scripts: readonly Script[]): void;
  /** What to do when nothing is queued. */
  always(script: Script): void;
  /** Lets every response that is open now go on past its hold. */
  release(): void;
  /** The request with this index (0 is the first), as soon as it has arrived. */
  received(index: number): Promise<RecordedRequest>;
  /** Forgets requests, queue and `always`. Open streams stay open. */
  reset(): void;
  /** Destroys every socket and stops listening. */
  close(): Promise<void>;
}

/** The keys a server accepts by default. Invented; `id.secret` in the vendor's lengths. */
export const testKeys = {
  payAsYouGo: '0123456789abcdef0123456789abcdef.AbCdEfGhIjKlMnOp',
  coding: 'fedcba9876543210fedcba9876543210.PoNmLkJiHgFeDcBa',
} as const;

const defaultKeys: readonly AcceptedKey[] = [
  { key: testKeys.payAsYouGo, plan: 'pay-as-you-go' },
  { key: testKeys.coding, plan: 'coding' },
];

const plansByPath: Readonly<Record<string, AcceptedKey['plan']>> = {
  '/api/paas/v4/chat/completions': 'pay-as-you-go',
  '/api/coding/paas/v4/chat/completions': 'coding',
};

/**
 * Starts a server on 127.0.0.1 that speaks BigModel's chat completions, checks credentials and requests as
 * strictly as the vendor documents, and fails on command. Rejects with the listen error (EADDRINUSE…).
 */
export async function startBigModelServer(options: BigModelServerOptions = {}): Promise<BigModelServer> {
  const keys = options.keys ?? defaultKeys;
  const now = options.now ?? Date.now;
  let requests: RecordedRequest[] = [];
  let queue: Script[] = [];
  let fallback: Script = defaultReply;
  let closing = false;
  let answered = 0;
  const gates = new Set<() => void>();
  const requestIdsInFlight = new Set<string>();
  const waiting = new Map<number, PromiseWithResolvers<RecordedRequest>>();

  /** Notes the request, decides what it gets, and does it. */
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const rawBody = await readBody(request);
    const arrived = performance.now();
    const gate = Promise.withResolvers<void>();
    gates.add(gate.resolve);
    let destroyed = false;
    const closed = new Promise<Closing>((resolve) => {
      response.once('close', () => {
        gates.delete(gate.resolve);
        const byServer = closing || destroyed || response.writableFinished;
        resolve({ by: byServer ? 'server' : 'client', afterMs: performance.now() - arrived });
      });
    });

    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const body = parseJson(rawBody);
    const authentication = authenticate(request.headers.authorization, keys, now());
    const checked = checkAll(request, path, body, authentication, options.models ?? [], requestIdsInFlight);
    const record: RecordedRequest = {
      method: request.method ?? '',
      path,
      headers: request.headers,
      rawBody,
      body,
      authentication,
      refusal: 'code' in checked ? checked : undefined,
      remotePort: request.socket.remotePort ?? 0,
      at: now(),
      closed,
    };
    requests.push(record);
    waiting.get(requests.length - 1)?.resolve(record);

    answered += 1;
    const stamp = stampOf(request, answered, now());
    const steps =
      'code' in checked ? refusalSteps(checked, path, stamp) : scriptedSteps(checked, stamp, response);
    await perform(steps, response, gate.promise, () => {
      destroyed = true;
    });
  };

  const scriptedSteps = (
    accepted: AcceptedRequest,
    stamp: Stamp,
    response: ServerResponse,
  ): Iterable<Step> => {
    const { requestId } = accepted;
    if (requestId !== undefined) {
      requestIdsInFlight.add(requestId);
      response.once('close', () => requestIdsInFlight.delete(requestId));
    }
    const script = queue.shift() ?? fallback;
    return planSteps(typeof script === 'function' ? script(accepted) : script, accepted, stamp);
  };

  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    // A client that leaves while it sends its request is nothing to report.
    answer(request, response).catch(() => response.destroy());
  };

  const server = options.tls ? https.createServer(options.tls, handle) : http.createServer(handle);
  server.on('clientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const origin = `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`;

  return {
    origin,
    port,
    payAsYouGoBase: `${origin}/api/paas/v4`,
    codingBase: `${origin}/api/coding/paas/v4`,
    get requests() {
      return requests;
    },
    get openStreams() {
      return gates.size;
    },
    next: (...scripts) => {
      queue.push(...scripts);
    },
    always: (script) => {
      fallback = script;
    },
    release: () => {
      for (const open of gates) open();
    },
    received: (index) => {
      const known = requests[index];
      if (known !== undefined) return Promise.resolve(known);
      const waiter = waiting.get(index) ?? Promise.withResolvers<RecordedRequest>();
      waiting.set(index, waiter);
      return waiter.promise;
    },
    reset: () => {
      requests = [];
      queue = [];
      fallback = defaultReply;
      waiting.clear();
    },
    close: async () => {
      closing = true;
      const stopped = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await stopped;
    },
  };
}

/** Ids look like the vendor's: the time in UTC, then a number. */
function stampOf(request: IncomingMessage, serial: number, now: number): Stamp {
  const time = new Date(now).toISOString().replace(/\D/g, '').slice(0, 14);
  return {
    id: `${time}${serial.toString(16).padStart(18, '0')}`,
    created: Math.floor(now / 1000),
    language: request.headers['accept-language']?.startsWith('en') ? 'en' : 'zh',
  };
}

/** The vendor's order: address, credential, parameters, money. */
function checkAll(
  request: IncomingMessage,
  path: string,
  body: unknown,
  authentication: Authentication,
  models: readonly string[] | 'any',
  requestIdsInFlight: ReadonlySet<string>,
): AcceptedRequest | Violation {
  const plan = plansByPath[path];
  if (plan === undefined) return { code: '404', message: 'Not Found' };
  if (request.method !== 'POST') return { code: '405', message: 'Method Not Allowed' };
  if (authentication.type === 'refused') return { code: authentication.code, message: '' };
  if (!request.headers['content-type']?.startsWith('application/json')) {
    return { code: '1210', message: 'Content-Type' };
  }
  const checked = checkRequest(body, models);
  if ('code' in checked) return checked;
  if (checked.requestId !== undefined && requestIdsInFlight.has(checked.requestId)) {
    return { code: '1231', message: `您已有相同请求: ${checked.requestId}` };
  }
  const bought = authentication.accepted.plan;
  return bought === 'both' || bought === plan ? checked : { code: '1113', message: '' };
}

/** An unknown address is answered by the web framework, not by the API, and so in another shape. */
function refusalSteps(refusal: Violation, path: string, stamp: Stamp): readonly Step[] {
  if (refusal.code !== '404' && refusal.code !== '405') {
    const message = refusal.message === '' ? {} : { message: refusal.message };
    return errorSteps({ type: 'error', code: refusal.code, ...message }, stamp.language);
  }
  const status = Number(refusal.code);
  const timestamp = new Date(stamp.created * 1000).toISOString();
  return [
    { type: 'head', status, headers: { 'Content-Type': 'application/json' } },
    {
      type: 'write',
      bytes: Buffer.from(JSON.stringify({ timestamp, status, error: refusal.message, path })),
    },
  ];
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
