import type { ElementHandle, Frame, Locator, Page } from 'playwright-core';
import { waitFor } from './waitFor.ts';

const extensionId = 'hanlin-dev.hanlin';

/**
 * The document inside the chat view. VS Code puts it into two frames; it is another one after every hide and show, so
 * ask for it again then.
 *
 * @param selector waits until an element like this is in it
 */
export async function panel(page: Page, selector = 'body *'): Promise<Frame> {
  return await waitFor(`the panel with ${selector}`, () => findPanel(page, selector, false));
}

/** The document inside an editor tab with a chat; with the same caution. */
export async function editorPanel(page: Page, selector = 'body *'): Promise<Frame> {
  return await waitFor(`the tab with ${selector}`, () => findPanel(page, selector, true));
}

async function findPanel(page: Page, selector: string, inEditor: boolean): Promise<Frame | undefined> {
  for (const frame of page.frames()) {
    const outer = frame.parentFrame();
    if (!outer?.url().includes(`extensionId=${extensionId}`)) continue;
    if ((await isInEditor(page, outer)) !== inEditor) continue;
    if ((await frame.locator(selector).count()) > 0) return frame;
  }
  return undefined;
}

/** Whether a webview lies over the editors. Its address says so only the first time that it is shown. */
async function isInEditor(page: Page, webview: Frame): Promise<boolean> {
  const [place, editors] = await Promise.all([
    webview.frameElement().then((element) => element.boundingBox()),
    page.locator('.part.editor').boundingBox(),
  ]);
  if (!place || !editors) return false;
  const middle = place.x + place.width / 2;
  return middle > editors.x && middle < editors.x + editors.width;
}

/** The extension's icon in the activity bar: there as soon as VS Code has read the extension's package.json. */
export function panelIcon(page: Page): Locator {
  return page.locator('.activitybar .action-item.icon', { has: page.getByLabel(/^(Hanlin|翰林)/) });
}

/** How long a click on the icon may take to have an effect, in milliseconds. */
const patienceMs = 4000;

/** Shows the panel by its icon in the activity bar, unless it is visible. */
export async function openPanel(page: Page): Promise<Frame> {
  const icon = panelIcon(page);
  let clickedAt = 0;
  return await waitFor('the panel', async () => {
    const isShown = (await icon.getAttribute('class'))?.includes('checked') === true;
    // A window that is being restored, or is slow, shows it in a moment, and a second click would hide it again.
    if (!isShown && Date.now() - clickedAt > patienceMs) {
      await icon.click();
      clickedAt = Date.now();
    }
    return await findPanel(page, 'body *', false);
  });
}

/** Makes the panel exactly so wide, in CSS pixels; from 170. */
export async function setPanelWidth(page: Page, pixels: number): Promise<void> {
  const view = await viewElement(page);
  await waitFor(`a panel ${pixels} px wide`, async () => {
    const missing = pixels - (await box(view)).width;
    if (missing === 0) {
      return true;
    }
    await dragSideBarEdge(page, missing);
    return undefined;
  });
  await leave(page);
}

async function dragSideBarEdge(page: Page, distance: number): Promise<void> {
  const sideBar = await box(page.locator('.part.sidebar'));
  const x = sideBar.x + sideBar.width + 1;
  const y = sideBar.y + sideBar.height / 2;
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + distance, y, { steps: 4 });
  await page.mouse.up();
}

/** Writes a picture of the panel, without anything hovered. */
export async function screenshotPanel(page: Page, path: string): Promise<void> {
  await leave(page);
  await (await viewElement(page)).screenshot({ path, animations: 'disabled' });
}

/** The frame element that the workbench positions over the side bar. */
async function viewElement(page: Page): Promise<ElementHandle> {
  const outer = (await panel(page)).parentFrame();
  if (!outer) throw new Error('The panel is in no frame of VS Code’s.');
  return await outer.frameElement();
}

async function box(element: ElementHandle | Locator) {
  const found = await element.boundingBox();
  if (!found) {
    throw new Error('That is not visible.');
  }
  return found;
}

/** Moves the mouse where it hovers over nothing. */
async function leave(page: Page): Promise<void> {
  await page.mouse.move((page.viewportSize()?.width ?? 1) - 1, 0);
}
