import { describe, it } from 'mocha';
import { viewStrings } from '../../../../src/shared/strings.ts';
import { type CodeBlockContext, createCodeBlock } from '../../../../src/webview/markdown/codeBlock.ts';
import type { CodeNode } from '../../../../src/webview/markdown/nodes.ts';
import { assert } from '../assert.ts';
import { assertDrawn, movedIn } from '../assertDrawn.ts';
import { useBrowser } from '../browser.ts';
import { picture, render } from './rendering.ts';

function code(lines: readonly string[], changes: Partial<CodeNode> = {}): CodeNode {
  return { type: 'code', language: 'ts', path: undefined, lines, closed: false, ...changes };
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `line${index};`);

describe('a code block', () => {
  useBrowser();

  function create(first: CodeNode) {
    const idle: Iterator<unknown>[] = [];
    const copied: string[] = [];
    const acted: unknown[] = [];
    let expected = 0;
    const context: CodeBlockContext = {
      texts: viewStrings,
      copy: (text) => copied.push(text),
      actOnCode: (action, { code: text, language, path }) => acted.push([action, text, language, path]),
      expect: (milliseconds) => {
        expected += milliseconds;
      },
      inSlices: (steps) => idle.push(steps),
    };
    const block = createCodeBlock(first, context);
    document.body.replaceChildren(block.element);
    const all = (selector: string) => [...block.element.querySelectorAll<HTMLElement>(selector)];
    return {
      block,
      copied,
      acted,
      idle,
      expected: () => expected,
      all,
      groups: () => all('.code-lines'),
      text: () => block.element.querySelector('code')?.textContent,
      colour() {
        for (let steps = idle.shift(); steps; steps = idle.shift()) while (!steps.next().done);
      },
    };
  }

  it('is a head over lines that can be scrolled with the keyboard', () => {
    const { block, all } = create(code(['let a;', 'let b;']));
    assertDrawn(
      all('pre')[0],
      `
      pre[tabindex="0"]
        code
          span.code-lines
            "let a;\\nlet b;"
      `,
    );
    assert.equal(block.element.className, 'code-block');
    assert.equal(block.element.getAttribute('role'), 'group');
    assert.equal(block.element.getAttribute('aria-label'), 'TypeScript');
    assert.equal(all('.code-language')[0]?.textContent, 'TypeScript');
    block.update(code(['let a;'], { language: undefined }));
    assert.equal(block.element.getAttribute('aria-label'), 'Text');
    assert.equal(all('.code-language')[0]?.textContent, 'Text');
  });

  it('gives all of its code away, and only when it is complete for more than copying', () => {
    const { block, all, copied, acted } = create(code(['let a;', 'let b;'], { path: 'a.ts' }));
    const press = (name: string) => all(`[aria-label^="${name}"]`)[0]?.click();
    press('Copy');
    press('Insert');
    assert.deepEqual(copied, ['let a;\nlet b;']);
    assert.deepEqual(acted, []);
    block.finish();
    press('Insert');
    assert.deepEqual(acted, [['insert', 'let a;\nlet b;', 'ts', 'a.ts']]);
  });

  it('wraps its lines when that is chosen', () => {
    const { block, all } = create(code(['let a;']));
    const wrap = () => {
      all('[aria-haspopup=menu]')[0]?.click();
      const item = [...document.querySelectorAll<HTMLElement>('[role^=menuitem]')].find(({ textContent }) =>
        /wrap/i.test(textContent ?? ''),
      );
      item?.click();
    };
    wrap();
    assert.equal(block.element.className, 'code-block wrapped');
    wrap();
    assert.equal(block.element.className, 'code-block');
  });

  it('has its lines in groups of forty, whose size is known where it is whole', () => {
    const { groups, text } = create(code([...numbered(39), '中文\tx', ...numbered(3)]));
    assert.equal(groups().length, 2);
    assert.equal(groups()[0]?.textContent?.split('\n').length, 41);
    assert.equal(groups()[1]?.textContent, numbered(3).join('\n'));
    assert.equal(groups()[0]?.getAttribute('style'), 'contain-intrinsic-size: auto 7ch auto 720px;');
    assert.equal(groups()[1]?.hasAttribute('style'), false);
    assert.equal(text()?.split('\n').length, 43);
    const wide = create(code(['中文中文\t\t', ...numbered(45)]));
    assert.match(wide.groups()[0]?.getAttribute('style') ?? '', /auto 12ch /);
  });

  it('changes only the last group when a line comes, by adding to it', () => {
    const { block, groups } = create(code(numbered(42)));
    const [first, last] = groups();
    const text = last?.firstChild;
    assert.ok(first && last);
    const named: string[] = [];
    const { setAttribute } = block.element;
    block.element.setAttribute = (name, value) => {
      named.push(name);
      setAttribute.call(block.element, name, value);
    };
    assert.deepEqual(
      movedIn(block.element, () => block.update(code(numbered(43)))),
      [],
    );
    assert.deepEqual(named, [], 'nor is it named again');
    assert.equal(last.firstChild, text);
    assert.equal(text?.textContent, 'line40;\nline41;\nline42;');
    block.update(code(numbered(81)));
    assert.equal(groups().length, 3);
    assert.equal(groups()[0], first);
    assert.equal(last.getAttribute('style'), 'contain-intrinsic-size: auto 7ch auto 720px;');
    assert.equal(last.textContent?.endsWith('\n'), true);
  });

  it('ends its last group with a line end when another one comes, and sizes it', () => {
    const { block, groups, text } = create(code(numbered(40)));
    assert.equal(groups()[0]?.hasAttribute('style'), false);
    block.update(code(numbered(41)));
    assert.equal(text(), numbered(41).join('\n'));
    assert.equal(groups()[0]?.hasAttribute('style'), true);
    block.update(code(numbered(79)));
    block.update(code(numbered(81)));
    assert.equal(text(), numbered(81).join('\n'));
  });

  it('loses what is gone', () => {
    const { block, groups, text } = create(code(numbered(90)));
    block.update(code(numbered(41)));
    assert.equal(groups().length, 2);
    assert.equal(groups()[1]?.hasAttribute('style'), false);
    assert.equal(text(), numbered(41).join('\n'));
    block.update(code(numbered(40)));
    assert.equal(text(), numbered(40).join('\n'));
    assert.equal(groups()[0]?.hasAttribute('style'), false);
    block.update(code(['other', ...numbered(2)]));
    assert.equal(text(), 'other\nline0;\nline1;');
    block.update(code([]));
    assert.equal(text(), '');
  });

  it('ends as if it had come at once, though its last line turns out to be the fence', () => {
    const lines = `\`\`\`cobol\n${'line\n'.repeat(40)}`;
    assert.equal(picture(render([lines, '`', '``\n'])), picture(render([`${lines}\`\`\`\n`])));
  });

  it('has lines of more than ten thousand characters in pieces', () => {
    const long = 'x'.repeat(10_001);
    const { block, groups, text, all } = create(code(['a', long, 'b']));
    const shape = () =>
      [...(groups()[0]?.childNodes ?? [])].map((node) =>
        node instanceof HTMLElement
          ? `${node.className} ${node.textContent?.length}`
          : JSON.stringify(node.textContent),
      );
    const pieces = [...Array(5).fill('code-piece 2000'), 'code-piece 1'];
    assert.deepEqual(shape(), ['"a\\n"', ...pieces, '"\\nb"']);
    const [first] = all('.code-piece');
    block.update(code(['a', `${long}y`, 'b', 'c']));
    assert.deepEqual(shape(), ['"a\\n"', ...pieces.slice(0, 5), 'code-piece 2', '"\\nb\\nc"']);
    assert.equal(all('.code-piece')[0], first);
    block.update(code(['a', 'x'.repeat(10_000), 'b']));
    assert.equal(all('.code-piece').length, 0);
    assert.equal(text(), `a\n${'x'.repeat(10_000)}\nb`);
    block.update(code([long, long]));
    assert.equal(text(), `${long}\n${long}`);
    assert.deepEqual(shape(), [...pieces, '"\\n"', ...pieces]);
    block.update(code(['x'.repeat(12_000)]));
    assert.deepEqual(shape(), Array(6).fill('code-piece 2000'));
    block.update(code([long, 'b']));
    assert.deepEqual(shape(), [...pieces, '"\\nb"']);
  });

  it('is coloured when it is closed or the answer is over, once', () => {
    const { block, colour, idle, all, text } = create(code(['let a;', 'if (a) b;']));
    assert.equal(idle.length, 0);
    block.finish();
    assert.equal(idle.length, 1);
    block.update(code(['let a;', 'if (a) b;'], { closed: true }));
    assert.equal(idle.length, 1);
    colour();
    assertDrawn(
      all('code')[0],
      `
      code
        span.code-lines
          span.token-keyword
            "let"
          " a;\\n"
          span.token-control
            "if"
          " (a) b;"
      `,
    );
    block.update(code(['let a;', 'if (a) b;', 'c;'], { closed: true }));
    assert.equal(text(), 'let a;\nif (a) b;\nc;');
    assert.equal(all('.token-keyword').length, 0);
    colour();
    assert.equal(all('.token-keyword').length, 1);
  });

  it('has no colours where its language is not known', () => {
    const { idle } = create(code(['let a;'], { closed: true, language: 'cobol' }));
    assert.equal(idle.length, 0);
  });

  it('colours one group after the other, and says what each costs', () => {
    const lines = Array.from({ length: 100 }, () => 'let a;');
    const { idle, groups, expected, text } = create(code(lines, { closed: true }));
    const [steps] = idle;
    const coloured = () => groups().filter((group) => group.querySelector('.token-keyword')).length;
    const seen: number[] = [];
    while (!steps?.next().done) if (seen.at(-1) !== coloured()) seen.push(coloured());
    assert.deepEqual(seen, [0, 1, 2, 3]);
    assert.equal(text(), lines.join('\n'));
    // A text before each keyword, an empty one before the first of a group, and the keyword.
    assert.ok(Math.abs(expected() - 100 * 2 * 0.02) < 1e-9, String(expected()));
  });

  it('keeps the colours of a group in which nothing has changed', () => {
    const lines = Array.from({ length: 90 }, () => 'let a;');
    const { block, colour, groups } = create(code(lines, { closed: true }));
    colour();
    const before = groups().map(({ firstChild }) => firstChild);
    block.update(code([...lines, 'let b;'], { closed: true }));
    const kept = groups().map(({ firstChild }, index) => firstChild === before[index]);
    assert.deepEqual(kept, [true, true, false]);
    assert.equal(groups()[2]?.querySelector('.token-keyword'), null);
    block.update(code(['x'.repeat(10_001)], { closed: true }));
    assert.deepEqual(
      [...(groups()[0]?.children ?? [])].map(({ className }) => className),
      Array(6).fill('code-piece'),
    );
  });

  it('colours what has been read while there is more to be read, with no text in which nothing is', () => {
    const { idle, all, groups } = create(code(Array(2000).fill('let a;'), { closed: true }));
    let count = 0;
    for (const [steps] = idle; all('.token-keyword').length === 0; count += 1) steps?.next();
    assert.ok(count <= 3, `${count} steps`);
    for (const { textContent } of groups()[0]?.childNodes ?? []) assert.notEqual(textContent, '');
  });

  it('stops colouring what has changed meanwhile', () => {
    const lines = Array.from({ length: 100 }, () => 'let a;');
    const { block, idle, all, text } = create(code(lines, { closed: true }));
    const [steps] = idle;
    while (all('.token-keyword').length === 0) steps?.next();
    block.update(code(['var b;', ...lines.slice(1)], { closed: true }));
    assert.equal(steps?.next().done, true);
    assert.equal(text(), ['var b;', ...lines.slice(1)].join('\n'));
    assert.equal(idle.length, 2);
  });

  it('leaves a group plain in which a line is in pieces', () => {
    const { colour, groups } = create(
      code([...numbered(38), 'let a;', 'x'.repeat(10_001), 'let b;'], { closed: true }),
    );
    colour();
    const coloured = groups().map((group) => group.querySelectorAll('.token-keyword').length);
    assert.deepEqual(coloured, [0, 1]);
  });
});
