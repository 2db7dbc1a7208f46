import fc from 'fast-check';
import { createMarkdownView } from '../../../../src/webview/markdown/markdownView.ts';
import { assert } from '../assert.ts';
import { useBrowser } from '../browser.ts';
import { corpus } from './corpus.ts';
import { createEagerView, createIdleContext, picture, render } from './rendering.ts';

describe('markdown view', () => {
  useBrowser();

  it('ends with the DOM of one-shot rendering, however the text was cut', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.constantFrom(...corpus), fc.constantFrom(...corpus), cuts, (first, second, lengths) => {
        const text = `${first}\n\n${second}`;
        const pieces: string[] = [];
        for (let at = 0; at < text.length; at += lengths[pieces.length % lengths.length] ?? 1) {
          pieces.push(text.slice(at, at + (lengths[pieces.length % lengths.length] ?? 1)));
        }
        const joined = picture(render([pieces.join('')]));
        assert.equal(picture(render(pieces)), joined);
      }),
      { numRuns: 40 },
    );
  }).timeout(20_000);

  it('never replaces what is settled', () => {
    const view = createEagerView(createIdleContext());
    const known = new Map<Node, string>();
    const text = corpus
      .filter((document) => !document.includes(']:'))
      .join('\n\n')
      .slice(0, 6000);
    for (let at = 0; at < text.length; at += 7) {
      view.append(text.slice(at, at + 7));
      const blocks = [...view.element.querySelectorAll('.section > *')];
      for (const [node, html] of known) {
        assert.equal(view.element.contains(node), true);
        assert.equal((node as Element).outerHTML, html);
      }
      for (const block of blocks.slice(0, -6)) known.set(block, block.outerHTML);
    }
    assert.ok(known.size > 60);
  });

  it('keeps the nodes of an item, a row and a line while others follow', () => {
    const grown: readonly [string, string, string][] = [
      ['- item **bold**\n', 'li strong', ''],
      ['| cell `code` |\n', 'td code', '| head |\n|---|\n'],
      ['let a;\n', '.code-lines', '```\n'],
      ['words and **bold** words and ', 'strong', ''],
    ];
    for (const [part, selector, start] of grown) {
      const view = createEagerView(createIdleContext());
      view.append(start + part.repeat(3));
      const first = view.element.querySelector(selector);
      assert.ok(first);
      for (let count = 0; count < 200; count += 1) view.append(part);
      assert.equal(view.element.querySelector(selector), first);
    }
  }).timeout(20_000);

  it('shows a list without end as lists that go on counting, and says so to nobody before', () => {
    const item = (number: number) => `${number}. item\n`;
    const view = createEagerView(createIdleContext());
    for (let number = 3; number < 27; number += 1) view.append(item(number));
    assert.equal(view.element.querySelectorAll('ol').length, 1);
    for (let number = 27; number < 90; number += 1) view.append(item(number));
    const lists = [...view.element.querySelectorAll('ol')];
    assert.deepEqual(
      lists.map((list) => list.getAttribute('start')),
      ['3', '27', '51', '75'],
    );
    assert.equal(lists.at(-1)?.classList.contains('continued'), false);
  });

  it('shows a table without end with one head and columns of the same widths in all its bodies', () => {
    const view = createEagerView(createIdleContext());
    view.append('| a | long heading |\n|---|--:|\n');
    for (let row = 0; row < 100; row += 1) view.append(`| ${row} | text |\n`);
    const bodies = [...view.element.querySelectorAll('tbody')];
    assert.equal(view.element.querySelectorAll('table').length, 1);
    assert.equal(view.element.querySelectorAll('tr').length, 101);
    assert.equal(bodies.length, 5);
    const widths = (row: Element | null | undefined) =>
      [...(row?.children ?? [])].map((cell) => cell.getAttribute('width'));
    const expected = widths(view.element.querySelector('thead tr'));
    assert.equal(
      expected.every((width) => Number(width) > 0),
      true,
    );
    for (const body of bodies) assert.deepEqual(widths(body.firstElementChild), expected);
  });

  it('shows the end of a long answer at once, then all of it, and takes in what comes meanwhile', () => {
    const text = corpus
      .filter((document) => !document.includes(']:'))
      .join('\n\n')
      .repeat(4);
    const context = createIdleContext();
    let settled = 0;
    const view = createEagerView(context, () => {
      settled += 1;
    });
    view.append(`${text}\n\n# Last words\n\n`);
    assert.equal(
      [...view.element.querySelectorAll('.section')].at(-1)?.querySelector('h1:last-of-type')?.textContent,
      'Last words',
    );
    view.append('and *more*');
    view.finish();
    assert.equal(settled, 0);
    context.runIdle();
    assert.equal(settled, 1);
    assert.equal(picture(view.element), picture(render([`${text}\n\n# Last words\n\nand *more*`])));
    assert.equal(view.element.querySelector('em:last-of-type')?.textContent?.length, 4);
  }).timeout(20_000);

  it('marks where a text ends, and whether it grows there', () => {
    const view = createEagerView(createIdleContext());
    const marked = (name: string) => [...view.element.querySelectorAll(`.section.${name}`)];
    const last = () => [...view.element.querySelectorAll('.section')].at(-1);
    for (let count = 0; count < 40; count += 1) {
      view.append(`Paragraph ${count}\n\n`);
      assert.deepEqual(marked('end'), [last()]);
      assert.deepEqual(marked('growing'), []);
    }
    view.setGrowing(true);
    for (let count = 0; count < 40; count += 1) {
      view.append(`Paragraph ${count}\n\n`);
      assert.deepEqual(marked('growing'), [last()]);
    }
    view.setGrowing(false);
    assert.deepEqual(marked('growing'), []);
    assert.ok(view.element.querySelectorAll('.section').length > 3);
  });

  it('settles all of a finished text, a part of it at a time, but for what is too heavy to be skipped', () => {
    const table = `| a | b |\n|---|---|\n| ${'*x* _y_ '.repeat(2000)} | c |\n\n`;
    const context = createIdleContext();
    const view = createEagerView(context);
    for (let count = 0; count < 40; count += 1) view.append(`Paragraph ${count}\n\n`);
    view.append(table);
    view.append('The end.');
    const settled = () => view.element.querySelectorAll('.settled').length;
    const before = settled();
    view.finish();
    context.runIdle();
    assert.ok(settled() > before);
    const others = [...view.element.querySelectorAll('.section:not(.settled)')];
    assert.equal(others.length, 1);
    assert.ok(others[0]?.querySelector('table'));
  });

  it('gathers sections in chapters, which are complete when all in them is settled, however the text came', () => {
    const text = Array.from({ length: 700 }, (_, index) => `# Title ${index}\n\nWords.\n\n`).join('');
    const counts = (root: Element) =>
      [...root.querySelectorAll(':scope > .chapter')].map(
        (chapter) =>
          `${chapter.childElementCount}${chapter.classList.contains('complete') ? ' complete' : ''}`,
      );
    const pieces = text.match(/[\s\S]{1,997}/g) ?? [];
    const context = createIdleContext();
    const growing = createEagerView(context);
    for (const piece of pieces.slice(0, -1)) growing.append(piece);
    assert.deepEqual(counts(growing.element).slice(0, 3), ['24 complete', '24 complete', '24 complete']);
    const finished = ['24 complete', '24 complete', '24 complete', '24 complete', '21'];
    assert.deepEqual(counts(render(pieces)), finished);
    assert.deepEqual(counts(render([text])), finished);
  });

  it('shows in another step what it has read, if that was much', () => {
    const view = createMarkdownView(createIdleContext());
    const item = `- an item\n${'  goes on with a line of words\n'.repeat(300)}`;
    view.append('Words.\n\n');
    while (view.step());
    view.append(item);
    while (view.step());
    const previous = view.element.textContent;
    assert.ok((previous?.length ?? 0) > 8192);
    // Reading alone changes nothing that is seen.
    view.append('  and *one more* line\n');
    assert.equal(view.step(), true);
    assert.equal(view.element.textContent, previous);
    while (view.step());
    assert.match(view.element.textContent ?? '', /and one more line$/);
  });

  it('leaves formulas as they were typed', () => {
    const formulas = [
      '$a_1 * b_2 * c$',
      '$$x_i^*$$',
      '\\(x_1*y_2*z\\)',
      '\\[a_b *c*\\]',
      '$$\n- a_1\n# b_2\n$$',
      '\\[\n- a_1\n\\]',
    ];
    for (const formula of formulas) {
      const element = render([`*Before*\n\n${formula}\n\n*after*`]);
      assert.ok(element.textContent?.includes(formula), formula);
    }
    const prices = render(['It costs *$5* and $6, not **$7**, and `$PATH` is $HOME.']);
    assert.equal(prices.textContent, 'It costs $5 and $6, not $7, and $PATH is $HOME.');
    assert.equal(prices.querySelectorAll('em, strong, code').length, 3);
  });

  it('shows where a look-alike address really leads', () => {
    const link = render(['[apple.com](https://аpple.com/)']).querySelector('a');
    assert.equal(link?.getAttribute('title'), 'https://xn--pple-43d.com/');
  });

  it('reads what models write in Chinese', () => {
    const html = render(['**注意：**内容，“**引用**”。见 https://example.com/a，然后']).innerHTML;
    assert.match(html, /<strong>注意：<\/strong>内容/);
    assert.match(html, /<strong>引用<\/strong>/);
    assert.match(html, /data-url="https:\/\/example.com\/a"/);
  });

  it('colours code when its block closes, and loses no character of it', () => {
    const context = createIdleContext();
    const view = createEagerView(context);
    const code = `${'/* a comment\n   over lines */\nconst x: string = `a b\nc`;\n\n'.repeat(120)}export {};`;
    view.append(`\`\`\`ts\n${code}`);
    context.runIdle();
    assert.equal(view.element.querySelector('[class^=token-]'), null);
    view.append('\n```\n');
    context.runIdle();
    const comments = [...view.element.querySelectorAll('.token-comment')].map((token) => token.textContent);
    assert.equal(view.element.querySelector('code')?.textContent, code);
    assert.equal(comments.length, 240);
    assert.equal(view.element.querySelector('.token-keyword')?.textContent, 'const');
    assert.equal([...view.element.querySelectorAll('.token-control')].at(-1)?.textContent, 'export');
  });

  it('shows a line of code without end in pieces that only grow, and loses no character of it', () => {
    const context = createIdleContext();
    const view = createEagerView(context);
    const line = 'const x = "y"; '.repeat(2000);
    view.append(`\`\`\`js\nlet first;\n${line.slice(0, 7000)}`);
    for (let at = 7000; at < line.length; at += 1000) view.append(line.slice(at, at + 1000));
    const pieces = [...view.element.querySelectorAll('.code-piece')];
    assert.equal(pieces.length, 15);
    view.append(`${line}\nlet last;\n\`\`\`\n`);
    context.runIdle();
    assert.equal(view.element.querySelector('code')?.textContent, `let first;\n${line}${line}\nlet last;`);
    assert.deepEqual([...view.element.querySelectorAll('.code-piece')].slice(0, 15), pieces);
  });

  it('shows the text as it came when the parser fails', () => {
    const context = createIdleContext();
    let settled = 0;
    const view = createEagerView(context, () => {
      settled += 1;
    });
    const silenced = console.error;
    const createElement = document.createElement;
    console.error = () => {};
    try {
      view.append('fine\n\n');
      document.createElement = (name: string) => {
        if (name === 'blockquote') throw new Error('no such thing');
        return createElement.call(document, name);
      };
      view.append('> deep');
      view.append(' and more');
      view.finish();
    } finally {
      console.error = silenced;
      document.createElement = createElement;
    }
    assert.equal(view.element.textContent, 'fine\n\n> deep and more');
    assert.equal(settled, 1);
  });
});
