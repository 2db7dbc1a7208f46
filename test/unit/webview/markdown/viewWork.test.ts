import { Lexer } from 'marked';
import { describe, it } from 'mocha';
import { createMarkdownView } from '../../../../src/webview/markdown/markdownView.ts';
import { assert } from '../assert.ts';
import { useBrowser } from '../browser.ts';
import { makeAllSteps } from '../deadline.ts';
import { createEagerView, createIdleContext, picture, render } from './rendering.ts';

/** Reads every text as if it said something else meanwhile, as a parser would that errs. */
function misread(work: () => void, change: (source: string) => string): void {
  const { blockTokens } = Lexer.prototype;
  Lexer.prototype.blockTokens = function (this: Lexer, source: string, ...others: never[]) {
    return Reflect.apply(blockTokens, this, [change(source), ...others]);
  } as typeof blockTokens;
  try {
    work();
  } finally {
    Lexer.prototype.blockTokens = blockTokens;
  }
}

/** Returns what tells the changes since then. */
function observe(element: Element, what: MutationObserverInit): () => readonly MutationRecord[] {
  const { defaultView } = element.ownerDocument;
  assert.ok(defaultView);
  const observer = new defaultView.MutationObserver(() => {});
  observer.observe(element, what);
  return () => {
    const records = observer.takeRecords();
    observer.disconnect();
    return records;
  };
}

describe('a markdown view', () => {
  useBrowser();

  function create() {
    const idle: Iterator<unknown>[] = [];
    let expected = 0;
    let settled = 0;
    const context = {
      ...createIdleContext(),
      expect: (milliseconds: number) => {
        expected += milliseconds;
      },
      inSlices: (steps: Iterator<unknown>) => idle.push(steps),
    };
    const view = createMarkdownView(context, () => {
      settled += 1;
    });
    document.body.replaceChildren(view.element);
    return {
      view,
      settled: () => settled,
      cost() {
        const cost = Math.round(expected * 1000) / 1000;
        expected = 0;
        return cost;
      },
      draw(text: string) {
        view.append(text);
        makeAllSteps(view.step, () => text.slice(0, 40));
      },
      /** Returns how many steps that took. */
      runIdle() {
        let count = 0;
        for (let steps = idle.shift(); steps; steps = idle.shift()) {
          const { next } = steps;
          makeAllSteps(
            () => {
              count += 1;
              return !next.call(steps).done;
            },
            () => 'idle',
          );
        }
        return count;
      },
    };
  }

  it('says what it costs to draw and to settle', () => {
    const { draw, cost, view, runIdle } = create();
    draw('***\n\n'.repeat(14));
    assert.equal(cost(), 14 * 0.02 + 12 * 0.02);
    view.finish();
    runIdle();
    assert.equal(cost(), 2 * 0.02, 'the last section, but none twice');
  });

  it('changes no class and looks at no section but the last when it grows', () => {
    const { draw, view } = create();
    draw('***\n\n'.repeat(400));
    draw('a');
    const changes = observe(view.element, {
      attributes: true,
      attributeOldValue: true,
      childList: true,
      subtree: true,
    });
    const looked = new Set<Element>();
    const sections = [...view.element.querySelectorAll('.section')];
    for (const section of sections) {
      const nodes = section.childNodes;
      Object.defineProperty(section, 'childNodes', {
        configurable: true,
        get() {
          looked.add(section);
          return nodes;
        },
      });
    }
    draw('b');
    for (const { type, oldValue } of changes()) assert.equal(`${type} ${oldValue}`, 'attributes section end');
    assert.ok(looked.size <= 1, `${looked.size} sections`);
    assert.equal(sections.at(-1)?.textContent, 'ab');
  });

  it('shows no block twice while it gets there', () => {
    const { draw, view } = create();
    const settled = new Map<Element, string>();
    draw('# a\n\n'.repeat(5));
    view.append(`${'- b\n'.repeat(150)}\n# c\n\n${'1. d\n'.repeat(100)}`);
    makeAllSteps(
      () => {
        const more = view.step();
        assert.ok(view.element.querySelectorAll('h1').length <= 6);
        for (const [section, html] of settled) assert.equal(section.innerHTML, html);
        for (const section of view.element.querySelectorAll('.settled'))
          settled.set(section, section.innerHTML);
        return more;
      },
      () => 'lists',
    );
    assert.equal(view.element.querySelectorAll('h1').length, 6);
  });

  it('shows of the end of a long text as much as four hundred elements, and no more', () => {
    const { view } = create();
    view.append('***\n\n'.repeat(2000));
    assert.equal(view.element.querySelectorAll('.rough > hr').length, 400);
    const heavy = create().view;
    heavy.append(`${'***\n\n'.repeat(2000)}a ${'word '.repeat(100)}`);
    assert.equal(heavy.element.querySelectorAll('.rough > hr').length, 378);
  });

  it('settles what is just not too heavy to be skipped', () => {
    const table = (characters: number) => {
      const row = `|${'x'.repeat(24 * 170)}|\n`;
      return `|${'x'.repeat(24)}|\n|-|\n${row.repeat(8)}|${'x'.repeat(characters)}|\n\nend\n\nend\n\nend\n\n`;
    };
    for (const [characters, settled] of [
      [24 * 115, true],
      [24 * 115 + 1, false],
    ] as const) {
      const element = render([table(characters)]);
      const section = element.querySelector('table')?.closest('.section');
      assert.equal(section?.classList.contains('settled'), settled, String(characters));
    }
    const code = render([
      `\`\`\`\n${'x'.repeat(9000)}\n${'y'.repeat(9000)}\n${'y'.repeat(9000)}\n${'y'.repeat(9999)}\n\`\`\`\n`,
    ]);
    assert.equal(
      code.querySelector('.section')?.classList.contains('settled'),
      true,
      'code, which is skipped by lines',
    );
  });

  it('shows in the end what one parse shows, if it has shown anything else, and keeps the rest', () => {
    const text = '# a\n\nb\n\n```ts\nlet c;\n```\n\nd\n\n';
    const { view, draw, runIdle, settled } = create();
    misread(
      () => draw(text),
      (source) => source.replaceAll('let c', 'var c').replaceAll('d\n', 'other\n\nmore\n'),
    );
    assert.match(view.element.textContent ?? '', /var c[\s\S]*other/);
    const [heading] = view.element.querySelectorAll('h1');
    view.finish();
    runIdle();
    assert.equal(settled(), 1);
    assert.equal(picture(view.element), picture(render([text])));
    assert.equal(view.element.querySelector('h1'), heading);
    assert.equal(view.element.querySelector('.token-keyword')?.textContent, 'let');
    const code = create();
    misread(
      () => code.draw('```ts\nlet a;\n```\n'),
      (source) => source.replaceAll('`', ''),
    );
    code.view.finish();
    code.runIdle();
    assert.equal(picture(code.view.element), picture(render(['```ts\nlet a;\n```\n'])));
    assert.ok(code.view.element.querySelector('.token-keyword'), 'code that was not known as code before');
  });

  it('changes nothing at its end that was right, and looks at it a part at a time', () => {
    const { view, draw, runIdle } = create();
    for (let count = 0; count < 5; count += 1) draw('***\n\n'.repeat(100));
    const changes = observe(view.element, { childList: true, characterData: true, subtree: true });
    view.finish();
    const steps = runIdle();
    assert.equal(changes().length, 0);
    // Three to read it in pieces, three to look at two hundred blocks each, and a few to settle the last sections.
    assert.ok(steps > 5 && steps < 12, `${steps} steps`);
  });

  it('shows what came as it came when something fails while a long text is opened, and ends', () => {
    const silenced = console.error;
    const reported: unknown[] = [];
    console.error = (error) => reported.push(error);
    const text = `> a\n\n${'***\n\n'.repeat(2000)}`;
    const { createElement } = document;
    try {
      let settled = 0;
      const context = createIdleContext();
      const view = createEagerView(context, () => {
        settled += 1;
      });
      view.append(text);
      document.createElement = (name: string) => {
        if (name === 'blockquote') throw new Error('no such thing');
        return createElement.call(document, name);
      };
      context.runIdle();
      assert.equal(view.element.innerHTML, `<pre class="plain">${text.replaceAll('>', '&gt;')}</pre>`);
      assert.match(String(reported[0]), /no such thing/);
      assert.equal(settled, 0);
      view.append('more');
      assert.equal(view.step(), false);
      view.finish();
      assert.equal(settled, 1);
      const other = createEagerView(context, () => {
        settled += 1;
      });
      other.append(text);
      other.finish();
      context.runIdle();
      assert.equal(settled, 2);
    } finally {
      console.error = silenced;
      document.createElement = createElement;
    }
  });
});
