import type { VendorRow } from '../shared/protocol.ts';
import { element, icon } from './dom.ts';
import { createMark } from './mark.ts';
import type { PanelContext } from './panelContext.ts';

/** What the panel shows before the first question: where keys go, how to do without one, and what can be asked. */
export function createEmptyState(vendors: readonly VendorRow[], context: PanelContext): HTMLElement {
  const { texts, post } = context;
  const hasKey = vendors.some(({ key }) => key !== 'missing');
  const ollama = createRow('vm', texts.connectOllama, 'localhost:11434', () =>
    post({ type: 'add-key', vendor: 'custom' }),
  );
  return element(
    'div',
    { class: 'empty-state' },
    createMark(32),
    element('h1', {}, texts.emptyTitle),
    element('p', { class: 'hero-text' }, texts.emptyText),
    element('h2', {}, texts.vendors),
    element('ul', { class: 'vendors' }, ...vendors.map((vendor) => createVendorRow(vendor, context))),
    ...(hasKey ? [] : [element('h2', {}, texts.noKeyYet), element('div', {}, ollama)]),
    element('h2', {}, texts.thingsToAsk),
    element(
      'div',
      {},
      createRow('code', texts.explainSelection, '/explain', () => post({ type: 'explain-selection' })),
      createRow('beaker', texts.writeTests, '/test', () => post({ type: 'send', text: '/test' })),
      createRow('git-commit', texts.writeCommitMessage, '/commit', () =>
        post({ type: 'send', text: '/commit' }),
      ),
    ),
  );
}

function createRow(iconName: string, label: string, detail: string, onClick: () => void): HTMLElement {
  const row = element(
    'button',
    { type: 'button', class: 'row' },
    icon(iconName),
    element('span', { class: 'label' }, label),
    element('span', { class: 'row-detail' }, detail),
  );
  row.addEventListener('click', onClick);
  return row;
}

function createVendorRow(vendor: VendorRow, { texts, post }: PanelContext): HTMLElement {
  const action = vendor.key === 'missing' ? texts.addKey : texts.editKey;
  const edit = element(
    'button',
    { type: 'button', class: 'link-button', 'aria-label': `${action}: ${vendor.label}` },
    action,
  );
  edit.addEventListener('click', () => post({ type: 'add-key', vendor: vendor.vendor }));
  const detail = vendor.key === 'environment' ? `${vendor.model} · ${texts.fromEnvironment}` : vendor.model;
  return element(
    'li',
    { class: 'vendor' },
    element(
      'div',
      { class: 'vendor-text' },
      element('div', { class: 'vendor-name' }, vendor.label),
      element('div', { class: 'vendor-model' }, detail),
    ),
    edit,
  );
}
