import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { type DemoServers, startDemoServers } from '../vendors/demo.ts';
import { type BigModelServer, startBigModelServer, testKeys } from '../vendors/zhipu/bigModelServer.ts';
import { type DiagnosedVendors, runDiagnosis, startDiagnosedVendors } from './harness/diagnosis.ts';
import { showEverything } from './harness/everything.ts';
import { withoutHistoryFolder } from './harness/history.ts';
import type { Theme } from './harness/theme.ts';
import { outputDirectory, useWindow } from './harness/useWindow.ts';

const themes: readonly Theme[] = ['dark', 'light', 'high-contrast'];
const widths = [320, 600];

/** Pictures for people to look at: everything that the panel can show. */
for (const language of ['en', 'zh-cn'] as const) {
  describe(`pictures (${language})`, () => {
    let demo: DemoServers;

    before(async () => {
      demo = await startDemoServers({ paceMs: 1 });
    });

    after(() => demo.close());

    const current = useWindow(() => ({
      language,
      viewport: { width: 1280, height: 1000 },
      fontsOfMachine: true,
      environment: demo.environment,
      settings: demo.settings,
    }));

    async function takeAll(name: string): Promise<void> {
      const window = current();
      for (const theme of themes) {
        await window.setTheme(theme);
        for (const width of widths) {
          await window.setPanelWidth(width);
          await window.screenshotPanel(join(outputDirectory, `${name}-${width}-${theme}-${language}.png`));
        }
      }
    }

    it('the empty panel', async () => {
      await current().openPanel();
      await takeAll('empty');
    });

    it('an explanation', async () => {
      const window = current();
      await window.openFile('src/pricing.ts');
      await window.selectLines(1, 24);
      await window.page.keyboard.press('Control+K');
      await window.page.keyboard.press('h');
      const panel = await window.panel('.question');
      await panel.locator('.answer .footer').waitFor();
      await takeAll('answer');
      await panel.locator('.thread').evaluate((thread) => thread.scrollTo(0, 0));
      await takeAll('answer-top');
      await window.setTheme('dark');
      await window.setPanelWidth(420);
      await window.page.screenshot({ path: join(outputDirectory, `window-${language}.png`) });
    }).timeout(120_000);

    it('choices, sources and notices', async () => {
      const window = current();
      const { quickInput } = window;
      await window.runCommand(language === 'en' ? 'Hanlin: New Chat' : '翰林: 新建对话');
      await window.runCommand(language === 'en' ? 'Hanlin: Choose Model' : '翰林: 选择模型');
      await quickInput.type('Beebot');
      await quickInput.pick(/Beebot/);
      const panel = await window.panel('textarea');
      await panel.locator('.model-pill', { hasText: 'Beebot' }).waitFor();
      await panel.getByRole('textbox').fill(language === 'en' ? 'How do I deploy?' : '怎么部署？');
      await window.page.keyboard.press('Enter');
      await panel.locator('.answer .choice').first().waitFor();
      await panel.locator('.answer .choice').first().click();
      await panel.locator('.answer').nth(1).locator('.footer').waitFor();
      await takeAll('choices');
    }).timeout(120_000);
  });

  describe(`pictures of conversations (${language})`, () => {
    let server: BigModelServer;

    before(async () => {
      server = await startBigModelServer();
    });

    after(() => server.close());

    const current = useWindow(() => ({
      language,
      viewport: { width: 1280, height: 1000 },
      fontsOfMachine: true,
      environment: { ZHIPUAI_API_KEY: testKeys.payAsYouGo },
      settings: {
        'hanlin.endpoints': { 'zhipu/bigmodel': server.payAsYouGoBase },
        'hanlin.prices': { 'zhipu/bigmodel': { input: 10, output: 20, cachedInput: 1 } },
      },
    }));

    const file = (name: string) => join(outputDirectory, `${name}-${language}.png`);

    /** @param prepare brings about what a change of the width or the theme undoes */
    async function takeAll(name: string, prepare?: () => Promise<void>): Promise<void> {
      const window = current();
      for (const theme of themes) {
        await window.setTheme(theme);
        for (const width of [280, ...widths]) {
          await window.setPanelWidth(width);
          await prepare?.();
          await window.screenshotPanel(file(`${name}-${width}-${theme}`));
        }
      }
    }

    it('everything a conversation can have', async () => {
      const window = current();
      await window.openPanel();
      const panel = await showEverything(window, server, language);
      await takeAll('everything-end');
      await panel.locator('.thread').evaluate((thread) => thread.scrollTo(0, 0));
      await panel.locator('.reasoning-toggle').first().click();
      await takeAll('everything');
      const question = panel.locator('.question').first();
      await question.hover();
      await question.locator('.question-actions button:has(.codicon-edit)').click();
      await takeAll('editor');
      await panel.locator('.question-editor textarea').press('Escape');
    }).timeout(180_000);

    it('the menus', async () => {
      const window = current();
      const panel = await window.panel('.composer');
      const box = panel.locator('.composer textarea');
      for (const [name, typed] of [
        ['context-menu', '@pri'],
        ['command-menu', '/'],
      ] as const) {
        await takeAll(name, async () => {
          await box.fill('');
          await box.pressSequentially(typed);
          await panel.locator('.menu-row').first().waitFor();
        });
      }
      await box.fill('');
      await window.setPanelWidth(320);
      await panel.locator('.code-block button:has(.codicon-ellipsis)').first().click();
      await panel.locator('.popup-menu').waitFor();
      await window.screenshotPanel(file('code-menu-320-dark'));
      await window.page.keyboard.press('Escape');
    }).timeout(180_000);

    it('a chat that is not saved', async () => {
      const window = current();
      await withoutHistoryFolder(window, async () => {
        const panel = await window.panel('.composer');
        server.next({ type: 'reply', text: 'OK.' });
        await panel.locator('.composer textarea').fill(language === 'en' ? 'And this?' : '那这个呢？');
        await panel.locator('.composer textarea').press('Enter');
        await panel.locator('.saving-slot .notice').waitFor();
        await takeAll('unsaved');
      });
      const panel = await window.panel('.composer');
      await panel.locator('.saving-slot button').first().click();
      await panel.locator('.saving-slot .notice').waitFor({ state: 'detached' });
    }).timeout(180_000);

    it('the editor tab', async () => {
      const window = current();
      await window.runCommand('View: Close All Editors');
      await window.runCommand(
        language === 'en' ? 'Hanlin: Open in an Editor Tab' : '翰林: 在编辑器标签页中打开',
      );
      const tab = await window.editorPanel('.question');
      await window.setPanelWidth(320);
      for (const theme of themes) {
        await window.setTheme(theme);
        await tab.locator('.thread').evaluate((thread) => thread.scrollTo(0, 0));
        await window.page.screenshot({ path: file(`tab-${theme}`), animations: 'disabled' });
      }
      await window.runCommand('View: Close All Editors');
    });

    it('the history', async () => {
      const window = current();
      const questions =
        language === 'en'
          ? [
              'Debounce the search box',
              'Why is the build slow?',
              'Rename this API across the monorepo, please',
              'Explain this regular expression',
            ]
          : [
              '给搜索框加上防抖',
              '为什么构建这么慢？',
              '把整个仓库里的这个接口改名，并且更新所有的文档',
              '解释这个正则表达式',
            ];
      for (const question of questions) {
        await window.runCommand(language === 'en' ? 'Hanlin: New Chat' : '翰林: 新建对话');
        const panel = await window.panel('.empty-state');
        server.next({ type: 'reply', text: 'OK.' });
        await panel.locator('.composer textarea').fill(question);
        await panel.locator('.composer textarea').press('Enter');
        await panel.locator('.answer .footer').waitFor();
      }
      await window.runCommand(language === 'en' ? 'Hanlin: History' : '翰林: 历史记录');
      const panel = await window.panel('.history-row');
      await panel.locator('.history-row').nth(2).hover();
      await panel.locator('.history-row').nth(2).locator('[data-action=pin]').click();
      await panel.locator('.history-list section').nth(1).waitFor();
      await takeAll('history');
      await panel.locator('[role=searchbox]').fill(language === 'en' ? 'discount' : '打折');
      await panel.locator('.history-row mark').first().waitFor();
      await takeAll('history-search');
      await panel.locator('[role=searchbox]').fill('');
      await window.setPanelWidth(320);
      await window.setTheme('dark');
      await panel.locator('.history-row').nth(1).hover();
      await panel.locator('body').screenshot({ path: file('history-hover-320-dark') });
    }).timeout(180_000);
  });

  describe(`pictures of the diagnosis (${language})`, () => {
    let vendors: DiagnosedVendors;

    before(async () => {
      vendors = await startDiagnosedVendors();
    });

    after(() => vendors.close());

    const current = useWindow(() => ({
      language,
      viewport: { width: 1280, height: 1000 },
      fontsOfMachine: true,
      environment: vendors.environment,
      settings: vendors.settings,
    }));

    it('what works and what does not', async () => {
      const window = current();
      const title = language === 'en' ? 'Hanlin: Diagnose Connections' : '翰林: 诊断连接';
      const panel = await runDiagnosis(window, title);
      for (const theme of themes) {
        await window.setTheme(theme);
        for (const width of widths) {
          await window.setPanelWidth(width);
          for (const [name, top] of [
            ['diagnosis', 0],
            ['diagnosis-end', 100_000],
          ] as const) {
            await panel
              .locator('.diagnosis-scroller')
              .evaluate((scroller, to) => scroller.scrollTo(0, to), top);
            await window.screenshotPanel(join(outputDirectory, `${name}-${width}-${theme}-${language}.png`));
          }
        }
      }
    }).timeout(120_000);
  });
}
