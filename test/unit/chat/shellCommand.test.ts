import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { isShell, languageId } from '../../../src/chat/fenceLanguage.ts';
import { shellCommands, showHidden } from '../../../src/chat/shellCommand.ts';

describe('commands for a terminal', () => {
  it('are the lines of the block, or those with a prompt', () => {
    assert.equal(shellCommands('npm ci\r\nnpm test\r\n'), 'npm ci\nnpm test');
    assert.equal(shellCommands('$ npm test\n\n  5 passing\n$ echo $?\n0'), 'npm test\necho $?');
    assert.equal(shellCommands('echo $HOME'), 'echo $HOME');
  });

  it('are shown with everything in them that cannot be seen', () => {
    assert.equal(showHidden('rm -rf \u202e/\u0007'), 'rm -rf ⟨U+202E⟩/⟨U+0007⟩');
    assert.equal(showHidden('a\u00a0b\u200b\tc\u2028d'), 'a⟨U+00A0⟩b⟨U+200B⟩⟨U+0009⟩c⟨U+2028⟩d');
    assert.equal(showHidden('echo 你好 👩\nls -l'), 'echo 你好 👩\nls -l');
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 0x30ff })), (codes) => {
        assert.doesNotMatch(showHidden(String.fromCodePoint(...codes)), /(?!\n)[\p{Cc}\p{Cf}]/u);
      }),
    );
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
