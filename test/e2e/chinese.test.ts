import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { type BigModelServer, startBigModelServer, testKeys } from '../vendors/zhipu/bigModelServer.ts';
import { useWindow } from './harness/useWindow.ts';

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

  it('leaves no English text in the panel', async () => {
    const panel = await current().panel('textarea');
    const text = (await panel.locator('#root').textContent()) ?? '';
    // The names of things and the vendor's raw error stay as they are.
    const ours = text.replace(/HTTP \d+ · \d+ .*|GLM-[\w.-]+|AI/g, '');
    assert.deepEqual(ours.match(/[A-Za-z]{2,}/g) ?? [], []);
  });
});
