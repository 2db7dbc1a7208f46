import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { reportFigure } from '../../figures.ts';
import { type DemoServers, startDemoServers } from '../../vendors/demo.ts';
import { type Account, everyAccount, movedTo } from './accounts.ts';
import { type Relay, startRelay } from './relay.ts';
import { type MutePort, type SilentPort, startFullPort, startMutePort } from './silentPlaces.ts';
import { type Stage, type Stand, stages } from './stages.ts';
import { newTransport, type Way } from './transports.ts';

/** What a user takes for “at once”. */
const limitMs = 100;

describe('a request that is given up', function () {
  this.timeout(60_000);
  this.slow(20_000);

  let demo: DemoServers;
  let full: SilentPort;
  let mute: MutePort;
  let accounts: readonly Account[] = [];
  const relays = new Map<string, Relay>();
  const times: number[] = [];

  before(async () => {
    [demo, full, mute] = await Promise.all([
      startDemoServers({ paceMs: 0 }),
      startFullPort(),
      startMutePort(),
    ]);
    accounts = everyAccount(demo);
  });

  after(async () => {
    await Promise.all([...relays.values(), demo, full, mute].map((place) => place.close()));
    const inTime = times.filter((time) => time <= limitMs).length;
    const slowest = Math.round(Math.max(...times));
    reportFigure(`cancelled within ${limitMs} ms: ${inTime} of ${times.length} (slowest ${slowest} ms)`);
  });

  async function relayOf({ connection }: Account): Promise<Relay> {
    const { port } = new URL(connection.baseUrl);
    const relay = relays.get(port) ?? (await startRelay(Number(port)));
    relays.set(port, relay);
    relay.let({ type: 'all' });
    return relay;
  }

  /** @returns the milliseconds that it took; undefined where there is nothing to give up. */
  async function measure(stage: Stage, account: Account, way: Way): Promise<number | undefined> {
    const relay = await relayOf(account);
    const open: (() => Promise<void>)[] = [];
    const stand: Stand = {
      account,
      way,
      relay,
      full,
      mute,
      client(origin = relay.origin, transport = newTransport(way)) {
        open.push(async () => {
          if ('close' in transport && stage.reachesServer) await (transport.close as () => Promise<void>)();
        });
        const { api, connection } = movedTo(account, origin);
        return api.create(connection, transport);
      },
    };
    try {
      return await stage.run(stand);
    } finally {
      for (const close of open) await close();
    }
  }

  const ways: readonly Way[] = ['undici', 'fetch'];
  for (const way of ways) {
    for (const stage of stages) {
      it(`has an effect ${stage.name} (${way})`, async () => {
        const faults: string[] = [];
        for (const account of accounts.filter((one) => stage.applies(one, way))) {
          const took = await measure(stage, account, way).catch((error: unknown) => {
            throw new Error(`${account.name}: ${error}`, { cause: error });
          });
          if (took === undefined) continue;
          times.push(took);
          if (took > limitMs) faults.push(`${account.name}: ${Math.round(took)} ms`);
        }
        assert.deepEqual(faults, []);
      });
    }
  }
});
