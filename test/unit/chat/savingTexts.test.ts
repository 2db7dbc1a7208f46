import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { deletedText, importFailure, laterVersion, unsavedText } from '../../../src/chat/savingTexts.ts';
import { savingNotice } from '../../../src/extension/savingNotice.ts';

const translate = (text: string, values: Readonly<Record<string, string>> = {}) =>
  text.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '?');

describe('what is said of a conversation that is not saved', () => {
  const failed = (code: string) =>
    Object.assign(new Error(`${code}: words`), { code, path: '/chats/c.jsonl' });

  it('names what is the matter, and that nothing is lost yet', () => {
    for (const [code, reason] of Object.entries({
      [laterVersion]: 'It was written by a newer version of Hanlin',
      ENOSPC: 'The disk is full',
      EDQUOT: 'The disk is full',
      EACCES: 'Hanlin is not allowed to write /chats/c.jsonl',
      EPERM: 'Hanlin is not allowed to write /chats/c.jsonl',
      EROFS: 'Hanlin is not allowed to write /chats/c.jsonl',
      EBUSY: 'Another program is using its file: /chats/c.jsonl',
      ETXTBSY: 'Another program is using its file: /chats/c.jsonl',
      EEXIST: 'There is a file where the folder of the chats should be: /chats',
      ENOTDIR: 'There is a file where the folder of the chats should be: /chats',
      ENOENT: 'The folder of the chats is gone: /chats',
      EIO: 'Writing failed: EIO: words',
    })) {
      const { title, text } = unsavedText(failed(code), translate);
      assert.equal(title, 'This chat is not saved');
      assert.match(text, /Nothing is lost while this window stays open/);
      assert.equal(text.split('. ')[0], reason);
    }
    assert.match(unsavedText('odd', translate).text, /Writing failed: odd\./);
  });

  it('names what is the matter with an import', () => {
    assert.match(importFailure(failed(laterVersion), translate), /^One of its chats is here already/);
    assert.equal(importFailure(failed('ENOSPC'), translate), 'The disk is full.');
    assert.equal(importFailure(failed('EntryNotFound'), translate), 'EntryNotFound: words');
    assert.equal(importFailure(new Error('It is no file of chats.'), translate), 'It is no file of chats.');
    assert.equal(importFailure('odd', translate), 'odd');
  });

  it('has what can be done about it', () => {
    const actions = (trouble: Parameters<typeof savingNotice>[0]) =>
      savingNotice(trouble, translate)?.actions.map(({ action }) => action);
    assert.deepEqual(actions({ type: 'failed', error: failed('EIO') }), ['save-again', 'export']);
    assert.deepEqual(actions({ type: 'deleted' }), ['keep-as-new', 'export']);
    assert.equal(savingNotice(undefined, translate), null);
    assert.equal(savingNotice({ type: 'deleted' }, translate)?.title, deletedText(translate).title);
  });
});
