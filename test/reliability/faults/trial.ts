import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Transport } from '../../../src/core/transport.ts';
import { createFetchTransport } from '../../../src/net/fetchTransport.ts';
import { createTrust } from '../../../src/net/trustedCertificates.ts';
import {
  createUndiciTransport,
  directOptions,
  type UndiciOptions,
} from '../../../src/net/undiciTransport.ts';
import type { ApiUnderTest, RunningVendor } from './apis.ts';
import { startConversation, type TestConversation } from './conversation.ts';
import { type FaultLine, startFaultLine } from './faultLine.ts';
import { redirectPath } from './rows.ts';
import { createTestClock, type TestClock } from './testClock.ts';

/**
 * The most that may be read of something that does not end, in bytes: a whole reply may be as long as 16 MB, and the
 * system's buffers between here and there have room for some more.
 */
const mostTaken = 30_000_000;

const redirected = new RegExp(`^${redirectPath}$`);

/** Which way requests take: through undici, or through the global `fetch`, as in the extension host. */
export type Way = 'undici' | 'fetch';

/** A conversation with a vendor's server at the end of a line, all of its own. */
export interface Trial {
  readonly api: ApiUnderTest;
  readonly way: Way;
  readonly clock: TestClock;
  readonly vendor: RunningVendor;
  readonly line: FaultLine;
  readonly conversation: TestConversation;
  /** How long was waited before further tries, in milliseconds. */
  readonly waits: readonly number[];
  /** Where the line is, as the user would set it. */
  readonly baseUrl: string;
  setServerAhead(milliseconds: number): void;
  /** Does not let the time between tries pass any more: only waking and stopping end it. */
  holdRetries(held?: boolean): void;
}

export interface TrialOptions {
  readonly way?: Way;
  /** By how much the server's clock is ahead of ours, in milliseconds. */
  readonly serverAheadMs?: number;
  /** Where the API is, instead of at the line: `http:` or `https:`. */
  readonly origin?: string;
  readonly network?: Partial<UndiciOptions>;
}

/**
 * Has a conversation, and then makes sure that nothing is left of it: no exchange, no countdown, no listener, no
 * connection.
 */
export async function tryOut(
  api: ApiUnderTest,
  options: TrialOptions,
  run: (trial: Trial) => Promise<void>,
): Promise<void> {
  const { way = 'undici' } = options;
  let { serverAheadMs = 0 } = options;
  const clock = createTestClock();
  const vendor = await api.start(() => clock.now() + serverAheadMs);
  const line = await startFaultLine(vendor.port);
  const { transport, close } = openTransport(way, clock, options.network ?? {});
  const waits: number[] = [];
  let holding = false;
  const quiet = () => line.busy === 0 && vendor.openStreams === 0;
  const lineUrl = `http://127.0.0.1:${line.port}`;
  const addressAt = (origin: string) =>
    (api.isSocket ? origin.replace(/^http/, 'ws') : origin) + vendor.basePath;
  const conversation = await startConversation(api, {
    transport,
    baseUrl: addressAt(options.origin ?? lineUrl),
    clock,
    async wait(milliseconds, signal) {
      waits.push(milliseconds);
      if (holding) return aborted(signal);
      // The server may count an exchange as under way until it has noticed that we left.
      await until('the exchange before is over', quiet);
      clock.pass(milliseconds);
    },
  });
  try {
    await inTime(
      run({
        api,
        way,
        clock,
        vendor,
        line,
        conversation,
        waits,
        baseUrl: addressAt(lineUrl),
        setServerAhead(milliseconds) {
          serverAheadMs = milliseconds;
        },
        holdRetries(held = true) {
          holding = held;
        },
      }),
    );
    assert.equal(line.count(redirected), 0, 'a redirect was followed');
    assert.ok(line.mostSent < mostTaken, `${line.mostSent} bytes of nonsense were taken`);
    await until('exchanges', quiet, () => `${line.busy} at the line, ${vendor.openStreams} at the server`);
    await until(
      'countdowns',
      () => clock.running.length === 0,
      () => clock.running.join(),
    );
    assert.equal(conversation.listeners, 0, 'abort listeners are left');
    await close();
    // The connections of the global fetch are kept for others.
    if (way === 'undici') await until('connections', () => line.open === 0);
  } finally {
    conversation.session.stop();
    await line.close();
    await vendor.close();
  }
}

function openTransport(
  way: Way,
  clock: TestClock,
  network: Partial<UndiciOptions>,
): { readonly transport: Transport; close(): Promise<void> } {
  const time = { now: clock.now, timer: clock.start };
  const options = { ...directOptions, ...network };
  if (way === 'undici') {
    const transport = createUndiciTransport(options, time);
    return { transport, close: () => transport.close() };
  }
  const tls = { secureContext: createTrust(false, options.ca), rejectUnauthorized: true };
  const transport = createFetchTransport({ throughProxy: () => false, tls: () => tls }, time);
  return { transport, close: async () => {} };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Nothing here takes long; a test that hangs would keep all the others waiting. */
async function inTime(running: Promise<void>): Promise<void> {
  const stop = new AbortController();
  const late = delay(patienceMs, undefined, { signal: stop.signal }).then(
    () => assert.fail('it hangs'),
    () => {},
  );
  try {
    await Promise.race([running, late]);
  } finally {
    stop.abort();
  }
}

const patienceMs = 20_000;

/** Waits for what sockets do in their own time. */
export async function until(
  what: string,
  condition: () => boolean,
  describe: () => string = () => '',
): Promise<void> {
  const end = performance.now() + 10_000;
  for (let turn = 0; !condition(); turn += 1) {
    assert.ok(performance.now() < end, `still waiting: ${what} ${describe()}`);
    await (turn < 100 ? new Promise(setImmediate) : delay(5));
  }
}
