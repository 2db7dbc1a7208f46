import { describe, it } from 'mocha';
import { type Allowance, approach } from '../../../../src/webview/markdown/approach.ts';
import {
  type CodeNode,
  elementNode,
  joinTexts,
  type MarkdownNode,
  sameNode,
  sameNodes,
  textNode,
} from '../../../../src/webview/markdown/nodes.ts';
import { createPatcher, patchText } from '../../../../src/webview/markdown/patch.ts';
import { assert } from '../assert.ts';
import { movedIn } from '../assertDrawn.ts';
import { useBrowser } from '../browser.ts';
import { markup } from './markup.ts';

const text = textNode;
const p = (content: string, attributes?: Record<string, string>) =>
  elementNode('p', [text(content)], attributes);
const code = (lines: readonly string[], changes: Partial<CodeNode> = {}): CodeNode => ({
  type: 'code',
  language: 'ts',
  path: undefined,
  lines,
  closed: false,
  ...changes,
});

describe('nodes that look the same', () => {
  it('are of the same kind and say the same', () => {
    const same: readonly (readonly [MarkdownNode, MarkdownNode])[] = [
      [text('a'), text('a')],
      [p('a', { class: 'x' }), p('a', { class: 'x' })],
      [code(['a', 'b']), code(['a', 'b'])],
      [elementNode('p', [text('a'), text('b')]), p('ab')],
    ];
    for (const [one, other] of same) assert.equal(sameNode(one, other), true);
    const nodes = [
      text('a'),
      text('b'),
      p('a'),
      p('b'),
      elementNode('li', [text('a')]),
      elementNode('p'),
      elementNode('p', [text('a'), elementNode('br')]),
      p('a', { class: 'x' }),
      p('a', { class: 'y' }),
      p('a', { id: 'x' }),
      p('a', { class: 'x', id: 'x' }),
      code(['a']),
      code(['b']),
      code(['a', 'b']),
      code(['a', 'c']),
      code(['a'], { language: 'js' }),
      code(['a'], { path: 'a.ts' }),
      code(['a'], { closed: true }),
    ];
    for (const one of nodes)
      for (const other of nodes) assert.equal(sameNode(one, other), one === other, markup([one, other]));
  });

  it('may have their texts cut otherwise', () => {
    assert.equal(sameNodes([text('a'), text('b'), p('c')], [text('ab'), p('c')]), true);
    assert.equal(sameNodes([text('a')], [text('a'), p('c')]), false);
    assert.equal(sameNodes([text('a'), p('c')], [text('a')]), false);
    assert.deepEqual(joinTexts([text('a'), text('b'), p('c'), text('d'), text('e')]), [
      text('ab'),
      p('c'),
      text('de'),
    ]);
  });
});

describe('a change of what is shown', () => {
  useBrowser();

  function create() {
    const updates: CodeNode[] = [];
    const made: CodeNode[] = [];
    const patcher = createPatcher((node) => {
      made.push(node);
      return {
        element: document.createElement('pre'),
        update: (next) => updates.push(next),
        finish: () => {},
      };
    });
    const root = document.createElement('div');
    let shown: readonly MarkdownNode[] = [];
    const show = (...nodes: readonly MarkdownNode[]) => {
      patcher.patchChildren(root, shown, nodes);
      shown = nodes;
    };
    return { root, show, updates, made };
  }

  it('keeps elements of the same name, and changes what is in them', () => {
    const { root, show } = create();
    show(p('a', { class: 'x', id: 'i' }), p('b'));
    const [first, second] = root.children;
    const content = first?.firstChild;
    show(p('ab', { class: 'y' }), p('b'));
    assert.deepEqual([...root.children], [first, second]);
    assert.equal(first?.firstChild, content);
    assert.equal(root.innerHTML, '<p class="y">ab</p><p>b</p>');
    show(elementNode('li', [text('ab')]), p('b'));
    assert.notEqual(root.children[0], first);
    assert.equal(root.children[1], second);
    assert.equal(root.innerHTML, '<li>ab</li><p>b</p>');
  });

  it('adds at the end, takes away from there, and changes the kind of a node', () => {
    const { root, show } = create();
    show(text('a'));
    show(text('a'), elementNode('br'), text('b'));
    assert.equal(root.innerHTML, 'a<br>b');
    show(elementNode('em', [text('a')]), text('c'));
    assert.equal(root.innerHTML, '<em>a</em>c');
    show(text('a'), elementNode('em'));
    assert.equal(root.innerHTML, 'a<em></em>');
    show();
    assert.equal(root.innerHTML, '');
  });

  it('touches nothing that is the same node, and nothing before the first that is another one', () => {
    const { root, show } = create();
    const first = p('a');
    show(first, p('b'));
    assert.deepEqual(
      movedIn(root, () => show(first, p('b'), p('c'))),
      ['p'],
    );
    root.firstElementChild?.append('!');
    show(first, p('b'), p('d'));
    assert.equal(root.innerHTML, '<p>a!</p><p>b</p><p>d</p>');
  });

  it('hands a code block what has changed, and makes another one only where there was none', () => {
    const { root, show, updates, made } = create();
    show(code(['a']));
    const [block] = root.children;
    const next = code(['a', 'b']);
    show(next);
    assert.equal(root.firstElementChild, block);
    assert.deepEqual(updates, [next]);
    show(p('a'));
    show(code(['c']));
    assert.equal(made.length, 2);
    assert.notEqual(root.firstElementChild, block);
    assert.deepEqual(updates, [next]);
  });

  it('adds to a text that has only grown, so that a selection in it stays', () => {
    const node = document.createTextNode('one');
    const calls: string[] = [];
    const append = node.appendData.bind(node);
    node.appendData = (data) => {
      calls.push(data);
      append(data);
    };
    patchText(node, 'one two');
    patchText(node, 'one two');
    patchText(node, 'other');
    assert.deepEqual(calls, [' two']);
    assert.equal(node.data, 'other');
  });
});

describe('a step towards what is to be shown', () => {
  const step = (shown: readonly MarkdownNode[], target: readonly MarkdownNode[], left: number) => {
    const allowance: Allowance = { left, exhausted: false };
    const nodes = approach(shown, target, allowance);
    return { nodes, cost: Math.round((left - allowance.left) * 1000) / 1000, exhausted: allowance.exhausted };
  };

  it('costs what is new, and a little for what looks the same but was read again', () => {
    assert.equal(step([], [p('x'.repeat(24))], 100).cost, 1 + 0.02 + 1);
    assert.equal(step([p('x')], [p('x')], 100).cost, 0.02 + 0.02);
    assert.equal(step([p('x')], [p(`x${'y'.repeat(48)}`)], 100).cost, 0.02 + 0.02 + 2);
    assert.equal(step([p(`x${'y'.repeat(48)}`)], [p('x')], 100).cost, 0.02 + 0.02 + 2);
    assert.equal(step([p('x')], [p('x', { class: 'y' })], 100).cost, 1 + 0.02);
    assert.equal(step([elementNode('hr')], [elementNode('br')], 100).cost, 1);
    assert.equal(step([elementNode('br')], [text('x'.repeat(24))], 100).cost, 1.02);
    assert.equal(step([], [code(['x'.repeat(24), ''])], 100).cost, 24 + 1 + 2 / 8);
    assert.equal(
      step([code(['x'.repeat(24)])], [code([`${'x'.repeat(24)}${'y'.repeat(48)}`])], 100).cost,
      2 + 1 / 8,
    );
    assert.equal(step([text('a')], [code([])], 100).cost, 24);
  });

  it('is the target itself where it gets there', () => {
    const target = [p('a'), p('b')];
    assert.equal(step([], target, 100).nodes, target);
    assert.equal(step(target, target, -1).nodes, target);
    assert.equal(step([p('a')], target, 100).nodes, target);
    assert.equal(step([], target, 100).exhausted, false);
  });

  it('goes from the beginning on as far as it may, and leaves what is shown behind that', () => {
    const { nodes, exhausted } = step([p('a'), p('b'), p('c')], [p('x'), p('y'), p('z')], 0.03);
    assert.equal(markup(nodes), '<p>x</p><p>b</p><p>c</p>');
    assert.equal(exhausted, true);
    const list = (...items: readonly string[]) =>
      elementNode(
        'ul',
        items.map((item) => elementNode('li', [text(item)])),
      );
    assert.equal(markup(step([], [list('a', 'b', 'c'), p('d')], 3.1).nodes), '<ul><li>a</li><li>b</li></ul>');
    const first = p('a');
    assert.equal(markup(step([first], [first, p('b')], 0).nodes), '<p>a</p>');
  });

  it('shows at least a part of code, open until all of it is there', () => {
    const target = code(['x'.repeat(5000), 'b'], { closed: true });
    const first = step([], [target], 1);
    assert.equal(first.exhausted, true);
    assert.equal(markup(first.nodes), `<pre ts open>${'x'.repeat(2000)}</pre>`);
    const second = step(first.nodes, [target], 1);
    assert.equal(markup(second.nodes), `<pre ts open>${'x'.repeat(4000)}</pre>`);
    const third = step(second.nodes, [target], 1);
    assert.equal(markup(third.nodes), `<pre ts open>${'x'.repeat(5000)}</pre>`);
    const last = step(third.nodes, [target], 1);
    assert.equal(last.nodes[0], target);
    assert.equal(last.exhausted, false);
    const more = step([], [code(['x'.repeat(5000)])], 24 + 100);
    assert.equal(markup(more.nodes), `<pre ts open>${'x'.repeat(2400)}</pre>`);
    assert.equal(more.cost, 124);
  });

  it('shows no line of code more when nothing is left, and all when enough is', () => {
    const line = 'x'.repeat(24);
    assert.equal(markup(step([], [code([line, 'b'])], 24 + 1 + 1 / 8).nodes), `<pre ts open>${line}</pre>`);
    const target = code(['x'.repeat(5000), 'b']);
    assert.equal(step([code(['x'.repeat(4000)])], [target], 100).nodes[0], target);
    const empty = code([]);
    assert.equal(step([code(['a'])], [empty], 100).nodes[0], empty);
  });

  it('shows as many lines of code as it may, and goes back where they have changed', () => {
    const target = code(['1', '2', '3', '4'].map((line) => line.repeat(24)));
    const { nodes } = step([], [target], 24 + 2);
    assert.equal(markup(nodes), `<pre ts open>${['1', '2'].map((line) => line.repeat(24)).join('⏎')}</pre>`);
    const changed = step([code(['a', 'b', 'c'])], [code(['a', 'x', 'c'])], 100);
    assert.equal(markup(changed.nodes), '<pre ts open>a⏎x⏎c</pre>');
    const long = 'x'.repeat(48);
    const cost = (shown: readonly string[], next: readonly string[]) =>
      step([code(shown)], [code(next)], 100).cost;
    assert.equal(cost(['a', long], ['a', `${long}y`]), 0.042 + 1 / 8);
    assert.equal(cost(['a', long], ['a', `y${long}`]), 2.042 + 1 / 8);
    assert.equal(cost(['a', long], ['b', `${long}${'y'.repeat(24)}`]), 0.042 + 3 + 2 / 8);
    assert.equal(step([code(['a', 'b'])], [code(['a'])], 100).exhausted, false);
    assert.equal(
      markup(step([code(['a', 'b'])], [code(['a'], { closed: true })], 1).nodes),
      '<pre ts>a</pre>',
    );
  });
});
