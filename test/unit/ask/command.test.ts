import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { hermeticEnvironment } from '../../../scripts/vscode/environment.ts';
import { repository } from '../../../scripts/vscode/paths.ts';
import type { StreamPart } from '../../../src/core/streamPart.ts';
import { vendors } from '../../../src/vendors/registry.ts';
import { type DemoServers, startDemoServers } from '../../vendors/demo.ts';
import { type BigModelServer, startBigModelServer, testKeys } from '../../vendors/zhipu/bigModelServer.ts';

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

function start(args: readonly string[], variables: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, [join(repository, 'scripts', 'ask.ts'), ...args], {
    cwd: repository,
    env: { ...hermeticEnvironment(), ...variables },
  });
}

async function ended(child: ChildProcess): Promise<Outcome> {
  const { stdout, stderr } = child;
  assert.ok(stdout && stderr);
  const [[code], out, error] = await Promise.all([once(child, 'close'), text(stdout), text(stderr)]);
  return { code, out, error };
}

function ask(args: readonly string[], variables: Readonly<Record<string, string>>, input = '') {
  const child = start(args, variables);
  child.stdin?.end(input);
  return ended(child);
}

function partsOf({ out }: Outcome): readonly StreamPart[] {
  return out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function textOf(parts: readonly StreamPart[]): string {
  return parts.reduce((shown, part) => {
    if (part.type === 'text-replace') return part.text;
    return part.type === 'text-delta' ? shown + part.text : shown;
  }, '');
}

/* The command as a process of its own, against servers that are as strict as the vendors. */
describe('npm run ask', function () {
  this.timeout(30_000).slow(5_000);

  describe('gets an answer from', () => {
    let servers: DemoServers;
    let endpoints: Readonly<Record<string, string>>;

    before(async () => {
      servers = await startDemoServers({ paceMs: 0 });
      endpoints = servers.settings['hanlin.endpoints'] as typeof endpoints;
    });

    after(() => servers.close());

    for (const vendor of vendors) {
      for (const api of vendor.apis) {
        for (const { id: auth } of api.authModes) {
          it(`${vendor.id}, ${api.id}, ${auth}`, async () => {
            const base = endpoints[`${vendor.id}/${api.id}`] ?? '';
            // Documented paths are the command's business, except where the address is the user's own.
            const endpoint = vendor.id === 'custom' ? base : new URL(base).origin;
            const names = ['--vendor', vendor.id, '--api', api.id, '--auth', auth];
            const outcome = await ask(
              [...names, '--endpoint', endpoint, '--json', 'What is a debounce?'],
              servers.environment,
            );
            assert.deepEqual({ code: outcome.code, error: outcome.error }, { code: 0, error: '' });
            const parts = partsOf(outcome);
            assert.equal(parts.at(-1)?.type, 'finish');
            assert.match(textOf(parts), /\S/);
            for (const value of Object.values(servers.environment)) {
              if (!URL.canParse(value)) assert.ok(!outcome.out.includes(value), 'a key was shown');
            }
          });
        }
      }
    }
  });

  describe('with one vendor', () => {
    let server: BigModelServer;
    const key = testKeys.payAsYouGo;
    const environment = { ZHIPUAI_API_KEY: key };
    const zhipu = (...args: readonly string[]) => [
      '--vendor',
      'zhipu',
      '--model',
      'glm-4.7',
      '--endpoint',
      server.origin,
      ...args,
    ];

    before(async () => {
      server = await startBigModelServer();
    });

    beforeEach(() => server.reset());

    after(() => server.close());

    it('streams the text', async () => {
      server.next({ type: 'reply', text: ['# 标题\n', 'Grüße 😀'] });
      assert.deepEqual(await ask(zhipu('Hello'), environment), {
        code: 0,
        out: '# 标题\nGrüße 😀\n',
        error: '',
      });
    });

    it('sends a conversation from standard input, the question and the options', async () => {
      const conversation = [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'One' },
        { role: 'assistant', content: 'Two' },
      ];
      const args = zhipu(
        '--messages',
        '-',
        '--option',
        'temperature=0.5',
        '--option',
        'max_tokens=90',
        'Three',
      );
      const { code, error } = await ask(args, environment, JSON.stringify(conversation));
      assert.deepEqual({ code, error }, { code: 0, error: '' });
      const body = server.requests[0]?.body as Readonly<Record<string, unknown>>;
      assert.deepEqual(body['messages'], [...conversation, { role: 'user', content: 'Three' }]);
      assert.equal(body['temperature'], 0.5);
      assert.equal(body['max_tokens'], 90);
    });

    it('says what went wrong, with its kind, and ends with code 1', async () => {
      server.next({ type: 'error', code: '1302' });
      const limited = await ask(zhipu('Hello'), environment);
      assert.match(limited.error, /^rate-limit: .+\(HTTP 429, code 1302/);
      assert.deepEqual({ code: limited.code, out: limited.out }, { code: 1, out: '' });

      server.next({ type: 'reply', text: ['Half'], interruption: { type: 'end', afterPieces: 1 } });
      const cut = await ask(zhipu('--json', 'Hello'), environment);
      assert.match(cut.error, /^network: /);
      assert.equal(cut.code, 1);
      assert.deepEqual(partsOf(cut), [{ type: 'text-delta', text: 'Half' }]);

      const range = await ask(zhipu('--option', 'temperature=7', 'Hello'), environment);
      assert.match(range.error, /^invalid-request: .*temperature/);
      assert.equal(range.code, 1);
      assert.equal(server.requests.length, 2, 'nothing is sent that cannot be right');
    });

    it('never shows a key, not even a wrong one that the server repeats', async () => {
      const wrong = 'ffffffffffffffffffffffffffffffff.WrongWrongWrong1';
      for (const auth of ['api-key', 'jwt']) {
        const refused = await ask(zhipu('--auth', auth, 'Hello'), { ZHIPUAI_API_KEY: wrong });
        assert.equal(refused.code, 1);
        assert.match(refused.error, /^auth: /);
        assert.doesNotMatch(refused.out + refused.error, /ffffffff|WrongWrong|eyJ/);
      }
      const body = JSON.stringify({ error: { code: '1000', message: `Bad key ${key}` } });
      server.next({ type: 'body', status: 401, headers: { 'Content-Type': 'application/json' }, body });
      const repeated = await ask(zhipu('Hello'), environment);
      assert.match(repeated.error, /^auth: Bad key/);
      assert.doesNotMatch(repeated.error, /0123456789abcdef|AbCdEfGh/);
    });

    it('names the variables when there is no key', async () => {
      const { code, error } = await ask(zhipu('Hello'), {});
      assert.equal(code, 1);
      assert.match(error, /^auth: No key: set ZHIPUAI_API_KEY/);
    });

    it('closes the connection on Ctrl+C', async function () {
      if (process.platform === 'win32') this.skip();
      server.next({ type: 'endless', piece: 'on and ', delayMs: 5 });
      const child = start(zhipu('Hello'), environment);
      const outcome = ended(child);
      assert.ok(child.stdout);
      await once(child.stdout, 'data');
      child.kill('SIGINT');
      const { code, out, error } = await outcome;
      assert.deepEqual({ code, error }, { code: 130, error: '' });
      assert.match(out, /^(?:on and )+\n$/);
      const request = await server.received(0);
      assert.equal((await request.closed).by, 'client');
    });
  });
});
