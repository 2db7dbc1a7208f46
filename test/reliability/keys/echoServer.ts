import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { type TestServer, track } from '../../unit/net/servers.ts';
import type { Tokens } from './canaries.ts';

/** What a server that says too much knows of a request. */
export interface Overheard {
  /** Request line and headers, as they came, and the body. */
  readonly request: string;
  /** What proves who asks: header values, parameters, elements of the path. */
  readonly proofs: readonly string[];
}

/** What to do with a question; requests for a token are answered with one, unless they are meant as well. */
export interface EchoPlan {
  readonly answer: (overheard: Overheard, response: ServerResponse) => void;
  /** Instead of an upgrade; absent: the handshake succeeds. */
  readonly refuseHandshake?: boolean;
  /** What is sent to an open WebSocket; absent: the handshake's overheard request is echoed as an error frame. */
  readonly onSocket?: (overheard: Overheard, socket: WebSocket) => void;
  /** Whether the addresses of tokens answer like all others. */
  readonly tokensToo?: boolean;
}

export interface EchoServer extends TestServer {
  plan: EchoPlan;
  /** Of all requests since the last `forget`. */
  readonly overheard: readonly Overheard[];
  forget(): void;
}

/** A server that stands in for every vendor, hands out `tokens`, and does with a request as planned. */
export async function startEchoServer(tokens: Tokens): Promise<EchoServer> {
  const overheard: Overheard[] = [];
  const server = http.createServer((request, response) => {
    void listenTo(request).then((heard) => {
      overheard.push(heard);
      const token = state.plan.tokensToo ? undefined : tokenAnswer(request, tokens);
      if (token === undefined) state.plan.answer(heard, response);
      else response.setHeader('content-type', 'application/json').end(JSON.stringify(token));
    });
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, connection, rest) => {
    const heard = overhear(request, '');
    overheard.push(heard);
    if (state.plan.refuseHandshake) {
      const response = new http.ServerResponse(request);
      response.assignSocket(connection as never);
      response.on('finish', () => connection.end());
      state.plan.answer(heard, response);
      return;
    }
    sockets.handleUpgrade(request, connection, rest, (socket) => {
      socket.on('error', () => {});
      socket.on('message', (data) => {
        const { onSocket = echoInFrame } = state.plan;
        onSocket({ ...heard, request: `${heard.request}\n${data}` }, socket);
      });
    });
  });
  const state: EchoServer = Object.assign(await track(server, 'http'), {
    plan: { answer: (_: Overheard, response: ServerResponse) => void response.end() },
    overheard,
    forget: () => void overheard.splice(0),
  });
  return state;
}

function echoInFrame({ request, proofs }: Overheard, socket: WebSocket): void {
  const message = `AppIdNoAuthError ${proofs.join(' ')} ${request}`;
  socket.send(JSON.stringify({ header: { code: 11200, message, sid: proofs[0] ?? '', status: 2 } }));
}

async function listenTo(request: IncomingMessage): Promise<Overheard> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return overhear(request, Buffer.concat(chunks).toString());
}

function overhear(request: IncomingMessage, body: string): Overheard {
  const { method, url = '', rawHeaders, headers } = request;
  const pairs = rawHeaders.map((text, at) => (at % 2 === 0 ? `\r\n${text}: ` : text)).join('');
  const { searchParams, pathname } = new URL(url, 'http://localhost');
  const secretParameters = [
    'authorization',
    'access_token',
    'client_id',
    'client_secret',
    'Signature',
    'SecurityToken',
  ];
  const ofQuery = secretParameters.flatMap((name) => searchParams.getAll(name));
  const ofHeaders = Object.entries(headers)
    .filter(([name]) =>
      /^(?:authorization|appid|x-(?:gateway|auth|basic|acs-(?:accesskey|security)).*)$/.test(name),
    )
    .map(([, value]) => String(value));
  const ofPath = pathname.startsWith('/sse/') ? pathname.split('/').slice(3).map(decodeURIComponent) : [];
  const proofs = [...ofQuery, ...ofHeaders, ...ofPath].flatMap((proof) => [proof, ...readable(proof)]);
  return { request: `${method} ${url} HTTP/1.1${pairs}\r\n\r\n${body}`, proofs };
}

/** What stands in base64 inside a proof. */
function readable(proof: string): string[] {
  return proof
    .split(/[ .]/)
    .map((part) => Buffer.from(part, 'base64').toString())
    .filter((text) => /^[\x20-\x7e]{8,}$/.test(text));
}

function tokenAnswer({ url = '', method }: IncomingMessage, tokens: Tokens): object | undefined {
  const { pathname } = new URL(url, 'http://localhost');
  if (pathname === '/oauth/2.0/token') return { access_token: tokens.accessToken, expires_in: 2_592_000 };
  if (pathname === '/v1/BCE-BEARER/token') {
    const [created, expires] = [0, 1_800_000].map((ms) => new Date(Date.now() + ms).toISOString());
    return { token: tokens.bearer, status: 'enable', createTime: created, expireTime: expires };
  }
  if (pathname === '/' && method === 'POST') {
    const { streamAccessToken: AccessToken, channelId: ChannelId, streamSecret: StreamSecret } = tokens;
    return { RequestId: 'request', AccessToken, ChannelId, StreamSecret };
  }
  return undefined;
}
