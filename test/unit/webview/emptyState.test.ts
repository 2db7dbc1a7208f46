import type { VendorRow, ViewIntention } from '../../../src/shared/protocol.ts';
import { viewStrings } from '../../../src/shared/strings.ts';
import { createEmptyState } from '../../../src/webview/emptyState.ts';
import type { PanelContext } from '../../../src/webview/panelContext.ts';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';

describe('empty state', () => {
  useBrowser();

  function create(...keys: VendorRow['key'][]) {
    const posted: ViewIntention[] = [];
    const vendors = keys.map((key, index) => ({
      vendor: `v${index}`,
      label: `Vendor ${index}`,
      model: `Model ${index}`,
      key,
    }));
    const context = { texts: viewStrings, post: (intention: ViewIntention) => posted.push(intention) };
    const made = createEmptyState(vendors, context as unknown as PanelContext);
    const button = (text: string) => {
      const found = [...made.querySelectorAll('button')].find((candidate) =>
        candidate.textContent?.includes(text),
      );
      if (!found) throw new Error(`no button says ${text}`);
      return found;
    };
    return { made, posted, button };
  }

  it('is one click away from a key, a model without one, and a question', () => {
    const { made, posted, button } = create('missing', 'missing');
    made.querySelectorAll<HTMLElement>('.vendor button')[1]?.click();
    for (const text of ['Ollama', '/explain', '/test', '/commit']) button(text).click();
    assert.deepEqual(posted, [
      { type: 'add-key', vendor: 'v1' },
      { type: 'add-key', vendor: 'custom' },
      { type: 'explain-selection' },
      { type: 'send', text: '/test' },
      { type: 'send', text: '/commit' },
    ]);
  });

  it('speaks of doing without a key only as long as there is none', () => {
    assert.match(create('missing').made.textContent ?? '', /No key yet/);
    assert.doesNotMatch(create('missing', 'stored').made.textContent ?? '', /No key yet/);
    assert.doesNotMatch(create('environment').made.textContent ?? '', /No key yet/);
  });

  it('says which key is there, and whose each button is', () => {
    const { made } = create('missing', 'stored', 'environment');
    const vendors = [...made.querySelectorAll('.vendor')];
    assert.deepEqual(
      vendors.map((vendor) => vendor.querySelector('button')?.getAttribute('aria-label')),
      ['Add key: Vendor 0', 'Edit key: Vendor 1', 'Edit key: Vendor 2'],
    );
    assert.match(vendors[2]?.textContent ?? '', /Model 2 · Key from the environment/);
  });
});
