import assert from 'node:assert/strict';
import { getEventListeners, once } from 'node:events';
import type { ChatRequest, CompletionRequest, Provider } from '../../../src/core/provider.ts';
import type { StreamPart } from '../../../src/core/streamPart.ts';
import type { Transport } from '../../../src/core/transport.ts';
import type { ModelService } from '../../../src/extension/modelService.ts';
import { streamModel } from '../../../src/extension/streamModel.ts';
import { createUndiciTransport, directOptions } from '../../../src/net/undiciTransport.ts';
import { until } from '../../until.ts';
import { chatSession } from '../chatSession.ts';
import type { Account } from './accounts.ts';
import { giveUp } from './giveUp.ts';
import type { Passage, Relay } from './relay.ts';
import {
  type MutePort,
  type SilentPort,
  silenceLookups,
  silentDomain,
  watchConnecting,
} from './silentPlaces.ts';
import type { Way } from './transports.ts';

/** One moment at which a request can be given up. */
export interface Stage {
  readonly name: string;
  /** Whether connections are made at all, so that they can be closed in an orderly way afterwards. */
  readonly reachesServer: boolean;
  applies(account: Account, way: Way): boolean;
  /** @returns the milliseconds until it had an effect; undefined where there is nothing to give up. */
  run(stand: Stand): Promise<number | undefined>;
}

/** Everything that one measurement needs. */
export interface Stand {
  readonly account: Account;
  readonly way: Way;
  readonly relay: Relay;
  /** Where nobody accepts a connection. */
  readonly full: SilentPort;
  /** Where connections are accepted, and that is all. */
  readonly mute: MutePort;
  /** Makes a client at an address, the relay's when absent. */
  client(origin?: string, transport?: Transport): Promise<Provider>;
}

const isSocket = ({ connection }: Account): boolean => connection.baseUrl.startsWith('ws');
const isAsync = ({ options }: Account): boolean => options.async === true;

function question({ api, options }: Account): ChatRequest {
  return {
    model: api.models[0]?.id ?? '',
    messages: [{ role: 'user', text: 'Why is the sky blue?' }],
    options,
  };
}

function completion({ id }: { readonly id: string }): CompletionRequest {
  return { model: id, prefix: 'function add(a, b) {\n  return ', suffix: ';\n}\n', language: 'javascript' };
}

/** The vendor is down for the moment, which is no reason to give up. */
const outOfService: Passage = {
  type: 'instead',
  response: 'HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
};

/** Reads a reply, and counts what arrives. */
class Reading {
  parts = 0;
  isFinished = false;

  async read(reply: AsyncIterable<StreamPart>): Promise<void> {
    for await (const part of reply) {
      if (part.type === 'finish') this.isFinished = true;
      else this.parts += 1;
    }
  }
}

/** Asks once, so that tokens are there and a connection is kept open. */
async function warm(account: Account, provider: Provider): Promise<Provider> {
  const { signal } = new AbortController();
  await new Reading().read(provider.stream(question(account), signal));
  // The last bytes of a response follow its last word.
  await until('the end of the response', () => getEventListeners(signal, 'abort').length === 0);
  return provider;
}

/** Gives up a question to a relay that lets `passage` of the response through. */
async function giveUpQuestion(
  { account, relay, client }: Stand,
  passage: Passage,
  reached: (reading: Reading) => boolean,
  isWarm = true,
): Promise<number> {
  const provider = isWarm ? await warm(account, await client()) : await client();
  const { received, kept } = relay;
  const reading = new Reading();
  relay.let(passage);
  return giveUp(
    (signal) => reading.read(provider.stream(question(account), signal)),
    () => relay.received > received && (passage.type === 'nothing' || relay.kept > kept) && reached(reading),
    relay.closing,
  );
}

/**
 * Nobody but Node can close a connection that its own `fetch` has not finished making. Nothing is sent over it then, and
 * Node gives it up some seconds later.
 */
function isOurs({ account, way }: Stand): boolean {
  return way === 'undici' || isSocket(account);
}

/** Gives up a question while its connection is made. */
async function giveUpConnecting(stand: Stand, origin: string): Promise<number> {
  const provider = await stand.client(origin);
  const connections = watchConnecting();
  try {
    return await giveUp(
      (signal) => new Reading().read(provider.stream(question(stand.account), signal)),
      () => connections.isConnecting,
      () => (isOurs(stand) ? connections.closing() : undefined),
    );
  } finally {
    connections.dispose();
  }
}

/** Every moment there is. */
export const stages: readonly Stage[] = [
  {
    name: 'while the name is looked up',
    reachesServer: false,
    applies: () => true,
    async run(stand) {
      const restore = silenceLookups();
      try {
        return await giveUpConnecting(stand, `https://api.${silentDomain}`);
      } finally {
        restore();
      }
    },
  },
  {
    name: 'while it connects',
    reachesServer: false,
    applies: () => true,
    run: (stand) => giveUpConnecting(stand, `http://127.0.0.1:${stand.full.port}`),
  },
  {
    name: 'in the TLS handshake',
    reachesServer: false,
    applies: () => true,
    async run(stand) {
      const { account, mute } = stand;
      const provider = await stand.client(`https://127.0.0.1:${mute.port}`);
      const { received } = mute;
      return giveUp(
        (signal) => new Reading().read(provider.stream(question(account), signal)),
        () => mute.received > received,
        () => (isOurs(stand) ? mute.closing() : undefined),
      );
    },
  },
  {
    name: 'while a proxy is asked for a tunnel',
    reachesServer: false,
    applies: (_account, way) => way === 'undici',
    async run({ account, mute, client }) {
      const proxy = `http://127.0.0.1:${mute.port}`;
      const transport = createUndiciTransport({ ...directOptions, httpProxy: proxy, httpsProxy: proxy });
      const provider = await client('https://cancel.example', transport);
      const { received } = mute;
      return giveUp(
        (signal) => new Reading().read(provider.stream(question(account), signal)),
        () => mute.received > received,
        mute.closing,
      );
    },
  },
  {
    name: 'before the first response of all: a token, a handshake, an answer',
    reachesServer: true,
    applies: () => true,
    run: (stand) => giveUpQuestion(stand, { type: 'nothing' }, () => true, false),
  },
  {
    name: 'before the head of the answer',
    reachesServer: true,
    applies: () => true,
    run: (stand) => giveUpQuestion(stand, { type: 'nothing' }, () => true),
  },
  {
    name: 'between the head and the first word',
    reachesServer: true,
    applies: () => true,
    run: (stand) => giveUpQuestion(stand, { type: 'head', bytes: 0 }, ({ parts }) => parts === 0),
  },
  {
    name: 'in the middle of the answer',
    reachesServer: true,
    applies: (account) => !isAsync(account),
    run: (stand) => giveUpQuestion(stand, { type: 'head', bytes: 4_000 }, ({ parts }) => parts > 0),
  },
  {
    name: 'between two looks whether the answer is ready',
    reachesServer: true,
    applies: isAsync,
    async run({ account, relay, client }) {
      const provider = await client();
      const { passed } = relay;
      return giveUp(
        (signal) => new Reading().read(provider.stream(question(account), signal)),
        () => relay.passed > passed,
        () => undefined,
      );
    },
  },
  {
    name: 'behind the last word, while the end of the response is awaited',
    reachesServer: true,
    applies: (account) => !isSocket(account) && !isAsync(account),
    async run({ account, relay, client }) {
      const provider = await warm(account, await client());
      const reading = new Reading();
      relay.let({ type: 'all but the end' });
      return giveUp(
        async (signal) => {
          await reading.read(provider.stream(question(account), signal));
          // The reader is done by then, but the connection is not.
          await once(signal, 'abort');
        },
        () => reading.isFinished,
        relay.closing,
      );
    },
  },
  {
    name: 'by leaving the loop',
    reachesServer: true,
    applies: (account) => !isAsync(account),
    async run({ account, relay, client }) {
      const provider = await warm(account, await client());
      relay.let({ type: 'head', bytes: 4_000 });
      let reply: AsyncIterator<StreamPart> | undefined;
      let parts = 0;
      return giveUp(
        async (signal) => {
          // A loop leaves like this.
          signal.addEventListener('abort', () => reply?.return?.(), { once: true });
          reply = provider.stream(question(account), new AbortController().signal)[Symbol.asyncIterator]();
          while (!(await reply.next()).done) parts += 1;
        },
        () => parts > 0,
        relay.closing,
      );
    },
  },
  ...(['nothing', 'head'] as const).map(
    (type): Stage => ({
      name: `in the list of models, ${type === 'nothing' ? 'before its head' : 'before its end'}`,
      reachesServer: true,
      applies: () => true,
      async run({ relay, client }) {
        const provider = await client();
        if (!provider.listModels) return undefined;
        await provider.listModels(new AbortController().signal);
        const { received, kept } = relay;
        relay.let(type === 'nothing' ? { type } : { type, bytes: 10 });
        return giveUp(
          async (signal) => provider.listModels?.(signal),
          () => relay.received > received && (type === 'nothing' || relay.kept > kept),
          relay.closing,
        );
      },
    }),
  ),
  ...(['nothing', 'head'] as const).map(
    (type): Stage => ({
      name: `in a code completion, ${type === 'nothing' ? 'before its head' : 'in its middle'}`,
      reachesServer: true,
      applies: ({ api }) => api.models.some((model) => model.completion),
      async run({ account, relay, client }) {
        const provider = await client();
        const model = account.api.models.find((one) => one.completion);
        assert.ok(provider.completeCode && model);
        const complete = provider.completeCode.bind(provider);
        const { received, kept } = relay;
        relay.let(type === 'nothing' ? { type } : { type, bytes: 400 });
        return giveUp(
          (signal) => new Reading().read(complete(completion(model), signal)),
          () => relay.received > received && (type === 'nothing' || relay.kept > kept),
          relay.closing,
        );
      },
    }),
  ),
  {
    name: 'while a retry waits, in a conversation',
    reachesServer: true,
    // A question that is left with the vendor is not left there twice.
    applies: (account) => !isAsync(account),
    async run({ account, relay, client }) {
      relay.let(outOfService);
      const { model, options = {} } = question(account);
      const states: string[] = [];
      const over = Promise.withResolvers<void>();
      const session = chatSession({
        provider: await client(),
        model,
        options,
        emit: (event) => {
          if (event.type === 'status') states.push(event.answer.status.state);
          if (event.type === 'idle') over.resolve();
        },
      });
      const took = await giveUp(
        async (signal) => {
          signal.addEventListener('abort', () => session.stop(), { once: true });
          session.ask({ text: 'Why?', attachments: [] });
          await over.promise;
        },
        () => states.at(-1) === 'retrying',
        () => undefined,
      );
      assert.equal(states.at(-1), 'stopped');
      return took;
    },
  },
  {
    name: 'while a retry waits, outside of a conversation',
    reachesServer: true,
    // A question that is left with the vendor is not left there twice.
    applies: (account) => !isAsync(account),
    async run({ account, relay, client }) {
      relay.let(outOfService);
      const provider = await client();
      const { received } = relay;
      const reply = (signal: AbortSignal) =>
        streamModel(
          modelsWith(async () => provider),
          respondent,
          () => question(account),
          signal,
        );
      return giveUp(
        (signal) => new Reading().read(reply(signal)),
        () => relay.received > received && relay.open === 0,
        () => undefined,
      );
    },
  },
  {
    name: 'while the key is fetched, or the user is asked for it',
    reachesServer: true,
    applies: () => true,
    async run({ account }) {
      let isAsked = false;
      const models = modelsWith(() => {
        isAsked = true;
        return new Promise(() => {});
      });
      return giveUp(
        (signal) => new Reading().read(streamModel(models, respondent, () => question(account), signal)),
        () => isAsked,
        () => undefined,
      );
    },
  },
];

const respondent = { vendorId: 'v', apiId: 'a', model: 'm', vendorLabel: 'V', modelLabel: 'M' };

/** As much of the models as `streamModel` asks for. */
function modelsWith(connect: () => Promise<Provider>): ModelService {
  return { connect: async () => ({ provider: await connect() }) } as unknown as ModelService;
}
