import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFiles } from '../../mutation/sandbox.ts';
import { type TestFile, tryTests } from '../../mutation/trial.ts';

const patient = { patienceMs: 60_000, hits: 1_000 };

/** What instrumented code does where a mutant may be. */
const passing = (id: string) => `
  const stryker = globalThis.__stryker__;
  const isActive = process.env.__STRYKER_ACTIVE_MUTANT__ === '${id}';
  const pass = () => {
    stryker.mutantCoverage.static['${id}'] = (stryker.mutantCoverage.static['${id}'] ?? 0) + 1;
    if (isActive && ++stryker.hitCount > stryker.hitLimit) throw new Error();
    return isActive;
  };`;

const files = new Map([
  ['good.mjs', `${passing('7')} it('is good', () => { pass(); pass(); });`],
  ['bad.mjs', `${passing('7')} it('is bad', () => { if (pass()) throw new Error('so it is'); });`],
  ['loop.mjs', `${passing('7')} it('ends', () => { do { try { pass(); } catch {} } while (isActive); });`],
  ['hang.mjs', `it('ends', (done) => { setInterval(() => {}, 1000); });`],
  ['never.mjs', `it('ends', () => new Promise(() => {}));`],
  ['slow.mjs', `it('is slow', (done) => { setTimeout(done, 60); }).timeout(1);`],
  [
    'clock.mjs',
    `it('is quick', (done) => { const at = performance.now(); setTimeout(() => done(performance.now() - at > 30 ? new Error() : undefined), 60); });`,
  ],
  [
    'work.mjs',
    `const used = () => process.threadCpuUsage().user / 1000;
    it('takes little', () => { const at = used(); for (let i = 0; i < 3e8; i++); if (used() - at > 30) throw new Error(); });`,
  ],
  ['broken.mjs', `import './none.mjs';`],
  ['exit.mjs', `it('exits', () => process.exit(0));`],
]);

describe('test files with a mutant', function () {
  // Each starts a process or three.
  this.timeout(120_000);
  let root = '';
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'hanlin-mutation-'));
    await writeFiles(root, files);
  });
  after(() => rm(root, { recursive: true, maxRetries: 5 }));
  const attempt = (names: readonly string[], mutant?: string, change: Partial<TestFile> = {}) =>
    tryTests(
      root,
      names.map((name) => ({ path: join(root, name), ...patient, ...change })),
      new AbortController().signal,
      mutant,
    );

  it('pass without it, and tell what they cover', async () => {
    assert.deepEqual(await attempt(['good.mjs', 'bad.mjs']), { type: 'passed', coverage: { '7': 3 } });
  });

  it('run until one fails', async () => {
    assert.deepEqual(await attempt(['good.mjs', 'bad.mjs', 'hang.mjs'], '7'), {
      type: 'failed',
      by: 'is bad: so it is',
    });
    assert.equal((await attempt(['bad.mjs'], '8')).type, 'passed');
  });

  it('are ended in a loop, whatever it catches', async () => {
    assert.deepEqual(await attempt(['loop.mjs'], '7'), { type: 'late' });
  });

  it('are ended when they hang', async () => {
    assert.deepEqual(await attempt(['hang.mjs'], '7', { patienceMs: 500 }), { type: 'late' });
  });

  it('fail if nothing is left that could go on, or they end the process or cannot be loaded', async () => {
    for (const name of ['never.mjs', 'exit.mjs', 'broken.mjs']) {
      assert.equal((await attempt([name])).type, 'failed', name);
    }
  });

  it('do not fail for a busy machine', async () => {
    assert.equal((await attempt(['slow.mjs', 'clock.mjs', 'work.mjs'])).type, 'passed');
  });
});
