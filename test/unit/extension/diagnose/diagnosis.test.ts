import assert from 'node:assert/strict';
import { mock } from 'node:test';
import tls from 'node:tls';
import { afterEach, describe, it } from 'mocha';
import type { Translate } from '../../../../src/chat/advice.ts';
import type { CheckName, Finding } from '../../../../src/chat/diagnosis.ts';
import type { StreamPart } from '../../../../src/core/streamPart.ts';
import type { ApiDescriptor, Endpoint } from '../../../../src/core/vendor.ts';
import {
  checksOf,
  diagnoseApi,
  type Subject,
  type WayOut,
} from '../../../../src/extension/diagnose/diagnoseApi.ts';
import { Diagnosis, type NamedSubject } from '../../../../src/extension/diagnose/diagnosis.ts';
import { findApi } from '../../../../src/vendors/registry.ts';
import { fakeTransport } from '../../net/fakes.ts';
import { closedPort, startProxy, startTcp } from '../../net/servers.ts';

const fill: Translate = (text, values = {}) =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);

const api = findApi('zhipu', 'bigmodel')?.api ?? assert.fail();
const reply: readonly StreamPart[] = [
  { type: 'text-delta', text: 'one' },
  { type: 'finish', reason: 'stop' },
];

type Stream = (signal: AbortSignal) => AsyncIterable<StreamPart>;

function apiThat(stream: Stream, changes: Partial<ApiDescriptor> = {}): ApiDescriptor {
  const create = async () => ({ stream: (_request: unknown, signal: AbortSignal) => stream(signal) });
  return { ...api, create, ...changes };
}

const answering = apiThat(async function* () {
  yield* reply;
});

/** Answers nothing, and ends when it is not wanted any more. */
const silent = apiThat(async function* (signal) {
  await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
});

function subject(of: ApiDescriptor, baseUrl = 'https://vendor.test/v1', authMode = ''): Subject {
  const connection = { credentials: {}, authMode, baseUrl, language: 'en' };
  return { api: of, source: 'entered', target: { state: 'ready', connection } };
}

/** Through a proxy that is not tried: nothing is opened. */
function wayOut(proxy = 'socks5://proxy.test:1080', changes: Partial<WayOut> = {}): WayOut {
  return {
    transport: fakeTransport([]),
    proxies: { support: 'override', setting: proxy, exceptions: [], environment: {} },
    trust: { everybody: () => tls.createSecureContext(), extra: [], checksProxy: true },
    lookUp: async () => [],
    wayOf: () => ({ way: 'undici', chosen: false }),
    clock: () => 1_000,
    ...changes,
  };
}

describe('a diagnosis of several connections', () => {
  afterEach(() => mock.restoreAll());

  const named = (one: Subject, vendor = 'Zhipu'): NamedSubject => ({
    id: `${vendor}/api`,
    vendor,
    label: vendor,
    subject: one,
  });

  function start(...subjects: readonly NamedSubject[]) {
    let changes = 0;
    const diagnosis = new Diagnosis(
      {
        subjects,
        wayOut: wayOut(),
        surroundings: { shown: ['here'], reported: ['there'] },
        isRemote: false,
        translate: fill,
        clean: (text) => text,
        now: () => Date.UTC(2026, 0, 2, 3, 4, 5),
      },
      () => changes++,
    );
    const row = (check: CheckName) =>
      diagnosis.view.groups[0]?.rows.find((one) => one.check === check) ?? assert.fail(check);
    return { diagnosis, row, changes: () => changes };
  }

  it('says what it is about to do', () => {
    assert.match(start(named(subject(silent))).diagnosis.view.intro, /^Zhipu is asked/);
    const two = start(named(subject(silent)), named(subject(silent), 'Other'));
    assert.match(two.diagnosis.view.intro, /^Each of these 2 APIs/);
    assert.match(start().diagnosis.view.intro, /^No vendor has a key/);
  });

  it('is over at once where there is nothing to look at, and sums nothing up', async () => {
    const { diagnosis } = start();
    await diagnosis.over;
    assert.deepEqual([diagnosis.view.state, diagnosis.view.summary], ['done', '']);
  });

  it('counts what works', async () => {
    const broken = apiThat(() => {
      throw new Error('no');
    });
    const { diagnosis } = start(named(subject(answering)), named(subject(broken), 'Other'));
    await diagnosis.over;
    assert.equal(diagnosis.view.summary, '1 of 2 connections work.');
    const whole = start(named(subject(answering)), named(subject(answering), 'Other'));
    await whole.diagnosis.over;
    assert.equal(whole.diagnosis.view.summary, 'All connections work.');
  });

  it('has the time of its beginning in the report', () => {
    assert.match(start().diagnosis.view.report, /2026-01-02 03:04 UTC/);
  });

  it('shows what is waited for, and what came of the rest', async () => {
    const { diagnosis, row, changes } = start(named(subject(silent)));
    const { state, summary, groups } = diagnosis.view;
    assert.deepEqual([state, summary, groups[0]?.state], ['running', '', 'running']);
    await new Promise(setImmediate);
    assert.equal(row('tls').state, 'skipped');
    assert.equal(row('sign-in').state, 'running');
    const before = changes();
    diagnosis.stop();
    await diagnosis.over;
    assert.ok(changes() > before);
    assert.equal(row('sign-in').text, 'Stopped');
  });

  it('takes no notice of what comes after it was stopped', async () => {
    const stopping = Promise.withResolvers<void>();
    const late = apiThat(async function* () {
      await stopping.promise;
      yield* reply;
    });
    const { diagnosis, row } = start(named(subject(late)));
    await new Promise(setImmediate);
    diagnosis.stop();
    stopping.resolve();
    await diagnosis.over;
    assert.equal(row('sign-in').text, 'Stopped');
    assert.equal(diagnosis.view.state, 'stopped');
  });

  it('shows a fault of ours like any other', async () => {
    const { diagnosis, row } = start(named(subject(answering, 'no address')));
    await diagnosis.over;
    assert.equal(row('sign-in').state, 'error');
  });
});

describe('the diagnosis of an API', () => {
  afterEach(() => mock.restoreAll());

  async function findings(one: Subject, way: WayOut, signal = new AbortController().signal) {
    const found: Finding[] = [];
    await diagnoseApi(one, way, { begin: () => {}, found: (finding) => found.push(finding) }, signal);
    return <Check extends CheckName>(check: Check) =>
      found.find((finding): finding is Finding & { check: Check } => finding.check === check);
  }

  it('does not try a SOCKS proxy, nor look through it', async () => {
    for (const [proxy, loopback] of [
      ['socks5://proxy.test:1080', false],
      ['SOCKS5://127.0.0.1:1080', true],
      ['socks5://[', false],
    ] as const) {
      const of = await findings(subject(answering), wayOut(proxy));
      const { type, ...finding } = of('proxy') ?? assert.fail();
      assert.deepEqual([type, 'loopback' in finding && finding.loopback], ['not-tried', loopback], proxy);
      assert.deepEqual(of('tls'), { check: 'tls', type: 'skipped', because: 'proxy-not-seen-through' });
    }
  });

  it('tries any other proxy, whatever it is called', async () => {
    const of = await findings(
      subject(answering),
      wayOut(`http://socks:word@127.0.0.1:${await closedPort()}`),
    );
    assert.equal(of('proxy')?.type, 'refuses');
    assert.deepEqual(of('tls'), { check: 'tls', type: 'skipped', because: 'not-reached' });
  });

  it('measures how long a proxy takes, and looks for no certificate where nothing is encrypted', async () => {
    const server = await startTcp(() => {});
    const proxy = await startProxy(server.port);
    try {
      const of = await findings(subject(answering, 'http://vendor.test/v1'), wayOut(proxy.origin));
      const finding = of('proxy');
      assert.equal(finding?.type === 'connects' && finding.ms, 0);
      assert.deepEqual(of('tls'), { check: 'tls', type: 'skipped', because: 'not-encrypted' });
    } finally {
      await Promise.all([proxy.close(), server.close()]);
    }
  });

  it('judges the clock by what the chosen way to sign in allows', async () => {
    const [mode] = api.authModes;
    const modes = [
      { ...mode, id: 'first' },
      { ...mode, id: 'second', clockToleranceMs: 300_000 },
    ] as ApiDescriptor['authModes'];
    const transport = fakeTransport([{ headers: { date: new Date(0).toUTCString() } }]);
    const create: ApiDescriptor['create'] = async (_connection, observed) => ({
      async *stream(_request, signal) {
        await observed.fetch('https://vendor.test', { method: 'GET', headers: {} }, signal);
        yield* reply;
      },
    });
    const of = await findings(
      subject({ ...api, authModes: modes, create }, undefined, 'second'),
      wayOut(undefined, { transport }),
    );
    const finding = of('clock');
    assert.equal(finding?.type === 'compared' && finding.toleranceMs, 300_000);
  });

  it('gives a model a minute and a half', async () => {
    const deadline = new AbortController();
    const timeout = mock.method(AbortSignal, 'timeout', () => deadline.signal);
    const late = apiThat(async function* (signal) {
      deadline.abort();
      signal.throwIfAborted();
      yield* reply;
    });
    const of = await findings(subject(late), wayOut());
    assert.deepEqual(timeout.mock.calls[0]?.arguments, [90_000]);
    const finding = of('sign-in');
    assert.match((finding?.type === 'failed' && finding.failure.message) || '', /within 90 s/);
  });

  it('rejects with the reason once it is not wanted any more, and asks no more', async () => {
    const user = new AbortController();
    const leaving = apiThat(async function* (signal) {
      user.abort(new Error('closed'));
      signal.throwIfAborted();
      yield* reply;
    });
    await assert.rejects(findings(subject(leaving), wayOut(), user.signal), { message: 'closed' });
  });

  it('asks nothing after it was given up on the way', async () => {
    let user = new AbortController();
    const server = await startTcp((socket) => socket.once('data', () => user.abort(new Error('left'))));
    let asked = 0;
    const create = async () => assert.fail(`asked ${++asked} times`);
    const ways = [
      ['in the handshake', `https://127.0.0.1:${server.port}/v1`, ''],
      ['at the proxy', 'https://vendor.test/v1', server.origin],
    ] as const;
    for (const [where, baseUrl, proxy] of ways) {
      user = new AbortController();
      const looking = findings(subject({ ...api, create }, baseUrl), wayOut(proxy), user.signal);
      await assert.rejects(looking, { message: 'left' }, where);
    }
    assert.equal(asked, 0);
    await server.close();
  });

  it('judges a reply only if there is one', async () => {
    const types = async (one: ApiDescriptor) => {
      const of = await findings(subject(one), wayOut());
      return [of('first-token')?.type, of('streaming')?.type];
    };
    assert.deepEqual(await types(answering), ['came', 'too-quick']);
    const broken = apiThat(() => {
      throw new Error('no');
    });
    assert.deepEqual(await types(broken), ['skipped', 'skipped']);
  });

  it('looks at a WebSocket only where the API has one', () => {
    const checks = (baseUrl: string) =>
      checksOf({ ...api, endpoints: [{ ...api.endpoints[0], baseUrl } as Endpoint] });
    assert.ok(checks('WSS://vendor.test/v1').includes('websocket'));
    assert.ok(!checks('https://news:8443/v1').includes('websocket'));
  });
});
