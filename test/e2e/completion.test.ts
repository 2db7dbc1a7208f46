import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import {
  type DashScopeServer,
  startDashScopeServer,
  testDashScopeKeys,
} from '../vendors/alibaba/dashScopeServer.ts';
import { editorText } from './harness/editor.ts';
import { outputDirectory, useWindow } from './harness/useWindow.ts';
import { waitFor } from './harness/waitFor.ts';

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

  it('shows what it suggests behind the cursor, and Tab takes it', async function () {
    // Now and then VS Code takes the key for an indentation.
    this.retries(2);
    const { page } = current();
    server.always({ type: 'reply', text: ['\n  return lines', '.length;\n}\n\nexport'] });
    await current().openFile('src/pricing.ts');
    await current().runCommand('File: Revert File');
    await current().openFile('src/pricing.ts:12');
    // Before there is somebody who suggests, nothing that is typed asks for it.
    await page.locator('[id="hanlin-dev.hanlin.hanlin.completion"] .codicon-edit-sparkle').waitFor();
    await page.keyboard.press('End');
    await page.keyboard.type('\n\nfunction count(lines: Line[]) {');
    // The editor has closed the bracket already.
    await page.keyboard.press('Delete');
    await waitFor('a suggestion', async () => {
      if ((await page.locator('.ghost-text').count()) > 0) return true;
      // The editor asks once for what was typed; asked for by hand, it asks again.
      await page.keyboard.press('Alt+Backslash');
      await page.locator('.ghost-text').first().waitFor({ timeout: 3_000 });
      return true;
    });
    await page.screenshot({ path: join(outputDirectory, 'completion-suggested.png') });
    await page.keyboard.press('Tab');
    // What is taken may be followed by the next suggestion.
    const taken = /function count\(lines: Line\[\]\) \{\n {2}return lines\.length;\n\}\n\n\/\*\*/;
    await waitFor('the suggestion to be taken', async () => taken.test(await editorText(page)) || undefined);
    await page.keyboard.press('Escape');
  });

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
    await sign.locator('.codicon-warning').waitFor();
    await sign.hover();
    await page.locator('.monaco-hover', { hasText: 'No balance' }).waitFor();
    await page.screenshot({ path: join(outputDirectory, 'completion-stopped.png') });
  });
});
