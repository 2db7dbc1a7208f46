import assert from 'node:assert/strict';
import { mock } from 'node:test';
import fc from 'fast-check';
import { afterEach, before, describe, it } from 'mocha';
import { fake } from '../writing/fakeVSCode.ts';
import { FakeQuickPick } from './fakeQuickPick.ts';

const steps = fc.array(
  fc.oneof(
    fc.record({
      type: fc.constant('rows' as const),
      labels: fc.array(fc.stringMatching(/^[a-d]$/), { minLength: 1, maxLength: 6 }),
    }),
    fc.record({ type: fc.constantFrom('click' as const, 'button' as const), at: fc.nat(5) }),
    fc.record({
      type: fc.constantFrom('timers' as const, 'window' as const, 'extension' as const),
      at: fc.constant(0),
    }),
  ),
  { minLength: 20, maxLength: 60 },
);

describe('a list to choose from', () => {
  let createPicker: typeof import('../../../../src/extension/display/picker.ts').createPicker;

  before(async () => {
    ({ createPicker } = await import('../../../../src/extension/display/picker.ts'));
  });

  const nextTurn = () => new Promise(setImmediate);

  afterEach(() => mock.timers.reset());

  it('takes the row that was clicked or none, whatever is listed by the time that is known', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(steps, async (steps) => {
        const list = new FakeQuickPick();
        fake.quickPick = list;
        fake.execute = () => list.execute();
        const picker = createPicker<{ readonly label: string }>('', '');
        const clicked: string[] = [];
        const chosen: (string | undefined)[] = [];
        list.onDidAccept(() => chosen.push(picker.chosen()?.label));
        const pressed: string[] = [];
        const heeded: string[] = [];
        picker.onDidPressButton((row) => heeded.push(row.label));
        let set: readonly string[] = ['first', 'second'];
        picker.setRows(set.map((label) => ({ label })));
        mock.timers.tick(1);
        list.windowTurn();
        const act: Readonly<Record<(typeof steps)[number]['type'], (at: number) => void>> = {
          rows: () => picker.setRows(set.map((label) => ({ label }))),
          timers: () => mock.timers.tick(1),
          window: () => list.windowTurn(),
          extension: () => list.extensionTurn(),
          click: (at) => {
            clicked.push(list.shown[at] ?? '');
            list.click(at);
          },
          button: (at) => {
            pressed.push(list.shown[at] ?? '');
            list.pressButton(at);
          },
        };
        const passOn = async (): Promise<void> => {
          act.timers(0);
          await nextTurn();
          act.window(0);
          while (list.isTold) {
            act.extension(0);
            await nextTurn();
          }
        };
        for (const step of steps) {
          if (step.type === 'rows') set = step.labels;
          const at = step.type === 'rows' ? 0 : step.at;
          if (list.shown[at] !== undefined) act[step.type](at);
          await nextTurn();
        }
        for (let turn = 0; turn < 3; turn += 1) await passOn();
        assert.deepEqual(list.shown, set, 'what was set last is not shown');
        act.click(0);
        await passOn();
        assert.equal(chosen.at(-1), set[0], 'what is clicked when all is calm is not chosen');
        assert.equal(chosen.length, clicked.length);
        for (const [index, label] of chosen.entries())
          assert.ok(label === undefined || label === clicked[index]);
        taken += chosen.filter((label) => label !== undefined).length;
        // Those that were not heeded aside.
        let next = 0;
        for (const label of heeded) {
          next = pressed.indexOf(label, next) + 1;
          assert.notEqual(next, 0, `${heeded} of ${pressed}`);
        }
      }),
      { numRuns: 300 },
    );
    assert.ok(taken > 450, `${taken} clicks were taken`);
  });

  it('shows of a row what it has, as text, and chooses the one that is wanted by Enter', () => {
    const list = new FakeQuickPick();
    fake.quickPick = list;
    const picker = createPicker('$(a)', '$(b)');
    const link = '[c](command:d)';
    picker.setRows(
      [
        { label: '$(e)', icon: 'key', description: link, detail: link, alwaysShow: true, buttons: [] },
        { label: 'heading', isSeparator: true },
        { label: 'wanted' },
        { label: 'wanted too' },
      ],
      ({ label }) => label.startsWith('wanted'),
    );
    const shown = list.items.map((item) => ({ ...item, row: undefined }));
    assert.deepEqual(shown, [
      {
        row: undefined,
        label: '$(key) $ (e)',
        description: '[c] (command:d)',
        detail: '[c] (command:d)',
        alwaysShow: true,
        buttons: [],
      },
      { row: undefined, label: 'heading', kind: -1 },
      { row: undefined, label: 'wanted' },
      { row: undefined, label: 'wanted too' },
    ]);
    assert.deepEqual(list.activeItems, [list.items[2]]);
    assert.deepEqual([list.title, list.placeholder], ['$ (a)', '$ (b)']);
  });
});
