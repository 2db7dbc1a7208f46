import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContextRing } from '../../../src/webview/contextRing.ts';
import { createMark } from '../../../src/webview/mark.ts';
import { viewTexts } from '../../../src/webview/texts.ts';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';

describe('drawings', () => {
  useBrowser();

  it('have the mark as it is in the media', () => {
    const file = readFileSync(join(import.meta.dirname, '../../../media/hanlin.svg'), 'utf8');
    const paths = (markup: string) =>
      [...markup.matchAll(/<path([^>]*)>/g)].map(([, attributes = '']) =>
        [...attributes.matchAll(/([\w-]+)="([^"]*)"/g)]
          .map(([, name, value]) => `${name}=${value}`)
          .sort()
          .join(' '),
      );
    const mark = createMark(32);
    assert.equal(paths(file).length, 3);
    assert.deepEqual(paths(mark.outerHTML), paths(file));
    assert.equal(mark.namespaceURI, 'http://www.w3.org/2000/svg');
  });

  const ring = (used: number, size = 100) => createContextRing({ used, size }, viewTexts({}));

  it('show by a ring how full the window is', () => {
    const circles = [...(ring(25)?.querySelectorAll('circle') ?? [])].map((circle) =>
      Object.fromEntries([...circle.attributes].map(({ name, value }) => [name, value])),
    );
    const circle = { cx: '8', cy: '8', r: '6', fill: 'none', 'stroke-width': '2.5' };
    assert.deepEqual(circles, [
      { ...circle, class: 'ring-track' },
      { ...circle, class: 'ring-fill', 'stroke-dasharray': '9.42 37.70', transform: 'rotate(-90 8 8)' },
    ]);
    assert.equal(ring(300)?.querySelector('.ring-fill')?.getAttribute('stroke-dasharray'), '37.70 37.70');
  });

  it('warn when little is left of the window', () => {
    const level = (used: number) => ring(used)?.className;
    assert.deepEqual([0, 75, 76, 90, 91].map(level), [
      'context-meter',
      'context-meter',
      'context-meter high',
      'context-meter high',
      'context-meter full',
    ]);
  });

  it('say nothing about a window of unknown size', () => {
    assert.equal(createContextRing(undefined, viewTexts({})), undefined);
    assert.equal(ring(0, 0), undefined);
  });
});
