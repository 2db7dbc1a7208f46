import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { Frame } from 'playwright-core';
import { type BigModelServer, startBigModelServer, testKeys } from '../../vendors/zhipu/bigModelServer.ts';
import { showEverything } from '../harness/everything.ts';
import { useWindow } from '../harness/useWindow.ts';

describe('a window in Chinese', () => {
  let server: BigModelServer;

  before(async () => {
    server = await startBigModelServer();
  });

  after(() => server.close());

  const current = useWindow({ language: 'zh-cn' });

  it('leads from the key to the answer, all in Chinese', async () => {
    const window = current();
    let panel = await window.openPanel();
    await panel.getByText('在编辑器里，问中文大模型').waitFor();
    await panel.getByRole('button', { name: '添加密钥: 智谱' }).click();
    const { quickInput } = window;
    await quickInput.pick('其他地址…');
    await quickInput.message('地址写到');
    await quickInput.type(server.payAsYouGoBase);
    await quickInput.accept();
    await quickInput.pick(/JWT/);
    await quickInput.message('API 密钥');
    await quickInput.type(testKeys.payAsYouGo);
    await quickInput.accept();
    await window.toast('智谱密钥已保存');

    panel = await window.panel('textarea');
    server.next({ type: 'reply', reasoning: '想一想。', text: '因为如此。' });
    await panel.getByRole('textbox').fill('为什么？');
    await window.page.keyboard.press('Enter');
    await panel.locator('.answer .footer').waitFor();
    assert.match(server.requests.at(-1)?.rawBody ?? '', /Answer in Simplified Chinese/);
    assert.match(String(server.requests.at(-1)?.headers['accept-language']), /^zh/);
  });

  it('advises in Chinese', async () => {
    const window = current();
    server.next({
      type: 'error',
      code: '1308',
      message: '已达到 5 小时的使用上限，将在 2026-11-21 18:20:11 重置。',
    });
    const panel = await window.panel('textarea');
    await panel.getByRole('textbox').fill('还能问吗？');
    await window.page.keyboard.press('Enter');
    const card = panel.getByRole('alert').last();
    await card.getByText('智谱的额度暂时用完').waitFor();
    await card.getByText('将于 2026-11-21 18:20:11 恢复').waitFor();
  });

  it('leaves no English word in the panel', async () => {
    const window = current();
    await window.runCommand('翰林: 新建对话');
    let panel = await window.panel('.empty-state');
    await isChinese('empty', panel);

    panel = await showEverything(window, server, 'zh-cn');
    await panel.locator('.reasoning-toggle').first().click();
    await isChinese('everything', panel);
    await panel.locator('.question').first().focus();
    await window.page.keyboard.press('e');
    await panel.locator('.question-editor').waitFor();
    await isChinese('the editor of a question', panel);
    await panel.locator('.question-editor textarea').press('Escape');
    await panel.locator('.code-block button:has(.codicon-ellipsis)').first().click();
    await panel.locator('.popup-menu').waitFor();
    await isChinese('the menu of a code block', panel);
    await window.page.keyboard.press('Escape');

    const box = panel.locator('.composer textarea');
    for (const typed of ['/', '@', '@pricing', '@没有这个']) {
      await box.fill('');
      await box.pressSequentially(typed);
      await panel.locator('.menu:not([hidden])').waitFor();
      await panel.locator('.menu-row, .menu-message:not(:empty)').first().waitFor();
      await isChinese(`the menu of ${typed}`, panel);
    }
    await box.fill('');

    server.next({ type: 'reply', text: ['一半', '。'], interruption: { type: 'hold', after: 'headers' } });
    await box.fill('慢慢来');
    await box.press('Enter');
    await panel.locator('.answer').last().locator('.waiting').waitFor();
    await box.fill('然后呢');
    await box.press('Enter');
    await panel.locator('.queued').waitFor();
    await isChinese('while it answers', panel);
    await box.press('Escape');
    await panel.locator('.stop').waitFor({ state: 'hidden' });
    await isChinese('stopped', panel);
    await box.fill('');
  });

  it('leaves no English word in the history', async () => {
    const window = current();
    await window.runCommand('翰林: 历史记录');
    const panel = await window.panel('.history-row');
    await panel.locator('.history-row').first().hover();
    await panel.locator('.history-actions').first().waitFor();
    await isChinese('the list', panel);
    await panel.locator('.history-open').first().focus();
    await window.page.keyboard.press('F2');
    await panel.locator('.history-rename').waitFor();
    await isChinese('a title that is edited', panel);
    await window.page.keyboard.press('Escape');
    await panel.locator('[role=searchbox]').fill('没有这个');
    await panel.locator('.history-message').getByText('没有这个').waitFor();
    await isChinese('nothing found', panel);
    await panel.locator('[role=searchbox]').fill('');
    await panel.locator('.history-row').first().hover();
    await panel.locator('.history-row').first().locator('[data-action=delete]').click();
    const toast = await window.toast('已删除');
    await toast.getByRole('button', { name: '撤销' }).click();
  });
});

async function isChinese(where: string, panel: Frame): Promise<void> {
  assert.deepEqual(await englishTexts(panel), [], where);
}

/** Texts of ours that have English in them: visible ones, tooltips and names for screen readers. */
async function englishTexts(panel: Frame): Promise<string[]> {
  const all = await panel.evaluate(() => {
    // What others wrote: the user, the model, the vendor; and the names of files and models.
    const theirs =
      '.bubble, .question-editor textarea, .markdown p, .markdown li, .markdown td, .markdown pre, .markdown h2, ' +
      '.reasoning-text, .sources a, .history-title, .history-detail mark, .chip-open, .notice-code, .vendor-model, ' +
      '.menu-row:has(.codicon-file-code, .codicon-folder, [class*=codicon-symbol])';
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const { parentElement } = node;
      if (parentElement && !parentElement.closest(`${theirs}, script, style`))
        found.push(node.textContent ?? '');
    }
    for (const element of document.body.querySelectorAll('[title], [aria-label], [placeholder]')) {
      if (element.closest(theirs)) continue;
      for (const name of ['title', 'aria-label', 'placeholder']) found.push(element.getAttribute(name) ?? '');
    }
    return found;
  });
  const names =
    /TypeScript|Shell|GLM-[\w.-]+|\bAI\b|\btokens?\b|Ollama|localhost:\d+|\/[a-z]+|[\w./-]+\.(ts|py|md|json)\b|\b(Tab|Esc|Enter|Ctrl|Shift|Alt|Markdown|Git)\b/g;
  return [...new Set(all.filter((text) => /[A-Za-z]{2,}/.test(text.replaceAll(names, ''))))];
}
