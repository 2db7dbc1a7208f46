import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readZip } from '../../scripts/zip.ts';
import { askTrials } from './askTrials.ts';
import { auditTrials } from './auditTrials.ts';
import { startTrials } from './startTrials.ts';
import type { Command, Trial } from './trial.ts';

/** What scripts/test.ts says in its last line when there were tests and all of them have passed. */
const allPassed = /^[1-9]\d* passed, 0 failed$/m;

/** One test of a suite, by its title. */
const oneTest = (script: string, title: string, seconds = 120): Trial => ({
  line: `npm run ${script} -- --grep "${title}"`,
  says: [allPassed],
  seconds,
});

const hasBuild = (directory: string) => {
  for (const file of ['extension.cjs', 'webview/main.js', 'webview/main.css']) {
    assert.ok(existsSync(join(directory, 'dist', file)), `dist/${file} is missing`);
  }
};

/**
 * Every command of npm's that a document names, and how it is tried. test/unit/documentedCommands.test.ts holds it, the
 * documents and package.json together.
 */
export const commands: Readonly<Record<string, Command>> = {
  ci: { runBy: '.ci/run' },
  test: { runBy: '.ci/run' },
  'run test:soak': { runBy: '.ci/run' },
  'run test:commands': { runBy: '.ci/run' },
  start: { trials: startTrials },
  'run types': { trials: [{ line: 'npm run types', says: [] }] },
  'run lint': { trials: [{ line: 'npm run lint', says: [/Checked \d+ files/] }] },
  'run build': { trials: [{ line: 'npm run build', says: [], check: hasBuild }] },
  'run watch': {
    trials: [
      {
        line: 'npm run watch',
        exit: [130],
        until: { words: /Watching for changes/ },
        says: [],
        check: hasBuild,
      },
    ],
  },
  'run build:schema': {
    // What it writes is committed: that nothing has changed is seen afterwards, as with every command.
    trials: [{ line: 'npm run build:schema', says: [/Checked 1 file/] }],
  },
  'run package': {
    trials: [
      {
        line: 'npm run package',
        says: [/hanlin-\d+\.\d+\.\d+\.vsix/],
        check(directory) {
          const [file = ''] = readdirSync(directory).filter((name) => name.endsWith('.vsix'));
          const files = readZip(readFileSync(join(directory, file)));
          assert.ok(files.has('extension/dist/extension.cjs'));
        },
      },
    ],
  },
  'run ask': { trials: askTrials },
  'run audit': { trials: auditTrials },
  'run bench': {
    trials: [
      {
        line: 'npm run bench -- --rounds 1',
        // One round on a machine that does other things as well says nothing of the aims.
        exit: [0, 1],
        says: Array.from({ length: 14 }, (_, index) => new RegExp(`^${index + 1}\\. .*\n.*\n( .*\n)+`, 'm')),
        seconds: 280,
      },
      {
        line: 'npm run bench -- --only tokens --json --rounds 1',
        exit: [0, 1],
        says: [/"number": 14,/],
        seconds: 120,
      },
    ],
  },
  'run fuzz': {
    trials: [
      { line: 'npm run fuzz -- --minutes 0.08 --workers 1', says: [/without a fault: [1-9]/], seconds: 240 },
      {
        line: 'npm run fuzz -- --for-ever --target markdown',
        exit: [130],
        until: { words: /until it is stopped/ },
        says: [/Trying markdown/],
      },
      {
        line: 'npm run fuzz -- --target sse --property "any bytes give the events of the HTML standard" --seed 1 --path 0',
        says: [/sse: any bytes give the events of the HTML standard: no fault/],
      },
    ],
  },
  'run mutate': {
    trials: [
      {
        line: 'npm run mutate -- --folder src/chat --file src/chat/commandLink.ts --sample 1 --seed 1 --workers 1',
        // The fault that is drawn may be one that no test notices.
        exit: [0, 1],
        says: [/^src\/chat +1 /m, /--seed 1, \d+ s/],
        seconds: 240,
      },
      {
        line: 'npm run mutate -- --file src/chat/commandLink.ts --test test/unit/chat --all',
        exit: [0, 1],
        says: [/^src\/chat +[1-9]/m],
        seconds: 240,
      },
    ],
  },
  'run crash': { trials: [{ line: 'npm run crash -- --rounds 1', says: [allPassed], seconds: 240 }] },
  'run pictures': { trials: [oneTest('pictures', 'pictures .en. the empty panel', 240)] },
  'run test:unit': {
    trials: [
      {
        line: 'npm run test:unit -- --verbose --grep "knows the options of every API"',
        says: [/^✔ unit: the manifest knows the options of every API/m, allPassed],
        seconds: 120,
      },
    ],
  },
  'run test:conformance': { trials: [oneTest('test:conformance', 'gets usage where it asks for it')] },
  'run test:reliability': { trials: [oneTest('test:reliability', 'runs no script of ours', 240)] },
  'run test:integration': {
    trials: [oneTest('test:integration', 'loads no vendor and no heavy library', 240)],
  },
  'run test:e2e': { trials: [oneTest('test:e2e', 'a new user is shown where keys go', 240)] },
  'run test:desktop': {
    trials: [
      {
        // Neither a display nor a download is more than what it says when it has none: it is not tried any further.
        line: 'npm run test:desktop -- --grep activation',
        exit: [1],
        says: [/The desktop VS Code (needs a display|could not be fetched)/],
        prepare: async () => ({
          environment: {
            DISPLAY: undefined,
            WAYLAND_DISPLAY: undefined,
            npm_config_https_proxy: 'http://127.0.0.1:1',
          },
        }),
      },
    ],
  },
};
