import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { UsageLog } from '../../../src/extension/usageLog.ts';

describe('the log of what was used', () => {
  let directory: string;
  let now = new Date(2026, 10, 21, 12).getTime();
  const faults: unknown[] = [];
  const log = (): UsageLog =>
    new UsageLog(
      directory,
      () => now,
      (error) => faults.push(error),
    );

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'hanlin-usage-'));
    faults.length = 0;
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('adds up what several windows write', async () => {
    const [one, other] = [log(), log()];
    await Promise.all([
      one.add('zhipu', { inputTokens: 10, outputTokens: 1 }),
      other.add('zhipu', { inputTokens: 5, outputTokens: 2 }),
    ]);
    assert.deepEqual([...(await one.today())], [['zhipu', { inputTokens: 15, outputTokens: 3 }]]);
    assert.deepEqual(faults, []);
  });

  it('keeps what was counted today when another window begins to count', async () => {
    await log().add('zhipu', { inputTokens: 10 });
    const other = log();
    await other.add('zhipu', { inputTokens: 5 });
    assert.equal((await other.today()).get('zhipu')?.inputTokens, 15);
  });

  it('begins anew with the day, and keeps no other', async () => {
    await log().add('zhipu', { inputTokens: 10 });
    now += 24 * 3_600_000;
    await writeFile(join(directory, 'notes.txt'), 'not ours');
    const next = log();
    assert.deepEqual([...(await next.today())], []);
    await next.add('spark', { inputTokens: 1 });
    assert.deepEqual((await readdir(directory)).sort(), ['2026-11-22.jsonl', 'notes.txt']);
  });

  it('removes the files of earlier days, whatever else is in the folder, once', async () => {
    const own = ['2026-11-20.jsonl', '2025-12-31.jsonl', '0001-01-01.jsonl'];
    const others = [
      '2026-11-22.jsonl',
      '2030-01-01.jsonl',
      '2026-11-20.json',
      '2026-11-20.jsonl.bak',
      'x2026-11-20.jsonl',
      '2026-11-2.jsonl',
      '26-11-20.jsonl',
      '2026-11-20',
      '.jsonl',
      'notes.txt',
    ];
    now = new Date(2026, 10, 21, 12).getTime();
    for (const name of [...own, ...others]) await writeFile(join(directory, name), 'mine');
    const used = log();
    await used.today();
    assert.equal((await readdir(directory)).length, own.length + others.length, 'to look changes nothing');
    await used.add('zhipu', { inputTokens: 1 });
    assert.deepEqual((await readdir(directory)).sort(), [...others, '2026-11-21.jsonl'].sort());
    for (const name of others) assert.equal(await readFile(join(directory, name), 'utf8'), 'mine', name);
    await writeFile(join(directory, '2026-11-20.jsonl'), 'late');
    await used.add('zhipu', { inputTokens: 2 });
    assert.ok((await readdir(directory)).includes('2026-11-20.jsonl'), 'once is enough');
    assert.deepEqual([...(await used.today())], [['zhipu', { inputTokens: 3, outputTokens: 0 }]]);
    assert.deepEqual(faults, []);
  });

  it('counts for each of several days in a row', async () => {
    const used = log();
    for (let day = 1; day <= 4; day++) {
      assert.deepEqual([...(await used.today())], []);
      await used.add('zhipu', { inputTokens: day });
      await used.add('zhipu', { outputTokens: day });
      assert.deepEqual([...(await used.today())], [['zhipu', { inputTokens: day, outputTokens: day }]]);
      now += 24 * 3_600_000;
    }
  });

  it('is read by this user alone', async function () {
    if (process.platform === 'win32') this.skip();
    const own = join(directory, 'usage');
    const used = new UsageLog(
      own,
      () => now,
      (error) => faults.push(error),
    );
    await used.add('zhipu', { inputTokens: 1 });
    const [name = ''] = await readdir(own);
    assert.equal((await stat(own)).mode & 0o777, 0o700);
    assert.equal((await stat(join(own, name))).mode & 0o777, 0o600);
    assert.deepEqual(faults, []);
  });

  it('says what it cannot write, and fails nobody', async () => {
    await writeFile(join(directory, 'file'), '');
    const blocked = new UsageLog(
      join(directory, 'file'),
      () => now,
      (error) => faults.push(error),
    );
    await blocked.add('zhipu', { inputTokens: 1 });
    assert.deepEqual([...(await blocked.today())], []);
    assert.ok(faults.length > 0);
  });
});
