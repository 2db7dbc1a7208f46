import type { Locator, Page } from 'playwright-core';
import { runCommand } from './quickInput.ts';

/** VS Code shows no more than a few in a second; those beyond are only in its list of notifications. In milliseconds. */
const patienceMs = 5_000;

/**
 * Waits for a notification with this text; its buttons are inside, too.
 *
 * @throws Error that names the notifications that are there instead
 */
export async function notification(page: Page, text: string | RegExp): Promise<Locator> {
  const list = '.notifications-center .notification-list-item';
  const found = page.locator(`.notification-toast .notification-list-item, ${list}`, { hasText: text });
  const isShown = await found.waitFor({ timeout: patienceMs }).then(
    () => true,
    () => false,
  );
  if (isShown) return found;
  await runCommand(page, 'Notifications: Show Notifications');
  try {
    await found.waitFor();
  } catch (error) {
    const others = await page.locator(list).allInnerTexts();
    throw new Error(`No notification says ${text}, only: ${others.join(' | ')}`, { cause: error });
  }
  return found;
}
