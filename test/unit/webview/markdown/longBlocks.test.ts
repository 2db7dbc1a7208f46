import { describe, it } from 'mocha';
import { cutPlace } from '../../../../src/webview/markdown/cut.ts';
import { fragments } from '../../../../src/webview/markdown/fragments.ts';
import { lexDocument } from '../../../../src/webview/markdown/lexer.ts';
import { listNodes, tableNodes } from '../../../../src/webview/markdown/longBlocks.ts';
import {
  type ElementTag,
  elementNode,
  type MarkdownNode,
  textNode,
} from '../../../../src/webview/markdown/nodes.ts';
import { assert } from '../assert.ts';
import { markup } from './markup.ts';

describe('what has too much in it to be drawn at once', () => {
  const heavy = (weight: number) => elementNode('p', [textNode('x'.repeat(24 * weight))]);
  const item = (...weights: readonly number[]) => elementNode('li', weights.map(heavy));
  const parts = (tag: ElementTag, children: readonly MarkdownNode[], attributes = {}) =>
    fragments(elementNode(tag, children, attributes)).map((part) =>
      markup([part]).replace(/x+/g, (text) => String(text.length / 24)),
    );

  it('is one part as long as it is not more than one', () => {
    const list = elementNode('ul', [item(100), item(133)]);
    assert.deepEqual(fragments(list), [list]);
    assert.equal(fragments(list)[0], list);
    assert.equal(fragments(elementNode('ul', [item(100), item(136)])).length, 1);
    const whole = elementNode('ul', [item(237)]);
    assert.equal(fragments(whole)[0], whole);
    const paragraph = heavy(1000);
    assert.equal(fragments(paragraph)[0], paragraph);
  });

  it('is parts that go on, each with enough in it, and items that go on in the next one', () => {
    assert.deepEqual(
      parts('ol', [item(100, 200, 10), item(100), item(200), item(3)], { start: '5', class: 'loose' }),
      [
        '<ol start="5" class="loose continued"><li class="continued"><p>100</p><p>200</p></li></ol>',
        '<ol start="5" class="loose continued"><li class="rest"><p>10</p></li><li><p>100</p></li><li><p>200</p></li></ol>',
        '<ol start="8" class="loose"><li><p>3</p></li></ol>',
      ],
    );
    assert.deepEqual(parts('ol', [item(238), item(1)]), [
      '<ol class="continued"><li><p>238</p></li></ol>',
      '<ol start="2"><li><p>1</p></li></ol>',
    ]);
    assert.deepEqual(parts('ul', [item(250, 250, 3)], { class: 'task' }), [
      '<ul class="task continued"><li class="continued"><p>250</p></li></ul>',
      '<ul class="task continued"><li class="continued rest"><p>250</p></li></ul>',
      '<ul class="task"><li class="rest"><p>3</p></li></ul>',
    ]);
    assert.deepEqual(parts('blockquote', [heavy(239), heavy(3)]), [
      '<blockquote class="continued"><p>239</p></blockquote>',
      '<blockquote><p>3</p></blockquote>',
    ]);
  });

  it('has the same parts each time', () => {
    const list = elementNode('ul', [item(239), item(239)]);
    assert.equal(fragments(list), fragments(list));
  });
});

describe('a list without end', () => {
  const items = ['a', 'b', 'c', 'd', 'e'].map((text) => elementNode('li', [textNode(text)]));

  it('is lists that go on counting', () => {
    const lists = (
      ordered: boolean,
      start: number | '',
      loose: boolean,
      count: number,
      continued?: boolean,
    ) =>
      listNodes({ ordered, start }, items.slice(0, count), loose, 2, continued).map((list) => markup([list]));
    assert.deepEqual(lists(true, 1, false, 5), [
      '<ol class="continued"><li>a</li><li>b</li></ol>',
      '<ol start="3" class="continued"><li>c</li><li>d</li></ol>',
      '<ol start="5"><li>e</li></ol>',
    ]);
    assert.deepEqual(lists(false, '', true, 4), [
      '<ul class="loose continued"><li>a</li><li>b</li></ul>',
      '<ul class="loose"><li>c</li><li>d</li></ul>',
    ]);
    assert.deepEqual(lists(true, 0, false, 2, true), [
      '<ol start="0" class="continued"><li>a</li><li>b</li></ol>',
    ]);
    assert.deepEqual(lists(true, 1, false, 0), []);
  });
});

describe('a table without end', () => {
  const cell = (text: string, tag: ElementTag = 'td') => elementNode(tag, [textNode(text)]);
  const head = elementNode('thead', [elementNode('tr', [cell('a', 'th'), cell('head', 'th')])]);
  const row = (...texts: readonly string[]) =>
    elementNode(
      'tr',
      texts.map((text) => cell(text)),
    );

  it('is one as any other while it has one group of rows', () => {
    assert.equal(
      markup(tableNodes(head, [row('1', '2'), row('3')], 2)),
      '<div class="table"><table><thead><tr><th>a</th><th>head</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></tbody></table></div>',
    );
  });

  it('has several bodies with columns as wide as the first rows need', () => {
    const rows = [row('1'), row('x'.repeat(10), '中文中文'), row('x'.repeat(40)), row('3', '4'), row()];
    assert.equal(
      markup(tableNodes(head, rows, 2)),
      '<div class="table long"><table width="166"><thead><tr><th width="90">a</th><th width="76">head</th></tr></thead>' +
        `<tbody><tr><td width="90">1</td><td width="76"></td></tr><tr><td>${'x'.repeat(10)}</td><td>中文中文</td></tr></tbody>` +
        `<tbody><tr><td width="90">${'x'.repeat(40)}</td><td width="76"></td></tr><tr><td>3</td><td>4</td></tr></tbody>` +
        '<tbody><tr><td width="90"></td><td width="76"></td></tr></tbody></table></div>',
    );
  });

  it('has no column that is too narrow or too wide', () => {
    const widths = (text: string) => {
      const [table] = tableNodes(head, [row('1', text), row('2')], 1);
      return /<table width="(\d+)">/.exec(markup(table ? [table] : []))?.[1];
    };
    assert.equal(widths('x'), String(56 + 56));
    assert.equal(widths('x'.repeat(42)), String(56 + 42 * 7 + 20));
    assert.equal(widths('x'.repeat(43)), String(56 + 320));
    assert.equal(widths('字'.repeat(3)), String(56 + 6 * 7 + 20));
  });

  it('goes on in another table after so many rows, or so many cells', () => {
    const shape = (count: number, columns: number) =>
      tableNodes(
        elementNode('thead', [elementNode('tr', Array(columns).fill(cell('h', 'th')))]),
        Array(count).fill(row('1')),
        24,
      ).map((part) => {
        const text = markup([part]);
        return `${/class="([^"]*)"/.exec(text)?.[1]} ${text.split('<tbody>').length - 1}`;
      });
    assert.deepEqual(shape(264, 2), ['table long continued 10', 'table long 1']);
    assert.deepEqual(shape(240, 2), ['table long 10']);
    assert.deepEqual(shape(100, 32), ['table long continued 2', 'table long continued 2', 'table long 1']);
  });
});

describe('where a text is cut', () => {
  const place = (text: string) => cutPlace(lexDocument(text, {}, 4096).tokens, { longest: 90, line: 30 });

  it('is in a quote or an item that costs too much, after a line', () => {
    assert.equal(place('word word\n'.repeat(30)), undefined);
    assert.equal(place('> word\n'.repeat(4)), undefined);
    assert.equal(place('> word\n'.repeat(6)), 5 * 7);
    assert.equal(place('a\n\n> word\n> word\n> word\n> word\n> word\n'), 3 + 5 * 7);
    assert.equal(place('- word\n- word\n- word\n- word\n- word\n- word\n'), undefined);
    assert.equal(place('- a\n- word\n  word\n  word\n  word\n  word\n  word\n'), 4 + 5 * 7);
  });

  it('is in the middle of a line that is much too long', () => {
    assert.equal(place(`> ${'x'.repeat(118)}`), undefined);
    assert.equal(place(`> ${'x'.repeat(119)}`), 120);
    assert.equal(place(`> a\n> ${'x'.repeat(119)}`), 4 + 90 - 19 + 30);
  });

  it('is later in code, which is read faster', () => {
    const code = (fence: string, lines: number) => `> ${fence}\n${'> x\n'.repeat(lines)}`;
    assert.equal(place(code('```', 40)), undefined);
    assert.equal(place(code('```', 80)), 6 + 4 * 67);
    for (const fence of ['-   ```', '10. ```', '> - ```'])
      assert.equal(place(`${fence}\n${'     x\n'.repeat(60)}`), fence.length + 1 + 7 * 58, fence);
    assert.equal(place(code('``` a`b', 10)), 10 + 4 * 4);
    assert.equal(place(code('~~~ a`b', 40)), undefined);
    const ended = (fence: string) => place(`${code('```', 10)}> ${fence}\n${'> x\n'.repeat(20)}`);
    assert.equal(ended('```'), 6 + 10 * 4 + 6 + 3 * 4);
    assert.equal(ended('``` \t'), 6 + 10 * 4 + 8 + 3 * 4);
    assert.equal(ended('````'), 6 + 10 * 4 + 7 + 3 * 4);
    for (const other of ['~~~', '~~~x', '```js', 'x```']) assert.equal(ended(other), undefined, other);
    assert.equal(place(`${code('```', 60)}> ${'x'.repeat(200)}`), 6 + 60 * 4 + 30, 'in a line of code');
    assert.equal(place(`${code('~~~', 10)}> ~~~\n${'> x\n'.repeat(10)}`), 6 + 10 * 4 + 6 + 3 * 4);
  });
});
