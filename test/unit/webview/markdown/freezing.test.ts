import { Lexer } from 'marked';
import { describe, it } from 'mocha';
import { longestDefinition } from '../../../../src/webview/markdown/lexer.ts';
import type { MarkdownNode } from '../../../../src/webview/markdown/nodes.ts';
import { createMarkdownStream } from '../../../../src/webview/markdown/streaming.ts';
import { assert } from '../assert.ts';
import { assertEveryPrefix, eager } from './everyPrefix.ts';
import { markup } from './markup.ts';

const letters = [...'abcdefghijklmno'];
const items = (mark: string) => letters.map((letter) => `${mark} ${letter}\n`).join('');
const rows = letters.map((letter) => `| ${letter} | 1 |\n`).join('');
const words = 'word word word word word word word word';
const full = '一二三四五六七八九十一二三四五六七八九十一二三四五六。';

/** Texts in which parts of a long block are settled before it turns out what it is, or what is in it. */
const texts: readonly (readonly [what: string, text: string, lengths?: readonly number[]])[] = [
  ['a list that turns loose late', `${items('-')}\n- p\n- q\n`],
  ['a list that counts from seven and turns loose late', `${items('7.')}\n7. p\n7. q\n`],
  ['a list that is loose from its beginning', `- first\n\n${items('-')}`],
  ['an item of two paragraphs, before others', `- a\n\n  b\n${items('-')}`],
  ['a line of spaces between two items', `- first\n  \n${items('-')}`],
  ['a line with a space and a tab between two items', `- first\n \t\n${items('-')}`],
  ['an empty line in the code of an item', `- \`\`\`\n  a\n\n  b\n  \`\`\`\n${items('-')}`],
  ['an item with items that stand apart', `- a\n  - b\n\n  - c\n${items('-')}`],
  ['a list of another kind after a long one', `${items('-')}1. a\n2. b\n`],
  ['items that mention what is defined after them', `${items('- [a]')}\n[a]: https://a.example\n`],
  ['an item that defines something', `${items('- [x]')}- [x]: https://a.example\n\nend\n`],
  ['a long table', `| a | b |\n|---|--:|\n${rows}\nafter`],
  ['a long table without signs around it', `a|b\n-|-\n${rows.replaceAll(/^\| | \|$/gm, '')}\nafter`],
  [
    'cells that mention what is defined after them',
    `| a |\n|---|\n${'| [a] |\n'.repeat(12)}\n[a]: x.example\n[a]: x\n\n[a]: https://a.example\n`,
  ],
  [
    'code that is closed, and a long quote',
    `\`\`\`js\n${'a\n'.repeat(12)}\`\`\`\n\n> ${words}${words}${words}${words}\n`,
    [32, 400],
  ],
  ['a paragraph, and a long quote', `${words}\n\n> ${words}${words}${words}${words}\n`, [32, 400]],
  [
    'a paragraph that mentions what is defined when it is long settled',
    `See [late] ${words}, [late] ${words}.\n\n${'a\n\n'.repeat(6)}[late]: https://a.example\n\nend\n\nend\n\n`,
  ],
  ['a long line of code that goes on and ends', `\`\`\`\nabc\n${'x'.repeat(60)}yz\nlast\n\`\`\`\n\nafter`],
  ['two lines after the ends of sentences', `${full}\n${full}\n${full}\nend *a*\n\nb\n`],
  ['a sentence, and a line of spaces and words', `${full}\n               a b c d e f\n`],
  ['a long line, and the head of a table', `${full}\n${full}a|b\n-|-\n1|2\n`],
  ['a heading right after the end of a sentence', `${full}\n# h\n`],
  ['a list right after the end of a sentence', `${full}\n1. b\n`],
  ['code right after the end of a sentence', `${full}\n\`\`\`\na\n`],
  ['a line under a settled sentence', `${full}\n---\n\n${full}\n===\n`],
  ['a list after a sentence and a line', `${words}.\n- a\n- b\n`],
  ['code that is indented after a long line', `${words}\n    ${words}\n\n    ${words}\n`],
  ['a title that goes over lines', '[a]: https://a.example\n"one\ntwo\nthree\nfour\nfive"\n\n[a]\n'],
  ['a title that never ends', '[a]: https://a.example\n"one\ntwo\nthree\nfour\nfive\n\n[a]\n'],
  ['a definition between headings', '# a\n[a]: https://a.example\n# b\n# c\n# d\n# e\n\n[a]\n'],
  [
    'labels that are written otherwise',
    '[Ma\\]ß  x]\n\nb\n\nc\n\nd\n\ne\n\n[ma\\]SS\nX]: https://a.example\n\n',
  ],
  [
    'labels with a backslash before them',
    '\\[a] \\\\[b] [c\\\\] [\\d]\n\nb\n\nc\n\nd\n\ne\n\n[a]: https://a.example\n\n[b]: https://b.example\n\n[c\\\\]: https://c.example\n\n[\\d]: https://d.example\n\n',
  ],
];

describe('what is settled before a block is complete', () => {
  for (const [what, text, lengths] of texts) {
    it(`looks like the whole: ${what}`, () => {
      assertEveryPrefix(text, [1]);
      assertEveryPrefix(text, [7, 30]);
      if (lengths) assertEveryPrefix(text, lengths);
    });
  }
});

/** How long a text is when some of it is no longer read again; undefined if all of it always is. */
function settledAt(text: string, limits?: typeof eager, from = 1): number | undefined {
  const stream = createMarkdownStream(limits);
  stream.append(text.slice(0, from - 1));
  for (let at = from; at <= text.length; at += 1) {
    stream.append(text.slice(at - 1, at));
    if (stream.open < at) return at;
  }
  return undefined;
}

describe('a part of a block is settled', () => {
  const at = (text: string) => settledAt(text, eager);

  it('of a paragraph as soon as there is a run behind it', () => {
    assert.equal(at(`${words} ${words}`), 41);
    assert.equal(at(`${full}ab`), 28);
  });

  it('of a paragraph when its line is too long to begin a block, or has ended', () => {
    const line = '23 characters are here.\n';
    assert.equal(at(`${line}ab. cdefghijklmnopqrstuvwxyz`), line.length + 16);
    assert.equal(at(`${line}ab. cdefg\nhijklmnopqrstuvwxyz`), line.length + 'ab. cdefg\nh'.length);
  });

  it('of a paragraph that begins like something else when it can be nothing else', () => {
    for (const start of ['[x]', '<b>', '$$', '\\[', '  [x]', ' \t<b>', '[^x]'])
      assert.equal(at(`${start} ${words} ${words}`), undefined, start);
    assert.equal(typeof at(`x[ ${words} ${words}`), 'number');
    const place = settledAt(`[${'x'.repeat(20)} ${'word '.repeat(1000)}`, eager, longestDefinition - 100);
    assert.ok(place && place > longestDefinition && place < longestDefinition + 2 * eager.run, String(place));
  });

  it('of code at every line, and within a long one that cannot be its end', () => {
    assert.equal(at(`\`\`\`\n${'a\n'.repeat(12)}`), 4 + 2 * 4 + 1);
    for (const start of ['', 'x`', '    `'])
      assert.equal(at(`\`\`\`\n${start}${'x'.repeat(40)}`), 4 + eager.run + 1, start);
    assert.equal(at(`\`\`\`\n   \`${'x'.repeat(40)}`), undefined);
    assert.equal(at(`    ${'x\n    '.repeat(12)}`), undefined, 'one without a fence');
  });

  it('earlier where the parts are long', () => {
    const code = (line: number, count: number) =>
      settledAt(`\`\`\`\n${`${'x'.repeat(line - 1)}\n`.repeat(count)}`, undefined, 4000);
    assert.equal(code(1023, 4), undefined);
    assert.equal(code(1023, 5), 4097);
    const list = (line: number) => settledAt(`- ${'x'.repeat(line - 3)}\n`.repeat(8), undefined, 4000);
    assert.deepEqual([list(1365), list(1366)], [4097, 1366 * 3 + 1]);
  });
});

/** How many characters are read for blocks, and for what is in their texts. */
function read(work: () => void): { readonly blocks: number; readonly texts: number } {
  const { blockTokens, inlineTokens } = Lexer.prototype;
  const count = { blocks: 0, texts: 0 };
  let depth = 0;
  const counting = <Result>(kind: keyof typeof count, original: (source: string, tokens?: never) => Result) =>
    function (this: Lexer, source: string, tokens?: never): Result {
      if (depth === 0) count[kind] += source.length;
      depth += 1;
      try {
        return original.call(this, source, tokens);
      } finally {
        depth -= 1;
      }
    };
  Object.assign(Lexer.prototype, {
    blockTokens: counting('blocks', blockTokens),
    inlineTokens: counting('texts', inlineTokens),
  });
  try {
    work();
  } finally {
    Object.assign(Lexer.prototype, { blockTokens, inlineTokens });
  }
  return count;
}

describe('when more of a text comes', () => {
  it('nothing is read where nothing has come', () => {
    const stream = createMarkdownStream();
    stream.append('a *b*');
    assert.deepEqual(
      read(() => stream.step()),
      { blocks: 0, texts: 0 },
    );
  });

  const limits = { parts: 12, group: 24, run: 4096, code: 24 };
  const endless: readonly (readonly [what: string, start: string, part: string, most: number])[] = [
    ['a list', '', '- item *a*\n', 14 * 11],
    ['a table', '| head |\n|---|\n', '| *cell* |\n', 16 * 11],
    ['code', '```\n', 'let a;\n', 14 * 7],
    ['a paragraph', '', 'Some *words*. ', 3 * 4096],
    ['paragraphs', '', 'Some *words*.\n\n', 5 * 15],
  ];
  for (const [what, start, part, most] of endless) {
    it(`no more of ${what} is read than what can still change, and the rest stays as it is`, () => {
      const stream = createMarkdownStream(limits);
      stream.append(start + part.repeat(1500));
      const [first] = stream.blocks;
      const before = new Set(within(stream.blocks));
      for (let count = 0; count < 30; count += 1) {
        const { blocks, texts } = read(() => stream.append(part));
        assert.ok(blocks <= most, `${blocks} characters of blocks`);
        assert.ok(texts <= Math.min(most, 8192), `${texts} characters of texts`);
      }
      const after = within(stream.blocks);
      const made = after.filter((node) => !before.has(node)).length;
      assert.ok(made <= 45 * 6, `${made} nodes made anew`);
      assert.equal(markup(stream.blocks.slice(0, 1)), markup(first ? [first] : []));
    });
  }

  it('the texts beside the one that has changed are not read again', () => {
    const stream = createMarkdownStream();
    stream.append(`> ${'- some *words* are here\n> '.repeat(20)}- a`);
    const { texts } = read(() => stream.append('b'));
    assert.equal(texts, 2);
  });

  it('what is settled stays as it is when something is defined that it does not mention', () => {
    for (const [start, part, definition] of [
      ['', '- [a]\n', '- [b]: https://b.example\n'],
      ['| a |\n|---|\n', '| [a] |\n', '\n[b]: https://b.example\n'],
      ['```\n', '[b]\n', '```\n[b]: https://b.example\n'],
    ] as const) {
      const stream = createMarkdownStream(limits);
      stream.append(start + part.repeat(100));
      const before = new Set(within(stream.blocks));
      const known = before.size;
      stream.append(definition);
      const kept = within(stream.blocks).filter((node) => before.has(node)).length;
      assert.ok(kept >= known / 2, `${kept} of ${known} in ${part}`);
    }
  });
});

/** All nodes but texts. */
function within(nodes: readonly MarkdownNode[]): readonly MarkdownNode[] {
  return nodes.flatMap((node) =>
    node.type === 'element' ? [node, ...within(node.children)] : node.type === 'code' ? [node] : [],
  );
}
