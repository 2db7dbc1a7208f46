import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import type { Frame } from 'playwright-core';
import { budget } from '../../budget.ts';
import { accessibilityFaults } from '../harness/axe.ts';
import { ask, composer, ended, newChat } from '../harness/chat.ts';
import { showEverything } from '../harness/everything.ts';
import { glmServer as server, useGlmWindow } from '../harness/glmWindow.ts';
import { openHistory } from '../harness/history.ts';
import type { Theme } from '../harness/theme.ts';
import { waitFor } from '../harness/waitFor.ts';

const themes: readonly Theme[] = budget({
  sample: ['light', 'dark'],
  soak: ['light', 'high-contrast', 'high-contrast-light', 'dark'],
});
const widths = [280, 320, 600];
const longWord = 'https://example.com/'.padEnd(400, 'a-very-long-path');

describe('everybody', () => {
  const current = useGlmWindow();

  before(() => current().writeWorkspaceSettings({ 'workbench.reduceMotion': 'auto' }));

  let shown: Theme = 'dark';

  /** Has axe-core look at what is shown, in all themes. */
  async function isSound(panel: Frame): Promise<void> {
    // The one that is shown comes first: VS Code takes its time to change it.
    const order = themes.toSorted((one, other) => Number(other === shown) - Number(one === shown));
    for (const theme of order) {
      await current().setTheme(theme);
      shown = theme;
      await panel.locator(`body[data-vscode-theme-kind="vscode-${theme}"]`).waitFor();
      assert.deepEqual(await accessibilityFaults(panel), [], theme);
    }
  }

  it('can begin', async () => {
    await current().openPanel();
    await isSound(await current().panel('.empty-state'));
  });

  it('can read a conversation with everything in it', async () => {
    const panel = await showEverything(current(), server);
    await panel.locator('.reasoning button').first().click();
    await isSound(panel);
  });

  it('can edit a question', async () => {
    const panel = await current().panel('.question');
    const question = panel.locator('.question').first();
    await question.hover();
    await question.getByRole('button', { name: 'Edit', exact: true }).click();
    await panel.getByRole('textbox', { name: 'Edit your question' }).waitFor();
    await isSound(panel);
    await panel.getByRole('textbox', { name: 'Edit your question' }).press('Escape');
  });

  it('can choose from the menus of the composer', async () => {
    const panel = await current().panel('textarea');
    for (const [typed, name] of [
      ['@pri', 'Context to add'],
      ['/', 'Commands'],
    ] as const) {
      await composer(panel).fill('');
      await composer(panel).pressSequentially(typed);
      await panel.getByRole('listbox', { name }).getByRole('option').first().waitFor();
      const chosen = await composer(panel).getAttribute('aria-activedescendant');
      assert.equal(await panel.locator(`[id="${chosen}"]`).getAttribute('aria-selected'), 'true');
      await isSound(panel);
      await composer(panel).press('Escape');
    }
    await composer(panel).fill('');
  });

  it('can choose what to do with a block of code', async () => {
    const panel = await current().panel('.code-block');
    const more = panel.getByRole('button', { name: 'More actions' }).first();
    for (const theme of themes) {
      // A menu closes when the theme changes the window's size or takes the focus.
      await current().setTheme(theme);
      await panel.locator(`body[data-vscode-theme-kind="vscode-${theme}"]`).waitFor();
      await more.click();
      await panel.getByRole('menu').waitFor();
      assert.deepEqual(await accessibilityFaults(panel), [], theme);
      await current().page.keyboard.press('Escape');
      await panel.getByRole('menu').waitFor({ state: 'detached' });
    }
  });

  it('can look through the history and rename a chat', async () => {
    const panel = await openHistory(current());
    await panel.locator('.history-row').first().hover();
    await isSound(panel);
    await panel.locator('.history-open').first().focus();
    await current().page.keyboard.press('F2');
    await panel.getByRole('textbox', { name: 'Title of the chat' }).waitFor();
    await isSound(panel);
    await panel.getByRole('textbox', { name: 'Title of the chat' }).press('Escape');
    await panel.getByRole('searchbox').fill('long ago');
    await panel.locator('.history-detail mark').first().waitFor();
    await isSound(panel);
    await panel.getByRole('searchbox').fill('nowhere to be found');
    await panel.locator('.history-message').getByText('Nothing found').waitFor();
    await isSound(panel);
    await panel.getByRole('searchbox').press('Escape');
    await panel.getByRole('searchbox').press('Escape');
  });

  it('sees where the keyboard is', async () => {
    const panel = await current().panel('.question');
    await panel.locator('.thread').focus();
    const seen = new Set<string>();
    for (let presses = 0; presses < 40; presses += 1) {
      await current().page.keyboard.press('Tab');
      const stop = await panel.evaluate(() => {
        const focused = document.activeElement;
        if (!focused || focused === document.body || !document.hasFocus()) return undefined;
        // The ring of a text field may be drawn around the box that it is in.
        const ringed = [focused, focused.closest('.composer, .history-search')].some((one) => {
          if (!one) return false;
          const { outlineStyle, outlineWidth, borderColor } = getComputedStyle(one);
          const focusBorder = getComputedStyle(document.body).getPropertyValue('--vscode-focusBorder');
          const probe = document.createElement('i');
          probe.style.color = focusBorder;
          document.body.append(probe);
          const ring = getComputedStyle(probe).color;
          probe.remove();
          return (outlineStyle !== 'none' && outlineWidth !== '0px') || borderColor === ring;
        });
        const name = focused.getAttribute('aria-label') ?? focused.textContent ?? '';
        return { name: `${focused.tagName} ${focused.className} ${name}`, ringed };
      });
      if (!stop) break;
      assert.ok(stop.ringed, `${stop.name} shows no focus`);
      seen.add(stop.name);
    }
    assert.ok(seen.size > 12, [...seen].join('\n'));
  });

  it('is told once that an answer is complete', async () => {
    const window = current();
    await newChat(window);
    server.next({
      type: 'reply',
      text: Array.from({ length: 30 }, (_, index) => `word ${index} `),
      delayMs: 20,
    });
    const panel = await ask(window, 'Speak');
    await panel.evaluate(() => {
      const said: string[] = [];
      Object.assign(globalThis, { said });
      new MutationObserver((changes) => {
        for (const { target } of changes) {
          const element = target instanceof Element ? target : target.parentElement;
          // The nearest region decides.
          const region = element?.closest('[aria-live], [role=status], [role=alert], [role=log]');
          if (region && region.getAttribute('aria-live') !== 'off' && region.textContent !== '')
            said.push(region.textContent ?? '');
        }
      }).observe(document.body, { childList: true, characterData: true, subtree: true });
    });
    await ended(panel);
    await waitFor('what is said', async () => {
      return (await panel.evaluate<string[]>('said')).length > 0 || undefined;
    });
    assert.deepEqual(await panel.evaluate('said'), ['The answer is complete.']);
  });

  it('has no animation who wants none', async () => {
    const window = current();
    await window.page.emulateMedia({ reducedMotion: 'reduce' });
    await newChat(window);
    server.next({ type: 'reply', text: ['Half', ' an answer'], interruption: { type: 'hold', after: 1 } });
    const panel = await ask(window, 'Slowly');
    await panel.getByText('Half').waitFor();
    assert.deepEqual(await moving(panel), []);
    server.release();
    await ended(panel);
    await window.page.emulateMedia({ reducedMotion: 'no-preference' });
  });

  it('sees all of it in a panel of any width', async () => {
    const window = current();
    await newChat(window);
    server.next({
      type: 'reply',
      text: `| a | ${longWord} |\n|---|---|\n| ${longWord} | b |\n\n${longWord}`,
    });
    await ask(window, longWord);
    await newChat(window);
    await showEverything(window, server);
    for (const width of widths) {
      await window.setPanelWidth(width);
      const panel = await window.panel('.question');
      assert.deepEqual(await cutOff(panel), [], `${width} px`);
      await composer(panel).fill(longWord);
      assert.deepEqual(await cutOff(panel), [], `${width} px, a draft`);
      await composer(panel).fill('');
      await composer(panel).pressSequentially('/');
      await panel.getByRole('option').first().waitFor();
      assert.deepEqual(await cutOff(panel), [], `${width} px, a menu`);
      await composer(panel).fill('');
      await openHistory(window);
      assert.deepEqual(await cutOff(panel), [], `${width} px, the history`);
      await panel.locator('.history-row').first().hover();
      assert.deepEqual(await cutOff(panel), [], `${width} px, the buttons of a row`);
      await panel.locator('.history-row').nth(1).locator('.history-open').click();
      await panel.locator('.question').first().waitFor();
      assert.deepEqual(await cutOff(panel), [], `${width} px, long words`);
      await openHistory(window);
      await panel.locator('.history-row').first().locator('.history-open').click();
      await panel.locator('.question').nth(2).waitFor();
    }
  }).timeout(120_000);

  it('sees no error of ours in the console', () => {
    assert.deepEqual(current().consoleErrors, []);
  });
});

describe('at a zoom of 200 %', () => {
  const zoomed = { width: 720, height: 450 };
  // With half the viewport, it is what VS Code's own zoom does.
  const current = useGlmWindow({ viewport: zoomed });

  before(async () => {
    const { page } = current();
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setDeviceMetricsOverride', {
      ...zoomed,
      deviceScaleFactor: 2,
      mobile: false,
    });
  });

  it('everything can be read, and there is room for it', async () => {
    const window = current();
    await window.openPanel();
    await window.setPanelWidth(300);
    let panel = await window.panel('.empty-state');
    assert.deepEqual(await cutOff(panel), []);
    panel = await showEverything(window, server);
    assert.deepEqual(await cutOff(panel), []);
    const room = await panel.locator('.thread').evaluate(({ clientHeight }) => clientHeight);
    assert.ok(room > 120, `${room} px for the conversation`);
    await openHistory(window);
    assert.deepEqual(await cutOff(panel), []);
  });
});

/** What moves without an end. */
function moving(panel: Frame): Promise<string[]> {
  return panel.evaluate(() =>
    document.getAnimations().map(({ effect }) => {
      const target = effect instanceof KeyframeEffect ? effect.target : null;
      return `${target?.className} is animated`;
    }),
  );
}

/** What is wider than its place and cannot be scrolled there. */
function cutOff(panel: Frame): Promise<string[]> {
  return panel.evaluate(() => {
    const faults: string[] = [];
    for (const selector of ['html', '.thread', '.composer', '.bottom', '.history', '.history-scroller']) {
      for (const place of document.querySelectorAll(selector)) {
        const { scrollWidth, clientWidth } = place;
        if (scrollWidth > clientWidth) faults.push(`${selector}: ${scrollWidth} in ${clientWidth} px`);
      }
    }
    for (const control of document.querySelectorAll('button, textarea, input')) {
      const { left, right, width } = control.getBoundingClientRect();
      const scroller = control.closest('.table-scroller, pre');
      if (width > 0 && !scroller && (left < 0 || right > innerWidth + 0.5)) {
        faults.push(`${control.className} ${control.getAttribute('aria-label')}: ${left} to ${right} px`);
      }
    }
    return faults;
  });
}
