import { showCopied } from '../../../src/webview/copyFeedback.ts';
import { button, element, icon, svgElement } from '../../../src/webview/dom.ts';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';
import { lines } from './drawn.ts';
import { outline } from './outline.ts';

describe('elements', () => {
  useBrowser();

  it('have the attributes that mean something, and their children in order', () => {
    const made = element(
      'div',
      { class: 'a b', hidden: true, disabled: false, title: undefined, tabindex: 0, 'aria-label': '' },
      'text <b>',
      undefined,
      element('hr'),
    );
    assert.equal(
      outline(made),
      lines(`
        div.a.b[aria-label][hidden][tabindex="0"]
          "text <b>"
          hr
      `),
    );
    assert.equal(made.getAttribute('hidden'), '');
  });

  it('are pictures where they are parts of one', () => {
    const made = svgElement('svg', { width: 16 }, svgElement('path', { d: 'M0 0' }));
    assert.deepEqual(
      [made.namespaceURI, made.outerHTML],
      ['http://www.w3.org/2000/svg', '<svg width="16"><path d="M0 0"></path></svg>'],
    );
    assert.equal(outline(icon('x')), 'span.codicon.codicon-x[aria-hidden="true"]');
  });

  it('are buttons, which are named by what is written on them or else by their label', () => {
    const clicks: MouseEvent[] = [];
    const options = { label: 'Send', className: 'round', onClick: (event: MouseEvent) => clicks.push(event) };
    assert.equal(
      outline(button({ ...options, text: 'Send' })),
      lines(`
        button.round[type="button"]
          span.label
            "Send"
      `),
    );
    assert.equal(
      outline(button({ ...options, text: 'Go', icon: 'add' })),
      lines(`
        button.round[aria-label="Send"][title="Send"][type="button"]
          span.codicon.codicon-add[aria-hidden="true"]
          span.label
            "Go"
      `),
    );
    const made = button(options);
    assert.equal(outline(made), 'button.round[aria-label="Send"][title="Send"][type="button"]');
    const event = new MouseEvent('click', { shiftKey: true });
    made.dispatchEvent(event);
    assert.deepEqual(clicks, [event]);
  });

  it('say nothing of a copy where there is no symbol for it', () => {
    const made = button({ label: 'Copy', className: '', onClick: () => {} });
    showCopied(made, 'Copied');
    assert.equal(made.title, 'Copy');
  });
});
