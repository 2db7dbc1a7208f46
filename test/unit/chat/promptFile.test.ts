import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readPromptFile } from '../../../src/chat/promptFile.ts';

describe('a prompt file', () => {
  it('is a command with the name of the file', () => {
    assert.deepEqual(readPromptFile('周报.md', '写周报\n'), { name: '周报', command: { text: '写周报' } });
    assert.equal(readPromptFile('Release-Notes.prompt.md', 'x')?.name, 'release-notes');
  });

  it('may say what it does', () => {
    const content =
      '---\r\nmode: ask\r\ndescription: "What it does"\r\n---\r\n\r\nDo it\r\n---\r\nto {input}\r\n';
    assert.deepEqual(readPromptFile('do.md', content), {
      name: 'do',
      command: { text: 'Do it\r\n---\r\nto {input}', description: 'What it does' },
    });
    assert.deepEqual(readPromptFile('do.md', '---\n---\nDo it'), { name: 'do', command: { text: 'Do it' } });
  });

  it('is none with nothing in it, or a name that cannot be typed', () => {
    assert.equal(readPromptFile('do.md', '---\ndescription: x\n---\n'), undefined);
    assert.equal(readPromptFile('two words.md', 'x'), undefined);
    assert.equal(readPromptFile('.md', 'x'), undefined);
  });
});
