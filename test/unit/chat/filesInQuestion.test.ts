import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Attachment } from '../../../src/chat/attachment.ts';
import { filesInQuestion } from '../../../src/chat/filesInQuestion.ts';

describe('the files that code in an answer may be for', () => {
  const piece = (uri: string, startLine: number): Attachment => ({
    id: `${uri}${startLine}`,
    kind: 'selection',
    name: 'a',
    path: 'a',
    uri,
    language: 'typescript',
    startLine,
    endLine: startLine,
    code: 'x',
    before: '',
    after: '',
  });
  const problems: Attachment = {
    id: 'p',
    kind: 'problems',
    name: 'p',
    path: 'p',
    uri: 'file:///other.ts',
    language: 'text',
    text: 'x',
  };
  const attachments = [
    piece('file:///A.ts', 1),
    piece('file:///b.ts', 2),
    problems,
    piece('file:///a.ts', 3),
  ];
  const found = (named: string | undefined) =>
    filesInQuestion(attachments, named, (uri) => uri.toLowerCase()).map(({ uri, ranges }) => [
      uri,
      ranges.map(({ startLine }) => startLine),
    ]);

  it('are those whose code was attached, each once with all its parts', () => {
    assert.deepEqual(found(undefined), [
      ['file:///a.ts', [1, 3]],
      ['file:///b.ts', [2]],
    ]);
  });

  it('are the one that the block names alone, attached or not', () => {
    assert.deepEqual(found('file:///b.ts'), [['file:///b.ts', [2]]]);
    assert.deepEqual(found('file:///c.ts'), [['file:///c.ts', []]]);
  });
});
