import { setImmediate as turn } from 'node:timers/promises';
import { longestEvent } from '../../../src/core/limits.ts';
import type { Provider } from '../../../src/core/provider.ts';
import type { StreamPart } from '../../../src/core/streamPart.ts';
import type { HttpResponse, Transport } from '../../../src/core/transport.ts';
import { type Client, createSocketClient, httpClients, socketRequest } from '../fuzz/support/clients.ts';
import {
  type InstantAnswer,
  type InstantHandshake,
  instantTransport,
} from '../fuzz/support/instantTransport.ts';
import { transcripts } from '../fuzz/support/realInputs.ts';
import { type LeafPath, leavesOf, listsOf, withLeaf, withMany } from './jsonLeaves.ts';
import type { Reader } from './reader.ts';

/** As much as a socket hands over at once, in bytes. */
const chunkBytes = 65_536;

/** Of an error's body, in UTF-16 code units. */
const longestError = 512_000;

/** Of the length of a text, the part that a list of many items takes: an event that is longer is refused as a whole. */
const shareOfMany = 0.12;

/** What stands for the place that a text comes to. */
const place = '\u0001';

/** Hands over what arrives as a socket does: in chunks, each in a turn of the event loop of its own. */
function inTurns(transport: Transport): Transport {
  return {
    ...transport,
    async fetch(url, request, signal) {
      return slowly(await transport.fetch(url, request, signal));
    },
  };
}

function slowly(response: HttpResponse): HttpResponse {
  return {
    ...response,
    async read(onChunk) {
      const chunks: Uint8Array[] = [];
      await response.read((chunk) => chunks.push(chunk));
      for (const chunk of chunks) {
        for (let at = 0; at < chunk.length; at += chunkBytes) {
          await turn();
          onChunk(chunk.subarray(at, at + chunkBytes));
        }
      }
    },
  };
}

async function drain(parts: AsyncIterable<StreamPart>): Promise<void> {
  try {
    for await (const _ of parts);
  } catch {
    // Whether it is an error is the business of other tests.
  }
}

function asking(client: Client, answers: readonly InstantAnswer[]): () => Promise<void> {
  const provider = client.create(inTurns(instantTransport([...client.before, ...answers])));
  return () => drain(provider.stream(client.request, new AbortController().signal));
}

function answer(text: string, status: number, type: string): InstantAnswer {
  return { status, headers: { 'content-type': type }, chunks: [Buffer.from(text)] };
}

/** A reply as it came over the wire with a text in one place. */
interface Carrier {
  readonly name: string;
  fill(text: string): string;
}

/** A carrier for each member that real replies have, once. */
function carriersOf(replies: readonly string[]): Carrier[] {
  const carriers = new Map<string, Carrier>();
  for (const reply of replies) {
    const lines = reply.split('\n');
    for (const [index, line] of lines.entries()) {
      const [, head = '', json = ''] = /^(data: ?|)(\{.*)$/s.exec(line.trimEnd()) ?? [];
      const value = parsed(json);
      const add = (name: string, fill: (text: string) => unknown): void => {
        if (carriers.has(name)) return;
        const before = lines.slice(0, index).join('\n');
        const after = lines.slice(index + 1).join('\n');
        carriers.set(name, {
          name,
          fill: (text) => [before, head + JSON.stringify(fill(text)), after].join('\n'),
        });
      };
      for (const path of leavesOf(value)) add(nameOf(path), (text) => withLeaf(value, path, text));
      for (const path of listsOf(value)) {
        add(`many of ${nameOf(path)}`, (text) =>
          withMany(value, path, Math.floor((text.length * shareOfMany) / itemLength(value, path))),
        );
      }
    }
  }
  return [...carriers.values()];
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** Of the items of a list on average, in UTF-16 code units. */
function itemLength(value: unknown, path: LeafPath): number {
  const [one, many] = [1, 101].map((count) => JSON.stringify(withMany(value, path, count)).length);
  return ((many ?? 0) - (one ?? 0)) / 100;
}

function nameOf(path: LeafPath): string {
  return path.filter((part) => typeof part === 'string').join('.');
}

/** What vendors, and what stands in front of them, answer instead of a reply. */
const errorBodies = [
  `{"error":{"code":"${place}","message":"m","type":"t"},"request_id":"r"}`,
  `{"error":{"code":"c","message":"${place}","type":"t"},"request_id":"r"}`,
  `{"error":{"message":"m","type":"${place}"},"request_id":"${place}"}`,
  `{"code":"${place}","msg":"m","success":false}`,
  `{"code":400,"msg":"${place}","success":false}`,
  `{"error_code":"${place}","error_msg":"m","id":"as-2"}`,
  `{"error_code":336000,"error_msg":"${place}","id":"${place}"}`,
  `{"error":"${place}","error_description":"d"}`,
  `{"error":"invalid_client","error_description":"${place}"}`,
  `{"message":"${place}"}`,
  `{"detail":"${place}"}`,
  `{"header":{"code":10013,"message":"${place}","sid":"${place}"}}`,
  `{"success":false,"code":"${place}","message":"m","requestId":"r"}`,
  `{"success":false,"code":"c","message":"${place}","requestId":"${place}"}`,
  `{"Code":"${place}","Message":"m","RequestId":"r"}`,
  `{"Code":"SignatureDoesNotMatch","Message":"${place}","RequestId":"${place}"}`,
  `<Error><Code>${place}</Code><Message>${place}</Message><RequestId>1</RequestId></Error>`,
  `<html>${place}`,
  place,
];

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function errorReaders(client: Client): Reader[] {
  return errorBodies.flatMap((body) =>
    [200, 400, 401, 429, 503].map((status) => ({
      name: `${client.name}: ${status} ${body.replaceAll(place, '…')}`,
      longest: longestError,
      prepare: (text: string) =>
        asking(client, [
          answer(
            body.replaceAll(place, () => (body.startsWith('{') ? escaped(text) : text)),
            status,
            'application/json',
          ),
        ]),
    })),
  );
}

function replyReaders(client: Client): Reader[] {
  const replies = client.replies.map((reply) => reply.toString());
  return [
    ...['text/event-stream', 'application/json'].map((type) => ({
      name: `${client.name}: anything as ${type}`,
      prepare: (text: string) => asking(client, [answer(text, 200, type)]),
    })),
    {
      name: `${client.name}: an event of anything`,
      prepare: (text: string) => asking(client, [answer(`data: ${text}\n\n`, 200, 'text/event-stream')]),
    },
    {
      name: `${client.name}: the same event again and again`,
      prepare: (text: string) => {
        const event = replies[0]?.split('\n\n')[1] ?? '';
        return asking(client, [
          answer(`${event}\n\n`.repeat(text.length / (event.length + 2)), 200, 'text/event-stream'),
        ]);
      },
    },
    ...carriersOf(replies).map(({ name, fill }) => ({
      name: `${client.name}: ${name}`,
      prepare: (text: string) =>
        asking(client, [
          answer(fill(text), 200, fill('').startsWith('{') ? 'application/json' : 'text/event-stream'),
        ]),
    })),
  ];
}

function listReaders(client: Client): Reader[] {
  const list = (body: string): (() => Promise<void>) | undefined => {
    const answers = [...client.before, answer(body, 200, 'application/json')];
    const { listModels } = client.create(inTurns(instantTransport(answers)));
    return (
      listModels &&
      (async () => {
        await listModels(new AbortController().signal).then(undefined, () => []);
      })
    );
  };
  if (!list('')) return [];
  const bodies: Readonly<Record<string, (text: string) => string>> = {
    anything: (text) => text,
    'one name': (text) => `{"data":[{"id":"${escaped(text)}"}]}`,
    'many names': (text) => {
      const models = Math.floor(text.length / 20);
      return `{"data":[${Array.from({ length: models }, (_, at) => `{"id":"m${at}"}`).join(',')}]}`;
    },
  };
  return Object.entries(bodies).map(([name, body]) => ({
    name: `${client.name}: list of models, ${name}`,
    prepare: (text) => list(body(text)) ?? (() => {}),
  }));
}

function socketReaders(): Reader[] {
  const askingBy = (handshake: InstantHandshake) => {
    const provider: Provider = createSocketClient(inTurns(instantTransport([], handshake)));
    return () => drain(provider.stream(socketRequest, new AbortController().signal));
  };
  return [
    {
      name: 'Spark WebSocket: a frame of anything',
      longest: longestEvent,
      prepare: (text) => askingBy({ messages: [text] }),
    },
    ...carriersOf(transcripts('spark', /\.jsonl$/).map(String)).map(({ name, fill }) => ({
      name: `Spark WebSocket: ${name}`,
      longest: longestEvent,
      prepare: (text: string) => askingBy({ messages: fill(text).split('\n') }),
    })),
    ...errorBodies.map((body) => ({
      name: `Spark WebSocket: refused, ${body.replaceAll(place, '…')}`,
      longest: longestError,
      prepare: (text: string) =>
        askingBy({
          refusal: answer(
            body.replaceAll(place, () => escaped(text)),
            401,
            'application/json',
          ),
        }),
    })),
  ];
}

/** Everything that reads what a vendor's server sends, from the bytes to the parts. */
export const wireReaders: readonly Reader[] = [
  ...httpClients.flatMap((client) => [
    ...replyReaders(client),
    ...errorReaders(client),
    ...listReaders(client),
  ]),
  ...socketReaders(),
];
