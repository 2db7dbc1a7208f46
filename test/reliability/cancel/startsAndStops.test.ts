import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { after, before, describe, it } from 'mocha';
import type { Provider } from '../../../src/core/provider.ts';
import type { Transport } from '../../../src/core/transport.ts';
import { spark } from '../../../src/vendors/spark/descriptor.ts';
import { zhipu } from '../../../src/vendors/zhipu/descriptor.ts';
import { budget } from '../../budget.ts';
import { reportFigure } from '../../figures.ts';
import { until } from '../../until.ts';
import { testAccount } from '../../vendors/spark/accounts.ts';
import { type SparkSocketServer, startSparkSocketServer } from '../../vendors/spark/socketServer.ts';
import { type BigModelServer, startBigModelServer, testKeys } from '../../vendors/zhipu/bigModelServer.ts';
import { newTransport, type Way } from './transports.ts';

const rounds = budget({ sample: 300, soak: 1_000 });
/** Until then caches fill and code is compiled. */
const warmUp = 700;
/** Until then that is there again which the first collection has thrown away: caches and code are not kept for ever. */
const secondWarmUp = 100;
/** What a start and a stop may leave behind, in bytes: measuring is not more precise, and what leaks is larger. */
const most = 400;

const text = Array.from({ length: 12 }, (_, index) => `word ${index} `);

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes in use once everything that nobody holds is gone. */
async function heapUsed(): Promise<number> {
  for (let round = 0; round < 4; round++) {
    collect();
    // What is freed late, such as what waits for a finalizer.
    await delay(20);
  }
  return process.memoryUsage().heapUsed;
}

/** How many of each kind keep the process alive; the timer that waits for the others is one of them. */
async function handles(): Promise<Record<string, number>> {
  await delay(30);
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** The handles as soon as there are no more than before; after a while, whatever there is. */
async function handlesDownTo(expected: Record<string, number>): Promise<Record<string, number>> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const now = await handles();
    if (Object.entries(now).every(([kind, count]) => count <= (expected[kind] ?? 0))) return now;
  }
  return handles();
}

describe('starts and stops', function () {
  this.timeout(budget({ sample: 120_000, soak: 600_000 }));
  this.slow(60_000);

  let glm: BigModelServer;
  let sockets: SparkSocketServer;
  const said: string[] = [];

  before(async () => {
    [glm, sockets] = await Promise.all([startBigModelServer(), startSparkSocketServer()]);
    forget();
  });

  /** What a server remembers of its clients is not what is measured here. */
  function forget(): void {
    for (const server of [glm, sockets]) server.reset();
    glm.always({ type: 'reply', text });
    sockets.always({ type: 'reply', text });
  }

  after(async () => {
    await Promise.all([glm.close(), sockets.close()]);
    reportFigure(`${rounds.toLocaleString('en')} starts and stops leave nothing: ${said.join(', ')}`);
  });

  const ways: readonly {
    readonly name: string;
    readonly create: (transport: Transport) => Promise<Provider>;
    readonly model: string;
    readonly way: Way;
  }[] = [
    ...[
      { name: 'undici', way: 'undici' as const },
      { name: 'fetch', way: 'fetch' as const },
    ].map((named) => ({
      ...named,
      model: 'glm-5.3',
      create: (on: Transport) =>
        (zhipu.apis[0] as (typeof zhipu.apis)[number]).create(
          {
            credentials: { apiKey: testKeys.payAsYouGo },
            authMode: 'jwt',
            baseUrl: glm.payAsYouGoBase,
            language: 'en',
          },
          on,
        ),
    })),
    {
      name: 'WebSocket',
      way: 'fetch',
      model: spark.apis[0]?.models[0]?.id ?? '',
      create: (on) =>
        (spark.apis[0] as (typeof spark.apis)[number]).create(
          {
            credentials: {
              appId: testAccount.appId,
              apiKey: testAccount.apiKey,
              apiSecret: testAccount.apiSecret,
            },
            authMode: 'key',
            baseUrl: sockets.origin,
            language: 'en',
          },
          on,
        ),
    },
  ];

  for (const { name, create, model, way } of ways) {
    it(`leave no handle, no listener and no memory behind (${name})`, async () => {
      const before = await handles();
      const transport = newTransport(way);
      const provider = await create(transport);
      const request = { model, messages: [{ role: 'user', text: 'Why?' }] } as const;
      // One signal for all, as a window has one for as long as it is open.
      const { signal } = new AbortController();

      /** By turns: read to the end, left in the middle, given up in the middle, given up at the start. */
      const startAndStop = async (round: number): Promise<void> => {
        const own = new AbortController();
        let parts = 0;
        try {
          const ending = round % 4;
          const reply = provider.stream(request, ending < 2 ? signal : own.signal);
          if (ending === 3) setImmediate(() => own.abort());
          for await (const _ of reply) {
            parts += 1;
            if (ending === 1 && parts === 3) break;
            if (ending === 2 && parts === 3) own.abort();
          }
        } catch (error) {
          assert.equal((error as { kind?: string }).kind, 'cancelled');
        }
        assert.equal(getEventListeners(own.signal, 'abort').length, 0);
      };
      const rest = async (): Promise<number> => {
        await until('the end of all responses', () => getEventListeners(signal, 'abort').length === 0);
        forget();
        return heapUsed();
      };

      const heapAfterMore = async (more: number): Promise<number> => {
        for (let round = 0; round < more; round++) await startAndStop(round);
        return rest();
      };

      await heapAfterMore(warmUp);
      const heapBefore = await heapAfterMore(secondWarmUp);
      const heapAfter = await heapAfterMore(rounds);
      const grown = (heapAfter - heapBefore) / rounds;
      assert.ok(grown < most, `${Math.round(grown)} bytes more per start and stop`);
      assert.deepEqual(getEventListeners(signal, 'abort'), []);

      if ('close' in transport) await (transport.close as () => Promise<void>)();
      const after = await handlesDownTo(before);
      for (const [kind, count] of Object.entries(after)) {
        // Node keeps the connections of its own fetch open for a while; they are a handful, not a thousand.
        const spare = name === 'fetch' && kind.endsWith('Wrap') ? 8 : 0;
        assert.ok(count <= (before[kind] ?? 0) + spare, `${count} × ${kind}, ${before[kind] ?? 0} before`);
      }
      said.push(`${name} ${Math.max(0, Math.round(grown))} bytes each`);
    });
  }
});
