import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { repository } from '../../scripts/vscode/paths.ts';
import { commandsIn, documents, loneFlagsIn, usagesInScripts } from '../commands/documented.ts';
import { commands } from '../commands/table.ts';

const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
const documented = documents().flatMap(commandsIn);

/** Where the tests are that a script runs. */
const folders: Readonly<Record<string, string>> = {
  'run pictures': 'test/e2e/pictures.test.ts',
};

function linesOf(command: string): readonly string[] {
  const found = commands[command];
  return found !== undefined && 'trials' in found ? found.trials.map(({ line }) => line) : [];
}

function hasFlag(line: string, flag: string): boolean {
  return line.split(' ').includes(flag);
}

/** @returns the titles of the tests and their groups in a folder, as far as they stand in its files */
function titlesIn(path: string): readonly string[] {
  const files = statSync(path).isFile()
    ? [path]
    : readdirSync(path, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.test.ts'))
        .map((name) => join(path, name));
  return files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\b(?:describe|it)\(\s*(['"`])(.*?)\1/g)].map(
      ([, , title = '']) => title,
    ),
  );
}

/* What documents name is tried by test/commands, and what is tried is documented. */
describe('the documented commands', () => {
  it('are found in documents and in the heads of scripts', () => {
    const of = (file: string) => documented.filter((each) => each.file === file);
    assert.ok(of('README.md').some(({ command, flags }) => command === 'start' && flags.includes('--live')));
    assert.ok(of('docs/reliability.md').some(({ pattern }) => pattern === 'given up|starts and stops'));
    assert.deepEqual(usagesInScripts().find(({ command }) => command === 'run crash')?.flags, ['--rounds']);
  });

  it('are all in the table, with every flag', () => {
    const missing = [...documented, ...usagesInScripts()].flatMap(({ file, command, flags }) =>
      commands[command] === undefined
        ? [`${file}: npm ${command}`]
        : flags
            .filter((flag) => !linesOf(command).some((line) => hasFlag(line, flag)))
            .map((flag) => `${file}: npm ${command} -- ${flag}`),
    );
    assert.deepEqual(missing, [], 'test/commands/table.ts does not try these');
  });

  it('are tried with every flag that stands alone in a document', () => {
    const lines = Object.keys(commands).flatMap(linesOf);
    for (const file of documents()) {
      for (const flag of loneFlagsIn(file)) {
        assert.ok(
          lines.some((line) => hasFlag(line, flag)),
          `${file}: ${flag}`,
        );
      }
    }
  });

  it('are scripts of package.json, and every script there is documented', () => {
    const scripts = Object.keys(manifest.scripts)
      .filter((name) => !/^(pre|post)/.test(name) || !(name.replace(/^(pre|post)/, '') in manifest.scripts))
      .map((name) => (name === 'start' || name === 'test' ? name : `run ${name}`));
    assert.deepEqual(Object.keys(commands).sort(), [...scripts, 'ci'].sort());
    const named = new Set(documented.map(({ command }) => command));
    assert.deepEqual(
      scripts.filter((script) => !named.has(script)),
      [],
      'no document names these',
    );
  });

  it('are tried by the line that the table has them for, or run by the file that it names', () => {
    for (const [command, how] of Object.entries(commands)) {
      if ('runBy' in how) {
        // Some by a loop over their names.
        const words = readFileSync(join(repository, how.runBy), 'utf8').split(/[\s;]+/);
        assert.ok(words.includes(command.replace('run ', '')), `${how.runBy} does not run ${command}`);
      } else {
        assert.ok(how.trials.length > 0, command);
        for (const { line } of how.trials) assert.ok(`${line} `.startsWith(`npm ${command} `), line);
      }
    }
  });

  it('choose tests that there are', () => {
    const patterns = documented.filter(({ pattern }) => pattern !== undefined);
    assert.ok(patterns.length > 0);
    for (const { file, command, pattern = '' } of patterns) {
      const folder = folders[command] ?? command.replace('run test:', 'test/');
      const titles = titlesIn(join(repository, folder));
      for (const part of pattern.split('|')) {
        assert.ok(
          titles.some((title) => new RegExp(part).test(title)),
          `${file}: npm ${command} -- --grep "${pattern}": no title in ${folder} has "${part}"`,
        );
      }
    }
  });

  it('make the package that is installed by the next line', () => {
    const names = documents().flatMap(
      (file) => readFileSync(join(repository, file), 'utf8').match(/[\w.-]+\.vsix\b/g) ?? [],
    );
    const whole = names.filter((name) => !name.startsWith('.'));
    assert.ok(whole.length > 0);
    for (const name of whole) assert.equal(name, `${manifest.name}-${manifest.version}.vsix`);
  });
});
