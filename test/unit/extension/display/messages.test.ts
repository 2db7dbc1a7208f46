import assert from 'node:assert/strict';
import { before, beforeEach, describe, it } from 'mocha';
import { fake } from '../writing/fakeVSCode.ts';

type Messages = typeof import('../../../../src/extension/display/messages.ts');

describe('a message', () => {
  let messages: Messages;
  const link = '[a](command:b)';

  before(async () => {
    messages = await import('../../../../src/extension/display/messages.ts');
  });

  beforeEach(() => {
    fake.shown.length = 0;
    fake.chosen = undefined;
  });

  for (const [severity, name] of [
    ['info', 'showInformationMessage'],
    ['warning', 'showWarningMessage'],
    ['error', 'showErrorMessage'],
  ] as const) {
    it(`is shown as what it is, without a link in it, and tells which button was chosen: ${severity}`, async () => {
      fake.chosen = 1;
      assert.equal(await messages.notify(severity, link, 'One', 'Two'), 'Two');
      assert.equal(fake.shown[0]?.name, name);
      const [text, ...buttons] = fake.shown[0]?.values ?? [];
      assert.equal(text, '[a] (command:b)');
      assert.deepEqual(buttons, [
        { title: 'One', button: 'One' },
        { title: 'Two', button: 'Two' },
      ]);
      fake.chosen = undefined;
      assert.equal(await messages.notify(severity, 'a', 'One'), undefined);
    });
  }

  it('is a question in a dialog, with what stands below it', async () => {
    fake.chosen = 0;
    assert.equal(await messages.ask('warning', link, `${link}\nrm x`, 'Run'), 'Run');
    const [text, options, ...buttons] = fake.shown[0]?.values ?? [];
    assert.equal(text, '[a] (command:b)');
    assert.deepEqual(options, { modal: true, detail: `${link}\nrm x` });
    assert.equal(buttons.length, 1);
  });

  it('is a word in the status bar', () => {
    messages.sayBriefly('$(trash) gone', 3_000);
    assert.deepEqual(fake.shown, [{ name: 'setStatusBarMessage', values: ['$ (trash) gone', 3_000] }]);
  });

  it('is the progress of something, which can be cancelled where somebody wants to hear of it', async () => {
    let cancelled = 0;
    const work = async () => 'done';
    const title = { location: 15, title: '[a] (command:b)' };
    assert.equal(await messages.showProgress(15, link, work), 'done');
    assert.deepEqual(fake.shown[0]?.values, [{ ...title, cancellable: false }]);
    assert.equal(await messages.showProgress(15, link, work, () => (cancelled += 1)), 'done');
    assert.deepEqual(fake.shown[1]?.values, [{ ...title, cancellable: true }]);
    assert.equal(cancelled, 1);
  });
});
