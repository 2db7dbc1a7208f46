import assert from 'node:assert/strict';
import { mkdir, rm } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { BrowserContext } from 'playwright-core';
import { launchBrowser } from '../../../scripts/vscode/browser.ts';
import { createScratchDirectory } from '../../../scripts/vscode/scratch.ts';
import { type Attempt, describeAttempt, isLoopback } from '../../connections/attempts.ts';
import { type Listener, startListener } from '../../connections/listener.ts';
import { readNetLog } from '../../connections/netLog.ts';
import { type RecordingProxy, startRecordingProxy } from '../../connections/recordingProxy.ts';
import { type WayOut, waysOut } from '../../connections/waysOut.ts';
import { waitFor } from '../harness/waitFor.ts';

/** What became of all ways out of one browser. */
interface Journey {
  readonly listeners: ReadonlyMap<WayOut, Listener>;
  readonly proxy: RecordingProxy;
  /** What the browser wrote down about its sockets, those to the proxy included. */
  readonly log: readonly Attempt[];
}

/*
 * The windows of the other tests are watched by a proxy. Here a page tries every way that leads out of a browser: once
 * in a browser that is told to take the proxy for everything, and once in one that may go beside it to this machine,
 * which shows that what is not seen in the first would have been seen.
 */
describe('a page’s ways out of the browser', () => {
  let site: http.Server;
  let free: Journey;
  let watched: Journey;

  before('takes every way', async function () {
    this.timeout(120_000);
    site = http.createServer(answer);
    site.listen(0, '127.0.0.1');
    await new Promise((resolve) => site.once('listening', resolve));
    free = await takeEveryWay(site, true, async ({ listeners }, ways) => {
      for (const way of ways.filter(({ everywhere }) => everywhere)) {
        await waitFor(`${way.name} to arrive`, async () => listeners.get(way)?.arrived[0]);
      }
    });
    watched = await takeEveryWay(site, false, async ({ listeners, proxy }, ways, taken) => {
      await taken;
      for (const way of ways.filter(({ kind }) => kind === 'connection')) {
        if (arrivals(free, way).length === 0) continue;
        await waitFor(`${way.name} to be asked of the proxy, or to go past it`, async () => {
          const past = listeners.get(way)?.arrived.length;
          return past || wasAsked({ listeners, proxy }, way) || undefined;
        });
      }
    });
  });

  after(() => {
    site.closeAllConnections();
    site.close();
  });

  for (const way of waysOut) {
    const leads = way.kind === 'connection' ? 'leads to the proxy alone' : 'leads nowhere';
    it(`${way.name} ${leads}`, () => {
      const seen = arrivals(free, way);
      // A browser that has not got the way shows nothing of it, with or without a proxy.
      if (way.everywhere || seen.length > 0) assert.ok(seen.includes(way.kind), seen.join());
      assert.deepEqual(arrivals(watched, way), []);
      if (way.kind === 'connection' && seen.length > 0) {
        assert.ok(wasAsked(watched, way));
      }
    });
  }

  it('nothing else leads out: no socket but to the proxy, no datagram, no name looked up', () => {
    const beside = ({ log, proxy }: Journey) =>
      log.map(describeAttempt).filter((line) => line !== `browser: connection to 127.0.0.1:${proxy.port}`);
    assert.ok(watched.log.length > 0);
    assert.deepEqual([...new Set(beside(watched))], []);
    assert.notDeepEqual(beside(free), []);
  });

  it('the browser that may go beside the proxy reaches nothing but this machine', () => {
    const elsewhere = free.log.filter(({ host }) => !isLoopback(host) && !host.endsWith('.localhost'));
    assert.deepEqual(elsewhere.map(describeAttempt), []);
  });
});

/** How a way showed itself to its listener and in the browser's log, each kind once. */
function arrivals({ listeners, log }: Journey, way: WayOut): string[] {
  const port = listeners.get(way)?.port;
  const logged = log.filter((attempt) =>
    attempt.kind === 'name' ? attempt.host === nameFor(way) : attempt.port === port,
  );
  return [...new Set([...(listeners.get(way)?.arrived ?? []), ...logged.map(({ kind }) => kind)])];
}

/** Whether the proxy was asked for the way's listener, by its address or its name. */
function wasAsked({ listeners, proxy }: Omit<Journey, 'log'>, way: WayOut): boolean {
  return proxy.targets.some((target) => target.endsWith(`:${listeners.get(way)?.port}`));
}

function nameFor({ name }: WayOut): string {
  return `${name.toLowerCase().replaceAll(/[^a-z]+/g, '-')}.localhost`;
}

/**
 * @param besideProxy whether the browser may go beside the proxy to this machine
 * @param arrived waits until those of some ways that will show themselves have done so; `taken` settles when the page
 *   has done its part
 */
async function takeEveryWay(
  site: http.Server,
  besideProxy: boolean,
  arrived: (journey: Omit<Journey, 'log'>, ways: readonly WayOut[], taken: Promise<unknown>) => Promise<void>,
): Promise<Journey> {
  const scratch = await createScratchDirectory();
  const listeners = new Map<WayOut, Listener>();
  for (const way of waysOut) listeners.set(way, await startListener());
  const { port } = site.address() as AddressInfo;
  const proxy = await startRecordingProxy((target) => (target === `127.0.0.1:${port}` ? port : undefined));
  const netLog = join(scratch, 'netLog.json');
  let browser: BrowserContext | undefined;
  try {
    await mkdir(join(scratch, 'browser'));
    browser = await launchBrowser({
      profile: join(scratch, 'browser'),
      viewport: { width: 800, height: 600 },
      proxy: proxy.origin,
      besideProxy,
      netLog,
    });
    const page = browser.pages()[0] ?? (await browser.newPage());
    await page.goto(`http://127.0.0.1:${port}/`);
    for (const hidesPage of [false, true]) {
      const ways = waysOut.filter((way) => (way.hidesPage ?? false) === hidesPage);
      const taken = Promise.all(
        ways.map((way) => way.take(page, { port: listeners.get(way)?.port ?? 0, name: nameFor(way) })),
      );
      // Where datagrams are sent and not answered, WebRTC is patient, and the browser is closed before that.
      taken.catch(() => {});
      await arrived({ listeners, proxy }, ways, taken);
    }
    await browser.close();
    return { listeners, proxy, log: await readNetLog(netLog) };
  } finally {
    await browser?.close();
    for (const listener of listeners.values()) listener.close();
    await proxy.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

/** A page with nothing in it, and one whose policy is violated at once and that says so to another port. */
function answer(request: http.IncomingMessage, response: http.ServerResponse): void {
  const to = new URL(request.url ?? '', 'http://any').searchParams.get('to');
  response.setHeader('Content-Type', 'text/html');
  if (to === null) {
    response.end('<!doctype html><link rel="icon" href="data:,">');
    return;
  }
  response.setHeader('Content-Security-Policy', `img-src 'none'; report-uri http://127.0.0.1:${to}/`);
  response.end('<!doctype html><img src="/any">');
}
