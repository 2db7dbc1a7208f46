import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { waitFor } from './waitFor.ts';
import type { CodeWindow } from './window.ts';

/** Shows the list of chats, by the button in the title of the side bar. */
export async function openHistory(window: CodeWindow): Promise<Frame> {
  const shown = await window.openPanel();
  if (await shown.locator('.history').isVisible()) return shown;
  await window.page.locator('.part.sidebar').getByRole('button', { name: 'History' }).click();
  const panel = await window.panel('.history .history-footer');
  await panel.locator('.history-footer').waitFor();
  return panel;
}

/** The row of the chat with this title. */
export function historyRow(panel: Frame, title: string): Locator {
  return panel
    .locator('.history-row')
    .filter({ has: panel.locator('.history-title', { hasText: new RegExp(`^${escaped(title)}$`) }) });
}

/** The titles of the rows from top to bottom. */
export function historyTitles(panel: Frame): Promise<string[]> {
  return panel.locator('.history-title').allTextContents();
}

/** Presses a button that a row shows while the mouse is over it. */
export async function actOnRow(panel: Frame, title: string, action: string): Promise<void> {
  await historyRow(panel, title).hover();
  await panel.getByRole('button', { name: `${action}: ${title}` }).click();
}

/** Waits until the file of a conversation has a text like this. */
export async function saved({ workspace }: CodeWindow, text: RegExp): Promise<void> {
  const storage = join(dirname(workspace), 'data', 'User', 'globalStorage', 'hanlin-dev.hanlin');
  const folder = join(storage, 'conversations');
  await waitFor(`${text} on the disk`, async () => {
    const files = await Promise.all(
      (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')),
    );
    return files.some((file) => text.test(file)) || undefined;
  });
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
