import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'mocha';
import { hermeticEnvironment } from '../../../scripts/vscode/environment.ts';
import { repository } from '../../../scripts/vscode/paths.ts';
import { reportFigure } from '../../figures.ts';
import { type Canary, canariesIn, canary, makeTokens, plantCanaries } from './canaries.ts';
import { type EchoServer, startEchoServer } from './echoServer.ts';
import { type Way, ways } from './search.ts';

const tokens = makeTokens();
const tokenCanaries = Object.entries(tokens).map(([name, value]) => canary(name, value));
const password = canary('the proxy’s password', 'proxy-Pa55word-of-this-test');

/* The command as a process of its own: what it writes may be kept by a terminal, a build server, a mail. */
describe('npm run ask writes no key', () => {
  let server: EchoServer;
  let runs = 0;
  let leaks = 0;

  before(async () => {
    server = await startEchoServer(tokens);
  });

  after(async () => {
    await server.close();
    reportFigure(`keys written by npm run ask: ${leaks} in ${runs} runs`);
  });

  async function run(
    { vendor, api, mode }: Way,
    endpoint: string,
    { args = [], variables = {}, spoil = '' }: Wishes = {},
  ): Promise<{ readonly code: unknown; readonly written: string }> {
    const { credentials, canaries } = plantCanaries(api, mode);
    const keys = mode.fields.flatMap(({ id, environmentVariables: [name] }) =>
      name === undefined ? [] : [[name, `${credentials[id] ?? ''}${spoil}`]],
    );
    const script = join(repository, 'scripts', 'ask.ts');
    const chosen = ['--vendor', vendor.id, '--api', api.id, '--auth', mode.id, '--endpoint', endpoint];
    const child = spawn(process.execPath, [script, ...chosen, ...args, 'Hello'], {
      cwd: repository,
      env: { ...hermeticEnvironment(), ...Object.fromEntries(keys), ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [[code], out, error] = await Promise.all([
      once(child, 'close'),
      text(child.stdout),
      text(child.stderr),
    ]);
    const written = `${out}\n${error}`;
    const all: readonly Canary[] = [...canaries, ...tokenCanaries, password];
    const found = canariesIn(written, all);
    runs += 1;
    leaks += found.length;
    assert.deepEqual(found, [], 'a key was written');
    return { code, written };
  }

  for (const way of ways) {
    it(`of ${way.vendor.id}, ${way.api.id}, ${way.mode.id}, that the server repeats`, async () => {
      server.plan = {
        answer: ({ request, proofs }, response) => {
          const error = { code: proofs[0], message: `${proofs.join(' ')} ${request}` };
          response
            .writeHead(401, { 'content-type': 'application/json', 'x-request-id': proofs[0] ?? '' })
            .end(JSON.stringify({ error }));
        },
      };
      const scheme = way.api.endpoints[0]?.baseUrl.startsWith('ws') ? 'ws' : 'http';
      const { code, written } = await run(way, `${scheme}://127.0.0.1:${server.port}`, { args: ['--json'] });
      assert.equal(code, 1, written);
      assert.ok(server.overheard.length > 0);
    });
  }

  const [first] = ways;

  it('when an address, a key or a proxy cannot be used', async () => {
    assert.ok(first);
    const cases: readonly (readonly [string, Wishes, RegExp])[] = [
      [`https://someone:${password.value}@gateway.invalid`, {}, /--endpoint is "https:\/\/gateway\.invalid"/],
      ['http://192.0.2.1', {}, /--allow-http/],
      [server.origin, { spoil: '密' }, /^auth: QIANFAN_BEARER_TOKEN/m],
      [
        'https://gateway.invalid',
        { variables: { HTTPS_PROXY: `http://a:${password.value}@127.0.0.1:1` } },
        /^network/m,
      ],
      [
        'https://gateway.invalid',
        { variables: { HTTPS_PROXY: `http://a:${password.value}@` } },
        /^[a-z-]+: /m,
      ],
    ];
    for (const [endpoint, wishes, expected] of cases) {
      const { code, written } = await run(first, endpoint, wishes);
      assert.equal(code, 1);
      assert.match(written, expected);
      assert.doesNotMatch(written, /^\s+at /m, 'a stack means that nobody thought of it');
    }
  });
});

interface Wishes {
  readonly args?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
  /** Put behind each key. */
  readonly spoil?: string;
}
