import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { deletedText, unsavedText } from '../../../src/chat/savingTexts.ts';
import { savingNotice } from '../../../src/extension/savingNotice.ts';

const translate = (text: string, values: Readonly<Record<string, string>> = {}) =>
  text.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '?');

describe('what is said of a conversation that is not saved', () => {
  const failed = (code: string) =>
    Object.assign(new Error(`${code}: words`), { code, path: '/chats/c.jsonl' });

  it('names what is the matter, and that nothing is lost yet', () => {
    const reasons = ['ENOSPC', 'EACCES', 'EROFS', 'EBUSY', 'ENOENT', 'ENOTDIR', 'EIO'].map((code) => {
      const { title, text } = unsavedText(failed(code), translate);
      assert.equal(title, 'This chat is not saved');
      assert.match(text, /It is all here/);
      return text.split('. ')[0];
    });
    assert.deepEqual(reasons, [
      'The disk is full',
      'It must not be written: /chats/c.jsonl',
      'It must not be written: /chats/c.jsonl',
      'Another program holds its file: /chats/c.jsonl',
      'The folder of the chats is gone: /chats/c.jsonl',
      'The folder of the chats is gone: /chats/c.jsonl',
      'The disk says: EIO: words',
    ]);
    assert.match(unsavedText('odd', translate).text, /The disk says: odd\./);
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
