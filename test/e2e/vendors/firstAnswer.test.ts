import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { type BigModelServer, startBigModelServer, testKeys } from '../../vendors/zhipu/bigModelServer.ts';
import { newChat } from '../harness/chat.ts';
import { saved } from '../harness/history.ts';
import { nextPage } from '../harness/nextPage.ts';
import { useWindow } from '../harness/useWindow.ts';
import { waitFor } from '../harness/waitFor.ts';

/** A reply that stays open after its first words until the test lets it go on. */
const halfReply = {
  type: 'reply',
  text: ['First ', 'half, ', 'second ', 'half.'],
  interruption: { type: 'hold', after: 2 },
} as const;

describe('a new user', () => {
  let server: BigModelServer;

  before(async () => {
    server = await startBigModelServer();
  });

  after(() => server.close());

  const current = useWindow();

  it('is shown where keys go, and is told why a wrong key is refused', async () => {
    const window = current();
    const panel = await window.openPanel();
    await panel.getByText('Ask China’s models in your editor').waitFor();
    await panel.getByRole('button', { name: 'Add key: Zhipu' }).click();

    const { quickInput } = window;
    await quickInput.pick('Another address…');
    await quickInput.message('The address up to');
    await quickInput.type('example.com');
    await quickInput.message('Enter a whole address');
    await quickInput.type(server.payAsYouGoBase);
    await quickInput.accept();
    await quickInput.pick('API key');

    await quickInput.message('API key');
    assert.equal(await quickInput.masked(), true);
    await quickInput.type('.half-a-key');
    await quickInput.message('Half of the key is missing');
    await quickInput.type(`${testKeys.payAsYouGo.slice(0, -1)}?`);
    await quickInput.accept();

    const dialog = window.page.locator('.monaco-dialog-box');
    await dialog.getByText('Zhipu rejected this key').waitFor();
    await dialog.getByText('The key was not stored.').waitFor();
    assert.equal(await dialog.getByRole('button', { name: 'Store anyway' }).count(), 0);
    await dialog.getByRole('button', { name: 'Enter again' }).click();
  });

  it('enters the right key, which is tried and then stored', async () => {
    const { quickInput, toast } = current();
    await quickInput.pick('Another address…');
    await quickInput.message('The address up to');
    await quickInput.accept();
    await quickInput.pick('Signed token (JWT)');
    await quickInput.message('API key');
    await quickInput.type(`Bearer ${testKeys.payAsYouGo}\n`);
    await quickInput.accept();
    await toast('The Zhipu key is stored.');
    const probe = server.requests.at(-1);
    assert.ok(probe?.authentication.type === 'jwt');
    assert.equal((probe.body as { max_tokens: number }).max_tokens, 1);
  });

  it('asks, and reads a streamed answer with everything Markdown has', async () => {
    const { panel: panelOf, page } = current();
    const text =
      '## Title\n\n- a **bold** item\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n```ts\nconst x = 1;\n```\n';
    server.next({ type: 'reply', reasoning: 'Let me see.', text: [...text].map((character) => character) });
    const panel = await panelOf('textarea');
    await panel.getByRole('textbox', { name: 'Your message' }).fill('Why?');
    await page.keyboard.press('Enter');
    const answer = panel.locator('.answer').last();
    await answer.getByRole('heading', { name: 'Title' }).waitFor();
    await answer.locator('li strong', { hasText: 'bold' }).waitFor();
    await answer.locator('td', { hasText: '2' }).waitFor();
    await answer.getByRole('button', { name: 'Copy code' }).waitFor();
    await answer.locator('.footer').waitFor();
    assert.equal(await panel.getByRole('textbox', { name: 'Your message' }).inputValue(), '');
  });

  it('lets the vendor search the web for a question, when asked to', async () => {
    const panel = await current().panel('textarea');
    assert.doesNotMatch(server.requests.at(-1)?.rawBody ?? '', /web_search/);
    const answers = await panel.locator('.answer .footer').count();
    await panel.getByRole('button', { name: 'Web', exact: true }).click();
    await panel.getByRole('textbox', { name: 'Your message' }).fill('What is new?');
    await panel.getByRole('button', { name: 'Send' }).click();
    await panel.locator('.answer .footer').nth(answers).waitFor();
    assert.match(server.requests.at(-1)?.rawBody ?? '', /"type":"web_search"/);
    await panel.getByRole('button', { name: 'Web', exact: true }).click();
  });

  it('composes Chinese: an Enter of the input method never sends', async () => {
    const panel = await current().panel('textarea');
    const asked = server.requests.length;
    const box = panel.getByRole('textbox', { name: 'Your message' });
    await box.focus();
    await box.evaluate((element) => {
      const composing = { key: 'Enter', bubbles: true, cancelable: true, composed: true };
      element.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
      (element as HTMLTextAreaElement).value = '你好';
      element.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing: true }));
      element.dispatchEvent(new KeyboardEvent('keydown', { ...composing, isComposing: true }));
      // Some platforms end the composition first and mark the key only by its code.
      element.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: '你好' }));
      element.dispatchEvent(new KeyboardEvent('keydown', { ...composing, keyCode: 229 }));
      element.dispatchEvent(new KeyboardEvent('keydown', { ...composing, key: 'Escape', isComposing: true }));
      element.dispatchEvent(new KeyboardEvent('keyup', composing));
    });
    assert.equal(await box.inputValue(), '你好');
    await box.press('Enter');
    await panel.locator('.question', { hasText: '你好' }).waitFor();
    await panel.locator('.answer').last().locator('.footer').waitFor();
    assert.equal(server.requests.length, asked + 1);
  });

  it('stops an answer, which closes the connection and keeps the text', async () => {
    const window = current();
    server.next({ type: 'endless', piece: 'on and ', delayMs: 20 });
    const panel = await window.panel('textarea');
    await panel.getByRole('textbox', { name: 'Your message' }).fill('Go on.');
    await window.page.keyboard.press('Enter');
    const answer = panel.locator('.answer').last();
    await answer.getByText('on and on and').waitFor();
    await panel.getByRole('button', { name: 'Stop' }).click();
    assert.equal((await server.requests.at(-1)?.closed)?.by, 'client');
    await answer.getByText('Stopped').waitFor();
    await answer.getByText('on and on and').waitFor();
  });

  it('hides the panel in the middle of an answer and finds all of it when it is back', async () => {
    const window = current();
    server.next(halfReply);
    let panel = await window.panel('textarea');
    await panel.getByRole('textbox', { name: 'Your message' }).fill('Tell me.');
    await window.page.keyboard.press('Enter');
    await panel.locator('.answer').last().getByText('First half,').waitFor();
    await panel.getByRole('textbox', { name: 'Your message' }).fill('A draft');
    await window.runCommand('View: Show Explorer');
    server.release();
    panel = await window.openPanel();
    await panel.locator('.answer').last().getByText('First half, second half.').waitFor();
    assert.equal(await panel.locator('.question').count(), 5);
    assert.equal(await panel.getByRole('textbox', { name: 'Your message' }).inputValue(), 'A draft');
  });

  it('reloads the panel in the middle of an answer and finds all of it', async () => {
    const window = current();
    server.next(halfReply);
    let panel = await window.panel('textarea');
    await panel.getByRole('textbox', { name: 'Your message' }).fill('Once more.');
    await window.page.keyboard.press('Enter');
    await panel.locator('.answer').last().getByText('First half,').waitFor();
    panel = await nextPage(
      panel,
      () => window.runCommand('Developer: Reload Webviews'),
      () => window.panel('.answer'),
    );
    await panel.locator('.answer').last().getByText('First half,').waitFor();
    server.release();
    await panel.locator('.answer').last().getByText('First half, second half.').waitFor();
    await panel.locator('.answer').last().locator('.footer').waitFor();
  });

  it('reloads the window in the middle of an answer: what was there is there, and the key still works', async () => {
    const window = current();
    server.next(halfReply);
    let panel = await window.panel('textarea');
    await panel.getByRole('textbox', { name: 'Your message' }).fill('And again.');
    await window.page.keyboard.press('Enter');
    await panel.locator('.answer').last().getByText('First half,').waitFor();
    await saved(window, /And again\.[\s\S]*First half,/);
    await window.reload();
    panel = await window.panel('.answer');
    assert.equal(await panel.locator('.question').count(), 7);
    const answer = panel.locator('.answer').last();
    await answer.getByText('First half,').waitFor();
    await answer.getByText('The window was closed before the answer was complete').waitFor();
    server.next({ type: 'reply', text: 'The rest.' });
    await answer.getByRole('button', { name: 'Continue' }).click();
    await panel.locator('.answer').last().getByText('The rest.').waitFor();
  });

  it('says what to do when the vendor refuses, and lets the question be asked again', async () => {
    const window = current();
    server.next({ type: 'error', code: '1113' });
    const panel = await window.panel('textarea');
    await panel.getByRole('textbox', { name: 'Your message' }).fill('Do I have credit?');
    await window.page.keyboard.press('Enter');
    const card = panel.getByRole('alert').last();
    await card.getByText('No balance or no plan at this address of Zhipu').waitFor();
    await card.getByText(/HTTP 429 · 1113/).waitFor();
    await card.getByRole('button', { name: 'Edit key' }).waitFor();
  });

  it('retries what is worth it, with a countdown that can be cut short', async () => {
    const window = current();
    server.next(
      { type: 'error', code: '1302', headers: { 'Retry-After': '60' } },
      { type: 'reply', text: 'At last.' },
    );
    const panel = await window.panel('textarea');
    await panel.getByRole('textbox', { name: 'Your message' }).fill('Now?');
    await window.page.keyboard.press('Enter');
    await panel
      .getByText(/Retrying in \d\d s\./)
      .first()
      .waitFor();
    await panel.getByRole('button', { name: 'Retry now' }).click();
    await panel.locator('.answer').last().getByText('At last.').waitFor();
  });

  it('explains the selected code by keyboard, and the chip leads back to the lines', async () => {
    const window = current();
    await newChat(window);
    await window.openFile('src/pricing.ts');
    await window.selectLines(3, 6);
    await window.page.keyboard.press('Control+K');
    await window.page.keyboard.press('h');
    const panel = await window.panel('.question');
    const chip = panel.locator('.question .chip');
    await chip.getByText(':3-6').waitFor();
    await panel.locator('.answer .footer').waitFor();
    assert.match(server.requests.at(-1)?.rawBody ?? '', /"`src\/pricing\.ts:3-6`\\n```typescript\\n/);
    await window.runCommand('View: Close All Editors');
    await chip.locator('button').first().click();
    await waitFor('the selection of lines 3 to 6', async () => {
      const status = await window.page.locator('.statusbar-item', { hasText: /Ln 6/ }).count();
      return status > 0 || undefined;
    });
  });

  it('sees no error of ours in the console', () => {
    assert.deepEqual(current().consoleErrors, []);
  });
});
