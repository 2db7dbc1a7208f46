import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import type { Frame } from 'playwright-core';
import { askAndRead, newChat } from '../harness/chat.ts';
import { glmServer as server, useGlmWindow } from '../harness/glmWindow.ts';
import { savedTurn, withoutHistoryFolder } from '../harness/history.ts';
import { runCommand } from '../harness/quickInput.ts';

describe('a chat that cannot be written', () => {
  const current = useGlmWindow();
  const notice = (panel: Frame) => panel.locator('.saving-slot .notice');

  it('says so until it is saved, keeps what it has, and can be exported', async () => {
    const window = current();
    const exported = join(window.workspace, 'chat.json');
    await newChat(window);
    server.next({ type: 'reply', text: 'It was saved.' });
    await askAndRead(window, 'The first question');
    await savedTurn(window, 'It was saved.');
    const panel = await withoutHistoryFolder(window, async () => {
      server.next({ type: 'reply', text: 'It was not saved.' });
      const shown = await askAndRead(window, 'The second question');
      await notice(shown).waitFor();
      assert.match(await notice(shown).innerText(), /This chat is not saved/);
      await notice(shown).getByRole('button', { name: 'Try again' }).click();
      await notice(shown).getByRole('button', { name: 'Export' }).click();
      await window.quickInput.choosePath(exported);
      await window.toast('Written to chat.json.');
      // It is lasting, and a panel that is drawn anew has it as well.
      await runCommand(window.page, 'View: Close Primary Side Bar');
      const again = await window.openPanel();
      await notice(again).waitFor();
      assert.deepEqual(await again.locator('.question').count(), 2);
      return again;
    });
    const file = await readFile(exported, 'utf8');
    for (const text of ['The first question', 'It was saved.', 'The second question', 'It was not saved.']) {
      assert.ok(file.includes(text), text);
    }
    await notice(panel).getByRole('button', { name: 'Try again' }).click();
    await notice(panel).waitFor({ state: 'detached' });
    await savedTurn(window, 'It was not saved.');
  });
});
