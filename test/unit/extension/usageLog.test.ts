import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
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

  it('begins anew with the day, and keeps no other', async () => {
    await log().add('zhipu', { inputTokens: 10 });
    now += 24 * 3_600_000;
    await writeFile(join(directory, 'notes.txt'), 'not ours');
    const next = log();
    assert.deepEqual([...(await next.today())], []);
    await next.add('spark', { inputTokens: 1 });
    assert.deepEqual((await readdir(directory)).sort(), ['2026-11-22.jsonl', 'notes.txt']);
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
