import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { Frame } from 'playwright-core';
import { accessibilityFaults } from '../harness/axe.ts';
import { composer, newChat } from '../harness/chat.ts';
import {
  type DiagnosedVendors,
  runDiagnosis,
  startDiagnosedVendors,
  wrongKey,
} from '../harness/diagnosis.ts';
import type { Theme } from '../harness/theme.ts';
import { useWindow } from '../harness/useWindow.ts';
import { waitFor } from '../harness/waitFor.ts';

const themes: readonly Theme[] = ['light', 'high-contrast', 'high-contrast-light', 'dark'];
const command = 'Hanlin: Diagnose Connections';

describe('the diagnosis page', () => {
  let vendors: DiagnosedVendors;

  before(async () => {
    vendors = await startDiagnosedVendors();
  });

  after(() => vendors.close());

  const current = useWindow(() => ({
    environment: vendors.environment,
    settings: vendors.settings,
    viewport: { width: 1280, height: 1000 },
  }));

  it('says of each vendor what works, what does not, and why', async () => {
    const panel = await runDiagnosis(current(), command);
    const intro = panel.locator('.diagnosis-head');
    await intro.getByText('is asked one short question of about 60 tokens.').waitFor();
    await intro.getByText('Requests leave from the server behind this browser window').waitFor();
    await intro.getByText(/^VS Code [\d.]+ · Hanlin [\d.]+ · Node [\d.]+ · /).waitFor();
    assert.equal(await panel.locator('.diagnosis-summary').textContent(), '1 of 4 connections work.');
    assert.deepEqual(await states(panel, 'zhipu/bigmodel'), [
      'address ok',
      'proxy ok',
      'dns skipped',
      'tls skipped',
      'sign-in ok',
      'clock ok',
      'first-token ok',
      'streaming ok',
      'way ok',
    ]);
    const qianfan = group(panel, 'qianfan/v2');
    await qianfan.getByRole('heading', { name: 'Baidu Qianfan', exact: false }).waitFor();
    await qianfan
      .locator('[data-check=sign-in].error')
      .getByText('Baidu Qianfan rejected this key')
      .waitFor();
    const spark = group(panel, 'spark/websocket');
    await spark.locator('[data-check=clock].error').getByText('20 min behind iFlytek Spark’s').waitFor();
    await spark.locator('[data-check=websocket].error').getByText('Refused with HTTP 403').waitFor();
  });

  it('tells a screen reader how it went', async () => {
    const panel = await current().panel('.diagnosis');
    assert.equal(await panel.getByRole('status').textContent(), '1 of 4 connections work.');
    const name = await panel.locator('[data-check=clock].error .check-label').first().textContent();
    assert.equal(name, 'Clock: fault. ');
  });

  it('copies a report without a key', async () => {
    const window = current();
    const panel = await window.panel('.diagnosis');
    await window.page.evaluate(() => navigator.clipboard.writeText(''));
    await panel.getByRole('button', { name: 'Copy report' }).click();
    const report = await waitFor('the report', async () => {
      return (await window.page.evaluate(() => navigator.clipboard.readText())) || undefined;
    });
    assert.match(report, /^### Hanlin: connections\n\n- Requests leave from the server behind/);
    assert.match(report, /#### Zhipu · GLM \(BigModel\)\n\n- \*\*fine\*\* · Address: 127\.0\.0\.1:\d+/);
    assert.match(report, /- \*\*fault\*\* · Sign-in: Baidu Qianfan rejected this key/);
    assert.match(report, /1 of 4 connections work\.\n$/);
    const secrets = [...Object.values(vendors.environment), ...wrongKey.split('/'), 'ALTAK'];
    const seen = `${report}\n${await panel.content()}`;
    assert.deepEqual(
      secrets.filter((secret) => secret.length > 7 && seen.includes(secret)),
      [],
    );
  });

  it('can be read by everybody, in a panel of any width', async () => {
    const window = current();
    const panel = await window.panel('.diagnosis');
    for (const theme of themes) {
      await window.setTheme(theme);
      await panel.locator(`body[data-vscode-theme-kind="vscode-${theme}"]`).waitFor();
      assert.deepEqual(await accessibilityFaults(panel), [], theme);
    }
    for (const width of [280, 320, 600]) {
      await window.setPanelWidth(width);
      assert.deepEqual(await cutOff(panel), [], `${width} px`);
    }
  });

  it('runs again and stops, and is there again when the panel was hidden', async () => {
    const window = current();
    const { bigModel } = vendors;
    let panel = await window.panel('.diagnosis');
    bigModel.reset();
    bigModel.always({ type: 'reply', text: ['1', ' 2'], interruption: { type: 'hold', after: 1 } });
    const run = panel.getByRole('button', { name: 'Run again' });
    await run.focus();
    await window.page.keyboard.press('Enter');
    await panel.locator('[data-api="zhipu/bigmodel"] [data-check=streaming].running').waitFor();
    const stop = panel.getByRole('button', { name: 'Stop' });
    assert.equal(await stop.evaluate((button) => button === document.activeElement), true);

    await window.runCommand('Explorer: Focus on Folders View').catch(() => {});
    await window.page.keyboard.press('Control+Shift+E');
    await window.openPanel();
    panel = await window.panel('.diagnosis .check.running');
    await panel.getByRole('button', { name: 'Stop' }).click();
    await panel.getByText('Stopped before the end.').first().waitFor();
    await waitFor('the connection to be closed', async () => bigModel.openStreams === 0 || undefined);
    await panel.locator('[data-api="zhipu/bigmodel"] [data-check=way].skipped').waitFor();
  });

  it('leads back to the chat', async () => {
    const window = current();
    const panel = await window.panel('.diagnosis');
    await panel.getByRole('button', { name: 'Close' }).click();
    await composer(panel).waitFor();
    assert.equal(await panel.locator('.diagnosis').isVisible(), false);
    assert.equal(await composer(panel).evaluate((box) => box === document.activeElement), true);
  });

  it('is offered where a connection failed, for the vendor concerned', async () => {
    const window = current();
    const { bigModel } = vendors;
    bigModel.reset();
    await window.runCommand('Hanlin: Choose Model');
    await window.quickInput.type('GLM-4.7-Flash');
    await window.quickInput.accept();
    await window.quickInput.closed();
    const panel = await newChat(window);
    bigModel.next({
      type: 'reply',
      text: ['Once', ' upon', ' a time'],
      interruption: { type: 'cut', afterBytes: 400 },
    });
    await composer(panel).fill('Tell me');
    await composer(panel).press('Enter');
    await panel.getByRole('alert').getByRole('button', { name: 'Diagnose' }).click();
    await panel.locator('.diagnosis[data-state=done]').waitFor();
    assert.equal(await panel.locator('.diagnosis-summary').textContent(), 'All connections work.');
    assert.equal(await panel.locator('.check-group').count(), 1);
    await panel.getByText('Zhipu is asked one short question').waitFor();
    await window.page.keyboard.press('Escape');
    await composer(panel).waitFor();
  });

  it('sees no error of ours in the console', () => {
    assert.deepEqual(current().consoleErrors, []);
  });
});

describe('the diagnosis page in Chinese', () => {
  let vendors: DiagnosedVendors;

  before(async () => {
    vendors = await startDiagnosedVendors();
  });

  after(() => vendors.close());

  const current = useWindow(() => ({
    language: 'zh-cn' as const,
    environment: vendors.environment,
    settings: vendors.settings,
  }));

  it('has no English word', async () => {
    const panel = await runDiagnosis(current(), '翰林: 诊断连接');
    assert.equal(await panel.locator('.diagnosis-summary').textContent(), '4 个连接中有 1 个正常。');
    const texts = await panel.evaluate(() => {
      const found: string[] = [];
      const page = document.querySelector('.diagnosis') ?? document.body;
      const walker = document.createTreeWalker(page, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        // What the vendor said stays as it is.
        if (!node.parentElement?.closest('.check-code')) found.push(node.textContent ?? '');
      }
      for (const element of page.querySelectorAll('[title], [aria-label]')) {
        found.push(element.getAttribute('title') ?? '', element.getAttribute('aria-label') ?? '');
      }
      return found;
    });
    const names =
      /VS Code(?: [\d.]+)?|Hanlin [\d.]+|Node [\d.]+|linux x64|localhost|hanlin\.\w+|https?:\/\/|glm-[\w.-]+|\b(?:DNS|TLS|WebSocket|HTTP|GLM|BigModel|ERNIE|DeepSeek|V2|IP|tokens?)\b/g;
    assert.deepEqual(
      texts.filter((text) => /[A-Za-z]{2,}/.test(text.replaceAll(names, ''))),
      [],
    );
  });
});

function group(panel: Frame, id: string) {
  return panel.locator(`.check-group[data-api="${id}"]`);
}

/** What was looked at, and how it was found, from top to bottom. */
function states(panel: Frame, id: string): Promise<string[]> {
  return group(panel, id)
    .locator('.check')
    .evaluateAll((rows) =>
      rows.map((row) => `${row.getAttribute('data-check')} ${row.className.replace('check ', '')}`),
    );
}

/** What is wider than its place. */
function cutOff(panel: Frame): Promise<string[]> {
  return panel.evaluate(() => {
    const places = document.querySelectorAll(
      'html, .diagnosis, .diagnosis-scroller, .check, .diagnosis-footer',
    );
    return [...places]
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
      .map(({ className, scrollWidth, clientWidth }) => `${className}: ${scrollWidth} in ${clientWidth} px`);
  });
}
