import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { findPort } from '../../scripts/vscode/server.ts';
import type { Trial } from './trial.ts';

/** Its address is opened by the test, as it is by a browser. */
const window: Pick<Trial, 'exit' | 'until' | 'prepare' | 'seconds'> = {
  // The script's own code is 0; Ctrl+C also reaches the shell in which npm runs it, if there is one left.
  exit: [0, 130],
  seconds: 240,
  until: {
    words: /http:\/\/127\.0\.0\.1:\d+\/?(?=\s)/,
    async act([address]) {
      const response = await fetch(address);
      assert.equal(response.status, 200);
      assert.match(await response.text(), /workbench/);
    },
  },
  prepare: async () => ({ values: { port: String(await findPort()) } }),
};

export const startTrials: readonly Trial[] = [
  {
    ...window,
    line: 'npm start -- --no-open --port {port} --language zh-cn',
    says: [/Answers are demonstrations/, /Ctrl\+C ends everything/],
  },
  {
    ...window,
    line: 'npm start -- --live --no-open --port {port}',
    says: [/with your own keys/, /Ctrl\+C ends everything/],
  },
  {
    // A stand-in for `code`, for a desktop is more than a test can ask for.
    line: 'npm start -- --desktop',
    says: [/code was given .*--new-window .*--extensionDevelopmentPath=/],
    async prepare() {
      const directory = await mkdtemp(join(tmpdir(), 'hl-code-'));
      const file = join(directory, process.platform === 'win32' ? 'code.cmd' : 'code');
      await writeFile(
        file,
        process.platform === 'win32'
          ? '@echo code was given %*\r\n'
          : '#!/bin/sh\necho "code was given $*"\n',
      );
      await chmod(file, 0o755);
      return { path: directory, close: () => rm(directory, { recursive: true }) };
    },
  },
];
