import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert } from './assert.ts';

const folder = join(import.meta.dirname, '../../../src/webview/styles');

describe('the styles of the view', () => {
  it('have no selector for which the browser looks at all of a long page whenever something in it changes', () => {
    const names = readdirSync(folder);
    assert.ok(names.length > 5);
    for (const name of names) assert.doesNotMatch(readFileSync(join(folder, name), 'utf8'), /:has\(/, name);
  });
});
