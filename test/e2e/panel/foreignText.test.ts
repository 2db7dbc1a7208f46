import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { askAndRead, composer, newChat } from '../harness/chat.ts';
import { waitForFocus } from '../harness/editor.ts';
import { glmServer as server, useGlmWindow } from '../harness/glmWindow.ts';

/** A name that VS Code would make a link of which hides the side bar, and an icon. */
const spell = '[Run](command:workbench.action.toggleSidebarVisibility) $(rocket)';
/** As it is shown where it is harmless. */
const shownSpell = '[Run] (command:workbench.action.toggleSidebarVisibility)';

/* Whoever writes an answer, a server or a file's name: what they write is text in all that VS Code shows of it. */
describe('text of others', () => {
  const current = useGlmWindow();

  before(async () => {
    const folder = join(current().workspace, `folders ${spell}`);
    await mkdir(folder);
    await writeFile(join(folder, 'one.txt'), 'one');
    const outside = join(current().workspace, '..', 'elsewhere');
    await mkdir(outside);
    await writeFile(join(outside, 'two.txt'), 'two');
    await symlink(outside, join(folder, 'out'));
    await writeFile(join(current().workspace, `quartz ${spell}.ts`), 'const quartz = 1;\n');
  });

  /** Waits for the notification with the spell in it; nothing of it can be clicked but our buttons. */
  async function assertHarmless(...buttons: readonly string[]): Promise<void> {
    const { page } = current();
    const toast = await current().toast(shownSpell);
    assert.equal(await toast.locator('a:not([role=button])').count(), 0, 'there is a link');
    assert.deepEqual(
      (await toast.locator('.notification-list-item-buttons-container [role=button]').allTextContents())
        .map((text) => text.trim())
        .filter((text) => text !== ''),
      buttons,
    );
    await toast.locator('.notification-list-item-message').click();
    assert.equal(await page.locator('.part.sidebar').isVisible(), true);
    await toast.hover();
    await toast.locator('.codicon-notifications-clear').click();
    await toast.waitFor({ state: 'detached' });
  }

  it('is harmless from an answer', async () => {
    await newChat(current());
    const diff = `--- a/${spell}\n+++ /dev/null\n@@ -1 +0,0 @@\n-gone\n`;
    server.next({ type: 'reply', text: `\`\`\`diff\n${diff}\`\`\`\n` });
    const panel = await askAndRead(current(), 'Delete it.');
    await panel.getByRole('button', { name: 'Apply to the file' }).click();
    await assertHarmless();
  });

  it('is harmless from a vendor', async () => {
    const { page, openFile, quickInput } = current();
    await openFile('src/pricing.ts');
    await waitForFocus(page);
    await page.keyboard.press('Control+K');
    await page.keyboard.press('g');
    await quickInput.title(/^Edit with GLM/);
    await quickInput.type('Anything');
    server.next({ type: 'error', code: '1210', message: spell });
    await quickInput.accept();
    await assertHarmless('Ask another model', 'Try again');
  });

  it('is harmless from the title of a chat', async () => {
    const { runCommand, quickInput } = current();
    await newChat(current());
    await askAndRead(current(), 'Hello');
    await runCommand('Hanlin: Rename Chat');
    await quickInput.title('Rename chat');
    await quickInput.type(spell);
    await quickInput.accept();
    await quickInput.closed();
    await runCommand('Hanlin: Delete Chat');
    await assertHarmless('Undo');
  });

  it('is harmless from the name of a folder', async () => {
    const panel = await newChat(current());
    await composer(panel).fill('');
    await composer(panel).pressSequentially('@folders');
    const option = (name: RegExp) => panel.locator('.context-menu [role=option]', { hasText: name });
    // Rows move as long as some are missing.
    await option(/^one\.txt/).waitFor();
    await option(/^folders/).click();
    await panel.locator('.composer .chip', { hasText: /^folders/ }).waitFor();
    await assertHarmless();
  });

  it('is harmless from the name of a file', async () => {
    const { page, runCommand, quickInput } = current();
    await newChat(current());
    server.next({ type: 'reply', text: '```ts\nconst quartz = 1;\n```\n' });
    const panel = await askAndRead(current(), 'Again.');
    await page.keyboard.press('Control+P');
    await quickInput.type('quartz');
    await quickInput.pick(/quartz/);
    await waitForFocus(page);
    await panel.getByRole('button', { name: 'Apply to the file' }).click();
    await assertHarmless();
    await runCommand('View: Close All Editors');
  });

  it('leaves no error of ours in the console', () => {
    assert.deepEqual(current().consoleErrors, []);
  });
});
