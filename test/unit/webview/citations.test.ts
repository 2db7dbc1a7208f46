import { describe, it } from 'mocha';
import { linkCitations } from '../../../src/webview/citations.ts';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';

const sources = [
  { number: 1, title: 'First', url: 'https://a.test/1' },
  { number: 2, title: 'Second' },
  { title: 'Unnumbered', url: 'https://a.test/3' },
];

function cited(build: (root: HTMLElement) => void, known = sources): HTMLElement {
  const root = document.createElement('div');
  document.body.append(root);
  build(root);
  for (const _ of linkCitations(root, known));
  root.remove();
  return root;
}

describe('citations', () => {
  useBrowser();

  it('lead to the source that they name, in every vendor’s writing', () => {
    const root = cited((to) => to.append('One[ref_1], two^[1]^ and three [1].'));
    assert.equal(root.textContent, 'One1, two1 and three 1.');
    const links = [...root.querySelectorAll('a.citation')];
    assert.deepEqual(
      links.map((link) => link.getAttribute('data-url')),
      Array(3).fill('https://a.test/1'),
    );
    assert.equal(links[0]?.getAttribute('aria-label'), '1 First');
  });

  it('are no links where the source has no address', () => {
    const root = cited((to) => to.append('Two[ref_2].'));
    assert.equal(root.querySelector('a'), null);
    assert.equal(root.querySelector('span.citation')?.getAttribute('title'), 'Second');
  });

  it('leave alone what is no source’s number, code, and links', () => {
    const root = cited((to) => {
      const code = document.createElement('code');
      code.append('list[1]');
      const link = document.createElement('a');
      link.append('[1]');
      to.append('a[7] b[ref_] ', code, link);
    });
    assert.equal(root.textContent, 'a[7] b[ref_] list[1][1]');
    assert.equal(root.querySelector('.citation'), null);
  });

  it('are nothing where no source has a number', () => {
    const root = cited((to) => to.append('[1]'), [{ title: 'x', url: 'https://a.test/' }]);
    assert.equal(root.textContent, '[1]');
  });
});
