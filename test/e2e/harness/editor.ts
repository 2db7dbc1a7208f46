import type { Page } from 'playwright-core';
import { waitFor } from './waitFor.ts';

/** The text in the active editor, as far as it is scrolled into view. */
export async function editorText(page: Page): Promise<string> {
  const lines = page.locator('.editor-group-container.active .editor-instance .view-lines').last();
  const found = await lines.locator('.view-line').evaluateAll((elements) =>
    elements.map((line) => ({
      top: Number.parseFloat((line as HTMLElement).style.top),
      text: (line.textContent ?? '').replaceAll('\u00a0', ' '),
    })),
  );
  return found
    .toSorted((one, other) => one.top - other.top)
    .map(({ text }) => text)
    .join('\n');
}

/** Waits until exactly this text is in the active editor. */
export async function waitForText(page: Page, text: string): Promise<void> {
  let seen = '';
  try {
    await waitFor('the text', async () => {
      seen = await editorText(page);
      return seen === text || undefined;
    });
  } catch {
    throw new Error(`The editor has ${JSON.stringify(seen)}, not ${JSON.stringify(text)}.`);
  }
}

/** The tab of the active editor, once it has this name. */
export async function waitForTab(page: Page, name: string | RegExp): Promise<void> {
  await page.locator('.editor-group-container.active .tab.active', { hasText: name }).waitFor();
}

/** Waits until the keyboard writes into an editor: text of ours is in it a moment earlier. */
export async function waitForFocus(page: Page): Promise<void> {
  await page.locator('.monaco-editor.focused').first().waitFor();
}

/** Takes the last change back, by keyboard. */
export async function undo(page: Page): Promise<void> {
  await waitForFocus(page);
  await page.keyboard.press('Control+Z');
}
