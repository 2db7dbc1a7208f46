import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import type { Locator } from 'playwright-core';
import { glmServer as server, useGlmWindow } from '../harness/glmWindow.ts';
import { outputDirectory } from '../harness/useWindow.ts';
import { waitFor } from '../harness/waitFor.ts';

describe('VS Code’s own chat', () => {
  const current = useGlmWindow({
    settings: {
      'chat.disableAIFeatures': false,
    },
  });

  /** The chat keeps `@hanlin` for the next question. */
  async function ask(question: string): Promise<Locator> {
    const { page } = current();
    const chat = page.locator('.interactive-session');
    const box = chat.locator('.interactive-input-editor .monaco-editor').first();
    const holds = (text: string) =>
      waitFor(`“${text}” in the box`, async () => {
        const shown = await box.locator('.view-lines').innerText();
        return shown.replaceAll('\u00a0', ' ').includes(text) || undefined;
      });
    if (server.requests.length > 0) await holds('@hanlin');
    await box.click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(question);
    await holds(question);
    // As long as there is something to choose, Enter chooses it.
    await page.locator('.suggest-widget.visible').waitFor({ state: 'hidden' });
    await page.keyboard.press('Enter');
    return chat.locator('.interactive-response').last();
  }

  function messages(): { role: string; content: string }[] {
    const request = server.requests.at(-1);
    assert.ok(request, 'nothing was sent');
    return (request.body as { messages: { role: string; content: string }[] }).messages;
  }

  it('answers @hanlin with one of our models', async () => {
    const { page, openPanel, runCommand, panel } = current();
    await openPanel();
    await panel('textarea');
    await runCommand('Chat: Open Chat');
    server.next({ type: 'reply', text: ['Hello ', '**from** GLM.'] });
    const response = await ask('@hanlin Say hello');
    await response.getByText('Hello from GLM.').waitFor();
    await response.locator('strong', { hasText: 'from' }).waitFor();
    assert.deepEqual(
      messages().map(({ role }) => role),
      ['system', 'user'],
    );
    assert.equal(messages().at(-1)?.content, 'Say hello');
    await page.screenshot({ path: join(outputDirectory, 'built-in-chat.png') });
  });

  it('remembers what was said, and takes a command with the code at the cursor', async () => {
    const { page, openFile, selectLines } = current();
    await openFile('src/pricing.ts');
    await selectLines(1, 5);
    server.next({ type: 'reply', text: ['A table of discounts.'] });
    const response = await ask('/fix with care');
    await response.getByText('A table of discounts.').waitFor();
    assert.deepEqual(
      messages().map(({ role }) => role),
      ['system', 'user', 'assistant', 'user'],
    );
    assert.match(messages().at(-1)?.content ?? '', /src\/pricing\.ts:1-5[\s\S]*with care/);
    // What usually comes after this command.
    await page.locator('.interactive-session').getByText('Write unit tests').waitFor();
  });

  it('says what to do when the vendor refuses', async () => {
    server.next({ type: 'error', code: '1001', status: 401 });
    const response = await ask('Hello?');
    await response.getByText('Zhipu rejected this key').waitFor();
  });
});
