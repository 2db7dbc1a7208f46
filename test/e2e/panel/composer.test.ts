import assert from 'node:assert/strict';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, it } from 'mocha';
import type { Frame, Locator } from 'playwright-core';
import { git } from '../../git.ts';
import { lastMessages } from '../../vendors/scripted.ts';
import { ask, askAndRead, chooseModel, composer, ended, newChat, pickModel } from '../harness/chat.ts';
import { glmServer as server, useGlmWindow } from '../harness/glmWindow.ts';
import { waitFor } from '../harness/waitFor.ts';

/** One pixel. */
const picture =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

describe('the composer', () => {
  const current = useGlmWindow();

  beforeEach(async () => {
    const panel = await newChat(current());
    await composer(panel).fill('');
  });

  /** The text of the question that came last, as the server got it. */
  function received(): string {
    return String(lastMessages(server).at(-1)?.content);
  }

  function lastBody(): { model: string; thinking?: unknown; temperature?: number } {
    const request = server.requests.at(-1);
    assert.ok(request);
    return request.body as ReturnType<typeof lastBody>;
  }

  it('grows with its text, and shrinks again', async () => {
    const panel = await current().panel('textarea');
    const height = () => composer(panel).evaluate((box) => box.clientHeight);
    const small = await height();
    await composer(panel).fill('line\n'.repeat(7));
    const grown = await height();
    assert.ok(grown > small + 60, `${small} → ${grown}`);
    await composer(panel).fill('line\n'.repeat(200));
    const most = await height();
    assert.ok(most < 500, `${most} px`);
    await composer(panel).fill('');
    assert.equal(await height(), small);
  });

  it('breaks the line with Shift+Enter', async () => {
    const panel = await current().panel('textarea');
    await composer(panel).pressSequentially('one');
    await composer(panel).press('Shift+Enter');
    await composer(panel).pressSequentially('two');
    assert.equal(await composer(panel).inputValue(), 'one\ntwo');
    await composer(panel).press('Enter');
    await panel.locator('.question').waitFor();
    await ended(panel);
    assert.equal(received(), 'one\ntwo');
  });

  it('recalls earlier questions with the arrows', async () => {
    const window = current();
    await askAndRead(window, 'Question one');
    const panel = await askAndRead(window, 'Question two');
    const box = composer(panel);
    const steps = [
      ['ArrowUp', 'Question two'],
      ['ArrowUp', 'Question one'],
      ['ArrowDown', 'Question two'],
      ['ArrowDown', ''],
    ] as const;
    for (const [key, text] of steps) {
      await box.press(key);
      assert.equal(await box.inputValue(), text);
    }
    await box.fill('Something of my own');
    await box.press('ArrowUp');
    assert.equal(await box.inputValue(), 'Something of my own');
  });

  it('attaches a file by keyboard: @, a few letters, Tab', async () => {
    const panel = await current().panel('textarea');
    const box = composer(panel);
    await box.pressSequentially('Look at @pri');
    const menu = panel.getByRole('listbox', { name: 'Context to add' });
    await menu.getByRole('option', { name: /pricing\.ts/, selected: true }).waitFor();
    await box.press('Tab');
    await chip(panel, 'pricing.ts').waitFor();
    assert.equal(await box.inputValue(), 'Look at ');
    assert.equal(await menu.isVisible(), false);
    await box.pressSequentially('please');
    await box.press('Enter');
    await ended(panel);
    assert.match(received(), /^`src\/pricing\.ts`\n```typescript\n\/\*\* Amounts are whole cents/);
    assert.match(received(), /\n\nLook at please$/);
    assert.equal(await panel.locator('.composer .chip').count(), 0);
    await panel.locator('.question .chip', { hasText: 'pricing.ts' }).waitFor();
  });

  it('chooses in the menu with the arrows, and closes it with Escape', async () => {
    const panel = await current().panel('textarea');
    const box = composer(panel);
    await box.pressSequentially('@src/');
    const options = panel.getByRole('listbox', { name: 'Context to add' }).getByRole('option');
    await waitFor('nothing but what is in src', async () => {
      const found = await options.allTextContents();
      return (found.length > 1 && found.every((text) => text.includes('src'))) || undefined;
    });
    const second = (await options.nth(1).locator('.menu-label').textContent()) ?? '';
    await box.press('ArrowDown');
    assert.equal(await options.nth(1).getAttribute('aria-selected'), 'true');
    assert.equal(await box.getAttribute('aria-activedescendant'), await options.nth(1).getAttribute('id'));
    await box.press('Enter');
    await chip(panel, second).waitFor();
    assert.equal(await panel.locator('.question').count(), 0);
    await box.pressSequentially('@ret');
    await options.first().waitFor();
    await box.press('Escape');
    await options.first().waitFor({ state: 'detached' });
    assert.equal(await box.inputValue(), '@ret');
    await removeChips(panel);
  });

  it('attaches a folder by mouse, from the menu of the button', async () => {
    const panel = await current().panel('textarea');
    await panel.getByRole('button', { name: 'Add context (@)' }).click();
    // No file is open, so it offers any.
    await option(panel, /^pricing\.ts$/).waitFor();
    await composer(panel).pressSequentially('python');
    await option(panel, /^python/).click();
    await chip(panel, 'python').waitFor();
    await send(panel, 'What is in it?');
    assert.match(received(), /^Files of `python`:\n/);
    assert.match(received(), /lunar_calendar\.py/);
  });

  it('attaches the selection, a symbol and the problems of the file', async () => {
    const window = current();
    await writeFile(join(window.workspace, 'src', 'wrong.ts'), 'export const wrong: number = "text";\n');
    await window.openFile('src/wrong.ts');
    await window.page.locator('.monaco-editor .squiggly-error').waitFor({ timeout: 30_000 });
    await window.selectLines(1, 1);
    const panel = await window.panel('textarea');
    await attach(panel, 'sel', 'Selected code');
    await attach(panel, 'prob', 'Problems in wrong.ts');
    await window.openFile('src/pricing.ts');
    await attach(panel, 'spreadDisc', 'spreadDiscount');
    await send(panel, 'What is wrong?');
    const text = received();
    assert.match(text, /`src\/wrong\.ts:1-1`\n```typescript\nexport const wrong: number = "text";\n/);
    assert.match(text, /Problems that the editor reports in `src\/wrong\.ts`:\n[\s\S]*not assignable/);
    assert.match(text, /`src\/pricing\.ts:\d+-\d+`\n```typescript\n[\s\S]*export function spreadDiscount/);
    await window.runCommand('View: Close All Editors');
  });

  it('attaches what is selected in the terminal', async () => {
    const window = current();
    await window.runCommand('Terminal: Create New Terminal');
    const terminal = window.page.locator('.terminal.xterm');
    await terminal.waitFor();
    await window.page.locator('.terminal.xterm.focus').waitFor();
    await window.page.keyboard.type('echo from-$((6*7))-the-terminal\n');
    await terminal.locator('.xterm-rows').getByText('from-42-the-terminal').first().waitFor();
    const panel = await window.panel('textarea');
    await terminal.click();
    await window.runCommand('Terminal: Select All');
    await attach(panel, 'term', 'Selection in the terminal');
    await chip(panel, 'Terminal').waitFor();
    await send(panel, 'What does it say?');
    assert.match(received(), /^Text from the terminal `\w+`:\n[\s\S]*from-42-the-terminal/);
    await window.runCommand('Terminal: Kill All Terminals');
  });

  it('attaches the changes in Git', async () => {
    const window = current();
    git(window.workspace, 'init', '--quiet');
    git(window.workspace, 'add', '.');
    git(window.workspace, 'commit', '--quiet', '-m', 'All');
    await appendFile(join(window.workspace, 'README.md'), '\nA line that was added.\n');
    const panel = await window.panel('textarea');
    await attach(panel, 'changes', 'Git changes');
    await chip(panel, 'Changes').waitFor();
    await send(panel, 'What did I do?');
    assert.match(
      received(),
      /^Changes in the Git repository `[^`]+`:\n```diff\n[\s\S]*\+A line that was added\./,
    );
  });

  it('takes chips away by mouse and by keyboard', async () => {
    const window = current();
    const panel = await window.panel('textarea');
    const box = composer(panel);
    const chips = panel.locator('.composer .chip');
    for (const name of ['pricing.ts', 'retry.ts', 'README.md']) await attach(panel, name, name);
    assert.equal(await chips.count(), 3);
    await chip(panel, 'retry.ts').getByRole('button', { name: 'Remove retry.ts' }).click();
    await chip(panel, 'retry.ts').waitFor({ state: 'detached' });
    await box.focus();
    await box.press('Backspace');
    assert.equal(await chips.last().locator('.chip-open').evaluate(isFocused), true);
    await window.page.keyboard.press('Delete');
    await chip(panel, 'README.md').waitFor({ state: 'detached' });
    await waitFor(
      'the focus',
      async () => (await chips.first().locator('.chip-open').evaluate(isFocused)) || undefined,
    );
    await window.page.keyboard.press('Backspace');
    await chips.first().waitFor({ state: 'detached' });
    await waitFor('the focus', async () => (await box.evaluate(isFocused)) || undefined);
  });

  it('runs a command about the code at the cursor', async () => {
    const window = current();
    await window.openFile('src/retry.ts:10');
    const panel = await window.panel('textarea');
    const box = composer(panel);
    await box.pressSequentially('/exp');
    await panel
      .getByRole('listbox', { name: 'Commands' })
      .getByRole('option', { name: /explain/, selected: true })
      .waitFor();
    await box.press('Enter');
    await panel.locator('.question').waitFor();
    await ended(panel);
    assert.match(received(), /export async function retry/);
    assert.match(received(), /Explain this code: what it does, how it works/);
    assert.equal(await box.inputValue(), '');
    await window.runCommand('View: Close All Editors');
  });

  it('says what a command is missing, and keeps it', async () => {
    const window = current();
    const panel = await window.panel('textarea');
    await composer(panel).fill('/explain');
    await composer(panel).press('Enter');
    await window.toast('Open a file and select the code you want to ask about.');
    assert.equal((await composer(panel).inputValue()).trim(), '/explain');
    assert.equal(await panel.locator('.question').count(), 0);
  });

  it('offers the prompts of the user’s own', async () => {
    const panel = await current().panel('textarea');
    const box = composer(panel);
    await box.pressSequentially('/');
    const commands = panel.getByRole('listbox', { name: 'Commands' });
    await commands.getByRole('group', { name: 'Your own' }).getByRole('option', { name: /poem/ }).click();
    assert.equal(await box.inputValue(), '/poem ');
    await box.pressSequentially('spring');
    await box.press('Enter');
    await panel.locator('.question').waitFor();
    await ended(panel);
    assert.equal(received(), 'Write a poem about spring.');
  });

  it('leaves its menus alone while an input method composes', async () => {
    const window = current();
    const panel = await window.panel('textarea');
    const box = composer(panel);
    const asked = server.requests.length;
    const input = await window.page.context().newCDPSession(window.page);
    const compose = (text: string) =>
      input.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    /** A key that the input method takes for itself; with a text, that is what it makes of the composition. */
    const processed = async (key: string, text?: string) => {
      const event = { key, code: key, windowsVirtualKeyCode: 229 };
      await input.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...event });
      if (text !== undefined) await input.send('Input.insertText', { text });
      await input.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
    };
    await box.pressSequentially('@');
    const options = panel.getByRole('listbox', { name: 'Context to add' }).getByRole('option');
    await compose('jia');
    assert.equal(await box.inputValue(), '@jia');
    for (const key of ['ArrowDown', 'Enter', 'Tab', 'Escape']) await processed(key);
    assert.equal(await panel.locator('.composer .chip').count(), 0);
    await processed('Enter', '价');
    assert.equal(await box.inputValue(), '@价');
    await box.fill('');
    await box.pressSequentially('/');
    const commands = panel.getByRole('listbox', { name: 'Commands' });
    await commands.waitFor();
    await compose('jie');
    await processed('ArrowDown');
    assert.equal(await box.inputValue(), '/jie');
    await processed('Enter', '解释');
    assert.equal(await box.inputValue(), '/解释');
    await box.fill('');
    await compose('nihao');
    await processed('Enter', '你好');
    assert.equal(await box.inputValue(), '你好');
    assert.equal(server.requests.length, asked);
    assert.equal(await options.count(), 0);
    await box.press('Enter');
    await panel.locator('.question', { hasText: '你好' }).waitFor();
    await ended(panel);
    assert.equal(received(), '你好');
    await input.detach();
  });

  it('takes files that are dropped', async () => {
    const window = current();
    const panel = await window.panel('textarea');
    const uri = String(pathToFileURL(join(window.workspace, 'python', 'inventory.py')));
    await panel.locator('.composer').evaluate((target, dropped) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.setData('application/vnd.code.uri-list', dropped);
      for (const type of ['dragenter', 'dragover', 'drop']) {
        target.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      }
    }, uri);
    await chip(panel, 'inventory.py').waitFor();
    await send(panel, 'What is this?');
    assert.match(received(), /^`python\/inventory\.py`\n```python\n/);
  });

  it('sends a picture to a model that takes pictures', async () => {
    const window = current();
    await chooseModel(window, 'GLM-5.3-Flash');
    const panel = await window.panel('textarea');
    await pastePicture(panel);
    await panel.locator('.composer .chip img').waitFor();
    await send(panel, 'What is in the picture?');
    const [message] = lastMessages(server);
    assert.deepEqual(message?.content, [
      { type: 'image_url', image_url: { url: `data:image/png;base64,${picture}` } },
      { type: 'text', text: 'What is in the picture?' },
    ]);
  });

  it('says so where the model takes no pictures', async () => {
    const window = current();
    await chooseModel(window, 'GLM-5.3');
    const panel = await window.panel('textarea');
    await pastePicture(panel);
    await panel
      .getByRole('status')
      .getByText('GLM-5.3 does not take pictures. Choose another model to attach them.')
      .waitFor();
    assert.equal(await panel.locator('.composer .chip').count(), 0);
  });

  it('is in step with the status bar about the model', async () => {
    const window = current();
    const { page } = window;
    const panel = await chooseModel(window, 'GLM-5.2');
    const item = page.locator('.statusbar-item', { hasText: 'GLM-5.2' });
    await item.waitFor();
    await item.click();
    await pickModel(window, 'GLM-4.7');
    await panel.locator('.model-pill', { hasText: 'GLM-4.7' }).waitFor();
    await page.locator('.statusbar-item', { hasText: 'GLM-4.7' }).waitFor();
    await send(panel, 'Who are you?');
    assert.equal(lastBody().model, 'glm-4.7');
  });

  it('lets the model think or not', async () => {
    const panel = await current().panel('textarea');
    const toggle = panel.getByRole('button', { name: 'Think', exact: true });
    assert.equal(await toggle.getAttribute('aria-pressed'), 'true');
    await toggle.click();
    assert.equal(await toggle.getAttribute('aria-pressed'), 'false');
    await send(panel, 'Quick!');
    assert.deepEqual(lastBody().thinking, { type: 'disabled' });
    await toggle.press('Enter');
    await send(panel, 'Take your time.');
    assert.deepEqual(lastBody().thinking, { type: 'enabled' });
  });

  it('leads to the options of the model', async () => {
    const window = current();
    const { quickInput } = window;
    const panel = await window.panel('textarea');
    await panel.getByRole('button', { name: 'Model options' }).click();
    await quickInput.title(/^Options of GLM-4\.7/);
    await quickInput.pick('Temperature');
    await quickInput.message('How much is left to chance');
    await quickInput.type('7');
    await quickInput.message('This does not fit.');
    await quickInput.type('0.3');
    await quickInput.accept();
    await quickInput.title(/^Options of GLM-4\.7/);
    await quickInput.cancel();
    await panel.getByRole('button', { name: 'Model options, temperature 0.3' }).waitFor();
    await send(panel, 'Be sober.');
    assert.equal(lastBody().temperature, 0.3);
  });

  it('sends with Ctrl+Enter if that is set, and breaks the line with Enter', async () => {
    const window = current();
    await window.changeUserSettings({ 'hanlin.sendWith': 'ctrlEnter' });
    const panel = await window.panel('textarea');
    const send = panel.getByRole('button', { name: 'Send', exact: true });
    await waitFor('the other key', async () =>
      (await send.getAttribute('title'))?.includes('Ctrl+Enter') ? true : undefined,
    );
    const box = composer(panel);
    await box.pressSequentially('one');
    await box.press('Enter');
    await box.pressSequentially('two');
    assert.equal(await box.inputValue(), 'one\ntwo');
    await box.press('Control+Enter');
    await panel.locator('.question').waitFor();
    await ended(panel);
    assert.equal(received(), 'one\ntwo');
    await window.changeUserSettings({ 'hanlin.sendWith': 'enter' });
    await waitFor('the first key again', async () =>
      (await send.getAttribute('title'))?.includes('Ctrl+Enter') === false ? true : undefined,
    );
    await ask(window, 'three');
  });

  it('keeps a draft for each conversation, through switching and reloading', async () => {
    const window = current();
    let panel = await askAndRead(window, 'About apples');
    await composer(panel).fill('A draft about apples');
    panel = await newChat(window);
    assert.equal(await composer(panel).inputValue(), '');
    await askAndRead(window, 'About pears');
    await composer(panel).fill('A draft about pears');

    const open = async (title: string): Promise<Frame> => {
      await window.page.locator('.part.sidebar').getByRole('button', { name: 'History' }).click();
      const list = await window.panel('.history-row');
      await list.locator('.history-open', { hasText: title }).first().click();
      const shown = await window.panel('.question');
      await shown.locator('.question', { hasText: title }).waitFor();
      return shown;
    };
    panel = await open('About apples');
    assert.equal(await composer(panel).inputValue(), 'A draft about apples');
    // VS Code's own way, which keeps what it remembers; that of the browser loses the last moments.
    const loaded = window.page.waitForEvent('load');
    await window.runCommand('Developer: Reload Window');
    await loaded;
    await window.page.locator('.monaco-workbench .activitybar').waitFor({ timeout: 60_000 });
    await window.openPanel();
    panel = await window.panel('.question');
    await panel.locator('.question', { hasText: 'About apples' }).waitFor();
    assert.equal(await composer(panel).inputValue(), 'A draft about apples');
    panel = await open('About pears');
    assert.equal(await composer(panel).inputValue(), 'A draft about pears');
  });

  it('leaves no error of ours in the console', () => {
    assert.deepEqual(current().consoleErrors, []);
  });
});

function chip(panel: Frame, name: string): Locator {
  return panel.locator('.composer .chip', { hasText: name });
}

function option(panel: Frame, label: RegExp): Locator {
  return panel
    .getByRole('listbox', { name: 'Context to add' })
    .getByRole('option')
    .filter({ has: panel.locator('.menu-label', { hasText: label }) })
    .first();
}

/** Names something after an `@` and chooses it by mouse. */
async function attach(panel: Frame, query: string, label: string): Promise<void> {
  const box = composer(panel);
  const before = await panel.locator('.composer .chip').count();
  const wanted = option(panel, new RegExp(`^${label}`));
  await waitFor(`${label} in the menu`, async () => {
    // What VS Code knows only a moment later, as symbols and changes, is there when it is looked for again.
    await box.fill('');
    await box.pressSequentially(`@${query}`);
    await wanted.waitFor({ timeout: 3_000 });
    return true;
  });
  await wanted.click();
  await panel.locator('.composer .chip').nth(before).waitFor();
}

async function removeChips(panel: Frame): Promise<void> {
  const remove = panel.locator('.composer .chip-remove');
  for (let left = await remove.count(); left > 0; left -= 1) {
    await remove.first().click();
    await waitFor('one chip less', async () => (await remove.count()) === left - 1 || undefined);
  }
}

/** Types a question behind what stands there, and waits for the end of its answer. */
async function send(panel: Frame, question: string): Promise<void> {
  await composer(panel).fill(question);
  await composer(panel).press('Enter');
  await panel.locator('.question', { hasText: question }).waitFor();
  await ended(panel);
}

async function pastePicture(panel: Frame): Promise<void> {
  await composer(panel).evaluate((box, data) => {
    const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([bytes], 'image.png', { type: 'image/png' }));
    box.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, picture);
}

function isFocused(element: Element): boolean {
  return element === document.activeElement;
}
