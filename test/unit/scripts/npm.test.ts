import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { Problem } from '../../../scripts/problem.ts';
import { type Download, npmInstall } from '../../../scripts/vscode/npm.ts';
import { until } from '../../until.ts';

const registryVariable = 'npm_config_registry';

describe('fetching from npm', function () {
  this.timeout(60_000);
  let parent: string;
  let directory: string;
  let download: Download;
  /** Takes requests and never answers. */
  let registry: Server;
  const before = process.env[registryVariable];

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'hanlin-npm-'));
    directory = join(parent, 'partial');
    await mkdir(directory);
    const megabytes = { download: 1, disk: 1, room: 1 };
    download = { what: 'A thing', megabytes, cache: join(parent, 'cache') };
    registry = createServer();
    registry.listen(0, '127.0.0.1');
    await once(registry, 'listening');
    const { port } = registry.address() as AddressInfo;
    process.env[registryVariable] = `http://127.0.0.1:${port}/`;
  });
  afterEach(async () => {
    registry.closeAllConnections();
    registry.close();
    if (before === undefined) {
      delete process.env[registryVariable];
    } else {
      process.env[registryVariable] = before;
    }
    await rm(parent, { recursive: true, force: true });
  });

  const address = () => process.env[registryVariable]?.replace(/\/$/, '');

  it('says in one sentence that the registry is out of reach', async () => {
    registry.close();
    await once(registry, 'close');
    await assert.rejects(npmInstall(directory, ['thing@1.0.0'], download), (error) => {
      assert.ok(error instanceof Problem);
      assert.ok(
        error.message.startsWith(
          `A thing could not be fetched: the npm registry ${address()} cannot be reached (connect ECONNREFUSED`,
        ),
        error.message,
      );
      assert.ok(!error.message.includes('\n'));
      return true;
    });
  });

  it('ends at once when it is to stop, with npm and with the folder', async () => {
    const stop = new AbortController();
    const installation = npmInstall(directory, ['thing@1.0.0'], { ...download, signal: stop.signal });
    const [request] = await once(registry, 'request');
    const closed = once(request.socket, 'close');
    stop.abort(new Error('Ctrl+C'));
    await assert.rejects(installation, /^Error: Ctrl\+C$/);
    await closed;
    assert.ok(!existsSync(directory));
  });

  it('does not begin when it is to stop already', async () => {
    let asked = false;
    registry.on('request', () => {
      asked = true;
    });
    const signal = AbortSignal.abort(new Error('Ctrl+C'));
    await assert.rejects(npmInstall(directory, ['thing@1.0.0'], { ...download, signal }), /Ctrl/);
    assert.equal(asked, false);
  });

  it('does not outlive the process that wanted it, even one that is killed', async () => {
    const module = pathToFileURL(join(import.meta.dirname, '../../../scripts/vscode/npm.ts')).href;
    const script = `const { npmInstall } = await import(${JSON.stringify(module)});
      await npmInstall(${JSON.stringify(directory)}, ['thing@1.0.0'], ${JSON.stringify(download)});`;
    const installer = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'ignore' });
    const [request] = await once(registry, 'request');
    const closed = once(request.socket, 'close');
    installer.kill('SIGKILL');
    await closed;
    await until('the folder to be removed', () => !existsSync(directory));
  });
});
