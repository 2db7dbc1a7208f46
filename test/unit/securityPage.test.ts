import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { repository } from '../../scripts/vscode/paths.ts';

interface Row {
  readonly section: string;
  readonly promise: string;
  readonly file: string;
  readonly title: string;
}

const page = readFileSync(join(repository, 'SECURITY.md'), 'utf8');
const tableHeading = '## Which test holds what\n';
const [promises = '', table = ''] = page.split(tableHeading);

/** The rows below the head of the table; what is no row of four cells is one that cannot be found. */
const rows: readonly Row[] = table
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .slice(2)
  .map((line) => {
    const [, section = '', promise = '', file = '', title = ''] = line.split('|').map((cell) => cell.trim());
    return { section, promise, file: file.replaceAll('`', ''), title: title.replaceAll('`', '') };
  });

/** Whether a test or a group of them has this title, as it stands in the source. */
function hasTest(source: string, title: string): boolean {
  const literal = title.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(`\\b(?:it|describe)\\(\\s*(['"\`])${literal}\\1`).test(source);
}

describe('the table of the security page', () => {
  it('names tests that are there', () => {
    assert.ok(rows.length > 50, String(rows.length));
    for (const { promise, file, title } of rows) {
      assert.match(file, /^test\/(?:unit|reliability|integration|e2e)\/.+\.test\.ts$/, promise);
      const path = join(repository, file);
      assert.ok(existsSync(path), `${promise}: ${file} is not there`);
      assert.ok(
        title !== '' && hasTest(readFileSync(path, 'utf8'), title),
        `${promise}: no test “${title}” in ${file}`,
      );
    }
  });

  it('has something for every section that promises anything, and for none else', () => {
    const headings = [...promises.matchAll(/^## (.+)$/gm)].map(([, heading = '']) => heading);
    const promising = headings.filter((heading) => heading !== 'Report a vulnerability');
    assert.deepEqual([...new Set(rows.map(({ section }) => section))].sort(), promising.sort());
  });

  it('says each promise once', () => {
    const said = rows.map(({ section, file, title }) => `${section} ${file} ${title}`);
    assert.equal(new Set(said).size, said.length);
  });
});

describe('the security page', () => {
  it('counts the libraries right', () => {
    const { dependencies } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
    const words = ['Nine', 'Ten', 'Eleven', 'Twelve', 'Thirteen'];
    const word = words[Object.keys(dependencies).length - 9];
    assert.ok(word !== undefined && promises.includes(`- ${word} libraries at run time`), word);
  });
});
