import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { git } from '../../git.ts';
import { lastMessages } from '../../vendors/scripted.ts';
import { askAndRead, composer, newChat } from '../harness/chat.ts';
import { waitForTab } from '../harness/editor.ts';
import { glmServer as server, useGlmWindow } from '../harness/glmWindow.ts';
import { outputDirectory } from '../harness/useWindow.ts';
import { waitFor } from '../harness/waitFor.ts';

describe('the project', () => {
  const current = useGlmWindow();

  const write = (path: string, text: string): Promise<void> =>
    writeFile(join(current().workspace, path), text);

  /** What was sent before the conversation. */
  function system(): string {
    const body = server.requests.at(-1)?.body as { messages: { content: string }[] };
    return body.messages[0]?.content ?? '';
  }

  it('shows which of its instructions go along, and leaves out what the user does not want', async () => {
    const panel = await newChat(current());
    await mkdir(join(current().workspace, '.hanlin'));
    await write('AGENTS.md', 'Use tabs.\n');
    await write('.hanlin/rules.md', '- Rule\n'.repeat(20_000));
    const chips = panel.locator('.composer .chip.suggested');
    await chips.nth(1).waitFor();
    assert.deepEqual(
      await chips.locator('.chip-open').evaluateAll((all) => all.map((chip) => chip.getAttribute('title'))),
      [
        'AGENTS.md: instructions of the workspace',
        '.hanlin/rules.md: instructions of the workspace, sent in part',
      ],
    );
    await waitFor('a dashed border', async () => {
      // Chips are made anew with every change.
      const style = await chips.first().evaluate((chip) => getComputedStyle(chip).borderStyle);
      return style === 'dashed' || undefined;
    });
    await current().screenshotPanel(join(outputDirectory, 'instructions.png'));
    server.always({ type: 'reply', text: ['Yes.'] });
    await askAndRead(current(), 'Hello');
    assert.match(system(), /Use tabs\./);
    // They go along with every question.
    await chips.first().locator('.chip-open').click();
    await waitForTab(current().page, 'AGENTS.md');
    await chips.first().locator('.chip-remove').click();
    await chips.nth(1).waitFor({ state: 'detached' });
    await askAndRead(current(), 'Again');
    assert.doesNotMatch(system(), /Use tabs\./);
    await rm(join(current().workspace, '.hanlin'), { recursive: true });
    await chips.first().waitFor({ state: 'detached' });
  });

  it('has commands of its own', async () => {
    const panel = await newChat(current());
    await mkdir(join(current().workspace, '.hanlin', 'prompts'), { recursive: true });
    await write(
      '.hanlin/prompts/weekly.md',
      '---\ndescription: The report of the week\n---\nReport on {input}.\n',
    );
    // The menu has what is known when a letter is typed, and the file has to be noticed first.
    await waitFor('the command in the menu', async () => {
      await composer(panel).fill('');
      await composer(panel).pressSequentially('/week');
      return (await panel.getByText('The report of the week').count()) > 0 || undefined;
    });
    await composer(panel).fill('');
    await askAndRead(current(), '/weekly doors');
    assert.equal(lastMessages(server).at(-1)?.content, 'Report on doors.');
  });

  it('gets its commit messages from the button in the source control view', async () => {
    git(current().workspace, 'init', '-q');
    const { page } = current();
    await page
      .getByRole('tab', { name: /^Source Control/ })
      .first()
      .click();
    // VS Code shows the buttons of a view while the mouse is over it.
    await page.locator('.scm-editor').waitFor();
    await page
      .locator('.pane', { has: page.locator('.scm-editor') })
      .locator('.pane-header')
      .hover();
    const button = page.getByRole('button', { name: 'Write Commit Message' }).first();
    await button.waitFor();
    server.always({
      type: 'reply',
      text: Array.from({ length: 1_000 }, (_, index) => `part ${index} `),
      delayMs: 100,
    });
    await button.click();
    const stop = page.getByRole('button', { name: 'Stop Writing the Commit Message' }).first();
    await stop.waitFor();
    await page.locator('.scm-editor').getByText('part 3').waitFor();
    await page.screenshot({ path: join(outputDirectory, 'commitMessage.png') });
    await stop.click();
    await button.waitFor();
    await page.locator('.scm-editor').getByText('part 3').waitFor({ state: 'detached' });
    server.always({ type: 'reply', text: ['Build the house'] });
    await button.click();
    await page.locator('.scm-editor').getByText('Build the house').waitFor();
    assert.match(String(lastMessages(server).at(-1)?.content), /^added README\.md$/m);
  });
});
