import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isShell, languageId } from '../../../src/chat/fenceLanguage.ts';
import { shellCommands, terminalCommands } from '../../../src/chat/shellCommand.ts';

describe('commands for a terminal', () => {
  it('are the lines of the block, or those with a prompt', () => {
    assert.equal(shellCommands('npm ci\r\nnpm test\r\n'), 'npm ci\nnpm test');
    assert.equal(shellCommands('$ npm test\n\n  5 passing\n$ echo $?\n0'), 'npm test\necho $?');
    assert.equal(shellCommands('echo $HOME'), 'echo $HOME');
  });
});

describe('the tag of a fence', () => {
  it('names one of VS Code’s languages', () => {
    const known = ['typescript', 'typescriptreact', 'shellscript', 'cpp', 'swift'];
    assert.equal(languageId('ts', known), 'typescript');
    assert.equal(languageId('TSX', known), 'typescriptreact');
    assert.equal(languageId('c++', known), 'cpp');
    assert.equal(languageId('swift', known), 'swift');
    assert.equal(languageId('klingon', known), undefined);
    assert.equal(languageId(undefined, known), undefined);
  });

  it('tells whether it can be run', () => {
    for (const tag of ['bash', 'sh', 'zsh', 'console', 'PowerShell', 'cmd', 'shellscript']) {
      assert.ok(isShell(tag), tag);
    }
    for (const tag of ['python', 'js', 'text', undefined]) assert.ok(!isShell(tag), tag);
  });
});

describe('what is run in a terminal', () => {
  it('is shown with its hidden characters', () => {
    assert.deepEqual(terminalCommands('$ echo \u202edone\nprinted', 'bash'), {
      type: 'commands',
      commands: 'echo \u202edone',
      shown: 'echo ⟨U+202E⟩done',
    });
  });

  it('is nothing but shell commands', () => {
    assert.deepEqual(terminalCommands('print(1)', 'python'), { type: 'none' });
    assert.deepEqual(terminalCommands('ls', undefined), { type: 'none' });
    assert.deepEqual(terminalCommands(' \n', 'bash'), { type: 'none' });
  });

  it('is no longer than a dialogue', () => {
    const type = (code: string): string => terminalCommands(code, 'sh').type;
    assert.equal(type('a\n'.repeat(30)), 'commands');
    assert.equal(type('a\n'.repeat(31)), 'too-long');
    assert.equal(type('x'.repeat(2_000)), 'commands');
    assert.equal(type('x'.repeat(2_001)), 'too-long');
    // What is shown counts.
    assert.equal(type('\u202e'.repeat(251)), 'too-long');
  });
});
