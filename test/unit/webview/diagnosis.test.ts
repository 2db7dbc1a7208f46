import type { DiagnosisGroup, HostEvent } from '../../../src/shared/protocol.ts';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';
import { createTestPanel, press, state } from './fakes.ts';

type DiagnosisEvent = Extract<HostEvent, { type: 'diagnosis' }>;

const address = { check: 'address', state: 'ok', label: 'Address', text: 'a.example:443' } as const;
const clock = {
  check: 'clock',
  state: 'error',
  label: 'Clock',
  text: '20 min behind',
  hint: 'Set it right.',
  code: 'HTTP 403',
} as const;

function event(rows: DiagnosisGroup['rows'], changes: Partial<DiagnosisEvent> = {}): DiagnosisEvent {
  return {
    type: 'diagnosis',
    state: 'running',
    intro: 'Zhipu is asked one short question.',
    surroundings: ['Requests leave from this computer.'],
    groups: [{ id: 'zhipu/bigmodel', label: 'Zhipu · GLM', state: 'running', rows }],
    summary: '',
    report: '### Report',
    ...changes,
  };
}

describe('the diagnosis page', () => {
  useBrowser();

  function open(...events: readonly DiagnosisEvent[]) {
    const panel = createTestPanel();
    panel.send(state(), { type: 'page', page: 'diagnosis' }, ...events);
    const button = (name: string) => {
      const found = [...panel.root.querySelectorAll<HTMLElement>('.diagnosis button')].find(
        ({ textContent }) => textContent === name,
      );
      assert.ok(found, name);
      return found;
    };
    return { ...panel, button };
  }

  it('shows rows as they become known, and leaves those alone that stay', () => {
    const { send, root } = open(event([address]));
    const first = root.querySelector('.check');
    send(event([address, { ...clock, state: 'running', text: '' }]));
    send(event([address, { check: 'dns', state: 'ok', label: 'Name', text: '192.0.2.1' }, clock]));
    const rows = [...root.querySelectorAll<HTMLElement>('.check')];
    assert.deepEqual(
      rows.map(({ dataset }) => dataset['check']),
      ['address', 'dns', 'clock'],
    );
    assert.equal(rows[0], first);
    assert.equal(rows[2]?.textContent, 'Clock: fault. 20 min behindSet it right.HTTP 403');
  });

  it('starts from nothing when it runs again', () => {
    const done = event([address, clock], { state: 'done', summary: '0 of 1 connections work.' });
    const { send, root, find } = open(done);
    assert.equal(find('.diagnosis-summary').textContent, '0 of 1 connections work.');
    send(event([], { groups: [] }));
    assert.equal(root.querySelectorAll('.check').length, 0);
    assert.equal(find('.diagnosis-summary').textContent, 'Checking…');
  });

  it('says once how it went', () => {
    const { send, find } = open(event([address]));
    const said = find(':scope > [role=status]');
    assert.equal(said.textContent, '');
    const done = event([address], { state: 'done', summary: 'All connections work.' });
    send(done);
    assert.equal(said.textContent, 'All connections work.');
    said.replaceChildren();
    send(done);
    assert.equal(said.textContent, '');
  });

  it('says so as well when it was over before the page was there', () => {
    const { find } = open(event([address], { state: 'done', summary: 'All connections work.' }));
    assert.equal(find(':scope > [role=status]').textContent, 'All connections work.');
  });

  it('stops, runs again, copies and closes, with one button in the place of two', () => {
    const { send, button, posted, find } = open(event([address]));
    const run = button('Stop');
    run.click();
    send(event([address], { state: 'stopped', summary: 'Stopped before the end.' }));
    assert.equal(button('Run again'), run);
    run.click();
    button('Copy report').click();
    button('Close').click();
    assert.deepEqual(posted, [
      { type: 'stop-diagnosis' },
      { type: 'diagnose' },
      { type: 'copy', text: '### Report' },
      { type: 'leave-diagnosis' },
    ]);
    assert.equal(find('.diagnosis').hidden, true);
    assert.equal(find('.chat').hidden, false);
  });

  it('stops on Escape, then closes, and stops no answer', () => {
    const { send, posted, find } = open(event([address]));
    press(find('.diagnosis h1'), 'Escape');
    send(event([address], { state: 'stopped', summary: 'Stopped before the end.' }));
    press(find('.diagnosis h1'), 'Escape');
    assert.deepEqual(posted, [{ type: 'stop-diagnosis' }, { type: 'leave-diagnosis' }]);
  });

  it('stays when the conversation behind it changes', () => {
    const { send, find, posted } = open(event([address]));
    send(state({ conversation: 'another' }));
    assert.equal(find('.diagnosis').hidden, false);
    assert.equal(find('.chat').hidden, true);
    assert.deepEqual(posted, []);
  });
});
