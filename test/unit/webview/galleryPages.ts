import { mock } from 'node:test';
import type { DiagnosisGroup, HistoryRow, HostEvent } from '../../../src/shared/protocol.ts';
import { createTestPanel, model, press, state, type TestPanel, type } from './fakes.ts';
import { everyAttachment, find, open } from './galleryPanel.ts';

const done = { state: 'done', meta: {} } as const;

function historyRow(id: string, changes: Partial<HistoryRow> = {}): HistoryRow {
  return {
    id,
    title: `Chat ${id}`,
    model: 'GLM',
    count: 4,
    updatedAt: Date.now(),
    pinned: false,
    workspace: 'hanlin',
    here: true,
    busy: false,
    current: false,
    ...changes,
  };
}

const historyRows = [
  historyRow('1', { pinned: true }),
  historyRow('2', { current: true }),
  historyRow('3', { busy: true }),
  historyRow('4', { updatedAt: 0 }),
];

function openHistory(rows: readonly HistoryRow[], query = ''): TestPanel {
  const test = open({ text: 'x', status: done });
  test.send({ type: 'page', page: 'history' });
  type(test.find('.history input') as HTMLTextAreaElement, query);
  test.send({ type: 'history', query, rows: [...rows], total: rows.length });
  for (const row of test.root.querySelectorAll('.history-open'))
    row.dispatchEvent(new Event('pointerover', { bubbles: true }));
  return test;
}

const checkStates = ['running', 'ok', 'warning', 'error', 'skipped'] as const;
const diagnosisGroups: DiagnosisGroup[] = checkStates.map((own) => ({
  id: own,
  label: 'Zhipu · GLM',
  state: own,
  rows: checkStates.map((check) => ({
    check,
    state: check,
    label: 'Clock',
    text: check === 'running' ? '' : '20 min behind',
    ...(check === 'running' ? {} : { hint: 'Set it right.', code: 'HTTP 403' }),
  })),
}));

function openDiagnosis(running: 'running' | 'done'): void {
  open({ text: 'x', status: done }).send(
    { type: 'page', page: 'diagnosis' },
    {
      type: 'diagnosis',
      state: running,
      intro: 'Each vendor is asked one short question.',
      surroundings: ['Requests leave from this computer.'],
      groups: diagnosisGroups,
      summary: running === 'done' ? 'All connections work.' : '',
      report: '### Report',
    },
  );
}

function drag(target: HTMLElement): void {
  const event = new Event('dragenter', { bubbles: true, cancelable: true });
  target.dispatchEvent(Object.assign(event, { dataTransfer: { types: ['Files'] } }));
}

function withModel(changes: Partial<typeof model>): void {
  createTestPanel().send(state({ model: { ...model, ...changes } }));
}

const slashCommands = [
  { name: 'fix', description: 'Repair the code', own: false },
  { name: 'mine', description: 'My own', own: true },
];

function typeInto(test: TestPanel, text: string): void {
  test.input.focus();
  test.input.value = text;
  test.input.setSelectionRange(text.length, text.length);
  test.input.dispatchEvent(Object.assign(new Event('input', { bubbles: true }), { inputType: 'insertText' }));
}

/** Opens the menu of what can be attached and answers it. */
function openContextMenu(groups?: Extract<HostEvent, { type: 'context' }>['groups']): void {
  mock.timers.enable({ apis: ['setTimeout'] });
  const test = createTestPanel();
  test.send(state({ slashCommands }));
  for (const text of ['@', '@s', '@se']) typeInto(test, text);
  mock.timers.tick(100);
  mock.timers.reset();
  const asked = test.posted.at(-1);
  if (groups && asked?.type === 'search-context')
    test.send({ type: 'context', request: asked.request, groups });
}

/** The composer and the pages beside the conversation, as in the gallery. */
export const pages: Readonly<Record<string, () => void>> = {
  'a full composer': () => {
    const test = open({ text: 'x' });
    test.send(
      { type: 'attachments', attachments: [...everyAttachment] },
      { type: 'queue', queued: ['1', '2'] },
    );
    drag(test.find('.composer'));
    type(test.input, 'x'.repeat(2_000_001));
    press(test.input, 'Enter');
  },
  'a window that is nearly full': () => withModel({ window: { used: 80, size: 100 }, thinking: 'always' }),
  'a window that is full': () => withModel({ window: { used: 95, size: 100 }, thinking: 'none' }),
  'as many characters as fit': () => withModel({ maxInputCharacters: 5, temperature: '0.6' }),
  'more characters than fit': () => {
    withModel({ maxInputCharacters: 5, thinking: 'unknown' });
    type(find('textarea') as HTMLTextAreaElement, 'too long');
  },
  'the menu of what can be attached, on its way': () => openContextMenu(),
  'the menu of what can be attached': () =>
    openContextMenu([
      { label: 'Files', items: [{ id: '1', icon: 'file', label: 'search.ts', detail: 'src' }] },
      { label: 'Symbols', items: [{ id: '2', icon: 'symbol-method', label: 'reset', detail: 'a.ts:3' }] },
    ]),
  'nothing that can be attached': () => openContextMenu([]),
  'the menu of commands': () => {
    const test = createTestPanel();
    test.send(state({ slashCommands }));
    for (const text of ['/', '/m']) typeInto(test, text);
  },
  'a chat that is not saved': () => {
    for (const severity of ['error', 'warning'] as const) {
      const actions = [
        { label: 'Try again', action: 'save-again' as const },
        { label: 'Export', action: 'export' as const },
      ];
      open({ text: 'x' }).send({
        type: 'saving',
        notice: { severity, title: 'This chat is not saved', text: 'The disk is full.', actions },
      });
    }
  },
  'the history': () => {
    openHistory(historyRows);
  },
  'the history by workspace': () => {
    openHistory(historyRows);
    find('.history-grouping').click();
  },
  'what was searched for in the history': () => {
    openHistory([historyRow('1', { excerpt: 'the chat about it' })], 'chat');
  },
  'a chat that gets another title': () => {
    openHistory(historyRows);
    find('[data-action=rename]').click();
  },
  'no history': () => {
    openHistory([]);
  },
  'nothing found in the history': () => {
    openHistory([], 'x').send({ type: 'history', query: 'x', rows: [], total: 3 });
  },
  'the diagnosis': () => openDiagnosis('running'),
  'the diagnosis when it is over': () => openDiagnosis('done'),
};
