import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { copiedText, terminalText } from '../../../src/chat/terminalText.ts';

/** A clipboard that notes what is written to it. */
function clipboardWith(text: string) {
  const written: string[] = [];
  return {
    written,
    text: () => written.at(-1) ?? text,
    readText: async () => written.at(-1) ?? text,
    async writeText(next: string) {
      written.push(next);
    },
  };
}

describe('what is copied', () => {
  it('is read, and the clipboard is as it was', async () => {
    const clipboard = clipboardWith('mine');
    assert.equal(await copiedText(clipboard, () => clipboard.writeText('output'), 'mark'), 'output');
    assert.deepEqual(clipboard.written, ['mark', 'output', 'mine']);
  });

  it('is nothing where nothing is selected', async () => {
    const clipboard = clipboardWith('mine');
    assert.equal(await copiedText(clipboard, async () => {}, 'mark'), '');
    assert.deepEqual(clipboard.written, ['mark', 'mine']);
  });

  it('is what was in the clipboard, where the same is selected', async () => {
    const clipboard = clipboardWith('mine');
    assert.equal(await copiedText(clipboard, () => clipboard.writeText('mine'), 'mark'), 'mine');
  });

  it('leaves a picture alone as long as nothing is selected', async () => {
    const clipboard = clipboardWith('');
    assert.equal(await copiedText(clipboard, async () => {}, 'mark'), '');
    assert.deepEqual(clipboard.written, []);
    assert.equal(await copiedText(clipboard, () => clipboard.writeText('output'), 'mark'), 'output');
    assert.equal(clipboard.text(), '');
  });

  it('is not left in the clipboard where the command fails', async () => {
    const clipboard = clipboardWith('mine');
    await assert.rejects(
      copiedText(clipboard, () => Promise.reject(new Error('no terminal')), 'mark'),
      /no terminal/,
    );
    assert.equal(clipboard.text(), 'mine');
  });
});

describe('what was selected in a terminal', () => {
  it('has no white space at its end, and as many lines as are left', () => {
    assert.deepEqual(terminalText('  a\n\nb  \n \n'), { text: '  a\n\nb', count: 3 });
    assert.deepEqual(terminalText('a'), { text: 'a', count: 1 });
  });
});
