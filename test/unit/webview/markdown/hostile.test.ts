import type { MarkdownNode } from '../../../../src/webview/markdown/nodes.ts';
import { createMarkdownStream, renderMarkdown } from '../../../../src/webview/markdown/streaming.ts';
import { reportFigure } from '../../../figures.ts';
import { type HostileMarkdown, heavyMarkdown, hostileMarkup } from '../../../hostileMarkdown.ts';
import { threadTime } from '../../../processorTime.ts';
import { assert } from '../assert.ts';
import { useBrowser } from '../browser.ts';
import { makeAllSteps, useDeadline } from '../deadline.ts';
import { answer, createTestPanel, question, state } from '../fakes.ts';
import { assertHarmless } from './harmless.ts';
import { picture, render } from './rendering.ts';

/** In characters. Of longer texts only the beginning is drawn here, for this DOM is a slow one; the real window draws all. */
const longest = 6000;
const drawn = [
  ...hostileMarkup,
  ...heavyMarkdown.map(({ name, text }) => ({ name, text: text.slice(0, longest) })),
];

/** The longest that the stream took for a step, in milliseconds. */
function longestStep(text: string): number {
  const stream = createMarkdownStream();
  let longestMs = 0;
  // What is pushed is read in steps, as the view does it in frames.
  for (let at = 0; at < text.length; at += 8192) {
    stream.push(text.slice(at, at + 8192));
    const step = (): boolean => {
      const start = threadTime();
      const more = stream.step();
      longestMs = Math.max(longestMs, threadTime() - start);
      return more;
    };
    makeAllSteps(step, () => `${at + 8192} of ${text.length} characters are there`);
  }
  return longestMs;
}

/** Pieces as they may come over the net, the same in every run. */
function* piecesOf(text: string): Generator<string> {
  let seed = 7;
  for (let at = 0; at < text.length; ) {
    seed = (seed * 48_271) % 2_147_483_647;
    const length = 1 + (seed % (text.length > 5000 ? 2000 : 23));
    yield text.slice(at, at + length);
    at += length;
  }
}

describe('hostile markdown', () => {
  describe('in the parser', () => {
    useDeadline();

    for (const { name, text } of heavyMarkdown) {
      it(`is read a step at a time: ${name}`, () => {
        // Of several times the shortest one: the first compiles, and two threads of one core slow each other down.
        let longestMs = longestStep(text);
        for (let time = 1; time < 5 && longestMs >= 50; time++) {
          longestMs = Math.min(longestMs, longestStep(text));
        }
        assert.ok(longestMs < 50, `${longestMs} ms`);
      }).timeout(60_000);
    }

    it('reads what is nested too deep as text, and loses none of it', () => {
      const text = (nodes: readonly MarkdownNode[]): string =>
        nodes
          .map((node) =>
            node.type === 'text'
              ? node.text
              : node.type === 'code'
                ? node.lines.join('\n')
                : text(node.children),
          )
          .join('');
      assert.equal(text(renderMarkdown(`${'>'.repeat(5000)}end`)), `${'>'.repeat(5000 - 16)}end`);
      assert.match(text(renderMarkdown(`${'- '.repeat(5000)}end`)), /end$/);
    });
  });

  describe('in the panel', () => {
    useBrowser();
    let harmless = 0;
    after(() => reportFigure(`hostile Markdown without effect in the DOM: ${harmless} of ${drawn.length}`));

    for (const { name, text } of drawn) {
      it(`makes nothing that runs or loads, in pieces and at once: ${name}`, () => {
        const streamed = render([...piecesOf(text)]);
        assertHarmless(streamed);
        assert.equal(picture(streamed), picture(render([text])));
        harmless += 1;
      }).timeout(60_000);
    }

    for (const { name, text } of hostileMarkup) {
      it(`does nothing but follow links when all of it is clicked: ${name}`, () => {
        assertOnlyLinks({ name, text });
      }).timeout(20_000);
    }
  });

  /** Clicks on everything in a rendered text but the buttons over its code, and presses keys on it. */
  function assertOnlyLinks({ text }: HostileMarkdown): void {
    const test = createTestPanel();
    const done = answer({ text, status: { state: 'done', meta: {} } });
    test.send(state({ turns: [question, done] }));
    const asked = test.posted.flatMap((intention) =>
      intention.type === 'find-paths' ? intention.paths : [],
    );
    test.send({ type: 'paths', found: asked });
    const before = test.posted.length;
    for (const each of test.root.querySelectorAll<HTMLElement>('.markdown, .markdown *')) {
      if (each.closest('.code-head')) continue;
      each.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
      for (const key of ['Enter', ' ', 'a', '1']) {
        each.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      }
    }
    for (const intention of test.posted.slice(before)) {
      assert.ok(intention.type === 'open-link' || intention.type === 'open-path', intention.type);
      if (intention.type === 'open-link') assert.match(intention.url, /^(https?:\/\/|mailto:)/);
    }
  }
});
