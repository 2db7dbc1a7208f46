import { describe, it } from 'mocha';
import type { CodeBlockContext } from '../../../../src/webview/markdown/codeBlock.ts';
import { createMarkdownView } from '../../../../src/webview/markdown/markdownView.ts';
import { assert } from '../assert.ts';
import { assertDrawn, movedIn } from '../assertDrawn.ts';
import { useBrowser } from '../browser.ts';
import { createIdleContext, picture, render } from './rendering.ts';

describe('the steps of a markdown view', () => {
  useBrowser();

  function create() {
    const idle: Iterator<unknown>[] = [];
    let expected = 0;
    let settled = 0;
    const context: CodeBlockContext = {
      ...createIdleContext(),
      expect: (milliseconds) => {
        expected += milliseconds;
      },
      inSlices: (steps) => idle.push(steps),
    };
    const view = createMarkdownView(context, () => {
      settled += 1;
    });
    document.body.replaceChildren(view.element);
    return {
      view,
      idle,
      settled: () => settled,
      /** What the browser was expected to have to do since the last time, in milliseconds. */
      cost() {
        const cost = Math.round(expected * 1000) / 1000;
        expected = 0;
        return cost;
      },
      drawAll: () => {
        let count = 1;
        while (view.step()) count += 1;
        return count;
      },
      sections: () => [...view.element.querySelectorAll('.section')],
      runIdle() {
        for (let steps = idle.shift(); steps; steps = idle.shift()) while (!steps.next().done);
      },
    };
  }

  it('draw sections in a chapter, the last of which is marked as the end', () => {
    const { view, drawAll } = create();
    assertDrawn(view.element, 'div.markdown');
    view.append('# a\n\nb');
    drawAll();
    view.setGrowing(true);
    assertDrawn(
      view.element,
      `
      div.markdown
        div.chapter
          div.section.end.growing
            h1
              "a"
            p
              "b"
      `,
    );
    view.setGrowing(false);
    assert.equal(view.element.querySelectorAll('.growing').length, 0);
    assert.equal(view.element.querySelectorAll('.end').length, 1);
  });

  it('are none before there is something to show', () => {
    const { view } = create();
    assert.equal(view.step(), false);
    assert.equal(view.element.childElementCount, 0);
  });

  it('say what the browser has to do, and do no more than so much at a time', () => {
    const { view, drawAll, cost } = create();
    view.append('a');
    assert.equal(drawAll(), 1);
    assert.equal(cost(), 0.021);
    view.append(`\n\n${'- b\n'.repeat(200)}`);
    assert.equal(view.step(), true);
    assert.ok(Math.abs(cost() - 240 * 0.02) < 0.05);
    const drawn = view.element.querySelectorAll('li').length;
    assert.ok(drawn > 80 && drawn < 130, String(drawn));
    drawAll();
    assert.equal(view.element.querySelectorAll('li').length, 200);
  });

  it('read no more while something is left to be shown', () => {
    const { view, drawAll } = create();
    view.append(`${'- b\n'.repeat(200)}`);
    view.step();
    const shown = view.element.querySelectorAll('li').length;
    assert.ok(shown > 0 && shown < 200);
    view.append('\n# later');
    view.step();
    assert.equal(view.element.querySelector('h1'), null);
    drawAll();
    assert.equal(view.element.querySelector('h1')?.textContent, 'later');
  });

  it('settle sections that do not change any more, and say what they cost', () => {
    const { view, drawAll, cost, sections } = create();
    view.append('# a\n\n'.repeat(14));
    drawAll();
    cost();
    assert.deepEqual(
      sections().map(({ className }) => className),
      ['section settled', 'section end'],
    );
    const before = sections()[0]?.outerHTML;
    view.append('# a\n\n');
    drawAll();
    assert.equal(sections()[0]?.outerHTML, before);
    assert.ok(cost() < 0.1, 'what is settled costs nothing again');
  });

  it('move nothing that is there when more comes', () => {
    const { view, drawAll, sections } = create();
    view.append(`${'# a\n\n'.repeat(11)}b\n\nc`);
    drawAll();
    assert.equal(sections().length, 2);
    assert.deepEqual(
      movedIn(view.element, () => {
        view.append(' d');
        drawAll();
      }),
      [],
    );
    assert.equal(sections().at(-1)?.textContent, 'c d');
  });

  it('draw what one parse would draw when a section is gone', () => {
    const text = `${'# a\n\n'.repeat(10)}b\n\n[x\n# y\n`;
    const { view, drawAll, sections, runIdle } = create();
    view.append(text);
    drawAll();
    const before = sections().length;
    view.append(']: https://a.example\n\n');
    drawAll();
    assert.ok(sections().length <= before);
    assert.equal(sections().at(-1)?.classList.contains('end'), true);
    view.finish();
    runIdle();
    assert.equal(picture(view.element), picture(render([`${text}]: https://a.example\n\n`])));
  });

  it('end once, with everything settled, and code that never closed as it is', () => {
    const { view, drawAll, settled, runIdle, sections } = create();
    view.append('a\n\n```ts\nlet b;');
    drawAll();
    view.finish();
    view.finish();
    assert.equal(settled(), 0);
    runIdle();
    assert.equal(settled(), 1);
    assert.equal(
      sections().every(({ classList }) => classList.contains('settled')),
      true,
    );
    assert.ok(view.element.querySelector('.token-keyword'));
    assert.equal(view.element.querySelectorAll('[aria-disabled=true]').length, 0);
  });

  it('show what was appended but not drawn before the end', () => {
    const { view, runIdle } = create();
    view.append('a');
    view.append(' b');
    view.finish();
    runIdle();
    assert.equal(view.element.textContent, 'a b');
  });

  const heading = (index: number) => `# ${index}\n\n`;
  const longText = Array.from({ length: 1500 }, (_, index) => heading(index)).join('');

  it('show the end of a long text at once, and the rest from there to its beginning', () => {
    const { view, idle, settled } = create();
    view.append(longText);
    assert.equal(view.step(), false);
    const titles = () =>
      [...view.element.querySelectorAll('h1')].map(({ textContent }) => Number(textContent));
    const rough = titles();
    assert.equal(rough.at(-1), 1499);
    assert.ok(rough.length > 300 && rough.length < 420, String(rough.length));
    assert.equal(view.element.querySelectorAll('.rough').length, Math.ceil(rough.length / 12));
    assert.equal(view.element.querySelectorAll('.end').length, 1);
    const [steps] = idle;
    while (view.element.querySelectorAll('.section:not(.rough)').length === 0) steps?.next();
    assert.equal(titles().at(-1), 1499);
    assert.equal(view.element.querySelectorAll('.rough').length > 0, true);
    while (view.element.querySelectorAll('.rough').length > 0) steps?.next();
    assert.ok(titles().length < 1500);
    assert.equal(titles().at(-1), 1499);
    assert.equal(view.element.querySelectorAll('.end').length, 1);
    while (!steps?.next().done);
    assert.equal(titles().join(), Array.from({ length: 1500 }, (_, index) => index).join());
    assert.equal(view.element.querySelectorAll('.settled').length >= 124, true);
    assert.equal(settled(), 0);
  });

  it('begin with the first block of a text that is not long, or comes in pieces', () => {
    const { view, idle } = create();
    view.append('x'.repeat(8192));
    assert.equal(idle.length, 0);
    const pieces = create();
    pieces.view.append('a');
    pieces.view.append(longText);
    assert.equal(pieces.idle.length, 0);
    const long = create();
    long.view.append('x'.repeat(8193));
    assert.equal(long.idle.length, 1);
    assert.equal(
      long.view.element.querySelectorAll('.rough').length,
      1,
      'a block is shown, however heavy it is',
    );
  });

  it('show what comes after a long text was opened', () => {
    const { view, drawAll, runIdle } = create();
    view.append(longText);
    runIdle();
    view.append('and more');
    drawAll();
    assert.match(view.element.textContent ?? '', /1499and more$/);
  });

  it('take in what comes while a long text is opened, and end after that', () => {
    const { view, settled, runIdle } = create();
    view.append(longText);
    view.append('and more');
    view.finish();
    assert.equal(settled(), 0);
    runIdle();
    assert.equal(settled(), 1);
    assert.match(view.element.textContent ?? '', /1499and more$/);
    assert.equal(picture(view.element), picture(render([`${longText}and more`])));
  });
});
