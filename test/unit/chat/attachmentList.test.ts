import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Attachment } from '../../../src/chat/attachment.ts';
import { withAttachment } from '../../../src/chat/attachmentList.ts';

const code = (id: string, uri: string, startLine: number, endLine: number): Attachment => ({
  id,
  kind: 'selection',
  name: 'a',
  path: 'a',
  uri,
  language: 'typescript',
  startLine,
  endLine,
  code: '',
  before: '',
  after: '',
});
const text = (id: string, kind: 'folder' | 'problems', uri?: string): Attachment => ({
  id,
  kind,
  name: 'a',
  path: 'a',
  ...(uri !== undefined && { uri }),
  language: 'text',
  text: '',
});

describe('the attachments that wait', () => {
  const ids = (...added: readonly Attachment[]): string[] =>
    added.reduce<Attachment[]>(withAttachment, []).map(({ id }) => id);

  it('have the same lines of the same file once, the latest', () => {
    assert.deepEqual(ids(code('1', 'x', 1, 2), code('2', 'y', 1, 2), code('3', 'x', 1, 2)), ['2', '3']);
    assert.deepEqual(ids(code('1', 'x', 1, 2), code('2', 'x', 2, 2), code('3', 'x', 1, 3)), ['1', '2', '3']);
  });

  it('have a folder once, which is not the problems of the same place', () => {
    assert.deepEqual(
      ids(
        text('1', 'folder', 'x'),
        text('2', 'problems', 'x'),
        text('3', 'folder', 'x'),
        code('4', 'x', 1, 1),
      ),
      ['2', '3', '4'],
    );
  });

  it('have what comes from nowhere in particular as often as it is attached', () => {
    assert.deepEqual(ids(text('1', 'problems'), text('2', 'problems'), text('1', 'problems')), ['2', '1']);
  });
});
