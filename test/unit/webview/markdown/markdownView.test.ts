import assert from 'node:assert/strict';
import fc from 'fast-check';
import { viewStrings } from '../../../../src/shared/strings.ts';
import type { CodeBlockContext } from '../../../../src/webview/markdown/codeBlock.ts';
import { createMarkdownView } from '../../../../src/webview/markdown/markdownView.ts';
import { useBrowser } from '../browser.ts';
import { corpus } from './corpus.ts';

describe('markdown view', () => {
  useBrowser();

  /** Runs what can wait when the test says so. */
  function createContext(): CodeBlockContext & { runIdle(): void } {
    const idle: Iterator<unknown>[] = [];
    return {
      texts: viewStrings,
      copy: () => {},
      insert: () => {},
      inSlices: (steps) => idle.push(steps),
      runIdle() {
        for (let steps = idle.shift(); steps; steps = idle.shift()) while (!steps.next().done);
      },
    };
  }

  function render(pieces: readonly string[]): HTMLElement {
    const context = createContext();
    const view = createMarkdownView(context);
    for (const piece of pieces) view.append(piece);
    view.finish();
    context.runIdle();
    return view.element;
  }

  /** The DOM without the traces of how it came to be: cut texts, and which sections are known to be settled. */
  function picture(element: HTMLElement): string {
    element.normalize();
    return element.innerHTML.replaceAll(' settled"', '"');
  }

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
      { numRuns: 60 },
    );
  });

  it('never replaces what is settled', () => {
    const view = createMarkdownView(createContext());
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
      const view = createMarkdownView(createContext());
      view.append(start + part.repeat(3));
      const first = view.element.querySelector(selector);
      assert.ok(first);
      for (let count = 0; count < 600; count += 1) view.append(part);
      assert.equal(view.element.querySelector(selector), first);
    }
  });

  it('makes nothing that runs, loads or leads anywhere but to http, https and mail', () => {
    const hostile = [
      ...corpus,
      '[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](java&#x0A;script:alert(1)) [d](&#106;avascript:alert(1)) [e]( javascript:x )',
      '[f](data:text/html;base64,PHNjcmlwdD4=) [g](vbscript:x) [h](command:workbench.action.quit) [i](vscode://x) [j](file:///etc/passwd) [k](//evil.example) [l](blob:x)',
      '<javascript:alert(1)> <data:text/html,x> ![x](javascript:alert(1)) ![x](data:image/svg+xml,<svg/onload=alert(1)>)',
      '![tracker](https://evil.example/?q=secret) [![a](https://evil.example/a.png)](javascript:x) ![<img src=x onerror=alert(1)>](x)',
      '<svg onload=alert(1)><script>alert(1)</script></svg><iframe src="https://evil.example"></iframe><object data=x></object><style>@import "x"</style>',
      '<img src=x onerror=alert(1)> <a href="javascript:alert(1)">x</a> <form action="https://evil.example"><input onfocus=alert(1) autofocus></form>',
      '[outer [inner](https://a.example)](https://b.example) [![i](https://c.example)](https://d.example)',
      '[x]: javascript:alert(1)\n\n[x] [y][x] ![x]\n',
      '```js"><img src=x onerror=alert(1)>\ncode\n```\n\n| <script>alert(1)</script> |\n|---|\n| <img src=x> |\n',
    ].join('\n\n');
    const element = render([hostile]);
    const allowed = new Set(
      'A BLOCKQUOTE BR BUTTON CODE DEL DIV EM H1 H2 H3 H4 H5 H6 HR INPUT LI OL P PRE SPAN STRONG TABLE TBODY TD TH THEAD TR UL'.split(
        ' ',
      ),
    );
    const attributes = new Set(
      'aria-hidden aria-label checked class disabled hidden href role start tabindex title type'.split(' '),
    );
    for (const each of element.querySelectorAll('*')) {
      assert.ok(allowed.has(each.tagName), each.tagName);
      for (const name of each.getAttributeNames()) assert.ok(attributes.has(name), `${each.tagName} ${name}`);
      const href = each.getAttribute('href');
      if (href !== null) assert.match(href, /^(https?:\/\/|mailto:)/);
      if (each.tagName === 'A') assert.equal(each.querySelector('a'), null);
      if (each.tagName === 'INPUT') assert.equal(each.getAttribute('type'), 'checkbox');
    }
    assert.match(element.textContent ?? '', /<script>alert\(1\)<\/script>/);
  });

  it('shows where a look-alike address really leads', () => {
    const link = render(['[apple.com](https://аpple.com/)']).querySelector('a');
    assert.equal(link?.getAttribute('title'), 'https://xn--pple-43d.com/');
  });

  it('reads what models write in Chinese', () => {
    const html = render(['**注意：**内容，“**引用**”。见 https://example.com/a，然后']).innerHTML;
    assert.match(html, /<strong>注意：<\/strong>内容/);
    assert.match(html, /<strong>引用<\/strong>/);
    assert.match(html, /href="https:\/\/example.com\/a"/);
  });

  it('colours code when its block closes, and loses no character of it', () => {
    const context = createContext();
    const view = createMarkdownView(context);
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

  it('shows the text as it came when the parser fails', () => {
    const context = createContext();
    const view = createMarkdownView(context);
    const silenced = console.error;
    console.error = () => {};
    try {
      view.append('fine\n\n');
      view.append(`${'>'.repeat(30_000)} deep`);
      view.append(' and more');
      view.finish();
    } finally {
      console.error = silenced;
    }
    assert.match(view.element.textContent ?? '', /^fine\n\n>+ deep and more$/);
  });

  it('takes a megabyte of backslashes in one line', () => {
    const started = performance.now();
    const view = createMarkdownView(createContext());
    const text = '\\'.repeat(1_000_000);
    for (let at = 0; at < text.length; at += 50_000) view.append(text.slice(at, at + 50_000));
    assert.equal(view.element.textContent?.length, 500_000);
    assert.ok(performance.now() - started < 5000);
  });
});
