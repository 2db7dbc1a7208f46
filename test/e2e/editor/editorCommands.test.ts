import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import type { Locator } from 'playwright-core';
import { glmServer as server, useGlmWindow } from '../harness/glmWindow.ts';
import { waitFor } from '../harness/waitFor.ts';

describe('the editor commands', () => {
  const current = useGlmWindow();

  /** The last question as the server gets it. */
  async function sent(count: number): Promise<string> {
    const request = await waitFor(`${count} questions`, async () => server.requests[count - 1]);
    const { messages } = request.body as { messages: { content: string }[] };
    return messages.at(-1)?.content ?? '';
  }

  /** A menu takes no click in the moment in which it opens. */
  async function choose(item: Locator): Promise<void> {
    await item.hover();
    await current().page.keyboard.press('Enter');
  }

  it('explain a problem from the problems view', async () => {
    const window = current();
    // The problems view asks once for the quick fixes of a problem: not before there is somebody who has some.
    await window.page.locator('.statusbar-item', { hasText: 'GLM' }).waitFor();
    const writeBroken = (value: number) =>
      writeFile(join(window.workspace, 'broken.json'), `{\n  "a": ${value},\n}\n`);
    await writeBroken(0);
    await window.openFile('broken.json');
    await window.runCommand('Problems: Focus on Problems View');
    const problem = window.page.locator('.markers-panel .monaco-list-row', { hasText: 'Trailing comma' });
    const menu = window.page.locator('.context-view .monaco-menu');
    let tries = 0;
    await waitFor('quick fixes in the menu', async () => {
      // VS Code opens the menu without them if it has not asked for them yet, and does not ask again for the same file.
      await problem.click({ button: 'right' });
      await menu.waitFor();
      if ((await menu.getByText('Fix with Hanlin').count()) > 0) return true;
      await window.page.keyboard.press('Escape');
      await menu.waitFor({ state: 'detached' });
      tries += 1;
      if (tries % 5 === 0) await writeBroken(tries);
      return undefined;
    });
    await choose(menu.getByText('Explain with Hanlin'));
    const content = await sent(1);
    assert.match(content, /`broken\.json:1-3`[\s\S]*Trailing comma[\s\S]*Explain this problem/);
  });

  it('stand in a menu of their own in the editor', async () => {
    const window = current();
    await window.openFile('broken.json');
    await window.page
      .locator('.monaco-editor .view-line', { hasText: '"a"' })
      .first()
      .click({ button: 'right' });
    await window.page.locator('.monaco-menu').getByText('Hanlin', { exact: true }).hover();
    const items = window.page.locator('.monaco-submenu .action-label:not(.separator)');
    await items.getByText('Review', { exact: true }).waitFor();
    assert.deepEqual(
      (await items.allInnerTexts()).map((text) => text.trim()).filter((text) => text !== ''),
      [
        'Explain Selection',
        'Review',
        'Ask About Selection…',
        'Add Selection to Chat',
        'Edit Code…',
        'Find and Fix Problems',
        'Refactor',
        'Optimise',
        'Write Tests',
        'Write Documentation Comments',
        'Translate Comments (Chinese ⇄ English)',
      ],
    );
    await choose(items.getByText('Review', { exact: true }));
    assert.match(await sent(2), /`broken\.json:[12]-[23]`[\s\S]*Review this code/);
  });
});
