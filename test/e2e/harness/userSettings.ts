import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { runCommand } from './quickInput.ts';
import { waitFor } from './waitFor.ts';

/**
 * Adds to the user's settings, in VS Code's own editor for them: a change to the file alone is not noticed.
 *
 * @param file the path of the settings.json
 */
export async function changeUserSettings(
  page: Page,
  file: string,
  settings: Readonly<Record<string, unknown>>,
): Promise<void> {
  const text = JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), ...settings });
  await runCommand(page, 'Preferences: Open User Settings (JSON)');
  await page.locator('.tab.active', { hasText: 'settings.json' }).waitFor();
  await page.locator('.monaco-editor.focused').waitFor();
  // What is typed takes seconds, for the editor closes brackets and quotes by itself.
  await page.evaluate((settings) => navigator.clipboard.writeText(settings), text);
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Control+V');
  await waitFor('the settings to be saved', async () => {
    await page.keyboard.press('Control+S');
    return (await readFile(file, 'utf8')) === text || undefined;
  });
  await runCommand(page, 'View: Close Editor');
}
