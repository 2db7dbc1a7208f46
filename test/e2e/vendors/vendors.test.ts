import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { vendors } from '../../../src/vendors/registry.ts';
import { budget } from '../../budget.ts';
import { type DemoServers, startDemoServers } from '../../vendors/demo.ts';
import { newChat } from '../harness/chat.ts';
import { useWindow } from '../harness/useWindow.ts';

/** Every way into every vendor, with the keys of the environment, against the servers of `npm start`. */
describe('every vendor', () => {
  let demo: DemoServers;

  before(async () => {
    demo = await startDemoServers({ paceMs: 1 });
  });

  after(() => demo.close());

  const current = useWindow(() => ({ environment: demo.environment, settings: demo.settings }));

  for (const vendor of vendors) {
    // Through a proxy, all of them are asked in connections.test.ts.
    for (const api of budget({ sample: vendor.apis.slice(0, 1), soak: vendor.apis })) {
      it(`${vendor.id}/${api.id} answers in the panel`, async () => {
        const { quickInput, runCommand, page } = current();
        const panel = await newChat(current());
        await runCommand('Hanlin: Choose Model');
        const named = `${vendor.label} · ${api.label}`;
        await quickInput.type(named);
        // APIs may have models of the same name.
        await quickInput.pick(new RegExp(`^\\s*${escaped(api.models[0]?.label ?? '')}$`), 20_000, named);
        await panel.locator('.model-pill', { hasText: api.models[0]?.label ?? '' }).waitFor();
        await panel.getByRole('textbox', { name: 'Your message' }).fill('Which colour has the sky?');
        await page.keyboard.press('Enter');
        await panel.locator('.answer .footer').waitFor();
        const answer = (await panel.locator('.answer .markdown').textContent()) ?? '';
        assert.match(answer, /demonstration/i);
      });
    }
  }

  it('takes any model id that is typed', async () => {
    const { quickInput, runCommand, panel: panelOf } = current();
    await runCommand('Hanlin: Choose Model');
    await quickInput.type('my-own-model');
    await quickInput.pick('my-own-model');
    const panel = await panelOf('textarea');
    await panel.getByRole('button', { name: /my-own-model/ }).waitFor();
  });
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
