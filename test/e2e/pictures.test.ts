import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { type DemoServers, startDemoServers } from '../vendors/demo.ts';
import type { Theme } from './harness/theme.ts';
import { outputDirectory, useWindow } from './harness/useWindow.ts';

const themes: readonly Theme[] = ['dark', 'light', 'high-contrast'];
const widths = [320, 600];

/** Pictures for people to look at: the panel empty, in the middle of an answer and after it. */
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
}
