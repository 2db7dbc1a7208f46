import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import {
  type Attempt,
  isLoopback,
  judge,
  type Recorded,
  readRecorded,
  recordingEnvironment,
} from '../../connections/attempts.ts';
import { type RecordingProxy, startRecordingProxy } from '../../connections/recordingProxy.ts';

const run = promisify(execFile);

/** A script that connects to an address. */
const briefly = (host: string, port: number) =>
  `require('node:net').connect(${port}, '${host}').on('error', () => {});`;

/**
 * Runs a program in a watched Node until it has nothing left to do, which is soon, for all that it asks is refused. All
 * addresses are reserved for examples, and nothing is sent there.
 */
async function watch(directory: string, source: string): Promise<Recorded> {
  const script = join(directory, 'script.mjs');
  const records = await mkdtemp(join(directory, 'records-'));
  await writeFile(script, source);
  const env = { ...process.env, ...recordingEnvironment(records) };
  await run(process.execPath, [script], { env, timeout: 20_000 });
  return await readRecorded(records);
}

const targets = ({ attempts }: Recorded) =>
  attempts.map(({ kind, host, port }) => `${kind} ${host}${port === undefined ? '' : `:${port}`}`).sort();

describe('a watched process', () => {
  let directory: string;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'hl record-'));
  });

  after(() => rm(directory, { recursive: true, force: true }));

  const ways: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'net',
      `import { connect } from 'node:net'; connect(1, '192.0.2.1').on('error', () => {});`,
      ['connection 192.0.2.1:1'],
    ],
    [
      'IPv6',
      `import net from 'node:net'; net.connect(2, '2001:db8::1').on('error', () => {});`,
      ['connection 2001:db8::1:2'],
    ],
    [
      'tls',
      `import tls from 'node:tls'; tls.connect(3, '192.0.2.1').on('error', () => {});`,
      ['connection 192.0.2.1:3'],
    ],
    [
      'http2',
      `import { connect } from 'node:http2'; connect('http://192.0.2.1:4').on('error', () => {});`,
      ['connection 192.0.2.1:4'],
    ],
    ['fetch', `fetch('http://192.0.2.1:5').catch(() => {});`, ['connection 192.0.2.1:5']],
    ['WebSocket', `new WebSocket('ws://192.0.2.1:85').onerror = () => {};`, ['connection 192.0.2.1:85']],
    ['a name', `import { lookup } from 'node:dns'; lookup('a.invalid', () => {});`, ['name a.invalid']],
    [
      'a name, promised',
      `import { lookup } from 'node:dns/promises'; lookup('b.invalid').catch(() => {});`,
      ['name b.invalid'],
    ],
    ['a name in fetch', `fetch('http://c.invalid').catch(() => {});`, ['name c.invalid']],
    [
      'a resolver of its own',
      `import { Resolver } from 'node:dns'; new Resolver().resolveTxt('secret.d.invalid', () => {});`,
      ['name secret.d.invalid'],
    ],
    [
      'a datagram',
      `import { createSocket } from 'node:dgram';
       const socket = createSocket('udp4');
       socket.send('x', 6, '192.0.2.1', () => socket.close());`,
      ['datagram 192.0.2.1:6'],
    ],
    [
      'a connected datagram',
      `import { createSocket } from 'node:dgram';
       const socket = createSocket('udp4');
       socket.connect(7, '192.0.2.1', () => socket.close());`,
      ['datagram 192.0.2.1:7'],
    ],
    [
      'a worker',
      `import { Worker } from 'node:worker_threads';
       new Worker(${JSON.stringify(briefly('192.0.2.1', 8))}, { eval: true });`,
      ['connection 192.0.2.1:8'],
    ],
    [
      'a child without environment, of a child',
      `import { spawn } from 'node:child_process';
       const child = "require('node:child_process').execFileSync(process.execPath, ['-e', process.argv[1]], { env: {} })";
       const args = ['-e', child, ${JSON.stringify(briefly('192.0.2.1', 9))}];
       spawn(process.execPath, args, { env: {} });`,
      ['connection 192.0.2.1:9'],
    ],
  ];

  for (const [name, source, expected] of ways) {
    it(`is caught at ${name}`, async () =>
      assert.deepEqual(targets(await watch(directory, source)), expected));
  }

  it('is refused whatever would leave the machine', async () => {
    const source = `import { lookup } from 'node:dns/promises';
      import { createSocket } from 'node:dgram';
      import { connect } from 'node:net';
      import { writeFileSync } from 'node:fs';
      const socket = createSocket('udp4');
      const codes = await Promise.all([
        new Promise((resolve) => connect(1, '192.0.2.1').on('error', resolve)),
        new Promise((resolve) => socket.send('x', 1, '192.0.2.1', resolve)),
        lookup('a.invalid').catch((error) => error),
      ]);
      socket.close();
      writeFileSync(process.argv[1] + '.txt', codes.map(({ code }) => code).join(' '));`;
    await watch(directory, source);
    const codes = await readFile(join(directory, 'script.mjs.txt'), 'utf8');
    assert.equal(codes, 'ENETUNREACH ENETUNREACH ENOTFOUND');
  });

  it('names the programs that it starts', async () => {
    const source = `import { execFileSync, exec } from 'node:child_process';
      execFileSync('git', ['--version']);
      exec('exit 0');`;
    const { programs } = await watch(directory, source);
    assert.deepEqual(
      programs.map(({ program, byExtension }) => [program.split('/').at(-1), byExtension]),
      [
        ['git', false],
        ['sh', false],
      ],
    );
  });

  it('leaves a record that can be read though it was killed in the middle of a line', async () => {
    const records = await mkdtemp(join(directory, 'killed-'));
    await run(process.execPath, ['-e', ''], { env: { ...process.env, ...recordingEnvironment(records) } });
    const [name = ''] = await readdir(records);
    await appendFile(join(records, name), '{"process":"x","kind":"conn');
    assert.deepEqual(targets(await readRecorded(records)), []);
  });
});

describe('a recorded attempt', () => {
  const allowed = {
    ownPorts: new Set([100]),
    chosenPorts: new Set([200]),
    chosenNames: new Set(['gone.invalid']),
  };
  const cases: readonly (readonly [string, Attempt, string])[] = [
    ['VS Code', { process: 'browser', kind: 'connection', host: '127.0.0.1', port: 100 }, 'own'],
    ['a vendor', { process: 'extensionHost', kind: 'connection', host: '127.0.0.1', port: 200 }, 'chosen'],
    [
      'a vendor, from the page',
      { process: 'browser', kind: 'connection', host: '127.0.0.1', port: 200 },
      'elsewhere',
    ],
    [
      'a dictionary',
      { process: 'browser', kind: 'connection', host: 'redirector.gvt1.com', port: 443 },
      'own',
    ],
    [
      'the same',
      { process: 'extensionHost', kind: 'connection', host: 'redirector.gvt1.com', port: 443 },
      'elsewhere',
    ],
    ['another port', { process: 'extensionHost', kind: 'connection', host: '::1', port: 300 }, 'elsewhere'],
    [
      'another machine',
      { process: 'extensionHost', kind: 'connection', host: '192.0.2.1', port: 200 },
      'elsewhere',
    ],
    ['a datagram', { process: 'extensionHost', kind: 'datagram', host: '127.0.0.1', port: 200 }, 'elsewhere'],
    ['its own name', { process: 'extensionHost', kind: 'name', host: 'localhost' }, 'own'],
    ['a name in the settings', { process: 'extensionHost', kind: 'name', host: 'gone.invalid' }, 'chosen'],
    ['another name', { process: 'extensionHost', kind: 'name', host: 'other.invalid' }, 'elsewhere'],
    // What has been looked up for an address in the settings leads away from this machine all the same.
    [
      'a named machine',
      { process: 'browser', kind: 'connection', host: 'gone.invalid', port: 200 },
      'elsewhere',
    ],
  ];
  for (const [name, attempt, verdict] of cases) {
    it(`to ${name} is ${verdict}`, () => assert.equal(judge(attempt, allowed), verdict));
  }

  it('is on loopback only if it is in 127/8, ::1 or localhost', () => {
    for (const host of ['127.0.0.1', '127.9.9.9', '::1', '[::1]', '::ffff:127.0.0.1', 'localhost']) {
      assert.ok(isLoopback(host), host);
    }
    for (const host of [
      '128.0.0.1',
      '127.0.0.1.example.com',
      '::2',
      '0.0.0.0',
      'localhost.example.com',
      '',
    ]) {
      assert.ok(!isLoopback(host), host);
    }
  });
});

describe('the recording proxy', () => {
  let server: http.Server;
  let port: number;
  let proxy: RecordingProxy;

  before(async () => {
    server = http.createServer((request, response) => response.end(`${request.method} ${request.url}`));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });

  after(() => new Promise((resolve) => server.close(resolve)));

  beforeEach(async () => {
    proxy = await startRecordingProxy((target) => (target === 'vendor.example:80' ? port : undefined));
  });

  afterEach(() => proxy.close());

  it('passes on what it has a way for, and refuses and records the rest', async () => {
    const get = (url: string) =>
      new Promise<http.IncomingMessage>((resolve, reject) => {
        http
          .get({ host: '127.0.0.1', port: proxy.port, path: url, agent: false }, resolve)
          .on('error', reject);
      });
    const passed = await get('http://vendor.example/a?b');
    assert.equal(await text(passed), 'GET /a?b');
    const refused = await get('http://other.example:8080/');
    assert.equal(refused.statusCode, 403);
    assert.deepEqual(proxy.targets, ['vendor.example:80', 'other.example:8080']);
  });

  it('opens tunnels only where it has a way for them, and records all', async () => {
    const connect = (target: string) =>
      new Promise<string>((resolve, reject) => {
        const socket = net.connect(proxy.port, '127.0.0.1', () =>
          socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`),
        );
        socket.once('data', (data) => {
          socket.destroy();
          resolve(data.toString('latin1').split('\r\n')[0] ?? '');
        });
        socket.once('error', reject);
      });
    assert.match(await connect('vendor.example:80'), / 200 /);
    assert.match(await connect('192.0.2.1:443'), / 403 /);
    assert.deepEqual(proxy.targets, ['vendor.example:80', '192.0.2.1:443']);
  });
});
