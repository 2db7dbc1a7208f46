import assert from 'node:assert/strict';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { before, describe, it } from 'mocha';
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
  { minLength: 5, maxLength: 40 },
);

describe('a list to choose from', () => {
  let createPicker: typeof import('../../../../src/extension/display/picker.ts').createPicker;

  before(async () => {
    ({ createPicker } = await import('../../../../src/extension/display/picker.ts'));
  });

  it('takes the row that was clicked or none, whatever is listed by the time that is known', async () => {
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(steps, async (steps) => {
        const list = new FakeQuickPick();
        fake.quickPick = list;
        fake.execute = () => list.execute();
        const pressed: string[] = [];
        const picker = createPicker<{ readonly label: string }>('', '');
        picker.onDidPressButton((row) => pressed.push(row.label));
        picker.setRows([{ label: 'first' }, { label: 'second' }]);
        await sleep();
        void list.execute();
        list.windowTurn();
        const wanted: string[] = [];
        for (const step of steps) {
          const label = 'at' in step ? list.shown[step.at] : undefined;
          if (step.type === 'rows') picker.setRows(step.labels.map((label) => ({ label })));
          else if (step.type === 'timers') await sleep();
          else if (step.type === 'window') list.windowTurn();
          else if (step.type === 'extension') list.extensionTurn();
          else if (step.type === 'button' && label !== undefined) {
            wanted.push(label);
            list.pressButton(step.at);
          } else if (step.type === 'click' && label !== undefined) {
            list.click(step.at, () => {
              const row = picker.chosen();
              if (row) assert.equal(row.label, label);
              taken += row ? 1 : 0;
            });
          }
          await setImmediate();
        }
        while (list.isTold) {
          list.extensionTurn();
          await setImmediate();
        }
        // Those that were not heeded aside.
        let at = 0;
        for (const label of pressed) {
          at = wanted.indexOf(label, at) + 1;
          assert.notEqual(at, 0, `${pressed} of ${wanted}`);
        }
      }),
      { numRuns: 200 },
    );
    assert.ok(taken > 100, `${taken} clicks were taken`);
  });
});
