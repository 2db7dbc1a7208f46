import { describe, it } from 'mocha';
import { lexDocument } from '../../../../src/webview/markdown/lexer.ts';
import { renderMarkdown } from '../../../../src/webview/markdown/streaming.ts';
import { assert } from '../assert.ts';
import { assertRead, markup } from './markup.ts';

const read = (text: string) => markup(renderMarkdown(text));

describe('what is too much to be read', () => {
  it('is a table of more than 32 columns, or with a very long head', () => {
    const table = (columns: number, cell = 'a') =>
      `|${`${cell}|`.repeat(columns)}\n|${'-|'.repeat(columns)}\n|${'1|'.repeat(columns)}\n`;
    assert.match(read(table(32)), /^<div class="table">/);
    assert.match(read(table(33)), /^<p>\|a\|a/);
    const long = (length: number) => `|${'a'.repeat(length - 2)}|\n|-|\n|1|\n`;
    assert.match(read(long(4095)), /^<div class="table">/);
    assert.match(read(long(4096)), /^<p[ >]/);
    const delimiters = (length: number) => `|a|\n|${'-'.repeat(length - 2)}|\n|1|\n`;
    assert.match(read(delimiters(4095)), /^<div class="table">/);
    assert.match(read(delimiters(4096)), /^<p[ >]/);
    assert.equal(read('|a|'), '<p>|a|</p>');
  });

  it('is a heading of more than a thousand characters over its line', () => {
    const under = (length: number) => read(`${'a\n'.repeat(length / 2)}===\n`);
    assert.match(under(990), /^<h1>a\na/);
    assert.match(under(1010), /^<p>a\na/);
    assert.equal(read(`a\n===\n${'b'.repeat(2000)}`), `<h1>a</h1><p>${'b'.repeat(2000)}</p>`);
  });

  it('is a name before an @ of more than 64 characters', () => {
    const mail = (length: number) => read(`${'a'.repeat(length)}@b.co`);
    assert.match(mail(64), /^<p><a mailto:a{64}@b\.co>/);
    assert.match(mail(65), /^<p>a<a mailto:a{64}@b\.co>/);
  });

  it('is more than a thousand definitions, but not one that says the same again', () => {
    const definitions = Array.from(
      { length: 1001 },
      (_, index) => `[d${index}]: https://a.example/${index}\n`,
    ).join('');
    const html = read(`${definitions}\n[d0] [d999] [d1000]`);
    assert.match(html, /<a https:\/\/a\.example\/999>d999<\/a> \[d1000\]<\/p>$/);
    assert.match(html, /^<p>\[d1000\]: /);
    assert.equal(
      read(`${definitions.split('\n').slice(0, 1000).join('\n')}\n[d0]: https://a.example/0\n`),
      '',
    );
  });

  it('is a definition of more than four thousand characters', () => {
    const define = (length: number) => read(`[d]: https://a.example "${'t'.repeat(length - 25)}"\n\n[d]`);
    assert.equal(define(4000), '<p><a https://a.example/>d</a></p>');
    assert.notEqual(define(4200), '<p><a https://a.example/>d</a></p>');
  });

  it('is what stands more than 16 deep', () => {
    assert.equal(read(`${'> '.repeat(16)}a`).match(/<blockquote>/g)?.length, 16);
    assert.equal(read(`${'> '.repeat(17)}a`).match(/<blockquote>/g)?.length, 16);
    assert.match(read(`${'- '.repeat(17)}a`), /<li><p>- a<\/p>/);
    assert.equal(
      read(`${'> '.repeat(17)}a\n\n> b`).match(/<blockquote>/g)?.length,
      17,
      'and what follows is read as ever',
    );
  });

  it('is a heap of marks on one letter, which is taken apart', () => {
    const heap = (count: number) => `a${'\u0301'.repeat(count)}`;
    assert.equal(read(heap(32)), `<p>${heap(32)}</p>`);
    assert.equal(read(heap(33)), `<p>${heap(32)}\u25cc\u0301</p>`);
    assert.equal(read(`\`${heap(33)}\``), `<p><code>${heap(32)}\u25cc\u0301</code></p>`);
  });
});

describe('a text that is full of signs', () => {
  it('is read a part at a time, so that what begins in one does not end in another', () => {
    const between = (count: number) => read(`*begun ${'`x` '.repeat(count)}done*`);
    assert.match(between(32), /^<p><em>begun .* done<\/em><\/p>$/);
    assert.match(between(33), /^<p>\*begun .* done\*<\/p>$/);
  });
});

describe('a text that is too long for a paragraph', () => {
  const classes = (text: string) =>
    [...read(text).matchAll(/<p(?: class="([^"]*)")?>/g)].map(([, name]) => name);

  it('is several, which look like one', () => {
    assert.deepEqual(classes('word '.repeat(3000)), ['continued', 'continued', undefined]);
    assert.deepEqual(classes(`> ${'word '.repeat(1500)}`), ['continued', undefined]);
    assert.deepEqual(classes(`<div>${'word '.repeat(1500)}`), ['markup continued', 'markup']);
    assert.deepEqual(classes(`# ${'word '.repeat(1500)}`), ['continued', undefined]);
    assert.deepEqual(classes(`|a|\n|-|\n|${'word '.repeat(1500)}|`), ['continued', undefined]);
  });
});

describe('definitions', () => {
  it('are no words that every object has', () => {
    assert.equal(read('[constructor] [toString]'), '<p>[constructor] [toString]</p>');
  });

  it('end at a blank line, and are no footnotes', () => {
    assertRead([
      [
        '[d]: https://a.example\n"title\n\nend"\n\n[d]',
        '<p>"title</p><p>end"</p><p><a https://a.example/>d</a></p>',
      ],
      ['   [d]: https://a.example\n\n[d]', '<p><a https://a.example/>d</a></p>'],
      [
        '[^d]: https://a.example\n\n[^d]',
        '<p>[^d]: <a https://a.example/>https://a.example</a></p><p>[^d]</p>',
      ],
    ]);
  });

  it('are handed on to what follows, the first of a name being the one that counts', () => {
    const first = lexDocument('[a]: https://a.example\n\n', {}, 100);
    const second = lexDocument('[a]: https://b.example\n\n[a]', first.links, 100);
    assert.equal(second.links['a']?.href, 'https://a.example');
    assert.equal(markup(second.inlineText('[a]').flat()), '<a https://a.example/>a</a>');
    assert.deepEqual(second.inline(undefined), [[]]);
  });
});

describe('formulas', () => {
  const isKept = (formula: string) =>
    read(`a ${formula} b`).includes(formula) && !/<em>/.test(read(`a ${formula} b`));

  it('in a text are as they were typed', () => {
    for (const formula of [
      '$a_1*b*c_2$',
      '$$a *b* c$$',
      '\\(a *b* c\\)',
      '\\[a^*b*\\]',
      '$\\$ *a*$',
      '$x$-*y',
      '\\[\\frac *a*\\]',
      '$a &lt; b$',
    ])
      assert.equal(isKept(formula), true, formula);
  });

  it('are none where a dollar sign is money, or a bracket is one', () => {
    assertRead([
      ['$5 and $6', '<p>$5 and $6</p>'],
      ['$*a* and $6', '<p>$<em>a</em> and $6</p>'],
      ['$5*x*$6', '<p>$5<em>x</em>$6</p>'],
      ['$ *a*$', '<p>$ <em>a</em>$</p>'],
      ['**$5**, **$6**', '<p><strong>$5</strong>, <strong>$6</strong></p>'],
      ['\\[1\\] *a*', '<p>[1] <em>a</em></p>'],
      ['\\[a_1\\](https://a.example)', '<p>[a_1](<a https://a.example/>https://a.example</a>)</p>'],
      ['\\(a\n*b*\\)', '<p>(a\n<em>b</em>)</p>'],
      ['$`a`$', '<p>$<code>a</code>$</p>'],
    ]);
  });

  it('may have two thousand characters', () => {
    const formula = (length: number) => `$${'*a*'.padEnd(length, 'x')}$`;
    assert.equal(read(formula(2000)).includes('<em>'), false);
    assert.equal(read(formula(2001)).includes('<em>'), true);
  });

  it('that stand alone are blocks of their own, up to a blank line', () => {
    assertRead([
      ['$$\n# a\n- b\n$$\nc', '<p class="formula">$$\n# a\n- b\n$$</p><p>c</p>'],
      ['   $$a$$  \nb', '<p class="formula">$$a$$</p><p>b</p>'],
      ['\\[\n- b\n\\]', '<p class="formula">\\[\n- b\n\\]</p>'],
      ['$$\na\n\nb\n$$', '<p>$$\na</p><p>b\n$$</p>'],
      ['\\[a\\] b', '<p>[a] b</p>'],
      ['\\[ab\\]', '<p>[ab]</p>'],
      ['$$a$$ b', '<p>$$a$$ b</p>'],
      ['a\n$$\nb\n$$', '<p>a\n$$\nb\n$$</p>'],
    ]);
  });
});

describe('HTML', () => {
  it('does not change how what follows is read', () => {
    assertRead([
      [
        '<a href="x">https://a.example *b*',
        '<p>‹a href="x"><a https://a.example/>https://a.example</a> <em>b</em></p>',
      ],
      ['<code>*a*', '<p>‹code><em>a</em></p>'],
      ['<pre>*a*</pre> *b*', '<p class="markup">‹pre>*a*‹/pre> *b*</p>'],
      ['a <pre>*b*', '<p>a ‹pre><em>b</em></p>'],
    ]);
  });
});

describe('emphasis', () => {
  it('knows Chinese punctuation for a letter, and other punctuation for what it is', () => {
    assertRead([
      ['他说**“好”**了', '<p>他说<strong>“好”</strong>了</p>'],
      ['**a：**b', '<p><strong>a：</strong>b</p>'],
      ['**a:**b', '<p>**a:**b</p>'],
      ['_a。_b', '<p>_a。_b</p>'],
      ['~~「a」~~b', '<p><del>「a」</del>b</p>'],
      ['*「a」*b', '<p><em>「a」</em>b</p>'],
      ['*`a*b`c*', '<p><em><code>a*b</code>c</em></p>'],
      ['*a $b*c$ d*', '<p><em>a $b*c$ d</em></p>'],
      ['*a \\* b*', '<p><em>a * b</em></p>'],
    ]);
  });
});
