import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { Locator } from 'playwright-core';
import {
  type DashScopeServer,
  startDashScopeServer,
  testDashScopeKeys,
} from '../../vendors/alibaba/dashScopeServer.ts';
import { editorText } from '../harness/editor.ts';
import { outputDirectory, useWindow } from '../harness/useWindow.ts';
import { waitFor } from '../harness/waitFor.ts';

describe('code completion in the window', () => {
  let server: DashScopeServer;

  before(async () => {
    server = await startDashScopeServer();
  });

  after(() => server.close());

  const current = useWindow(() => ({
    environment: { DASHSCOPE_API_KEY: testDashScopeKeys.payAsYouGo },
    settings: {
      'hanlin.completion.enabled': true,
      'hanlin.endpoints': { 'alibaba/dashscope': server.payAsYouGoBase },
    },
  }));

  /**
   * Waits for what a question for code leads to. The editor asks once for what is typed; by hand it asks again, each time
   * with more patience, for each question takes back the one before.
   */
  async function suggested(what: Locator): Promise<void> {
    const { page } = current();
    let patience = 3_000;
    try {
      await waitFor('an answer', async () => {
        const isThere = await what.waitFor({ timeout: patience }).then(
          () => true,
          () => false,
        );
        patience *= 2;
        if (!isThere) await page.keyboard.press('Alt+Backslash');
        return isThere || undefined;
      });
    } catch (error) {
      const focused = await page.evaluate(() => document.activeElement?.className);
      const asked = `asked ${server.requests.length} times, with the focus in ${focused}`;
      throw new Error(`${asked}, and in the editor:\n${await editorText(page)}`, { cause: error });
    }
  }

  it('shows what it suggests behind the cursor, and Tab takes it', async () => {
    const { page } = current();
    server.always({ type: 'reply', text: ['\n  return lines', '.length;\n}\n\nexport'] });
    await current().openFile('src/pricing.ts:11');
    // An editor in which one types while its window is still being set up never asks for suggestions; when the language
    // is known that is over.
    await page.locator('.breadcrumbs-control', { hasText: 'subtotal' }).waitFor();
    // Before there is somebody who suggests, nothing that is typed asks for it.
    await page.locator('[id="hanlin-dev.hanlin.hanlin.completion"] .codicon-edit-sparkle').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    await page.keyboard.type('\n\nfunction count(lines: Line[]) {');
    // The editor has closed the bracket already.
    await page.keyboard.press('Delete');
    const ghost = page.locator('.ghost-text').first();
    await suggested(ghost);
    await page.screenshot({ path: join(outputDirectory, 'completion-suggested.png') });
    await waitFor('the suggestion to be taken', async () => {
      await suggested(ghost);
      await page.keyboard.press('Tab');
      if ((await effectOfTab()) === 'taken') return true;
      // It was just being asked for anew.
      await page.keyboard.press('Control+Z');
      return undefined;
    });
    // What is taken may be followed by the next suggestion.
    await page.keyboard.press('Escape');
  });

  /** Where there is nothing to be taken, VS Code takes the key for an indentation. */
  function effectOfTab(): Promise<'taken' | 'indented'> {
    return waitFor(
      'Tab to have an effect',
      async () => {
        const [, rest = ''] = (await editorText(current().page)).split('function count(lines: Line[]) {');
        if (rest.startsWith('\n  return lines.length;\n}\n\n/**')) return 'taken';
        return /^[ \t]+\n/.test(rest) ? 'indented' : undefined;
      },
      5,
    );
  }

  it('has a sign in the status bar that one click makes quiet, and another one lets go on', async () => {
    const { page } = current();
    const sign = page.locator('[id="hanlin-dev.hanlin.hanlin.completion"]');
    await sign.locator('.codicon-edit-sparkle').waitFor();
    await sign.click();
    await sign.locator('.codicon-bell-slash').waitFor();
    await sign.click();
    await sign.locator('.codicon-edit-sparkle').waitFor();
  });

  it('says quietly that nothing is left to spend', async () => {
    const { page } = current();
    server.always({ type: 'error', code: 'Arrearage' });
    await page.locator('.editor-group-container.active .monaco-editor').first().click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('\nconst a = ');
    const sign = page.locator('[id="hanlin-dev.hanlin.hanlin.completion"]');
    await suggested(sign.locator('.codicon-warning'));
    await sign.hover();
    await page.locator('.monaco-hover', { hasText: 'No balance' }).waitFor();
    await page.screenshot({ path: join(outputDirectory, 'completion-stopped.png') });
  });
});
