import assert from 'node:assert/strict';
import { readBeginning, readWhole } from '../../../src/net/readBody.ts';
import { fakeTransport, providerError } from './fakes.ts';

describe('a body', () => {
  async function respond(...chunks: string[]) {
    const transport = fakeTransport([{ chunks }]);
    return transport.fetch(
      'https://api.example/',
      { method: 'GET', headers: {} },
      new AbortController().signal,
    );
  }

  it('is read as long as it may be', async () => {
    assert.equal(await readWhole(await respond('ab', 'cé'), 5), 'abcé');
    assert.equal(await readBeginning(await respond('ab', 'cé'), 5), 'abcé');
  });

  it('is no whole one where it is longer, and its beginning is', async () => {
    assert.match(await readBeginning(await respond('abc', 'def', 'ghi'), 5), /^abcdef$/);
    await assert.rejects(readWhole(await respond('abc', 'def', 'ghi'), 5), (thrown) => {
      return providerError(thrown, 'protocol').message === 'The reply is longer than 5 bytes';
    });
  });
});
