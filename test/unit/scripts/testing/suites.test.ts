import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { chooseJobs, neededForWindows } from '../../../../scripts/testing/suites.ts';
import { repository } from '../../../../scripts/vscode/paths.ts';

describe('the suites', () => {
  const names = (...chosen: string[]) => chooseJobs(chosen).map(({ name }) => name);

  it('have each test once, in a job with a name of its own', () => {
    const jobs = chooseJobs([]);
    assert.equal(new Set(jobs.map(({ name }) => name)).size, jobs.length);
    const files = jobs.flatMap(({ commands }) => commands.flat()).filter((part) => part.endsWith('.test.ts'));
    assert.equal(new Set(files).size, files.length);
    assert.ok(files.includes('test/e2e/panel/composer.test.ts'));
  });

  it('have all test files that there are', () => {
    // The bundles of the integration tests are made of these.
    const inVSCode = globSync('test/integration/*.test.ts', { cwd: repository });
    const patterns = chooseJobs(['unit', 'conformance', 'reliability', 'e2e', 'pictures', 'commands'])
      .flatMap(({ commands }) => commands.flat())
      .filter((part) => part.endsWith('.test.ts'));
    const run = new Set([...inVSCode, ...globSync(patterns, { cwd: repository })]);
    const all = globSync('test/**/*.test.ts', { cwd: repository, exclude: ['**/node_modules'] });
    assert.deepEqual(
      all.filter((file) => !run.has(file)),
      [],
    );
  });

  it('are chosen by their names, by folders of theirs and by files', () => {
    assert.deepEqual(names('unit', 'conformance'), ['unit', 'conformance']);
    assert.deepEqual(names('reliability/faults'), ['reliability/faults']);
    assert.deepEqual(names('e2e/composer').slice(neededForWindows.length), ['e2e/composer']);
    assert.ok(names('e2e/panel').includes('e2e/panel'));
  });

  it('bring what a window needs along', () => {
    for (const chosen of [['integration'], ['e2e/panel'], ['pictures']]) {
      assert.deepEqual(names(...chosen).slice(0, -1), neededForWindows);
    }
    assert.ok(!names('unit').some((name) => neededForWindows.includes(name)));
  });

  it('are tried with their whole budgets in a soak', () => {
    const jobs = chooseJobs(['soak']).filter(({ name }) => name.startsWith('soak/'));
    assert.ok(jobs.length >= 5);
    assert.ok(jobs.every(({ environment }) => environment?.['HANLIN_TEST_SOAK'] === '1'));
  });

  it('are named where somebody asks for one that is not there', () => {
    assert.throws(() => chooseJobs(['units']), /no suite "units", only types, /);
    assert.throws(() => chooseJobs(['e2e/nothing']), /no "e2e\/nothing", only .*e2e\/panel/);
    assert.throws(() => chooseJobs(['unit/nothing']), /no "unit\/nothing", only unit/);
  });
});
