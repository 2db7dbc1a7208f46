import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { detailText, labelText, logText, markdownLabel, messageText } from '../../../src/chat/foreignText.ts';

/** What makes links of a notification, and of the text below an input, in VS Code 1.139 (`linkedText.ts`). */
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;
/** What makes icons of labels there, a backslash in front or not (`iconLabels.ts`, `themables.ts`). */
const icon = /\$\([A-Za-z0-9~-]+\)/;
const hidden = /(?![\n\t\u00ad\u200c-\u200f])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

const piece = fc.oneof(
  fc.constantFrom(
    ...[
      '[',
      ']',
      '(',
      ')',
      '](',
      '[a](command:b)',
      '[a](file:///b "c")',
      '$(',
      '$(key)',
      '$(sync~spin)',
      '\\',
    ],
    ...['command:', 'https://a.example', '\n', '\r', '\r\n', '\u202e', '\u0000', '\u{e0041}', '\ud800', '"'],
  ),
  fc.string({ unit: 'binary' }),
);
const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));

describe('text of others that VS Code is handed', () => {
  it('is no link in a notification, and no icon in a label', () => {
    fc.assert(
      fc.property(text, (foreign) => {
        assert.doesNotMatch(messageText(foreign), link);
        assert.doesNotMatch(labelText(foreign), link);
        assert.doesNotMatch(labelText(foreign), icon);
      }),
      { numRuns: 2_000 },
    );
  });

  it('stays harmless when it is put together from harmless parts with a text of ours', () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        assert.doesNotMatch(messageText(`“${one}” deleted: (${other})`), link);
        assert.doesNotMatch(labelText(`${one}${other}`), icon);
      }),
    );
  });

  it('has nothing in it that is not seen', () => {
    fc.assert(
      fc.property(text, (foreign) => {
        for (const shown of [messageText(foreign), detailText(foreign), logText(foreign)]) {
          assert.doesNotMatch(shown, hidden);
        }
        assert.doesNotMatch(labelText(foreign), /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  it('is a label in Markdown whatever it is', async () => {
    const { marked } = await import('marked');
    await fc.assert(
      fc.asyncProperty(text, async (foreign) => {
        const tokens = marked.lexer(`[${markdownLabel(foreign)}](command:ours)`);
        const [paragraph] = tokens;
        assert.ok(tokens.length === 1 && paragraph && 'tokens' in paragraph);
        const [link, ...others] = paragraph.tokens ?? [];
        assert.ok(link?.type === 'link' && others.length === 0);
        assert.equal(link['href'], 'command:ours');
        for (const inner of link['tokens'] ?? [])
          assert.ok(['text', 'escape'].includes(inner.type), inner.type);
      }),
    );
  });

  it('has a limit, and breaks no character there', () => {
    for (const [shown, most] of [
      [messageText, 1_000],
      [labelText, 300],
      [detailText, 20_000],
      [logText, 20_000],
    ] as const) {
      assert.equal(shown('a'.repeat(most)), 'a'.repeat(most));
      assert.equal(shown('a'.repeat(most + 1)), `${'a'.repeat(most - 1)}…`);
      assert.equal(shown(`${'a'.repeat(most - 2)}😀😀`), `${'a'.repeat(most - 2)}…`);
    }
  });

  it('is left alone where nothing would be read into it', () => {
    for (const plain of [
      'Written to src/[id]/page.tsx.',
      'costs $5 (about)',
      '错误：额度不足 😀',
      '`a[b] (c)`',
    ]) {
      assert.equal(messageText(plain), plain);
      assert.equal(labelText(plain), plain);
    }
    assert.equal(detailText('cat <<X\n[a](command:b)\nX'), 'cat <<X\n[a](command:b)\nX');
    assert.equal(messageText('[a](command:b)'), '[a] (command:b)');
    assert.equal(labelText('$(key) one\r\ntwo'), '$ (key) one two');
  });

  it('is looked at no further than it is shown', () => {
    for (const worst of ['[', '](', '$(', ' ', '\n', '\u202e', '[a](command:b)']) {
      const huge = worst.repeat(4_000_000 / worst.length);
      for (const shown of [messageText, labelText, detailText, logText]) {
        assert.equal(shown(huge), shown(huge.slice(0, 40_000)), JSON.stringify(worst));
      }
    }
  });
});
