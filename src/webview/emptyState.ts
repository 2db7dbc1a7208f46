import type { VendorRow } from '../shared/protocol.ts';
import { element, icon } from './dom.ts';
import { createMark } from './mark.ts';
import type { PanelContext } from './panelContext.ts';

/** What the panel shows before the first question: where keys go, and what can be asked. */
export function createEmptyState(vendors: readonly VendorRow[], context: PanelContext): HTMLElement {
  const { texts, post } = context;
  const explain = element(
    'button',
    { type: 'button', class: 'row' },
    icon('code'),
    element('span', { class: 'label' }, texts.explainSelection),
  );
  explain.addEventListener('click', () => post({ type: 'explain-selection' }));
  return element(
    'div',
    { class: 'empty-state' },
    createMark(32),
    element('h1', {}, texts.emptyTitle),
    element('p', { class: 'hero-text' }, texts.emptyText),
    element('h2', {}, texts.vendors),
    element('ul', { class: 'vendors' }, ...vendors.map((vendor) => createVendorRow(vendor, context))),
    element('h2', {}, texts.thingsToAsk),
    element('div', { class: 'suggestions' }, explain),
  );
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
