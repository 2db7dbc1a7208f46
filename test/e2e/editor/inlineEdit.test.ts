import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { glmServer as server, useGlmWindow } from '../harness/glmWindow.ts';
import { outputDirectory } from '../harness/useWindow.ts';
import { waitFor } from '../harness/waitFor.ts';

const rewritten = [
  'export interface Item {',
  '  readonly name: string;',
  '  /** In cents. */',
  '  readonly price: number;',
  '  readonly count: number;',
  '}',
];

describe('an inline edit in the window', () => {
  const current = useGlmWindow();

  /** The lines of the file that are painted, as they are shown. */
  async function painted(): Promise<string> {
    return (await current().page.locator('.monaco-editor .view-lines').first().innerText()).replaceAll(
      '\u00a0',
      ' ',
    );
  }

  it('asks for an instruction by a key', async () => {
    const { page, openFile, selectLines, quickInput } = current();
    await openFile('src/pricing.ts');
    await selectLines(1, 8);
    await page.keyboard.press('Control+K');
    await page.keyboard.press('g');
    await quickInput.title(/^Edit with GLM/);
    await quickInput.type('Say what the numbers mean');
    const text = ['```ts\n', ...rewritten.map((line) => `${line}\n`), '```'];
    server.next({ type: 'reply', text, interruption: { type: 'hold', after: 4 } });
    await quickInput.accept();
    await page.locator('.codelens-decoration', { hasText: 'is editing…' }).waitFor();
    await page.screenshot({ path: join(outputDirectory, 'inlineEdit-streaming-dark.png') });
    server.release();
  });

  it('is accepted and rejected with the lenses', async () => {
    const { page, setTheme } = current();
    const lens = (text: string) => page.locator('.codelens-decoration a', { hasText: text });
    await lens('Accept all').waitFor();
    await waitFor('VS Code to save it by itself', async () => {
      const saved = await readFile(join(current().workspace, 'src/pricing.ts'), 'utf8');
      return saved.includes('In cents') || undefined;
    });
    await lens('Accept all').waitFor();
    assert.equal(await page.getByText('You typed').count(), 0);
    await page.screenshot({ path: join(outputDirectory, 'inlineEdit-review-dark.png') });
    await setTheme('light');
    await page.screenshot({ path: join(outputDirectory, 'inlineEdit-review-light.png') });
    await setTheme('dark');
    const count = await lens('Reject').count();
    await lens('Reject').first().click();
    await waitFor('one lens less', async () => ((await lens('Reject').count()) < count ? true : undefined));
    await page.locator('.monaco-editor .view-lines').first().click();
    await page.keyboard.press('Control+Enter');
    await waitFor('no lens', async () => ((await lens('Accept').count()) === 0 ? true : undefined));
    assert.match(await painted(), /In cents/);
  });

  it('offers the last instructions again', async () => {
    const { page, quickInput, selectLines } = current();
    await selectLines(1, 3);
    await page.keyboard.press('Control+K');
    await page.keyboard.press('g');
    await quickInput.title(/^Edit with GLM/);
    assert.deepEqual(await quickInput.labels(), ['Say what the numbers mean']);
    await page.screenshot({ path: join(outputDirectory, 'inlineEdit-instruction-dark.png') });
    await quickInput.cancel();
  });

  it('is cancelled by Escape', async () => {
    const { page, quickInput, selectLines } = current();
    const text = await painted();
    await selectLines(1, 3);
    await page.keyboard.press('Control+K');
    await page.keyboard.press('g');
    await quickInput.title(/^Edit with GLM/);
    await quickInput.type('Rename');
    server.next({
      type: 'reply',
      text: ['```\n', 'one\n', 'two\n'],
      interruption: { type: 'hold', after: 3 },
    });
    await quickInput.accept();
    await waitFor('text', async () => ((await painted()).includes('two') ? true : undefined));
    await page.keyboard.press('Escape');
    await waitFor('the text as it was', async () => ((await painted()) === text ? true : undefined));
    server.release();
  });

  it('lets the hunks of a proposal be decided one by one', async () => {
    const { page, openPanel, panel: panelOf } = current();
    await page.keyboard.press('Control+1');
    const panel = await openPanel();
    const code = readFileSync(join(current().workspace, 'src/pricing.ts'), 'utf8');
    const lines = code.split('\n');
    lines[0] = `// The first line\n${lines[0]}`;
    lines[lines.length - 2] += ' // The last line';
    server.next({ type: 'reply', text: `\`\`\`ts src/pricing.ts\n${lines.join('\n')}\`\`\`\n` });
    await panel.getByRole('textbox', { name: 'Your message' }).fill('Mark the ends');
    await page.keyboard.press('Enter');
    const view = await panelOf('.answer .footer');
    await view
      .getByRole('button', { name: /^Apply/ })
      .last()
      .click();
    const line = page.locator('.monaco-diff-editor .editor.modified').getByText('// The first line');
    await line.waitFor();
    await page.screenshot({ path: join(outputDirectory, 'inlineEdit-proposal-dark.png') });
    const accept = page.locator('.monaco-hover a', { hasText: 'Accept this change' }).first();
    await waitFor('what can be done about the line', async () => {
      // Until the differences are found there is nothing to say about it.
      await page.mouse.move(0, 0);
      await line.hover();
      await accept.waitFor({ timeout: 2_000 });
      return true;
    });
    await page.screenshot({ path: join(outputDirectory, 'inlineEdit-proposal-hover-dark.png') });
    await accept.click();
    await page.locator('.monaco-diff-editor .editor.original').getByText('// The first line').waitFor();
  });
});
