import type { ServerResponse } from 'node:http';

/** A way to say what was heard. */
export interface Echo {
  readonly name: string;
  say(heard: string, response: ServerResponse): void;
}

function json(status: number, name: string, body: (heard: string) => unknown): Echo {
  return {
    name: `HTTP ${status}, ${name}`,
    say: (heard, response) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body(heard))),
  };
}

function page(status: number): Echo {
  return {
    name: `HTTP ${status}, a page`,
    say: (heard, response) =>
      response
        .writeHead(status, { 'content-type': 'text/html' })
        .end(`<!DOCTYPE html><html><body><h1>${status}</h1><pre>${heard}</pre></body></html>`),
  };
}

/** Without what a header's value cannot hold. */
const headerText = (heard: string) =>
  heard
    .replace(/[^\x20-\x7e]+/g, ' ')
    .slice(0, 4_000)
    .trim();

/** The bodies in which vendors, and what stands before them, report failures: each quotes what it was sent. */
export const echoes: readonly Echo[] = [
  json(401, 'the error of the chat dialect', (heard) => ({
    error: { code: heard, message: `Incorrect API key provided: ${heard}`, type: heard },
    request_id: heard,
  })),
  json(401, 'a flat error', (heard) => ({ code: 'invalid_iam_token', message: heard, request_id: heard })),
  json(403, 'a gateway’s message', (heard) => ({ message: `HMAC signature cannot be verified: ${heard}` })),
  json(400, 'an error of V1', (heard) => ({ error_code: 336003, error_msg: `messages ${heard}`, id: heard })),
  json(200, 'an error of V1', (heard) => ({ error_code: 110, error_msg: `Access token invalid ${heard}` })),
  json(401, 'an OAuth error', (heard) => ({
    error: 'invalid_client',
    error_description: `unknown client id ${heard}`,
  })),
  json(400, 'an OpenAPI error', (heard) => ({
    Code: 'SignatureDoesNotMatch',
    Message: `Specified signature is not matched. ${heard} server StringToSign is: ${heard}`,
    RequestId: heard,
  })),
  json(200, 'a robot’s failure', (heard) => ({
    success: false,
    code: 'SESSION_ERROR',
    message: heard,
    requestId: heard,
  })),
  json(429, 'a detail', (heard) => ({ detail: heard })),
  json(500, 'an error that is a text', (heard) => ({ error: heard })),
  json(200, 'a code that is a sentence', (heard) => ({ code: heard, msg: heard, sid: heard })),
  {
    name: 'XML',
    say: (heard, response) =>
      response
        .writeHead(403, { 'content-type': 'text/xml' })
        .end(
          `<?xml version="1.0"?><Error><Code>Forbidden</Code><Message>${heard}</Message><RequestId>${heard}</RequestId></Error>`,
        ),
  },
  page(200),
  page(502),
  {
    name: 'headers',
    say: (heard, response) => {
      const text = headerText(heard);
      const names = [
        'x-request-id',
        'x-log-id',
        'retry-after',
        'x-ratelimit-reset-requests',
        'www-authenticate',
      ];
      for (const name of names) response.setHeader(name, text);
      response
        .writeHead(401, { 'content-type': 'application/json' })
        .end('{"error":{"code":"1000","message":"no"}}');
    },
  },
  {
    name: 'a status line',
    say: (heard, response) => response.writeHead(401, headerText(heard).slice(0, 500)).end(),
  },
  {
    name: 'an error in the stream',
    say: (heard, response) => {
      const error = { error: { code: 'invalid_api_key', message: heard }, request_id: heard };
      response
        .writeHead(200, { 'content-type': 'text/event-stream' })
        .end(`event: error\ndata: ${JSON.stringify(error)}\n\ndata: ${JSON.stringify(error)}\n\n`);
    },
  },
  {
    name: 'an error of V1 in the stream',
    say: (heard, response) =>
      response
        .writeHead(200, { 'content-type': 'text/event-stream' })
        .end(`data: ${JSON.stringify({ error_code: 336100, error_msg: heard })}\n\n`),
  },
  {
    name: 'a robot’s failure in the stream',
    say: (heard, response) =>
      response
        .writeHead(200, { 'content-type': 'text/event-stream' })
        .end(`data:${JSON.stringify({ success: false, code: 'ERR', message: heard, requestId: heard })}\n\n`),
  },
  {
    name: 'a stream that is none',
    say: (heard, response) =>
      response
        .writeHead(200, { 'content-type': 'text/event-stream' })
        .end(`data: ${heard}\n\ndata: {"${heard}\n\n`),
  },
  {
    name: 'a redirect',
    say: (heard, response) =>
      response
        .writeHead(307, { location: `https://elsewhere.invalid/?key=${encodeURIComponent(heard)}` })
        .end(heard),
  },
  {
    name: 'bytes that are no HTTP',
    say: (heard, response) => response.socket?.end(`HTTP/9.9 ${headerText(heard)}\r\n\r\n${heard}`),
  },
  {
    name: 'a broken header',
    say: (heard, response) =>
      response.socket?.end(`HTTP/1.1 200 OK\r\n${headerText(heard)}\r\nbroken ${heard}\r\n\r\n`),
  },
  {
    name: 'a connection cut in a quotation',
    say: (heard, response) => {
      response.writeHead(401, { 'content-type': 'application/json', 'content-length': '100000' });
      response.write(`{"error":{"code":"1000","message":"${heard}`, () => response.socket?.destroy());
    },
  },
];

/** What was heard in the forms that a server may repeat it in. */
export function formsOf(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  return [
    text,
    `“${text}”`,
    encodeURIComponent(text),
    bytes.toString('hex'),
    Buffer.from(`key=${text}, as it came`).toString('base64'),
    Buffer.from(`k=${text}`).toString('base64url'),
    JSON.stringify(text).replaceAll('/', '\\/'),
  ];
}
