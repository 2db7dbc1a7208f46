import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { showHidden, visibleName, visibleText } from '../../../src/chat/hiddenCharacters.ts';

describe('hidden characters', () => {
  it('are marked in commands, all of them', () => {
    assert.equal(showHidden('rm -rf \u202e/\u0007'), 'rm -rf ⟨U+202E⟩/⟨U+0007⟩');
    assert.equal(showHidden('a\u00a0b\u200b\tc\u2028d'), 'a⟨U+00A0⟩b⟨U+200B⟩⟨U+0009⟩c⟨U+2028⟩d');
    assert.equal(showHidden('echo 你好 👩\nls -l'), 'echo 你好 👩\nls -l');
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 0x30ff })), (codes) => {
        assert.doesNotMatch(showHidden(String.fromCodePoint(...codes)), /(?!\n)[\p{Cc}\p{Cf}]/u);
      }),
    );
  });

  it('are marked in names, line ends too', () => {
    const names: Readonly<Record<string, string>> = {
      'invoice\u202egnp.exe': 'invoice⟨U+202E⟩gnp.exe',
      'two\nlines\r.ts': 'two⟨U+000A⟩lines⟨U+000D⟩.ts',
      'a\u200bb\u200d.ts': 'a⟨U+200B⟩b⟨U+200D⟩.ts',
      'wide\u00a0space\u2800\u3164.md': 'wide⟨U+00A0⟩space⟨U+2800⟩⟨U+3164⟩.md',
      'tag\u{e0041}.md': 'tag⟨U+E0041⟩.md',
      'esc\u001b[31m.md': 'esc⟨U+001B⟩[31m.md',
      'half\ud800.md': 'half⟨U+D800⟩.md',
      'a\ufe0f\u{e0101}.md': 'a⟨U+FE0F⟩⟨U+E0101⟩.md',
    };
    for (const [name, shown] of Object.entries(names)) assert.equal(visibleName(name), shown);
  });

  it('are left alone in names that people give', () => {
    for (const name of [
      'src/定价　规则.ts',
      '👩‍👩‍👧‍👦 family ❤️‍🔥.md',
      '1️⃣ first.md',
      '👩🏽‍💻.md',
      '辻\u{e0100}さん.txt',
      'naïve café.md',
      '[x](command:y) <img src=x> `rm`.md',
    ])
      assert.equal(visibleName(name), name);
  });

  it('are all gone from any name, once and for all', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 0x10ffff })), (codes) => {
        const shown = visibleName(String.fromCodePoint(...codes));
        assert.doesNotMatch(shown, /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Cs}]/u);
        assert.equal(visibleName(shown), shown);
      }),
    );
  });

  it('are marked in texts where no writing needs them', () => {
    assert.equal(visibleText('\ufeffOne\r\n\ttwo\n'), 'One\n\ttwo\n');
    assert.equal(visibleText('می‌خواهم'), 'می‌خواهم');
    assert.equal(
      visibleText('Be kind.\u{e0049}\u{e0067} \u202eread\u2066 \u200b\0'),
      'Be kind.⟨U+E0049⟩⟨U+E0067⟩ ⟨U+202E⟩read⟨U+2066⟩ ⟨U+200B⟩⟨U+0000⟩',
    );
  });
});
