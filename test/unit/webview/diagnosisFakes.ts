import type { DiagnosisGroup, HostEvent } from '../../../src/shared/protocol.ts';
import { createDiagnosisPage } from '../../../src/webview/diagnosis/diagnosisPage.ts';
import type { PanelContext } from '../../../src/webview/panelContext.ts';
import { viewTexts } from '../../../src/webview/texts.ts';
import { assert } from './assert.ts';

type DiagnosisEvent = Extract<HostEvent, { type: 'diagnosis' }>;
type Row = DiagnosisGroup['rows'][number];

export const address: Row = { check: 'address', state: 'ok', label: 'Address', text: 'a.example:443' };
export const name: Row = { check: 'dns', state: 'skipped', label: 'Name', text: 'A proxy looks it up.' };
export const clock: Row = {
  check: 'clock',
  state: 'error',
  label: 'Clock',
  text: '20 min behind',
  hint: 'Set it right.',
  code: 'HTTP 403',
};
export const answer: Row = { check: 'answer', state: 'running', label: 'Answer', text: '' };

export function group(
  id: string,
  rows: readonly Row[],
  changes: Partial<DiagnosisGroup> = {},
): DiagnosisGroup {
  return { id, label: `Vendor ${id}`, state: 'running', rows: [...rows], ...changes };
}

export function running(
  groups: readonly DiagnosisGroup[],
  changes: Partial<DiagnosisEvent> = {},
): DiagnosisEvent {
  return {
    type: 'diagnosis',
    state: 'running',
    intro: 'Zhipu is asked one short question.',
    surroundings: ['Requests leave from this computer.', 'No proxy is set.'],
    groups: [...groups],
    summary: '',
    report: '### Report',
    ...changes,
  };
}

/** A diagnosis page with nothing around it; `done` is what it has done, in order. */
export function createTestPage() {
  const done: unknown[] = [];
  const context: Partial<PanelContext> = {
    texts: viewTexts({}),
    post: (intention) => done.push(intention),
    announce: (text) => done.push(`said: ${text}`),
    copy: (text, button) => done.push(`copied: ${text}`, button.textContent),
  };
  const page = createDiagnosisPage(context as PanelContext, () => done.push('left'));
  document.body.replaceChildren(page.element);
  const all = (selector: string) => [...page.element.querySelectorAll<HTMLElement>(selector)];
  const find = (selector: string) => {
    const [found] = all(selector);
    assert.ok(found, selector);
    return found;
  };
  const button = (text: string) => {
    const found = all('button').find(({ textContent }) => textContent === text);
    assert.ok(found, text);
    return found;
  };
  const show = (...groups: readonly DiagnosisGroup[]) => page.handle(running(groups));
  const checks = () => all('.check').map(({ dataset }) => dataset['check']);
  return { page, done, all, find, button, show, checks };
}
