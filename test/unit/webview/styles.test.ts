import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';
import { gallery } from './gallery.ts';
import { readSelectors, readStyleSheets, wantedSelectors } from './styleSheets.ts';

/** Classes that no style depends on, and who looks for them. */
const hooks: Readonly<Record<string, string>> = {
  'context-menu': 'tests',
  'copy-answer': 'answer.ts, when the whole answer is copied by a key',
  'ending-text': 'tests',
  next: 'thread.ts, which keeps the focus on the arrow',
  options: 'tests',
  previous: 'thread.ts, which keeps the focus on the arrow',
  'reasoning-label': 'tests',
  think: 'tests',
  web: 'tests',
};

describe('the styles of the view', () => {
  useBrowser();

  it('have no selector for which the browser looks at all of a long page whenever something in it changes', () => {
    const sheets = readStyleSheets();
    assert.ok(sheets.size > 5);
    for (const [name, css] of sheets) assert.doesNotMatch(css, /:has\(/, name);
  });

  it('are for what the view draws, and name every class that it gives', () => {
    const selectors = readSelectors();
    const wanted = new Map(
      selectors.flatMap(({ file, text }) =>
        wantedSelectors(text).map((each) => [each, `${file}: ${text}`] as const),
      ),
    );
    assert.ok(wanted.size > 400);
    const named = new Set(selectors.flatMap(({ text }) => text.match(/(?<=\.)[\w-]+/g) ?? []));
    const unnamed = new Set<string>();
    for (const draw of Object.values(gallery)) {
      draw();
      for (const selector of wanted.keys()) if (document.querySelector(selector)) wanted.delete(selector);
      for (const { classList } of document.querySelectorAll('body [class]'))
        for (const name of classList) if (!named.has(name) && !name.startsWith('codicon')) unnamed.add(name);
    }
    assert.deepEqual([...wanted.keys()], []);
    assert.deepEqual([...unnamed].sort(), Object.keys(hooks).sort());
  });
});
