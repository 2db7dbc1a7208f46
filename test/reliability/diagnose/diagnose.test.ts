import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { after, afterEach, describe, it } from 'mocha';
import { type CheckName, type CheckState, checkNames } from '../../../src/chat/diagnosis.ts';
import { reportFigure } from '../../figures.ts';
import { ownTime } from '../../ownTime.ts';
import {
  closedPort,
  startHttp,
  startProxy,
  startTcp,
  testAuthority,
  testCertificate,
} from '../../unit/net/servers.ts';
import { testAccount } from '../../vendors/spark/accounts.ts';
import { startSparkSocketServer } from '../../vendors/spark/socketServer.ts';
import { startBigModelServer, testKeys } from '../../vendors/zhipu/bigModelServer.ts';
import { diagnose, fixture, start, type Trial } from './run.ts';

/** What the page must say of a fault: where, how bad, and a word of the finding, the advice or the vendor's own. */
type Expected = readonly [CheckName, CheckState, RegExp];

interface Fault {
  readonly name: string;
  prepare(): Promise<Trial>;
  readonly expected: readonly Expected[];
}

const glm = { api: 'zhipu/bigmodel', credentials: { apiKey: testKeys.payAsYouGo } };
const spark = {
  api: 'spark/websocket',
  credentials: {
    appId: testAccount.appId,
    apiKey: testAccount.apiKey,
    apiSecret: testAccount.apiSecret,
  },
};
const far = 'https://glm.hanlin.test/api/paas/v4';
const minutes = 60_000;

describe('the diagnosis', () => {
  const opened: { close(): Promise<void> }[] = [];
  let named = 0;

  async function open<Server extends { close(): Promise<void> }>(starting: Promise<Server>): Promise<Server> {
    const server = await starting;
    opened.push(server);
    return server;
  }

  const bigModel = (...options: Parameters<typeof startBigModelServer>) =>
    open(startBigModelServer(...options));
  const encrypted = (tls = { key: testCertificate.key, cert: testCertificate.cert }) => bigModel({ tls });

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((server) => server.close()));
  });

  const faults: readonly Fault[] = [
    {
      name: 'a name that nobody knows',
      async prepare() {
        const lookUp = async () => {
          throw Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
        };
        return { ...glm, baseUrl: 'https://glm.nowhere.invalid/api/paas/v4', lookUp };
      },
      expected: [
        ['dns', 'error', /was not found.*internet/s],
        ['sign-in', 'error', /was not found/],
        ['clock', 'skipped', /not reached/],
      ],
    },
    {
      name: 'a name that a filter leads nowhere',
      async prepare() {
        return { ...glm, baseUrl: far, lookUp: async () => [{ address: '0.0.0.0', family: 4 }] };
      },
      expected: [['dns', 'error', /hosts file/]],
    },
    {
      name: 'a local proxy that makes addresses up',
      async prepare() {
        return { ...glm, baseUrl: far, lookUp: async () => [{ address: '198.18.0.7', family: 4 }] };
      },
      expected: [['dns', 'warning', /198\.18\.0\.7.*fake IP/s]],
    },
    {
      name: 'a port that nothing listens at',
      async prepare() {
        return { ...glm, baseUrl: `https://127.0.0.1:${await closedPort()}/v4` };
      },
      expected: [
        ['tls', 'error', /refused the connection.*ECONNREFUSED/s],
        ['sign-in', 'error', /refused/],
      ],
    },
    {
      name: 'a server of one’s own on the remote side',
      async prepare() {
        return { ...glm, baseUrl: (await bigModel()).payAsYouGoBase, isRemote: true };
      },
      expected: [['address', 'ok', /localhost is the remote side/]],
    },
    {
      name: 'a proxy that asks for a password',
      async prepare() {
        const server = await encrypted();
        const { port } = await open(startProxy(server.port, 'Basic bm9ib2R5OnJpZ2h0'));
        return { ...glm, baseUrl: far, proxy: `http://somebody:wrong-password@localhost:${port}` };
      },
      expected: [
        ['proxy', 'error', /^localhost:\d+, from http\.proxy.*password.*407/s],
        ['dns', 'skipped', /proxy/],
        ['tls', 'skipped', /not reached/],
        ['sign-in', 'error', /proxy/],
      ],
    },
    {
      name: 'a proxy that is not there',
      async prepare() {
        const environment = { HTTPS_PROXY: `http://127.0.0.1:${await closedPort()}` };
        return { ...glm, baseUrl: far, environment };
      },
      expected: [['proxy', 'error', /from HTTPS_PROXY.*ECONNREFUSED/s]],
    },
    {
      name: 'a proxy that is looked for on the wrong side',
      async prepare() {
        const proxy = `http://127.0.0.1:${await closedPort()}`;
        return { ...glm, baseUrl: far, proxy, isRemote: true };
      },
      expected: [['proxy', 'error', /stands for the remote side itself/]],
    },
    {
      name: 'a proxy that the user excepted the vendor from',
      async prepare() {
        return {
          ...glm,
          baseUrl: far,
          proxy: 'http://proxy.invalid:8080',
          exceptions: ['.hanlin.test'],
          lookUp: async () => [{ address: '192.0.2.1', family: 4 }],
        };
      },
      expected: [['proxy', 'ok', /http\.noProxy excepts \.hanlin\.test/]],
    },
    {
      name: 'a certificate of an authority that is not trusted',
      async prepare() {
        const server = await encrypted();
        return { ...glm, baseUrl: `https://localhost:${server.port}/api/paas/v4` };
      },
      expected: [
        ['tls', 'error', /not trusted here.*company proxy.*UNABLE_TO|SELF_SIGNED/s],
        ['sign-in', 'error', /not trusted/],
      ],
    },
    {
      name: 'a certificate of an authority that only the user trusts',
      async prepare() {
        const server = await encrypted();
        const baseUrl = `https://localhost:${server.port}/api/paas/v4`;
        return { ...glm, baseUrl, extra: [testAuthority] };
      },
      expected: [
        ['tls', 'ok', /private authority, trusted by NODE_EXTRA_CA_CERTS/],
        ['sign-in', 'ok', /Accepted/],
      ],
    },
    {
      name: 'a proxy that reads what is sent to the vendor',
      async prepare() {
        const server = await encrypted({ key: fixture('vendors.key.pem'), cert: fixture('vendors.pem') });
        const { origin } = await open(startProxy(server.port));
        const baseUrl = 'https://open.bigmodel.cn/api/paas/v4';
        return { ...glm, baseUrl, proxy: origin, authorities: [fixture('vendors.pem')] };
      },
      expected: [
        ['proxy', 'ok', /connects in/],
        ['tls', 'warning', /private authority, trusted by the system’s store.*reads what is sent/s],
        ['sign-in', 'ok', /Accepted/],
      ],
    },
    {
      name: 'a certificate that has ended',
      async prepare() {
        const server = await encrypted({ key: fixture('expired.key.pem'), cert: fixture('expired.pem') });
        const baseUrl = `https://localhost:${server.port}/api/paas/v4`;
        return { ...glm, baseUrl, authorities: [fixture('company.pem')] };
      },
      expected: [['tls', 'error', /Inspecting Company \(Company Root CA\), ended on 2021-01-01/]],
    },
    {
      name: 'a certificate for another name',
      async prepare() {
        const server = await encrypted();
        const { origin } = await open(startProxy(server.port));
        const baseUrl = 'https://other.example/api/paas/v4';
        return { ...glm, baseUrl, proxy: origin, authorities: [testAuthority] };
      },
      expected: [['tls', 'error', /ERR_TLS_CERT_ALTNAME_INVALID/]],
    },
    {
      name: 'a certificate that nobody trusts, though http.proxyStrictSSL is off',
      async prepare() {
        const server = await encrypted();
        return { ...glm, baseUrl: `https://localhost:${server.port}/api/paas/v4`, isLenient: true };
      },
      expected: [['tls', 'error', /not trusted here.*proxyStrictSSL does not help/s]],
    },
    {
      name: 'a line that is cut in the handshake',
      async prepare() {
        const server = await open(startTcp((socket) => socket.once('data', () => socket.resetAndDestroy())));
        return { ...glm, baseUrl: `https://127.0.0.1:${server.port}/v4` };
      },
      expected: [['tls', 'error', /could not be reached.*firewall.*ECONNRESET/s]],
    },
    {
      name: 'a clock 20 minutes slow, for a WebSocket that is signed',
      async prepare() {
        const server = await open(startSparkSocketServer());
        return { ...spark, baseUrl: server.origin, skewMs: -20 * minutes };
      },
      expected: [
        ['websocket', 'error', /Refused with HTTP 40[13].*signature/s],
        ['clock', 'error', /20 min behind.*at most 5 minutes/s],
        ['sign-in', 'error', /clock/],
      ],
    },
    {
      name: 'a clock 20 minutes fast, for a key that is sent as it is',
      async prepare() {
        return { ...glm, baseUrl: (await bigModel()).payAsYouGoBase, skewMs: 20 * minutes };
      },
      expected: [
        ['clock', 'warning', /20 min ahead.*Set the clock right/s],
        ['sign-in', 'ok', /Accepted/],
      ],
    },
    {
      name: 'a wrong key',
      async prepare() {
        const apiKey = `${'a'.repeat(32)}.WrongWrongWrong1`;
        return { ...glm, credentials: { apiKey }, baseUrl: (await bigModel()).payAsYouGoBase };
      },
      expected: [
        ['sign-in', 'error', /rejected this key.*copied in full.*HTTP 401/s],
        ['first-token', 'skipped', /no answer/],
        ['streaming', 'skipped', /no answer/],
      ],
    },
    {
      name: 'the two parts of a key swapped',
      async prepare() {
        const server = await open(startSparkSocketServer());
        const credentials = {
          ...spark.credentials,
          apiKey: testAccount.apiSecret,
          apiSecret: testAccount.apiKey,
        };
        return { ...spark, credentials, baseUrl: server.origin };
      },
      expected: [['sign-in', 'error', /swapped.*each in its own field/s]],
    },
    {
      name: 'an account with nothing left',
      async prepare() {
        const server = await bigModel();
        server.always({ type: 'error', code: '1113' });
        return { ...glm, baseUrl: server.payAsYouGoBase };
      },
      expected: [['sign-in', 'error', /Coding Plan.*1113/s]],
    },
    {
      name: 'a vendor that limits requests',
      async prepare() {
        const server = await bigModel();
        server.always({ type: 'error', code: '1302' });
        return { ...glm, baseUrl: server.payAsYouGoBase };
      },
      expected: [['sign-in', 'warning', /limiting requests.*Wait a minute/s]],
    },
    {
      name: 'a gateway that holds replies back',
      async prepare() {
        const server = await open(
          startHttp(async (_request, response) => {
            response.writeHead(200, { 'Content-Type': 'text/event-stream' });
            response.flushHeaders();
            await pause(1_500);
            const pieces = Array.from({ length: 20 }, (_, index) => ({
              delta: { content: `${index} ` },
              index: 0,
            }));
            const ends = { delta: {}, finish_reason: 'stop', index: 0 };
            const events = [...pieces, ends].map(
              (choice) => `data: ${JSON.stringify({ choices: [choice] })}\n\n`,
            );
            response.end(`${events.join('')}data: [DONE]\n\n`);
          }),
        );
        return { ...glm, baseUrl: `${server.origin}/v4` };
      },
      expected: [
        ['sign-in', 'ok', /Accepted/],
        ['streaming', 'warning', /20 pieces at once, after \d\.\d s.*unbuffered/s],
      ],
    },
    {
      name: 'a WebSocket that a gateway refuses',
      async prepare() {
        const server = await open(startSparkSocketServer());
        server.nextHandshake({ type: 'refuse', status: 502, message: 'Bad Gateway' });
        return { ...spark, baseUrl: server.origin };
      },
      expected: [['websocket', 'error', /Refused with HTTP 502.*does not know WebSockets/s]],
    },
    {
      name: 'a WebSocket that is answered with something else',
      async prepare() {
        const server = await open(startSparkSocketServer());
        server.nextHandshake({ type: 'cut' });
        return { ...spark, baseUrl: server.origin };
      },
      expected: [['websocket', 'error', /could not be reached/]],
    },
    {
      name: 'a page where an answer should be',
      async prepare() {
        const server = await open(
          startHttp((_request, response) => {
            response
              .writeHead(200, { 'Content-Type': 'text/html' })
              .end('<html>Sign in to this network</html>');
          }),
        );
        return { ...glm, baseUrl: `${server.origin}/v4` };
      },
      expected: [['sign-in', 'error', /cannot be read.*wrong address.*HTML page/s]],
    },
    {
      name: 'an address that nobody has agreed to',
      async prepare() {
        return { ...glm, baseUrl: 'https://open.bigmodel.cn/api/paas/v4', wanted: 'https://other.example' };
      },
      expected: [
        ['address', 'error', /is not sent to https:\/\/other\.example/],
        ['dns', 'skipped', /not agreed to/],
        ['sign-in', 'skipped', /not agreed to/],
      ],
    },
  ];

  for (const { name, prepare, expected } of faults) {
    it(`names ${name}`, async () => {
      const outcome = await diagnose(await prepare());
      for (const [check, state, said] of expected) {
        const { state: shown, text, hint = '', code = '' } = outcome.row(check);
        assert.match([text, hint, code].join('\n'), said);
        assert.equal(shown, state, check);
      }
      // What it names stands in the report as well.
      const [check] = expected[0] ?? [];
      const { hint } = outcome.row(check ?? 'address');
      if (hint !== undefined) assert.ok(outcome.view.report.replaceAll('\\', '').includes(hint));
      named += 1;
    });
  }

  after(() => reportFigure(`faults named by the diagnosis: ${named} of ${faults.length}`));

  it('finds no fault where there is none, over HTTP', async () => {
    const server = await bigModel();
    server.always({ type: 'reply', text: Array.from({ length: 20 }, (_, index) => `${index} `), delayMs: 5 });
    const { view, row } = await diagnose({ ...glm, baseUrl: server.payAsYouGoBase });
    assert.deepEqual(
      view.groups[0]?.rows.map(({ check, state }) => `${check} ${state}`),
      [
        'address ok',
        'proxy ok',
        'dns skipped',
        'tls skipped',
        'sign-in ok',
        'clock ok',
        'first-token ok',
        'streaming ok',
        'way ok',
      ],
    );
    assert.match(row('sign-in').text, /^Accepted; glm-4\.7-flash answered \(\d+ tokens in, \d+ out\)$/);
    assert.match(row('streaming').text, /^20 pieces within \d\.\d s$/);
    assert.equal(view.summary, 'All connections work.');
    assert.equal(view.groups[0]?.state, 'ok');
    // One question, as small as it can be, and nothing else.
    const [request, ...others] = server.requests;
    assert.deepEqual(others, []);
    assert.ok(request);
    const { max_tokens, messages, thinking } = request.body as Record<string, unknown>;
    assert.equal(max_tokens, 40);
    assert.deepEqual(thinking, { type: 'disabled' });
    assert.equal(JSON.stringify(messages).length < 100, true);
  });

  it('finds no fault where there is none, over a WebSocket', async () => {
    const server = await open(startSparkSocketServer());
    const text = Array.from({ length: 20 }, (_, index) => `${index} `);
    server.always({ type: 'reply', text, delayMs: 5 });
    const { row, view } = await diagnose({ ...spark, baseUrl: server.origin });
    assert.equal(view.groups[0]?.state, 'ok');
    assert.match(row('websocket').text, /^Opened in \d+ ms$/);
    assert.equal(row('clock').text, 'Right to within 5 minutes: the signature was accepted');
    assert.equal(server.requests.length, 1);
    await until(() => server.openStreams === 0);
  });

  it('shows rows as they are known, always in the same order', async () => {
    const server = await bigModel();
    const { views } = await diagnose({ ...glm, baseUrl: server.payAsYouGoBase });
    assert.ok(views.length > 8);
    const order = (check: CheckName) => checkNames.indexOf(check);
    for (const { groups } of views) {
      const places = groups.flatMap(({ rows }) => rows.map(({ check }) => order(check)));
      assert.deepEqual(
        places,
        places.toSorted((one, other) => one - other),
      );
    }
    const seen = views.map(({ groups }) => groups[0]?.rows.length ?? 0);
    assert.deepEqual(
      seen,
      seen.toSorted((one, other) => one - other),
    );
    assert.equal(views.at(-1)?.state, 'done');
  });

  it('stops at once and closes the connection', async () => {
    const server = await bigModel();
    server.always({ type: 'reply', text: ['Half', ' of it'], interruption: { type: 'hold', after: 1 } });
    const { diagnosis, close } = start({ ...glm, baseUrl: server.payAsYouGoBase });
    const request = await server.received(0);
    const startedAt = ownTime();
    diagnosis.stop();
    await diagnosis.over;
    assert.ok(ownTime() - startedAt < 500);
    await request.closed;
    const { state, summary, groups } = diagnosis.view;
    assert.equal(state, 'stopped');
    assert.equal(summary, 'Stopped before the end.');
    const last = groups[0]?.rows.at(-1);
    assert.deepEqual([last?.check, last?.state, last?.text], ['way', 'skipped', 'Stopped']);
    await close();
  });

  it('stops while a name, a connection or a handshake is waited for', async () => {
    let asked = 0;
    const silent = await open(startTcp((socket) => void socket.on('data', () => asked++)));
    const lookUp = () => {
      asked++;
      return new Promise<never>(() => {});
    };
    const trials: readonly Trial[] = [
      { ...glm, baseUrl: far, lookUp },
      { ...glm, baseUrl: `https://127.0.0.1:${silent.port}/v4` },
      { ...glm, baseUrl: far, proxy: silent.origin },
    ];
    for (const trial of trials) {
      const before = asked;
      const { diagnosis, close } = start(trial);
      await until(() => asked > before);
      const startedAt = ownTime();
      diagnosis.stop();
      await diagnosis.over;
      assert.ok(ownTime() - startedAt < 500, JSON.stringify(trial));
      await close();
    }
    await until(() => silent.open === 0);
  });

  it('says nothing secret to anybody, whatever the other side repeats', async () => {
    const apiKey = 'c4n4ry0123456789abcdef0123456789.CanarySecret0123';
    const password = 'proxy-canary-9876';
    const server = await open(
      startHttp((request, response) => {
        const said = `${request.headers.authorization} ${Buffer.from(apiKey).toString('base64')} \u202e@everyone`;
        response.writeHead(401, { 'Content-Type': 'application/json', 'X-Request-Id': 'kept-request-id' });
        response.end(JSON.stringify({ error: { code: '1000', message: said } }));
      }),
    );
    const { view, views } = await diagnose({
      ...glm,
      credentials: { apiKey },
      baseUrl: `${server.origin}/v4`,
    });
    const proxied = await diagnose({
      ...glm,
      credentials: { apiKey },
      baseUrl: far,
      proxy: `http://canary-user:${password}@127.0.0.1:${await closedPort()}`,
    });
    const shown = JSON.stringify([views, proxied.views]);
    for (const secret of [apiKey, ...apiKey.split('.'), password, 'canary-user']) {
      for (const form of [secret, Buffer.from(secret).toString('base64').replace(/=+$/, '')]) {
        assert.equal(shown.includes(form), false, form);
      }
    }
    assert.match(view.report, /kept-request-id/);
    assert.match(view.report, /1000/);
    assert.equal(/[\u202e]/.test(shown), false);
    assert.match(proxied.view.report, /127\.0\.0\.1:\d+, from http\.proxy/);
  });
});

async function until(isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!isSo()) {
    assert.ok(performance.now() < deadline, `It has not come to ${isSo}`);
    await pause(10);
  }
}
