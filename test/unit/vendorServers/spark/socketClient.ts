import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { WebSocket } from 'ws';
import { testAccount } from '../../../vendors/spark/accounts.ts';

export interface Signing {
  readonly path: string;
  readonly apiKey?: string;
  readonly apiSecret?: string;
  /** Milliseconds since 1970; the present when absent. */
  readonly at?: number;
  /** The server's own when absent. */
  readonly host?: string;
}

/** The signed URL of a WebSocket at `origin` (`ws://…`). */
export function signedUrl(origin: string, signing: Signing): string {
  const host = signing.host ?? new URL(origin).host;
  const date = new Date(signing.at ?? Date.now()).toUTCString();
  const signature = createHmac('sha256', signing.apiSecret ?? testAccount.apiSecret)
    .update(`host: ${host}\ndate: ${date}\nGET ${signing.path} HTTP/1.1`)
    .digest('base64');
  const line = `api_key="${signing.apiKey ?? testAccount.apiKey}", algorithm="hmac-sha256", headers="host date request-line", signature="${signature}"`;
  const query = new URLSearchParams({ authorization: Buffer.from(line).toString('base64'), date, host });
  return `${origin}${signing.path}?${query}`;
}

/** A sound question for Max; `chat` and `header` are merged into it. */
export function question(
  parts: {
    readonly text?: readonly unknown[];
    readonly chat?: object;
    readonly header?: object;
    readonly payload?: object;
  } = {},
): object {
  return {
    header: { app_id: testAccount.appId, ...parts.header },
    parameter: { chat: { domain: 'generalv3.5', ...parts.chat } },
    payload: {
      message: { text: parts.text ?? [{ role: 'user', content: 'Hello' }] },
      ...parts.payload,
    },
  };
}

export interface Frame {
  readonly header: {
    readonly code: number;
    readonly message: string;
    readonly sid: string;
    readonly status: number;
  };
  readonly payload?: {
    readonly choices?: {
      readonly status: number;
      readonly seq: number;
      readonly text: readonly Record<string, unknown>[];
    };
    readonly usage?: { readonly text: Record<string, number> };
    readonly plugins?: { readonly text: readonly Record<string, unknown>[] };
  };
}

/** What came over a WebSocket until it was closed. */
export interface Transcript {
  readonly messages: readonly string[];
  readonly binary: readonly Buffer[];
  readonly pings: number;
  readonly code: number;
  readonly reason: string;
  /** The library's complaint about the framing. */
  readonly error: Error | undefined;
}

export interface OpenedSocket {
  readonly socket: WebSocket;
  readonly transcript: Promise<Transcript>;
}

/** Connects; rejects when the handshake is refused. */
export function open(url: string, options: { ca?: string } = {}): Promise<OpenedSocket> {
  const socket = new WebSocket(url, options);
  const messages: string[] = [];
  const binary: Buffer[] = [];
  let pings = 0;
  let error: Error | undefined;
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) binary.push(data);
    else messages.push(data.toString('utf8'));
  });
  socket.on('ping', () => {
    pings += 1;
  });
  const transcript = new Promise<Transcript>((resolve) => {
    socket.on('close', (code, reason) => {
      resolve({ messages, binary, pings, code, reason: reason.toString('utf8'), error });
    });
  });
  return new Promise((resolve, reject) => {
    socket.on('error', (problem) => {
      error = problem;
      reject(problem);
    });
    socket.on('open', () => resolve({ socket, transcript }));
  });
}

/** Asks one question and listens until the connection is closed. */
export async function converse(url: string, asked: object): Promise<Transcript> {
  const { socket, transcript } = await open(url);
  socket.send(JSON.stringify(asked));
  return transcript;
}

export function parseFrames(transcript: Transcript): readonly Frame[] {
  return transcript.messages.map((message) => JSON.parse(message) as Frame);
}

export interface RefusedHandshake {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The HTTP answer to a handshake that is not accepted. */
export function refusal(url: string): Promise<RefusedHandshake> {
  const socket = new WebSocket(url);
  return new Promise((resolve, reject) => {
    socket.on('open', () => reject(new Error('the handshake was accepted')));
    socket.on('error', reject);
    socket.on('unexpected-response', (_request, response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        body += part;
      });
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    });
  });
}
