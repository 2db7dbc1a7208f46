import type { Locator, Page } from 'playwright-core';
import { waitFor } from './waitFor.ts';

/** VS Code's list and input box at the top of the window: command palette, QuickPick, InputBox. */
export interface QuickInput {
  /** Waits for the box with this title. */
  title(text: string | RegExp): Promise<void>;
  /** The labels of the rows that are rendered, in order. */
  labels(): Promise<string[]>;
  /** Waits until the prompt or the fault under the input says this. */
  message(text: string | RegExp): Promise<void>;
  /** Whether what is typed is shown as dots. */
  masked(): Promise<boolean>;
  /** Replaces what is in the input. */
  type(text: string): Promise<void>;
  /**
   * Chooses the row whose label is `label`, or matches it, if there is one in so many milliseconds.
   *
   * @param beside what is also in the row, where several have the label: the list may not yet follow what was typed
   */
  pick(label: string | RegExp, timeout?: number, beside?: string): Promise<void>;
  /** Enters the path of a file into a dialog that asks for one. */
  choosePath(path: string): Promise<void>;
  /** Enter. */
  accept(): Promise<void>;
  /** Escape. */
  cancel(): Promise<void>;
  /** Waits until none is open. */
  closed(): Promise<void>;
}

export function quickInputOf(page: Page): QuickInput {
  const widget = page.locator('.quick-input-widget:visible');
  const input = widget.locator('.quick-input-filter input');
  return {
    title: (text) => widget.locator('.quick-input-title', { hasText: exactly(text) }).waitFor(),
    labels: async () => {
      const rows = widget.locator('.quick-input-list .monaco-list-row');
      await rows.first().waitFor();
      return await rows.locator('.label-name').allTextContents();
    },
    message: (text) => widget.locator('.quick-input-message', { hasText: text }).waitFor(),
    masked: async () => (await input.getAttribute('type')) === 'password',
    type: (text) => input.fill(text),
    pick: async (label, timeout = 20_000, beside = '') => {
      const end = Date.now() + timeout;
      while (!(await clickRow(page, label, beside, end - Date.now())));
    },
    choosePath: async (path) => {
      await widget.locator('.quick-input-list .monaco-list-row').first().waitFor();
      await input.fill(path);
      await input.press('Enter');
      await widget.waitFor({ state: 'hidden' });
    },
    accept: () => input.press('Enter'),
    cancel: () => input.press('Escape'),
    closed: () => widget.waitFor({ state: 'hidden' }),
  };
}

/** The first row with this label in the list that is open. */
function rowOf(page: Page, label: string | RegExp, beside = ''): Locator {
  return page
    .locator('.quick-input-widget:visible .quick-input-list .monaco-list-row')
    .filter({ has: page.locator('.label-name', { hasText: exactly(label) }), hasText: beside })
    .first();
}

/**
 * Clicks the first row with this label. The list may change in the middle of that, and draws other rows with the same
 * elements: a click that would meet another row does not reach it.
 *
 * @returns whether the row was met.
 */
async function clickRow(
  page: Page,
  label: string | RegExp,
  beside: string,
  timeout: number,
): Promise<boolean> {
  const { source, flags } = exactly(label);
  const guard = await page.evaluateHandle(
    ([pattern, flags, beside]) => {
      const label = new RegExp(pattern, flags);
      const kinds = ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'];
      let isMet = false;
      let isMissed = false;
      const check = (event: Event) => {
        const row = event.target instanceof Element ? event.target.closest('.monaco-list-row') : null;
        const isRow =
          row !== null &&
          label.test(row.querySelector('.label-name')?.textContent ?? '') &&
          row.textContent.includes(beside);
        isMissed ||= !isRow;
        if (isMissed) event.stopImmediatePropagation();
        else isMet = event.type === 'click';
      };
      for (const kind of kinds) window.addEventListener(kind, check, { capture: true });
      return {
        end: () => {
          for (const kind of kinds) window.removeEventListener(kind, check, { capture: true });
          return isMet;
        },
      };
    },
    [source, flags, beside] as const,
  );
  let isMet = false;
  try {
    await rowOf(page, label, beside).click({ timeout });
  } finally {
    isMet = await guard.evaluate(({ end }) => end());
  }
  return isMet;
}

function exactly(label: string | RegExp): RegExp {
  return typeof label === 'string'
    ? new RegExp(`^${label.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`)
    : label;
}

/** For how long the command palette is waited for before it is opened once more, at first; then twice as long, and so on. */
const firstPatienceMs = 500;

/**
 * Opens the command palette with a text in it. One that was closing just now takes the key for itself, and what a command
 * before did may take the focus away from it: then once more.
 */
async function openPalette(page: Page, text: string): Promise<void> {
  const input = page.locator('.quick-input-widget:visible .quick-input-filter input');
  let patience = firstPatienceMs;
  await waitFor('the command palette', async () => {
    await page.keyboard.press('F1');
    const timeout = patience;
    patience *= 2;
    await input.fill(text, { timeout });
    return true;
  });
}

/** Chooses the row with this label of those that the command palette has for a text. */
async function chooseInPalette(page: Page, text: string, label: string): Promise<void> {
  const row = rowOf(page, label);
  const input = page.locator('.quick-input-widget:visible .quick-input-filter input');
  const palette = page.locator('.quick-input-widget:visible');
  let patience = 2 * firstPatienceMs;
  await waitFor(`${label} in the command palette`, async () => {
    await openPalette(page, text);
    // What takes the focus away closes it. It does not look again as long as it is open: what VS Code learns of later,
    // as an extension's commands and a new file, is not in it.
    const isThere = await Promise.race([
      row.waitFor({ timeout: patience }).then(() => true),
      palette.waitFor({ state: 'hidden', timeout: patience }).then(() => false),
    ]).catch(() => false);
    if (!isThere) {
      patience *= 2;
      await input.press('Escape', { timeout: 1_000 });
      return undefined;
    }
    const isDone = await row.click({ timeout: 2 * patience }).then(() => true, wasClicked);
    return isDone || undefined;
  });
}

/** Whether a click that took too long was made all the same: then the page was only too busy to say so. */
function wasClicked(error: unknown): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Playwright’s log has colours.
  const log = String(error).replaceAll(/\u001b\[\d+m/g, '');
  return log.trimEnd().endsWith('performing click action');
}

/** Opens the command palette and runs the command with this title, category included: "Hanlin: New Chat". */
export async function runCommand(page: Page, title: string): Promise<void> {
  await chooseInPalette(page, `>${title}`, title);
  // What the command shows may look like the palette, so wait until that is gone.
  const palette = page.locator('.quick-input-widget:visible .quick-input-filter input');
  await waitFor('the end of the command palette', async () => {
    const gone =
      (await palette.count()) === 0 || !(await palette.inputValue({ timeout: 500 })).startsWith('>');
    return gone || undefined;
  });
}

/**
 * Opens a file of the workspace in an editor.
 *
 * @param path relative to the workspace, with `:line` if the cursor matters
 */
export async function openFile(page: Page, path: string): Promise<void> {
  const [name = path] = path.split('/').slice(-1)[0]?.split(':') ?? [];
  await chooseInPalette(page, path, name);
  await quickInputOf(page).closed();
  await page.locator('.monaco-editor.focused').waitFor();
}

/** Selects whole lines in the active editor, from the first one's start to the last one's end; both count from 1. */
export async function selectLines(page: Page, first: number, last: number): Promise<void> {
  const quickInput = quickInputOf(page);
  await openPalette(page, `:${first}`);
  await quickInput.accept();
  await quickInput.closed();
  await page.locator('.monaco-editor.focused').waitFor();
  await page.locator('.statusbar-item', { hasText: new RegExp(`^Ln ${first}, Col 1$`) }).waitFor();
  for (let line = first; line < last; line += 1) {
    await page.keyboard.press('Shift+ArrowDown');
  }
  await page.keyboard.press('Shift+End');
  await page.locator('.statusbar-item', { hasText: new RegExp(`^Ln ${last}, .*selected`) }).waitFor();
}
