import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import type { Frame } from 'playwright-core';
import { ask, askAndRead, composer, ended, newChat } from '../harness/chat.ts';
import { undo, waitForFocus, waitForTab, waitForText } from '../harness/editor.ts';
import { glmServer as server, useGlmWindow } from '../harness/glmWindow.ts';
import { waitFor } from '../harness/waitFor.ts';

const greeting = 'function greet() {\n  \n}\n';

describe('a code block', () => {
  const current = useGlmWindow();

  /** Asks in a new conversation, and is answered with one code block. */
  async function receive(fence: string, code: string): Promise<Frame> {
    await newChat(current());
    server.next({ type: 'reply', text: `Here:\n\n\`\`\`${fence}\n${code}\n\`\`\`\n` });
    const panel = await askAndRead(current(), 'Write code.');
    await panel.locator('.code-block').waitFor();
    return panel;
  }

  /** Opens a file with this text and puts the cursor at the end of the line. */
  async function edit(name: string, text: string, line: number): Promise<void> {
    const window = current();
    await writeFile(join(window.workspace, name), text);
    await window.openFile(`${name}:${line}`);
    await window.page.locator('.statusbar-item', { hasText: new RegExp(`^Ln ${line}, Col 1$`) }).waitFor();
    await window.page.keyboard.press('End');
  }

  /** Chooses from the menu of a block, by mouse. */
  async function choose(panel: Frame, item: string): Promise<void> {
    await panel.getByRole('button', { name: 'More actions' }).click();
    await panel.getByRole('menuitem', { name: item }).click();
  }

  async function closeEditor(): Promise<void> {
    await current().runCommand('View: Revert and Close Editor');
  }

  it('is copied as it is', async () => {
    const panel = await receive('ts', 'const a = 1;\n\nconst b = "<b>";');
    await panel.getByRole('button', { name: 'Copy code' }).click();
    await panel.getByTitle('Copied').waitFor();
    await waitFor('the code', async () => {
      // The clipboard has it a moment after the button says so.
      await composer(panel).fill('');
      await current().page.keyboard.press('Control+V');
      const pasted = (await composer(panel).inputValue()).trimEnd();
      return pasted === 'const a = 1;\n\nconst b = "<b>";' ? true : undefined;
    });
    await composer(panel).fill('');
  });

  it('is inserted at the cursor of the editor, to be undone in one step', async () => {
    const { page } = current();
    await edit('greet.ts', greeting, 2);
    const panel = await receive('ts', 'if (late) {\n  hurry();\n}');
    await panel.getByRole('button', { name: 'Insert at cursor' }).click();
    await waitForText(page, 'function greet() {\n  if (late) {\n    hurry();\n  }\n}\n');
    await undo(page);
    await waitForText(page, greeting);
  });

  it('is inserted by keyboard, and takes nothing of what is selected', async () => {
    const { page, selectLines } = current();
    await selectLines(1, 1);
    const panel = await receive('ts', '// Says hello.');
    const insert = panel.getByRole('button', { name: 'Insert at cursor' });
    await panel.getByRole('button', { name: 'Copy code' }).focus();
    await page.keyboard.press('Tab');
    await waitFor('the focus', async () =>
      (await insert.evaluate((button) => button === document.activeElement)) ? true : undefined,
    );
    await page.keyboard.press('Enter');
    await waitForText(page, 'function greet() {// Says hello.\n  \n}\n');
    await undo(page);
    await waitForText(page, greeting);
    await closeEditor();
  });

  it('is inserted into a file without a name', async () => {
    const { page, runCommand } = current();
    await runCommand('File: New Untitled Text File');
    await waitForTab(page, 'Untitled-1');
    await waitForFocus(page);
    await page.keyboard.type('before after');
    for (let count = 0; count < 'after'.length; count += 1) await page.keyboard.press('ArrowLeft');
    const panel = await receive('ts', 'between ');
    await panel.getByRole('button', { name: 'Insert at cursor' }).click();
    await waitForText(page, 'before betweenafter');
    await undo(page);
    await waitForText(page, 'before after');
    await closeEditor();
  });

  it('takes the place of the selection, by keyboard too, to be undone in one step', async () => {
    const window = current();
    const { page } = window;
    await edit('greet.ts', greeting, 2);
    await window.selectLines(1, 3);
    let panel = await receive('ts', 'const greet = () => {};');
    await choose(panel, 'Replace the selection');
    await waitForText(page, 'const greet = () => {};\n');
    await undo(page);
    await waitForText(page, greeting);
    await window.selectLines(1, 3);
    panel = await receive('ts', 'const salute = 1;');
    await panel.getByRole('button', { name: 'More actions' }).press('Enter');
    await panel.getByRole('menu').waitFor();
    await page.keyboard.press('Enter');
    await waitForText(page, 'const salute = 1;\n');
    await undo(page);
    await closeEditor();
  });

  it('replaces nothing where nothing is selected', async () => {
    const window = current();
    await edit('greet.ts', greeting, 2);
    const panel = await receive('ts', 'const greet = () => {};');
    await choose(panel, 'Replace the selection');
    await window.toast('Nothing is selected.');
    await waitForText(window.page, greeting);
    await closeEditor();
  });

  it('becomes a new file in its language', async () => {
    const window = current();
    const panel = await receive('python', 'print("hello")');
    await choose(panel, 'New file');
    await waitForText(window.page, 'print("hello")\n');
    await window.page.locator('.statusbar-item', { hasText: /^Python$/ }).waitFor();
    await closeEditor();
  });

  it('becomes a new file at the place that it names', async () => {
    const window = current();
    const path = join(window.workspace, 'src', 'brandNew.ts');
    const panel = await receive('ts src/brandNew.ts', 'export const isNew = true;');
    await panel.locator('.code-path', { hasText: 'src/brandNew.ts' }).waitFor();
    await choose(panel, 'New file');
    await waitForTab(window.page, 'brandNew.ts');
    await waitForFocus(window.page);
    await window.page.keyboard.press('Control+S');
    const saved = await waitFor('the file', async () => (await readFile(path, 'utf8')) || undefined);
    assert.equal(saved, 'export const isNew = true;\n');
    // The editor makes way for one of the file, which would take the focus away from the command palette.
    const tab = window.page.locator('.tab.active:not(.dirty)', { hasText: 'brandNew.ts' });
    await tab.getByRole('button', { name: /^Close/ }).click();
    await tab.waitFor({ state: 'detached' });
  });

  it('is applied in a diff: accepted as one undo step, or rejected', async () => {
    const window = current();
    const { page } = window;
    await edit('greet.ts', greeting, 2);
    const changed = 'function greet() {\n  return "hello";\n}';
    let panel = await receive('ts', changed);
    await panel.getByRole('button', { name: 'Apply to the file' }).click();
    await waitForTab(page, 'greet.ts: proposed change');
    await page.locator('.monaco-diff-editor').waitFor();
    await page.locator('.editor-actions').getByRole('button', { name: 'Reject Change' }).click();
    await waitForTab(page, /^greet\.ts$/);
    await waitForText(page, greeting);

    panel = await window.panel('.code-block');
    await panel.getByRole('button', { name: 'Apply to the file' }).press('Enter');
    await waitForTab(page, 'greet.ts: proposed change');
    await page.locator('.editor-actions').getByRole('button', { name: 'Accept Change' }).click();
    await waitForTab(page, /^greet\.ts$/);
    await waitForText(page, `${changed}\n`);
    await undo(page);
    await waitForText(page, greeting);

    await panel.getByRole('button', { name: 'Apply to the file' }).press('Enter');
    await waitForTab(page, 'greet.ts: proposed change');
    await window.runCommand('Hanlin: Accept Change');
    await waitForTab(page, /^greet\.ts$/);
    await waitForText(page, `${changed}\n`);
    await undo(page);
    await closeEditor();
  });

  it('runs in the terminal only after the command was shown and agreed to', async () => {
    const window = current();
    const { page } = window;
    const path = join(window.workspace, 'ran.txt');
    const panel = await receive('bash', '$ echo from the block > ran.txt');
    const dialog = page.locator('.monaco-dialog-box');
    await choose(panel, 'Run in terminal');
    await dialog.getByText('Run this in the terminal?').waitFor();
    await dialog.getByText('echo from the block > ran.txt').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    assert.equal(await page.locator('.terminal.xterm').count(), 0);

    await choose(panel, 'Run in terminal');
    await dialog.getByRole('button', { name: 'Run', exact: true }).click();
    const written = await waitFor(
      'what the command writes',
      async () => (await readFile(path, 'utf8')) || undefined,
    );
    assert.equal(written, 'from the block\n');
    await window.runCommand('Terminal: Kill All Terminals');
  });

  it('offers the terminal to shell blocks only', async () => {
    const panel = await receive('ts', 'run();');
    await panel.getByRole('button', { name: 'More actions' }).click();
    assert.deepEqual(await panel.getByRole('menuitem').allTextContents(), [
      'Replace the selection',
      'New file',
    ]);
    await current().page.keyboard.press('Escape');
    await panel.getByRole('menu').waitFor({ state: 'detached' });
  });

  it('can be moved sideways with the wheel and by keyboard, and keeps its height meanwhile', async () => {
    const panel = await receive('ts', `const long = '${'x'.repeat(300)}';`);
    const { page } = current();
    const block = panel.locator('.code-block');
    const pre = block.locator('pre');
    const moved = (beyond: number) =>
      waitFor(`more than ${beyond} px to the right`, () =>
        pre.evaluate(({ scrollLeft }, least) => (scrollLeft > least ? true : undefined), beyond),
      );
    const height = async () => (await block.boundingBox())?.height;
    await page.mouse.move(0, 0);
    const before = await height();
    await pre.hover();
    await page.mouse.wheel(100, 0);
    await moved(50);
    assert.equal(await height(), before);
    await page.mouse.move(0, 0);
    await pre.focus();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowRight');
    await moved(110);
    assert.equal(await height(), before);
  });

  it('wraps its lines', async () => {
    const panel = await receive('ts', `const long = '${'x'.repeat(300)}';`);
    const pre = panel.locator('.code-block pre');
    const overflows = () => pre.evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth);
    assert.equal(await overflows(), true);
    const wrap = panel.getByRole('menuitemcheckbox', { name: 'Wrap lines' });
    await panel.getByRole('button', { name: 'More actions' }).click();
    await wrap.click();
    assert.equal(await overflows(), false);
    await panel.getByRole('button', { name: 'More actions' }).press('Enter');
    assert.equal(await wrap.getAttribute('aria-checked'), 'true');
    await current().page.keyboard.press('End');
    await current().page.keyboard.press('Enter');
    assert.equal(await overflows(), true);
  });

  it('can only be copied until it is complete', async () => {
    const window = current();
    server.next({
      type: 'reply',
      text: ['```ts\nconst half = 1;\n', 'const rest = 2;\n```\n'],
      interruption: { type: 'hold', after: 1 },
    });
    await newChat(window);
    const panel = await ask(window, 'Write code.');
    const insert = panel.getByRole('button', { name: /^Insert at cursor/ });
    await panel.getByText('const half = 1;').waitFor();
    assert.equal(await insert.getAttribute('aria-disabled'), 'true');
    assert.match((await insert.getAttribute('aria-label')) ?? '', /Possible once the code is complete/);
    server.release();
    await ended(panel);
    assert.equal(await insert.getAttribute('aria-disabled'), 'false');
  });

  it('leaves no error of ours in the console', () => {
    assert.deepEqual(current().consoleErrors, []);
  });
});
