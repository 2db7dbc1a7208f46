import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { commandLink } from '../../../src/chat/commandLink.ts';

describe('a link that runs a command', () => {
  it('carries the arguments as JSON, safe in Markdown', () => {
    assert.equal(commandLink('Open', 'a.open'), '[Open](command:a.open)');
    const link = commandLink('Take', 'a.take', 'x:/a b(c)', 0);
    assert.equal(link, '[Take](command:a.take?%5B%22x%3A%2Fa%20b(c)%22%2C0%5D)');
    const query = /\?(.*)\)$/.exec(link)?.[1] ?? '';
    assert.deepEqual(JSON.parse(decodeURIComponent(query)), ['x:/a b(c)', 0]);
  });
});
