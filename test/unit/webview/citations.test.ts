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

  const looks = (known: typeof sources, text = '[1]') => {
    const made = cited((to) => to.append(text), known).querySelector('.citation');
    return [
      made?.localName,
      made?.getAttribute('title'),
      made?.getAttribute('aria-label'),
      made?.textContent,
    ];
  };

  it('say in their tooltips what they lead to', () => {
    const url = 'https://a.test/';
    assert.deepEqual(looks([{ number: 1, title: 'Docs', url }]), ['a', `Docs\n${url}`, '1 Docs', '1']);
    assert.deepEqual(looks([{ number: 1, title: '', url }]), ['a', `${url}\n${url}`, `1 ${url}`, '1']);
    assert.deepEqual(looks([{ number: 1, title: 'Book' }]), ['span', 'Book', null, '1']);
    assert.deepEqual(looks([{ number: 1, title: '', url: 'javascript:x' }]), [
      'span',
      'javascript:x',
      null,
      '1',
    ]);
    assert.deepEqual(looks([{ number: 1, title: '' }]), ['span', '', null, '1']);
  });

  it('are read in whole, and only as high as vendors count', () => {
    const text = '^[1]^ ^[1] [ref_1] [ref-1] [ 1 ] [1234] [01]';
    assert.equal(cited((to) => to.append(text)).textContent, '1 1 1 [ref-1] [ 1 ] [1234] 1');
  });

  it('leave alone blocks of code', () => {
    const root = cited((to) => {
      const pre = to.appendChild(document.createElement('pre'));
      pre.append('list[1]');
      const block = to.appendChild(document.createElement('div'));
      block.className = 'code-block';
      block.append('[1]');
    });
    assert.equal(root.querySelector('.citation'), null);
  });

  it('come in small steps, and not at all once something in the text is selected', () => {
    const root = document.createElement('div');
    document.body.replaceChildren(root);
    for (let index = 0; index < 120; index += 1)
      root.appendChild(document.createElement('p')).append(`Text [1]`);
    const steps = linkCitations(root, sources);
    let rests = 0;
    while (root.querySelectorAll('.citation').length === 0) {
      assert.ok(!steps.next().done);
      rests += 1;
    }
    assert.equal(rests, 3, 'two rests while it looks and one while it links');
    const before = root.querySelectorAll('.citation').length;
    assert.ok(before < 60, `${before}`);
    const paragraph = root.firstChild as Node;
    document.getSelection()?.setBaseAndExtent(paragraph, 0, paragraph, 1);
    assert.equal(steps.next().done, true);
    assert.equal(root.querySelectorAll('.citation').length, before);
    document.getSelection()?.removeAllRanges();
  });

  it('pass over what has been taken out of the text meanwhile', () => {
    const root = document.createElement('div');
    document.body.replaceChildren(root);
    for (let index = 0; index < 60; index += 1) root.appendChild(document.createElement('p')).append('[1]');
    const steps = linkCitations(root, sources);
    steps.next();
    steps.next();
    const gone = root.lastElementChild as Element;
    gone.remove();
    for (const _ of steps);
    assert.equal(gone.textContent, '[1]');
    assert.equal(gone.querySelector('.citation'), null);
    assert.equal(root.querySelectorAll('.citation').length, 59);
  });
});
