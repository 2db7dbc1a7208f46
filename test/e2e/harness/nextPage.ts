import type { Frame } from 'playwright-core';
import { waitFor } from './waitFor.ts';

/**
 * Does what makes VS Code load the document of a panel anew, and waits for the new one: until then the old one is found.
 *
 * @param page the document that is there before
 * @param find finds the document that is there: `window.panel`, say, with an element that it must have
 */
export async function nextPage(
  page: Frame,
  work: () => Promise<unknown>,
  find: () => Promise<Frame>,
): Promise<Frame> {
  await mark(page);
  await work();
  return await unmarked(find);
}

/** Marks a document, which its successor is not. */
export async function mark(page: Frame): Promise<void> {
  await page.evaluate(() => {
    Object.assign(window, { marked: true });
  });
}

/** Waits for a document without a mark. */
export async function unmarked(find: () => Promise<Frame>): Promise<Frame> {
  return await waitFor('another page', async () => {
    const page = await find();
    return (await page.evaluate(() => 'marked' in window)) ? undefined : page;
  });
}
