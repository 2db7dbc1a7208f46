import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { cacheDirectory, repository } from '../../../scripts/vscode/paths.ts';
import { findPort } from '../../../scripts/vscode/server.ts';

/** A run of scripts/start.ts on a port of its own. */
interface Start {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Settles with the exit code. */
  readonly exited: Promise<number | null>;
}

function start(port: number): Start {
  const child = spawn(process.execPath, ['scripts/start.ts', '--no-open', `--port=${port}`], {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const exited = once(child, 'close').then(([code]) => code);
  return { child, output: () => output, exited };
}

/** Waits for words of the run. @returns false if it ends without them */
async function reaches({ child, output, exited }: Start, words: string): Promise<boolean> {
  let ended = false;
  const end = exited.then(() => {
    ended = true;
  });
  while (!output().includes(words) && !ended) {
    await Promise.race([once(child.stdout ?? child, 'data'), end]);
  }
  return output().includes(words);
}

const running = 'Ctrl+C ends everything.';

/** Never settles. */
const forever = new Promise<never>(() => undefined);

/** What a start on a port that is not the usual one leaves for the next one. */
async function removeFolders(port: number): Promise<void> {
  for (const name of ['user-data', 'extensions', 'workspace']) {
    await rm(join(cacheDirectory, `${name}-${port}`), { recursive: true, force: true, maxRetries: 20 });
  }
}

describe('npm start', () => {
  let port: number;
  let first: Start;

  before(async () => {
    port = await findPort();
    first = start(port);
    assert.ok(await reaches(first, running), first.output());
  });
  after(async () => {
    first.child.kill('SIGKILL');
    await first.exited;
    await removeFolders(port);
  });

  it('prints the address when the window answers, and how long it took', async () => {
    const address = `http://127.0.0.1:${port}/`;
    assert.match(first.output(), new RegExp(`\\n {4}${address}\\n\\nReady after [\\d.]+ (s|min)`));
    const page = await fetch(address);
    const script = /src="([^"]+workbench\.js)"/.exec(await page.text())?.[1] ?? '';
    const response = await fetch(new URL(script, page.url));
    assert.equal(response.status, 200);
    await response.arrayBuffer();
  });

  it('says that it is running when it is started again', async () => {
    const second = start(port);
    assert.equal(await second.exited, 1);
    assert.equal(
      second.output(),
      `Hanlin is running already, at http://127.0.0.1:${port}/: use that one, or end it with Ctrl+C in its terminal, ` +
        `or start another beside it with npm start -- --port ${port + 100}.\n`,
    );
  });

  it('says so as well when two are started at the same time', async () => {
    const free = await findPort();
    const both = [start(free), start(free)] as const;
    const refused = await Promise.race(
      both.map(async (one) => {
        return (await reaches(one, running)) ? await forever : one;
      }),
    );
    const other = both.find((one) => one !== refused);
    assert.ok(other);
    try {
      assert.match(refused.output(), /^Hanlin is running already, .*\n$/);
      assert.ok(await reaches(other, running), other.output());
    } finally {
      other.child.kill('SIGINT');
      await other.exited;
      await removeFolders(free);
    }
  });

  it('ends with Ctrl+C, which is no failure', async () => {
    first.child.kill('SIGINT');
    assert.equal(await first.exited, 0);
    await assert.rejects(fetch(`http://127.0.0.1:${port}/healthz`));
  });
});
