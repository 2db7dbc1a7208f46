import { describe, it } from 'mocha';
import { assertRead } from './markup.ts';

describe('blocks of markdown are read:', () => {
  it('headings, paragraphs and lines as they are', () => {
    assertRead([
      ['# One\n## Two *x*\n###### Six\n', '<h1>One</h1><h2>Two <em>x</em></h2><h6>Six</h6>'],
      ['a\nb  \nc\\\nd\n\n\ne', '<p>a\nb<br>c<br>d</p><p>e</p>'],
      ['One\n===\n\ntwo\nlines\n---\n***\n', '<h1>One</h1><h2>two\nlines</h2><hr>'],
      ['#no\n#', '<p>#no</p><h1></h1>'],
      ['One\n===', '<h1>One</h1>'],
    ]);
  });

  it('lists by their kind, their start and their room', () => {
    assertRead([
      ['- a\n- b\n  - c', '<ul><li><p>a</p></li><li><p>b</p><ul><li><p>c</p></li></ul></li></ul>'],
      [
        '- a\n- b\n\n  more\n- c',
        '<ul class="loose"><li><p>a</p></li><li><p>b</p><p>more</p></li><li><p>c</p></li></ul>',
      ],
      ['3. a\n4. b', '<ol start="3"><li><p>a</p></li><li><p>b</p></li></ol>'],
      ['0. a', '<ol start="0"><li><p>a</p></li></ol>'],
      ['1) a\n2) b', '<ol><li><p>a</p></li><li><p>b</p></li></ol>'],
      [
        '- # head\n-\n- ```js\n  x\n  ```',
        '<ul><li><h1>head</h1></li><li></li><li><pre js>x</pre></li></ul>',
      ],
    ]);
  });

  it('what is to be done with boxes, in a tight list and in a loose one', () => {
    assertRead([
      [
        '- [ ] a\n- [x] b **c**\n- [x]',
        '<ul><li class="task"><p><input type="checkbox" disabled aria-label="☐">a</p></li><li class="task"><p><input type="checkbox" disabled checked aria-label="☑">b <strong>c</strong></p></li><li><p>[x]</p></li></ul>',
      ],
      [
        '- [ ] a\n\n  b\n- [X] c',
        '<ul class="loose"><li class="task"><p><input type="checkbox" disabled aria-label="☐">a</p><p>b</p></li><li class="task"><p><input type="checkbox" disabled checked aria-label="☑">c</p></li></ul>',
      ],
      [
        '1. [ ] a\n\n   - [x] b',
        '<ol class="loose"><li class="task"><p><input type="checkbox" disabled aria-label="☐">a</p><ul><li class="task"><p><input type="checkbox" disabled checked aria-label="☑">b</p></li></ul></li></ol>',
      ],
      [
        '- [ ] # head\n- [x] \n\n- [ ] c',
        '<ul class="loose"><li class="task"><p><input type="checkbox" disabled aria-label="☐"># head</p></li><li><p>[x] </p></li><li class="task"><p><input type="checkbox" disabled aria-label="☐">c</p></li></ul>',
      ],
      [
        '> - [x] a',
        '<blockquote><ul><li class="task"><p><input type="checkbox" disabled checked aria-label="☑">a</p></li></ul></blockquote>',
      ],
    ]);
  });

  it('quotes with what is in them', () => {
    assertRead([
      ['> quote\n> - item\nlazy', '<blockquote><p>quote</p><ul><li><p>item\nlazy</p></li></ul></blockquote>'],
      ['> # a\n> - \n   b', '<blockquote><h1>a</h1><ul><li></li></ul></blockquote><p>   b</p>'],
      [
        '> # a\n   > ***\n  > - \n   b',
        '<blockquote><h1>a</h1><hr><ul><li></li></ul></blockquote><p>   b</p>',
      ],
      [
        '> # a\n> - \n   b\n> c',
        '<blockquote><h1>a</h1><ul><li></li></ul></blockquote><p>   b</p><blockquote><p>c</p></blockquote>',
      ],
      ['> a\n> > b', '<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote>'],
      [
        '> | a |\n> |---|\n> | 1 |',
        '<blockquote><div class="table"><table><thead><tr><th>a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table></div></blockquote>',
      ],
    ]);
  });

  it('tables with aligned cells, and no more of them than there are', () => {
    assertRead([
      [
        '| a | b | c |\n|:--|:-:|--:|\n| 1<br>2 | **x** | |\n| only |\n| | |\n|| |z|\n|1|2|3|4|',
        '<div class="table"><table><thead><tr><th>a</th><th class="center">b</th><th class="right">c</th></tr></thead><tbody><tr><td>1<br>2</td><td class="center"><strong>x</strong></td></tr><tr><td>only</td></tr><tr><td></td></tr><tr><td></td><td class="center"></td><td class="right">z</td></tr><tr><td>1</td><td class="center">2</td><td class="right">3</td></tr></tbody></table></div>',
      ],
      [
        'a|b\n-|-\n',
        '<div class="table"><table><thead><tr><th>a</th><th>b</th></tr></thead><tbody></tbody></table></div>',
      ],
    ]);
  });

  it('code with its language, its file and whether it is closed', () => {
    assertRead([
      ['```ts src/a.ts\nlet a;\n\n```\n', '<pre ts (src/a.ts)>let a;⏎</pre>'],
      ['```\nopen', '<pre open>open</pre>'],
      ['```js', '<pre open></pre>'],
      ['    indented\n    more\n', '<pre>indented⏎more</pre>'],
      ['  ~~~~ py\n  a\n ~~~\n  ~~~~\n', '<pre py>  a⏎ ~~~</pre>'],
      ['````md\n```\n````', '<pre md>```</pre>'],
      ['~~~~\na\n~~~', '<pre open>a⏎~~~</pre>'],
      ['~~~~\na\n~~~~~', '<pre>a</pre>'],
      ['```\n``\n', '<pre open>``</pre>'],
      ['```js\nx\n~~~', '<pre js open>x⏎~~~</pre>'],
      ['~~~js\nx\n~~~ ', '<pre js>x</pre>'],
      ['```js\n```\n', '<pre js></pre>'],
    ]);
  });

  it('formulas and HTML as they were written', () => {
    assertRead([
      [
        '$$\nx\n$$\n\ntext $a_1$ and \\(b_1\\)',
        '<p class="formula">$$\nx\n$$</p><p>text $a_1$ and \\(b_1\\)</p>',
      ],
      ['\\[\nx\n\\]', '<p class="formula">\\[\nx\n\\]</p>'],
      ['<div>\n<b>x</b>\n</div>\n\n\nnext', '<p class="markup">‹div>\n‹b>x‹/b>\n‹/div></p><p>next</p>'],
      ['<!-- x -->\n', '<p class="markup">‹!-- x --></p>'],
      ['<!-- x\n\ny -->\n\nz', '<p class="markup">‹!-- x\n\ny --></p><p>z</p>'],
    ]);
  });

  it('nothing of definitions and blank lines', () => {
    assertRead([
      ['[x]: https://a.example\n\n\n', ''],
      ['\n \n', ''],
      [
        '[x]: https://a.example\n\n[x] [X][] [t][x] [y]',
        '<p><a https://a.example/>x</a> <a https://a.example/>X</a> <a https://a.example/>t</a> [y]</p>',
      ],
      ['[^1]: note\n\n[^1]', '<p>[^1]: note</p><p>[^1]</p>'],
    ]);
  });
});

describe('texts of markdown are read:', () => {
  it('marks, code and escapes', () => {
    assertRead([
      [
        '**b** *i* ***both*** ~~d~~ `c ` \\* \\$',
        '<p><strong>b</strong> <em>i</em> <em><strong>both</strong></em> <del>d</del> <code>c </code> * $</p>',
      ],
      ['a <b>x</b> <br> <BR/> <br class="x">', '<p>a ‹b>x‹/b> <br> <br> ‹br class="x"></p>'],
      ['&amp; &copy; &#35; &nope; `&amp;`', '<p>& © # &nope; <code>&amp;</code></p>'],
      ['a & b', '<p>a & b</p>'],
      [
        '**注意：**内容 *「x」*字 ~~（y）~~z',
        '<p><strong>注意：</strong>内容 <em>「x」</em>字 <del>（y）</del>z</p>',
      ],
      ['say"*x*"', '<p>say"<em>x</em>"</p>'],
    ]);
  });

  it('links that lead somewhere, and the text of the others', () => {
    assertRead([
      ['[l](https://a.example/ "t") [r](./x) [j](javascript:x)', '<p><a https://a.example/>l</a> r j</p>'],
      [
        '[a **b**](https://a.example?x=1&amp;y=2)',
        '<p><a https://a.example/?x=1&y=2>a <strong>b</strong></a></p>',
      ],
      [
        '<https://a.example> [m](mailto:a@b.co) a@b.co www.a.example',
        '<p><a https://a.example/>https://a.example</a> <a mailto:a@b.co>m</a> <a mailto:a@b.co>a@b.co</a> <a http://www.a.example/>www.a.example</a></p>',
      ],
      ['见https://a.example/路径，然后', '<p>见<a https://a.example/>https://a.example/</a>路径，然后</p>'],
      [
        '[[in](https://a.example)](https://b.example)',
        '<p>[<a https://a.example/>in</a>](<a https://b.example/>https://b.example</a>)</p>',
      ],
    ]);
  });

  it('pictures as links to them, but not in a link', () => {
    assertRead([
      ['![i](https://a.example/i.png)', '<p><a https://a.example/i.png>i</a></p>'],
      ['![](https://a.example/j.png)', '<p><a https://a.example/j.png>https://a.example/j.png</a></p>'],
      ['![r &amp; s](x.png)', '<p>r & s</p>'],
      ['[![n](https://a.example/k.png)](https://b.example/)', '<p><a https://b.example/>n</a></p>'],
    ]);
  });
});
