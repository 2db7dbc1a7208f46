import { assert } from '../assert.ts';

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

const elements = words(
  'A BLOCKQUOTE BR CODE DEL DIV EM H1 H2 H3 H4 H5 H6 HR INPUT LI OL P PRE SPAN STRONG TABLE TBODY TD TH THEAD TR UL',
);
const attributes = words(
  'aria-label checked class data-url disabled href role start style tabindex title type width',
);
const classes = words(
  'center chapter code-block code-lines code-piece complete continued end formula growing long loose markup rest right section settled table task wrapped',
);
/** The head of a code block is made by us; what a fence says stands in it as text. */
const headElements = words('BDI BUTTON DIV SPAN');
const headAttributes = words(
  'aria-disabled aria-expanded aria-haspopup aria-hidden aria-label class hidden title type',
);

/**
 * What a rendered text may consist of.
 *
 * @throws {assert.AssertionError} where there is an element, an attribute or a class that no text may cause, or a link
 * to anything but the web and mail
 */
export function assertHarmless(root: Element): void {
  for (const each of root.querySelectorAll('*')) {
    const head = each.closest('.code-head');
    if (head) {
      assert.ok(headElements.has(each.tagName), each.tagName);
      for (const name of each.getAttributeNames())
        assert.ok(headAttributes.has(name), `${each.tagName} ${name}`);
      continue;
    }
    assert.ok(elements.has(each.tagName), each.tagName);
    for (const name of each.getAttributeNames()) assert.ok(attributes.has(name), `${each.tagName} ${name}`);
    for (const name of each.classList) assert.ok(classes.has(name) || name.startsWith('token-'), name);
    assertAttributes(each);
  }
  // A head belongs to a block, and there is one for each.
  for (const head of root.querySelectorAll('.code-head'))
    assert.ok(head.parentElement?.matches('.code-block'));
  for (const block of root.querySelectorAll('.code-block')) assert.equal(block.children.length, 2);
}

function assertAttributes(each: Element): void {
  const url = each.getAttribute('data-url');
  if (each.tagName === 'A') {
    assert.equal(each.getAttribute('href'), '#');
    assert.match(url ?? '', /^(https?:\/\/|mailto:)/);
    assert.equal(each.getAttribute('title'), url);
    assert.equal(each.querySelector('a'), null);
    // Its words cannot be turned around, and it does not hide who it leads to.
    assert.doesNotMatch(each.textContent ?? '', /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/);
    const { username, hostname } = new URL(url ?? '');
    if (username !== '' && hostname !== '') assert.ok(each.textContent?.includes(`(${hostname})`), url ?? '');
  } else {
    assert.equal(url, null);
  }
  if (each.tagName === 'INPUT') assert.equal(each.getAttribute('type'), 'checkbox');
  const style = each.getAttribute('style');
  if (style !== null) assert.match(style, /^contain-intrinsic-size: auto \d+ch auto \d+px;$/);
}
