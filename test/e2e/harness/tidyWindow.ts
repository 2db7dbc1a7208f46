import type { Page } from 'playwright-core';
import { newChat } from './chat.ts';
import { openPanel, panel } from './panel.ts';
import { quickInputOf, runCommand } from './quickInput.ts';
import { waitFor } from './waitFor.ts';

/** Closes all editors, without saving what was changed in them. */
export async function closeEditors(page: Page): Promise<void> {
  const quickInput = page.locator('.quick-input-widget:visible');
  if ((await quickInput.count()) > 0) await quickInputOf(page).cancel();
  const tabs = page.locator('.part.editor .tab');
  if ((await tabs.count()) === 0) return;
  await runCommand(page, 'View: Close All Editors');
  const unsaved = page.locator('.monaco-dialog-box').getByRole('button', { name: /^Don['’]t Save$/ });
  await waitFor('the editors to close', async () => {
    if ((await unsaved.count()) > 0) await unsaved.click({ timeout: 1_000 });
    return (await tabs.count()) === 0 || undefined;
  });
}

/** Closes what else tests have opened in a window, and shows a new chat. */
export async function tidyWindow(page: Page): Promise<void> {
  const bottom = page.locator('.part.panel:visible');
  if ((await bottom.count()) > 0) {
    await runCommand(page, 'Terminal: Kill All Terminals');
    if ((await bottom.count()) > 0) await runCommand(page, 'View: Hide Panel');
  }
  await runCommand(page, 'Notifications: Clear All Notifications');
  await newChat({
    page,
    openPanel: () => openPanel(page),
    panel: (selector) => panel(page, selector),
  });
}
