import { describe, it } from 'mocha';
import { createMarkdownStream, renderMarkdown } from '../../../../src/webview/markdown/streaming.ts';
import { assert } from '../assert.ts';
import { markup } from './markup.ts';

const limits = { parts: 4, group: 3, run: 24, code: 5, cut: { longest: 90, line: 30 } };

/** A text, then after each line (or eight characters): how many blocks are settled, how many characters are open. */
const texts: readonly (readonly [text: string, settledAndOpen: string, blocks: number])[] = [
  ['a\n\nb\n\nc\n\nd\n\ne\n\n', '0/2 0/3 0/5 0/6 1/5 1/6 2/5 2/6 3/5 3/6', 5],
  ['# a\n# b\n# c\n# d\n# e\n# f\n', '0/4 0/8 0/12 1/12 2/12 3/12', 6],
  ['- a\n- b\n- c\n- d\n- e\n- f\n- g\n- h\n', '0/4 0/8 0/12 0/16 0/12 0/16 0/12 0/16', 3],
  ['1. a\n2. b\n3. c\n4. d\n5. e\n6. f\n7. g\n8. h\n', '0/5 0/10 0/15 0/20 0/15 0/20 0/15 0/20', 3],
  [
    '| a |\n|---|\n| 1 |\n| 2 |\n| 3 |\n| 4 |\n| 5 |\n| 6 |\n| 7 |\n',
    '0/6 0/12 0/18 0/24 0/30 0/36 0/18 0/24 0/18',
    1,
  ],
  ['```js\n1\n2\n3\n4\n5\n6\n7\n8\n9\n', '0/6 0/8 0/10 0/12 0/14 0/6 0/8 0/6 0/8 0/6', 2],
  ['word word word word word word word word word word word word', '0/8 0/16 0/24 0/32 0/40 0/8 0/16 0/19', 2],
  [
    '```js\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    '0/6 0/14 0/22 0/30 0/0 0/0 0/0 0/0 0/0',
    1,
  ],
  [
    '```\n````````````````````````````````````````````````````````````',
    '0/4 0/12 0/20 0/28 0/36 0/44 0/52 0/60 0/64',
    1,
  ],
  ['[a]: x\n[b]: y\n[c]: z\n[d]: w\n[e]: v\n\n', '0/7 0/14 0/21 0/21 0/21 0/15', 0],
  ['a\n---\nb\n---\nc\n---\nd\n---\n', '0/2 0/6 0/8 0/12 1/8 1/12 2/8 2/12', 4],
  ['> a\n\n> b\n\n> c\n\n> d\n\n', '0/4 0/5 0/9 0/10 1/9 1/10 2/9 2/10', 4],
  ['[a\n# b\n# c\n# d\n# e\n# f\n', '0/3 0/7 0/11 0/15 0/19 0/23', 6],
  ['$$\n# b\n# c\n# d\n# e\n', '0/3 0/7 0/11 0/15 0/19', 5],
  ['a\n```\nb\n```\nc\n```\nd\n```\n', '0/2 0/6 0/8 1/10 1/12 1/16 1/18 3/10', 4],
  ['a\n| b |\n|---|\n| c |\n\nd\n\ne\n\n', '0/2 0/8 0/14 1/18 1/19 1/21 1/22 2/5 2/6', 4],
  ['a\nb|c\n-|-\nc|d\n\n\nd\n\ne\n\n', '0/2 0/6 0/10 0/14 0/15 0/16 0/18 0/19 2/5 2/6', 4],
  ['a\n# b\nc\n# d\ne\n# f\ng\n# h\n', '0/2 0/6 0/8 1/10 2/8 3/10 4/8 5/10', 8],
  ['a\n> b\n> c\n> d\n> e\n> f\n', '0/2 0/6 0/10 1/12 1/16 2/0', 2],
  ['a\n- b\n- c\n- d\n- e\n', '0/2 0/6 0/10 1/12 1/16', 3],
  ['a\n***\nb\nc\nd\ne\n', '0/2 0/6 0/8 1/8 2/6 2/8', 3],
  ['a\nb\n\nc\nd\ne\nf\n', '0/2 0/4 0/5 0/7 0/9 1/6 1/8', 2],
  ['# a\nb\nc\nd\ne\n', '0/4 0/6 0/8 1/6 1/8', 2],
  ['# a\n\\[b\n# c\n# d\n# e\n# f\n', '0/4 0/8 0/12 1/12 1/16 1/20', 6],
  ['# a\n \nb\nc\nd\ne\n', '0/4 0/6 0/8 0/10 1/6 1/8', 2],
  ['```\na\n```\n[a]: x\n[b]: y\n[c]: z\n[d]: w\n', '0/4 0/6 0/10 0/17 0/24 0/31 1/21', 1],
  ['[x]\n\na\n# b\nc\n# d\ne\n# f\n', '0/4 0/5 0/7 0/11 1/8 2/10 3/8 4/10', 7],
  ['[x]: y\na\n# b\n# c\n# d\n', '0/7 0/9 0/13 0/17 0/21', 4],
  ['a\n\n[x]: y\n\n\nb\n\nc\n', '0/2 0/3 0/10 0/11 0/12 1/11 1/12 1/5', 3],
  ['- a  \n<div>\na\nb\nc\n</div>\n', '0/6 0/12 0/14 0/16 0/18 0/25', 2],
  ['<!-- a -->\n    b\n    c\n    d\n    e\n', '0/11 0/17 0/23 0/29 0/35', 2],
  ['\n\n\na\n\nb\n\nc\n\n', '0/1 0/2 0/3 0/5 0/6 0/5 0/6 1/5 1/6', 3],
  ['***\na\n***\nb\n***\nc\n***\n', '0/4 0/6 0/10 1/8 2/10 3/8 4/10', 7],
  ['[x] word word word word word word word word word word', '0/8 0/16 0/24 0/32 0/40 0/48 0/53', 2],
  ['a\n\n\n\n\nb\n\n\n\n\nc\n', '0/2 0/3 0/4 0/5 0/6 0/8 0/9 0/10 0/11 0/12 1/8', 3],
  ['<div>\na\n\n</div>\n\nb\n\nc\n\n', '0/6 0/8 0/9 0/16 0/17 1/10 1/11 2/5 2/6', 4],
  ['word word word word word\n    indented line of words and more\nword word word', '0/25 0/61 0/69 0/75', 3],
  ['a | word word word word word word word word word word', '0/8 0/16 0/24 0/32 0/40 0/48 0/53', 2],
  ['- a\n\n  b\n\n- c\n- d\n- e\n- f\n- g\n', '0/4 0/5 0/9 0/10 0/14 0/18 0/22 0/12 0/16', 2],
  ['word word word word word words\n word word word word word word', '0/31 0/8 0/16 0/24 0/30', 2],
  ['word word word word word words\n\tword word word word word word', '0/31 0/39 0/47 0/55 0/61', 2],
];

describe('what is settled of a text that grows', () => {
  for (const [text, steps, blocks] of texts) {
    it(`is told, and how much is read again: ${JSON.stringify(text)}`, () => {
      const stream = createMarkdownStream(limits);
      const seen: string[] = [];
      for (const piece of text.match(/[^\n]*\n|[^\n]{1,8}/g) ?? []) {
        stream.append(piece);
        seen.push(`${stream.settled}/${stream.open}`);
      }
      assert.equal(seen.join(' '), steps);
      assert.equal(stream.blocks.length, blocks);
    });
  }

  it('is the same nodes from then on', () => {
    const stream = createMarkdownStream();
    stream.append('a\n\nb\n\nc\n\nd\n\ne\n\n');
    const { blocks, settled } = stream;
    assert.equal(stream.blocks, blocks);
    stream.append('f\n\ng\n\n');
    assert.ok(settled > 0);
    for (let index = 0; index < settled; index += 1) assert.equal(stream.blocks[index], blocks[index]);
    assert.notEqual(stream.blocks, blocks);
  });

  it('keeps the nodes of what is open and has not changed', () => {
    const stream = createMarkdownStream();
    stream.append('a\n\nb');
    const [first, second] = stream.blocks;
    stream.append('c');
    assert.equal(stream.blocks[0], first);
    assert.notEqual(stream.blocks[1], second);
  });

  it('is read in pieces of a kilobyte', () => {
    const stream = createMarkdownStream();
    stream.push('word '.repeat(600));
    assert.equal(stream.blocks.length, 0);
    assert.equal(stream.step(), true);
    assert.equal(stream.open, 1024);
    assert.equal(stream.step(), true);
    assert.equal(stream.step(), false);
    assert.equal(stream.open, 3000);
    assert.equal(stream.step(), false);
  });

  it('is read again when what it refers to is defined, sixteen blocks at a time', () => {
    const stream = createMarkdownStream();
    const text = `${'[late] \n\n'.repeat(20)}[other]\n\n`;
    stream.append(text);
    const { settled } = stream;
    const [first] = stream.blocks;
    stream.push('[late]: https://a.example\n\n');
    const links = () => stream.blocks.filter((block) => markup([block]).includes('https://a.example')).length;
    assert.equal(stream.step(), true);
    assert.equal(stream.blocks[0], first, 'what is settled waits');
    assert.equal(stream.step(), true);
    assert.notEqual(stream.blocks[0], first);
    assert.equal(links(), 16 + 1, 'sixteen of the settled ones, and the open one');
    assert.equal(stream.step(), false);
    assert.equal(links(), 20);
    assert.ok(stream.settled >= settled);
  });

  it('is counted anew where it has become more blocks or fewer', () => {
    const item = `- ${'[late] '.repeat(9)}\n`;
    const list = `${item.repeat(24)}\nand\n\nthe\n\nend\n\n`;
    const definition = '[late]: https://a.example\n\n';
    const late = createMarkdownStream();
    late.append(list);
    const before = late.settled;
    late.append(definition);
    const early = createMarkdownStream();
    early.append(definition + list);
    assert.equal(markup(late.blocks), markup(early.blocks));
    assert.ok(late.settled > before, `${late.settled} after ${before}`);
    assert.ok(late.settled < late.blocks.length);
  });

  it('is not read again for a definition that says the same, or of something else', () => {
    const stream = createMarkdownStream();
    stream.append(`[a]: https://a.example\n\n${'[a] [b]\n\n'.repeat(20)}`);
    const [first] = stream.blocks;
    stream.append('[a]: https://other.example\n\n[c]: https://c.example\n\n');
    assert.equal(stream.blocks[0], first);
    stream.append('[ \nB ]: https://b.example\n\n');
    assert.equal(
      markup(stream.blocks.slice(0, 1)),
      '<p><a https://a.example/>a</a> <a https://b.example/>b</a></p>',
    );
  });

  it('is read as a text of its own where it was cut off a quote', () => {
    const text = `> [a]: https://a.example/${'x'.repeat(120)}\n\n[a]\n`;
    const stream = createMarkdownStream(limits);
    stream.append(text);
    assert.equal(markup(stream.blocks), markup(renderMarkdown(text, limits)));
    assert.match(markup(stream.blocks), /<p><a https:\/\/a\.example\/x{90,100}>a<\/a><\/p>$/);
  });

  it('reads line ends of every kind as one, also where they are torn', () => {
    const stream = createMarkdownStream();
    for (const piece of ['a\r', '\nb\r', 'c\r\n', '\r', '\r\n', '\nd']) stream.append(piece);
    assert.equal(markup(stream.blocks), '<p>a\nb\nc</p><p>d</p>');
  });
});
