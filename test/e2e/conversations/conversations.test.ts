import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import type { Frame } from 'playwright-core';
import { ask, askAndRead, composer, ended, newChat } from '../harness/chat.ts';
import { browserStorage } from '../harness/everywhere.ts';
import { glmServer as server, useGlmWindow } from '../harness/glmWindow.ts';
import { actOnRow, historyRow, historyTitles, openHistory } from '../harness/history.ts';
import { nextPage } from '../harness/nextPage.ts';
import { waitFor } from '../harness/waitFor.ts';

/** Stays open after its first words until the test lets it go on. */
const halfReply = {
  type: 'reply',
  text: ['First half, ', 'second half.'],
  interruption: { type: 'hold', after: 1 },
} as const;

describe('several conversations', () => {
  const current = useGlmWindow();

  async function chatAbout(question: string, answer: string): Promise<Frame> {
    await newChat(current());
    server.next({ type: 'reply', text: answer });
    return await askAndRead(current(), question);
  }

  async function isListed(panel: Frame, titles: readonly string[]): Promise<void> {
    await waitFor(`the list ${titles.join(', ')}`, async () => {
      const shown = await historyTitles(panel);
      return JSON.stringify(shown) === JSON.stringify(titles) || undefined;
    });
  }

  /** Answers VS Code's own file dialog, which is a box to type in where the files are on another machine. */
  /** Waits until VS Code has stored a text that a view remembers, and all else with it: in a browser every five seconds. */
  async function remembered(text: string): Promise<void> {
    await waitFor(`“${text}” in the browser’s storage`, async () => {
      const places = await browserStorage(current().page);
      return places.some((place) => place.text.includes(text)) || undefined;
    });
  }

  async function titleOfView(title: string): Promise<void> {
    await current().page.locator('.part.sidebar .title-label', { hasText: title }).waitFor();
  }

  it('are listed by their first questions, the latest one first', async () => {
    await chatAbout('How do I sort a list?', 'With `sort`.');
    await chatAbout('什么是向量数据库？', '它按相似度检索文本。');
    await chatAbout('Write a haiku', 'An old silent pond');
    await titleOfView('Write a haiku');
    const panel = await openHistory(current());
    await isListed(panel, ['Write a haiku', '什么是向量数据库？', 'How do I sort a list?']);
    assert.deepEqual(await panel.locator('.history-list h2:visible').allTextContents(), ['Today']);
    assert.equal(
      await historyRow(panel, 'Write a haiku').getByRole('button').first().getAttribute('aria-current'),
      'true',
    );
    await panel.getByText('3 chats, kept on this computer only').waitFor();
  });

  it('are listed by a key, too, and opened by keyboard', async () => {
    const { page } = current();
    const panel = await current().panel('.history');
    await panel.getByRole('searchbox').press('Escape');
    await composer(panel).waitFor();
    await composer(panel).focus();
    await page.keyboard.press('Control+H');
    await panel.locator('.history-row').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await panel.getByText('它按相似度检索文本。').waitFor();
    await titleOfView('什么是向量数据库？');
    await waitFor('the focus in the composer', async () => {
      return (await composer(panel).evaluate((box) => box === document.activeElement)) || undefined;
    });
  });

  it('are found by their titles and by all that was said in them', async () => {
    const panel = await openHistory(current());
    const search = panel.getByRole('searchbox', { name: 'Search titles and text' });
    await search.fill('量数据');
    await isListed(panel, ['什么是向量数据库？']);
    assert.equal(await panel.locator('.history-title mark').textContent(), '量数据');
    await search.fill('似度检');
    await waitFor('what is around it', async () => {
      const found = await panel.locator('.history-detail mark').allTextContents();
      return (found.length === 1 && found[0] === '似度检') || undefined;
    });
    await isListed(panel, ['什么是向量数据库？']);
    await search.fill('SILENT');
    await isListed(panel, ['Write a haiku']);
    await panel.getByRole('status').getByText('1 chat found').waitFor({ state: 'attached' });
    await search.fill('nowhere to be found');
    await panel.locator('.history-message').getByText('Nothing found for “nowhere to be found”.').waitFor();
    await search.press('Escape');
    await isListed(panel, ['Write a haiku', '什么是向量数据库？', 'How do I sort a list?']);
  });

  it('are renamed in their place, which everything that shows the title follows', async () => {
    const { page } = current();
    const panel = await openHistory(current());
    await actOnRow(panel, 'How do I sort a list?', 'Rename');
    const field = panel.getByRole('textbox', { name: 'Title of the chat' });
    assert.equal(await field.inputValue(), 'How do I sort a list?');
    await field.fill('Never mind');
    await field.press('Escape');
    await historyRow(panel, 'How do I sort a list?').waitFor();

    await historyRow(panel, '什么是向量数据库？').getByRole('button').first().focus();
    await page.keyboard.press('F2');
    await field.fill('Vectors');
    await field.press('Enter');
    await isListed(panel, ['Write a haiku', 'Vectors', 'How do I sort a list?']);
    await titleOfView('Vectors');
  });

  it('stay on top when they are pinned', async () => {
    const panel = await openHistory(current());
    await actOnRow(panel, 'How do I sort a list?', 'Pin');
    await isListed(panel, ['How do I sort a list?', 'Write a haiku', 'Vectors']);
    const headings = panel.locator('.history-list h2:visible');
    assert.deepEqual(await headings.allTextContents(), ['Pinned', 'Today']);
    await actOnRow(panel, 'How do I sort a list?', 'Unpin');
    await isListed(panel, ['Write a haiku', 'Vectors', 'How do I sort a list?']);
    assert.deepEqual(await headings.allTextContents(), ['Today']);
  });

  it('are grouped by the folder they belong to', async () => {
    const panel = await openHistory(current());
    const grouping = panel.getByRole('button', { name: 'Group by workspace' });
    await grouping.click();
    const name = current().workspace.split('/').at(-1) ?? '';
    assert.deepEqual(await panel.locator('.history-list h2:visible').allTextContents(), [name]);
    assert.equal(await grouping.getAttribute('aria-pressed'), 'true');
    await grouping.click();
    assert.deepEqual(await panel.locator('.history-list h2:visible').allTextContents(), ['Today']);
  });

  it('are deleted, and brought back by Undo', async () => {
    const panel = await openHistory(current());
    await historyRow(panel, 'Write a haiku').getByRole('button').first().press('Delete');
    await isListed(panel, ['Vectors', 'How do I sort a list?']);
    const toast = await current().toast('“Write a haiku” deleted.');
    await toast.getByRole('button', { name: 'Undo' }).click();
    await isListed(panel, ['Write a haiku', 'Vectors', 'How do I sort a list?']);
    await historyRow(panel, 'Write a haiku').getByRole('button').first().click();
    await panel.getByText('An old silent pond').waitFor();
  });

  it('stay listed while the one that is shown behind the list is deleted', async () => {
    const panel = await openHistory(current());
    await historyRow(panel, 'Write a haiku').getByRole('button').first().press('Delete');
    const toast = await current().toast('“Write a haiku” deleted.');
    await isListed(panel, ['Vectors', 'How do I sort a list?']);
    await waitFor('the focus on the next row', async () => {
      const next = historyRow(panel, 'Vectors').getByRole('button').first();
      return (await next.evaluate((button) => button === document.activeElement)) || undefined;
    });
    await toast.getByRole('button', { name: 'Undo' }).click();
    await isListed(panel, ['Write a haiku', 'Vectors', 'How do I sort a list?']);
    await panel.getByRole('searchbox').press('Escape');
    await panel.locator('.empty-state').waitFor();
  });

  it('are written into a file as Markdown', async () => {
    const panel = await openHistory(current());
    await actOnRow(panel, 'Vectors', 'Export');
    const path = join(current().workspace, 'vectors.md');
    await current().quickInput.choosePath(path);
    await current().toast('Written to vectors.md.');
    const markdown = await readFile(path, 'utf8');
    assert.match(markdown, /^# Vectors\n/);
    assert.match(markdown, /什么是向量数据库？[\s\S]*它按相似度检索文本。/);
    assert.doesNotMatch(markdown, /haiku/);
  });

  it('are written into a file, deleted for good, and read in again', async () => {
    let panel = await openHistory(current());
    await panel.getByRole('button', { name: 'Export all' }).click();
    const path = join(current().workspace, 'all.json');
    await current().quickInput.choosePath(path);
    await current().toast('Written to all.json.');
    const { conversations } = JSON.parse(await readFile(path, 'utf8'));
    assert.equal(conversations.length, 3);

    await actOnRow(panel, 'Vectors', 'Delete');
    const toast = await current().toast('“Vectors” deleted.');
    await toast.hover();
    await toast.locator('.codicon-notifications-clear').click();
    await isListed(panel, ['Write a haiku', 'How do I sort a list?']);

    await panel.getByRole('button', { name: 'Import' }).click();
    await current().quickInput.choosePath(path);
    await current().toast('all.json was imported. New chats: 1, completed: 0.');
    panel = await openHistory(current());
    await isListed(panel, ['Write a haiku', 'Vectors', 'How do I sort a list?']);
    await historyRow(panel, 'Vectors').getByRole('button').first().click();
    await panel.getByText('它按相似度检索文本。').waitFor();
  });

  it('tell why a file cannot be read in', async () => {
    const path = join(current().workspace, 'shopping.json');
    await writeFile(path, '["bread", "butter"]');
    const panel = await openHistory(current());
    await panel.getByRole('button', { name: 'Import' }).click();
    await current().quickInput.choosePath(path);
    await current().toast(/^shopping\.json was not imported\. /);
  });

  it('are copied as Markdown', async () => {
    const window = current();
    await chatAbout('What is <b>bold</b>?', 'Some **bold** text.');
    await window.runCommand('Hanlin: Copy as Markdown');
    const panel = await newChat(window);
    await composer(panel).focus();
    await waitFor('the chat', async () => {
      await composer(panel).fill('');
      await window.page.keyboard.press('Control+V');
      const pasted = await composer(panel).inputValue();
      return /^# .*bold[\s\S]*Some \*\*bold\*\* text\./.test(pasted) || undefined;
    });
    await composer(panel).fill('');
  });

  it('go on while another one is shown', async () => {
    const window = current();
    await newChat(window);
    server.next(halfReply);
    let panel = await ask(window, 'Take your time');
    await panel.getByText('First half,').waitFor();
    await newChat(window);
    panel = await openHistory(window);
    const row = historyRow(panel, 'Take your time');
    await row.getByText('Answering').waitFor({ state: 'attached' });
    assert.equal(await panel.getByText('Answering').count(), 1);
    server.release();
    await row.getByText('Answering').waitFor({ state: 'detached' });
    await row.getByRole('button').first().click();
    await panel.getByText('First half, second half.').waitFor();
  });

  it('are shown in an editor tab as well, and both follow what is asked in either', async () => {
    const window = current();
    let panel = await openHistory(window);
    await actOnRow(panel, 'Take your time', 'Open in an editor tab');
    let tab = await window.editorPanel('.question');
    await tab.getByText('First half, second half.').waitFor();
    await window.page.locator('.tab.active', { hasText: 'Take your time' }).waitFor();
    await panel.getByRole('searchbox').press('Escape');

    server.next(halfReply);
    await composer(tab).fill('Once more');
    await composer(tab).press('Enter');
    for (const place of [tab, panel]) {
      await place.locator('.question', { hasText: 'Once more' }).waitFor();
      await place.locator('.answer').nth(1).getByText('First half,').waitFor();
    }
    server.release();
    for (const place of [tab, panel]) {
      const answer = await ended(place);
      assert.match((await answer.locator('.markdown').textContent()) ?? '', /First half, second half\./);
    }
    server.next({ type: 'reply', text: 'Said in both.' });
    await askAndRead(window, 'From the side bar');
    await tab.getByText('Said in both.').waitFor();

    await newChat(window);
    await tab.getByText('Said in both.').waitFor();
    await composer(tab).fill('A draft in the tab');
    panel = await window.panel('textarea');
    assert.equal(await composer(panel).inputValue(), '');
    server.next({ type: 'reply', text: 'Said in the side bar.' });
    await askAndRead(window, 'Only here');
    await composer(panel).focus();
    await window.page.keyboard.press('Control+N');
    await window.panel('.empty-state');
    assert.equal(await tab.getByText('Said in both.').isVisible(), true);
    await remembered('A draft in the tab');
    await window.reload();
    tab = await window.editorPanel('.question');
    await tab.getByText('Said in both.').waitFor();
    assert.equal(await composer(tab).inputValue(), 'A draft in the tab');
    await window.page.locator('.tab.active', { hasText: 'Take your time' }).waitFor();
    await window.runCommand('View: Close All Editors');
  });

  it('are there again when VS Code is started anew, and so are their drafts', async () => {
    const window = current();
    let panel = await openHistory(window);
    await historyRow(panel, 'Vectors').getByRole('button').first().click();
    await panel.getByText('它按相似度检索文本。').waitFor();
    await composer(panel).fill('Half a thought');
    panel = await openHistory(window);
    const titles = await historyTitles(panel);
    await remembered('Half a thought');
    await window.restart();
    await window.openPanel();
    panel = await window.panel('.question');
    await panel.getByText('它按相似度检索文本。').waitFor();
    assert.equal(await composer(panel).inputValue(), 'Half a thought');
    panel = await openHistory(window);
    await isListed(panel, titles);
  }).timeout(120_000);

  it('live on the other side of the window as well', async () => {
    const window = current();
    let panel = await nextPage(
      await window.openPanel(),
      () => window.runCommand('Hanlin: Move to the Secondary Side Bar'),
      () => window.panel('.question'),
    );
    await window.page.locator('.part.auxiliarybar').getByRole('button', { name: 'New Chat' }).waitFor();
    server.next({ type: 'reply', text: 'Over here.' });
    panel = await askAndRead(window, 'Where are you?');
    await panel.getByText('Over here.').waitFor();
    panel = await nextPage(
      panel,
      () => window.runCommand('Hanlin: Move to the Side Bar'),
      () => window.panel('.question'),
    );
    await window.page.locator('.part.sidebar').getByRole('button', { name: 'New Chat' }).waitFor();
    await panel.getByText('Over here.').waitFor();
  });

  it('are introduced by a walkthrough', async () => {
    const window = current();
    await window.runCommand('View: Close All Editors');
    await window.runCommand('Welcome: Open Walkthrough...');
    await window.quickInput.type('Hanlin');
    await window.quickInput.pick('Get Started with Hanlin');
    const steps = window.page.locator('.gettingStartedContainer .step-title');
    await steps.first().waitFor();
    assert.deepEqual(await steps.allTextContents(), [
      'Add a key, or do without',
      'Ask about your code',
      'Choose the model',
      'What is yours stays here',
    ]);
  });

  it('leave no error of ours in the console', () => {
    // VS Code writes down what it shows as an error.
    const faults = current().consoleErrors.filter((text) => !text.includes('was not imported'));
    assert.deepEqual(faults, []);
  });
});
