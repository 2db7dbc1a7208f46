import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { exportFileName } from '../../../src/chat/exportFileName.ts';

describe('the file that a conversation is exported to', () => {
  it('has a name that every system takes', () => {
    assert.equal(exportFileName('修复 build'), '修复 build.md');
    assert.equal(exportFileName(' a/b\\c:d*e?"f"<g>|h\u0000i '), 'a b c d e f g h i.md');
    assert.equal(exportFileName('..hidden'), 'hidden.md');
    for (const title of ['', ' ', '///', '..']) assert.equal(exportFileName(title), 'hanlin.md', title);
  });
});
