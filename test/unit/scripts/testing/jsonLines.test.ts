import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { after, before, describe, it } from 'mocha';
import { JsonLines } from '../../../../scripts/testing/jsonLines.ts';

describe('JSON lines that another process writes', () => {
  let folder: string;
  let files = 0;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'hanlin-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('are all read once, wherever the file ends when somebody looks', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), fc.array(fc.nat(200)), (values, cuts) => {
        const file = join(folder, `${files++}.jsonl`);
        const bytes = Buffer.from(values.map((value) => `${JSON.stringify(value)}\n`).join(''));
        const lines = new JsonLines<string>(file);
        const read: string[] = [];
        const places = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
        for (const [index, place] of places.entries()) {
          appendFileSync(file, bytes.subarray(places[index - 1] ?? 0, place));
          read.push(...lines.read());
        }
        assert.deepEqual(read, values);
      }),
    );
  });

  it('are none before there is a file', () => {
    assert.deepEqual(new JsonLines(join(folder, 'none.jsonl')).read(), []);
  });

  it('may be longer than what is read at once', () => {
    const file = join(folder, 'long.jsonl');
    const long = '长'.repeat(100_000);
    appendFileSync(file, `${JSON.stringify(long)}\n`);
    assert.deepEqual(new JsonLines(file).read(), [long]);
  });
});
