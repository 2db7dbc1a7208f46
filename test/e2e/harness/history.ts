import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { foldRecords, parseRecords } from '../../../src/chat/conversationLog.ts';
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

/** Where the files of the conversations are. */
export function historyFolder({ workspace }: Pick<CodeWindow, 'workspace'>): string {
  return join(dirname(workspace), 'data', 'User', 'globalStorage', 'hanlin-dev.hanlin', 'conversations');
}

/** While `work` goes on, no conversation can be written: their folder is a file. */
export async function withoutHistoryFolder<T>(
  window: Pick<CodeWindow, 'workspace'>,
  work: () => Promise<T>,
): Promise<T> {
  const folder = historyFolder(window);
  const away = `${folder} away`;
  await rename(folder, away);
  await writeFile(folder, '');
  try {
    return await work();
  } finally {
    await rm(folder);
    await rename(away, folder);
  }
}

/** Waits until the file of a conversation has a text like this. */
export async function saved(window: CodeWindow, text: RegExp): Promise<void> {
  const folder = historyFolder(window);
  await waitFor(`${text} on the disk`, async () => {
    const files = await Promise.all(
      (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')),
    );
    return files.some((file) => text.test(file)) || undefined;
  });
}

/** Waits until a turn of a conversation on the disk has this text, in however many records. */
export async function savedTurn(window: CodeWindow, text: string): Promise<void> {
  const folder = historyFolder(window);
  await waitFor(`a turn “${text}” on the disk`, async () => {
    const logs = await Promise.all(
      (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')),
    );
    const turns = logs.flatMap((log) => foldRecords(parseRecords(log), true).turns);
    return turns.some((turn) => turn.text === text) || undefined;
  });
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
