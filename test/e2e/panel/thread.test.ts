import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { Frame, Locator } from 'playwright-core';
import { lastMessages, type ScriptedVendors, startScriptedVendors } from '../../vendors/scripted.ts';
import { ask, askAndRead, chooseModel, composer, ended, newChat, pickModel } from '../harness/chat.ts';
import { nextPage } from '../harness/nextPage.ts';
import { useWindow } from '../harness/useWindow.ts';
import { waitFor } from '../harness/waitFor.ts';

/** Stays open after its first words until the test lets it go on. */
const halfReply = {
  type: 'reply',
  text: ['First half, ', 'second half.'],
  interruption: { type: 'hold', after: 1 },
} as const;

describe('a conversation', () => {
  let vendors: ScriptedVendors;

  before(async () => {
    vendors = await startScriptedVendors();
  });

  after(() => vendors.close());

  const current = useWindow(() => ({
    environment: vendors.environment,
    settings: {
      ...vendors.settings,
      'hanlin.prices': { 'zhipu/bigmodel': { input: 10, output: 20, cachedInput: 1 } },
    },
  }));

  function replyWith(text: string): void {
    vendors.bigModel.next({ type: 'reply', text });
  }

  it('begins with the model that was chosen', async () => {
    await current().openPanel();
    await chooseModel(current(), 'GLM-4.7');
  });

  it('asks an edited question beside the old one, which stays reachable by mouse and by keyboard', async () => {
    const window = current();
    await newChat(window);
    replyWith('Answer one.');
    await askAndRead(window, 'First question');
    replyWith('Answer two.');
    const panel = await askAndRead(window, 'Second question');

    const first = panel.locator('.question').first();
    await first.hover();
    await first.getByRole('button', { name: 'Edit', exact: true }).click();
    const editor = panel.getByRole('textbox', { name: 'Edit your question' });
    assert.equal(await editor.inputValue(), 'First question');
    await editor.fill('Never mind');
    await editor.press('Escape');
    await first.getByText('First question').waitFor();

    await first.hover();
    await first.getByRole('button', { name: 'Edit', exact: true }).click();
    replyWith('Answer three.');
    await editor.fill('Edited question');
    await editor.press('Enter');
    await panel.getByText('Answer three.').waitFor();
    assert.deepEqual(await texts(panel, '.question .bubble'), ['Edited question']);
    assert.deepEqual(lastMessages(vendors.bigModel), [{ role: 'user', content: 'Edited question' }]);
    await first.getByText('2/2').waitFor();

    await first.getByRole('button', { name: 'Previous alternative' }).click();
    await panel.getByText('Answer two.').waitFor();
    assert.deepEqual(await texts(panel, '.question .bubble'), ['First question', 'Second question']);
    await first.getByText('1/2').waitFor();
    await first.getByRole('button', { name: 'Next alternative' }).press('Enter');
    await panel.getByText('Answer three.').waitFor();

    // From the composer up to the question, and there through its alternatives.
    await composer(panel).focus();
    await window.page.keyboard.press('Alt+ArrowUp');
    await window.page.keyboard.press('Alt+ArrowUp');
    await window.page.keyboard.press('ArrowLeft');
    await panel.getByText('Answer two.').waitFor();
    await window.page.keyboard.press('ArrowRight');
    await panel.getByText('Answer three.').waitFor();
    await window.page.keyboard.press('e');
    await editor.waitFor();
    await editor.press('Escape');
  });

  it('asks the same model again', async () => {
    const window = current();
    await newChat(window);
    replyWith('One answer.');
    const panel = await askAndRead(window, 'Why?');
    replyWith('Another answer.');
    await panel.getByRole('button', { name: 'Regenerate' }).click();
    await panel.getByText('Another answer.').waitFor();
    const answer = await ended(panel);
    await answer.getByText('2/2').waitFor();
    assert.equal(await panel.locator('.answer').count(), 1);
    assert.deepEqual(lastMessages(vendors.bigModel), [{ role: 'user', content: 'Why?' }]);
    replyWith('A third answer.');
    await answer.focus();
    await window.page.keyboard.press('r');
    await panel.getByText('A third answer.').waitFor();
    await (await ended(panel)).getByText('3/3').waitFor();
  });

  it('asks another model, of another vendor, without choosing it for what follows', async () => {
    const window = current();
    await newChat(window);
    replyWith('Says Zhipu.');
    let panel = await askAndRead(window, 'Who are you?');
    vendors.qianfan.next({ type: 'reply', text: 'Says Baidu.' });
    await panel.getByRole('button', { name: 'Ask another model' }).click();
    await pickModel(window, 'ERNIE 4.5 Turbo 32K');
    await panel.getByText('Says Baidu.').waitFor();
    const answer = await ended(panel);
    assert.deepEqual(lastMessages(vendors.qianfan), [{ role: 'user', content: 'Who are you?' }]);
    assert.match((await answer.locator('.meta').getAttribute('title')) ?? '', /^ERNIE 4\.5 Turbo 32K · /);
    await panel.locator('.model-pill', { hasText: 'GLM-4.7' }).waitFor();
    await answer.getByRole('button', { name: 'Previous alternative' }).click();
    await panel.getByText('Says Zhipu.').waitFor();
    await panel.getByRole('button', { name: 'Next alternative' }).click();
    // The answer that is shown is the one that the model is told of.
    await panel.getByText('Says Baidu.').waitFor();
    replyWith('Fine.');
    panel = await askAndRead(window, 'Are you sure?');
    assert.deepEqual(lastMessages(vendors.bigModel), [
      { role: 'user', content: 'Who are you?' },
      { role: 'assistant', content: 'Says Baidu.' },
      { role: 'user', content: 'Are you sure?' },
    ]);
  });

  it('goes on with an answer that was stopped, in its place', async () => {
    const window = current();
    await newChat(window);
    vendors.bigModel.next(halfReply);
    const panel = await ask(window, 'Tell me.');
    await panel.getByText('First half,').waitFor();
    await window.page.keyboard.press('Escape');
    const answer = await ended(panel);
    await answer.getByText('Stopped', { exact: true }).waitFor();
    assert.equal((await vendors.bigModel.requests.at(-1)?.closed)?.by, 'client');
    await goesOn(panel, 'second half.', 'First half, second half.', 'Tell me.');
    await waitFor('the end of it', async () => (await answer.locator('.ending').count()) === 0 || undefined);
  });

  it('goes on with an answer that was cut at the limit', async () => {
    const window = current();
    await newChat(window);
    vendors.bigModel.next({ type: 'reply', text: 'First half, ', finishReason: 'length' });
    const panel = await askAndRead(window, 'Tell me.');
    await panel.getByText('Stopped at the 131,072-token limit').waitFor();
    await goesOn(panel, 'second half.', 'First half, second half.', 'Tell me.');
  });

  async function goesOn(panel: Frame, rest: string, whole: string, question: string): Promise<void> {
    replyWith(rest);
    await panel.getByRole('button', { name: 'Continue' }).click();
    await panel.getByText(whole).waitFor();
    await ended(panel);
    assert.deepEqual(await texts(panel, '.answer .markdown'), [whole]);
    const [asked, so, on, ...others] = lastMessages(vendors.bigModel);
    assert.deepEqual(asked, { role: 'user', content: question });
    assert.equal(so?.role, 'assistant');
    assert.equal(String(so.content).trim(), 'First half,');
    assert.equal(on?.role, 'user');
    assert.match(String(on.content), /^Go on exactly where you stopped/);
    assert.deepEqual(others, []);
  }

  it('tries again after an error, without a trace of the failure in what is sent', async () => {
    const window = current();
    await newChat(window);
    vendors.bigModel.next({ type: 'error', code: '1210' });
    const panel = await ask(window, 'Does it work?');
    const card = panel.getByRole('alert');
    await card.getByText('Zhipu did not accept the request').waitFor();
    replyWith('It does.');
    await card.getByRole('button', { name: 'Try again' }).click();
    await panel.getByText('It does.').waitFor();
    assert.equal(await panel.locator('.question').count(), 1);
    assert.equal(await panel.getByRole('alert').count(), 0);
    assert.deepEqual(lastMessages(vendors.bigModel), [{ role: 'user', content: 'Does it work?' }]);
  });

  it('never sends a question that failed along with the next one', async () => {
    const window = current();
    await newChat(window);
    vendors.bigModel.next({ type: 'error', code: '1301' });
    const panel = await ask(window, 'Something forbidden');
    const card = panel.getByRole('alert');
    await card.getByText('Zhipu did not answer because of its content rules').waitFor();
    replyWith('Of course.');
    await askAndRead(window, 'Something else');
    assert.deepEqual(lastMessages(vendors.bigModel), [{ role: 'user', content: 'Something else' }]);
    await card.getByRole('button', { name: 'Dismiss' }).click();
    await waitFor('the card to go', async () => (await card.count()) === 0 || undefined);
    assert.equal(await panel.locator('.question').count(), 2);
  });

  it('carries out what a notice proposes', async () => {
    const window = current();
    let panel = await newChat(window);
    vendors.bigModel.next({ type: 'error', code: '1301' });
    panel = await ask(window, 'Something forbidden');
    await panel.getByRole('alert').getByRole('button', { name: 'New chat' }).click();
    panel = await window.panel('.empty-state');
    vendors.bigModel.next({ type: 'error', code: '1211' });
    panel = await ask(window, 'Anybody there?');
    await panel.getByRole('alert').getByRole('button', { name: 'Ask another model' }).click();
    vendors.qianfan.next({ type: 'reply', text: 'Baidu is.' });
    await pickModel(window, 'ERNIE 4.5 Turbo 32K');
    await panel.getByText('Baidu is.').waitFor();
    assert.equal(await panel.locator('.question').count(), 1);
    await chooseModel(window, 'GLM-4.7');
  });

  it('deletes a question with its answer, and brings it back', async () => {
    const window = current();
    await newChat(window);
    replyWith('Answer one.');
    await askAndRead(window, 'First question');
    replyWith('Answer two.');
    const panel = await askAndRead(window, 'Second question');
    const first = panel.locator('.question').first();
    await first.hover();
    await first.getByRole('button', { name: 'Delete with its answers' }).click();
    const toast = await window.toast('The question and its answer are deleted.');
    assert.deepEqual(await texts(panel, '.question .bubble'), ['Second question']);
    replyWith('Answer three.');
    await askAndRead(window, 'Third question');
    assert.deepEqual(
      lastMessages(vendors.bigModel).map(({ content }) => content),
      ['Second question', 'Answer two.', 'Third question'],
    );
    await toast.getByRole('button', { name: 'Undo' }).click();
    await panel.getByText('Answer one.').waitFor();

    await panel.locator('.question', { hasText: 'First question' }).focus();
    await window.page.keyboard.press('Delete');
    const again = await window.toast('The question and its answer are deleted.');
    await panel.getByText('Answer one.').waitFor({ state: 'detached' });
    await again.getByRole('button', { name: 'Undo' }).click();
    await panel.getByText('Answer one.').waitFor();
  });

  it('says what an answer took and what it cost, and how full the window is', async () => {
    const window = current();
    await newChat(window);
    vendors.bigModel.next({
      type: 'reply',
      text: 'Short.',
      usage: { promptTokens: 1200, completionTokens: 340, cachedTokens: 1000 },
    });
    const panel = await askAndRead(window, 'How much?');
    const meta = await panel.locator('.answer .meta').getAttribute('title');
    assert.match(
      meta ?? '',
      /^GLM-4\.7 · 1,200 in, 340 out · 1,000 of the input cached · [\d.]+ s to first token · [\d.]+ s in all · ¥0\.0098$/,
    );
    const meter = panel.getByRole('img', { name: /of 200,000 tokens in use/ });
    await meter.waitFor();
    assert.match((await meter.getAttribute('aria-label')) ?? '', /^[1-9][\d,]* of 200,000/);
  });

  it('says what was left out of a small window', async () => {
    const window = current();
    await newChat(window);
    await chooseModel(window, 'ERNIE Lite 8K');
    const long = (about: string) => `${`A long text about ${about}. `.repeat(500)}`;
    vendors.qianfan.next({ type: 'reply', text: long('apples') });
    await askAndRead(window, 'Tell me about apples.');
    vendors.qianfan.next({ type: 'reply', text: long('pears') });
    await askAndRead(window, 'Tell me about pears.');
    vendors.qianfan.next({ type: 'reply', text: long('plums') });
    const panel = await askAndRead(window, 'Tell me about plums.');
    const sentence = panel.locator('.answer').last().locator('.left-out');
    assert.match((await sentence.textContent()) ?? '', /left out, for the model’s window is full\.$/);
    const roles = lastMessages(vendors.qianfan).map(({ role }) => role);
    assert.ok(roles.length < 5, `${roles.length} messages were sent`);
    assert.deepEqual(roles, ['user', 'assistant', 'user'].slice(-roles.length));
    await chooseModel(window, 'GLM-4.7');
  });

  it('shows what the model thinks on request only', async () => {
    const window = current();
    await newChat(window);
    vendors.bigModel.next({
      type: 'reply',
      reasoning: ['Let me ', 'see.'],
      text: ['Seen.'],
      interruption: { type: 'hold', after: 1 },
    });
    const panel = await ask(window, 'What do you think?');
    const toggle = panel.getByRole('button', { name: /^Thinking \d+ s$/ });
    await toggle.waitFor();
    assert.equal(await toggle.getAttribute('aria-expanded'), 'false');
    const thoughts = panel.locator('.reasoning-text');
    assert.equal(await thoughts.isVisible(), false);
    vendors.bigModel.release();
    await ended(panel);
    const thought = panel.getByRole('button', { name: /^Thought for [\d.]+ s$/ });
    assert.equal(await thought.getAttribute('aria-expanded'), 'false');
    await thought.press('Enter');
    await thoughts.waitFor();
    assert.equal(await thoughts.textContent(), 'Let me see.');
    await thought.click();
    await thoughts.waitFor({ state: 'hidden' });
  });

  it('numbers its sources, and asks before it opens one', async () => {
    const window = current();
    let panel = await newChat(window);
    await panel.getByRole('button', { name: 'Web', exact: true }).click();
    const found = { content: 'What it says.', media: 'A site' };
    vendors.bigModel.next({
      type: 'reply',
      text: 'It is so[ref_1].',
      searchResults: [
        { ...found, title: 'First page', link: 'https://one.example/page', refer: 'ref_1' },
        { ...found, title: 'Second page', link: 'https://two.example/page', refer: 'ref_2' },
      ],
    });
    panel = await askAndRead(window, 'What is new?');
    const sources = panel.getByRole('region', { name: 'Sources' }).getByRole('link');
    assert.deepEqual(await sources.allTextContents(), ['1First page', '2Second page']);
    await sources.nth(1).click();
    await refuseToOpen('https://two.example/page');
    await panel.getByRole('button', { name: 'Web', exact: true }).click();
  });

  it('opens links through VS Code, which asks', async () => {
    const window = current();
    await newChat(window);
    replyWith('See [the manual](https://manual.example/chapter).');
    const panel = await askAndRead(window, 'Where?');
    const link = panel.getByRole('link', { name: 'the manual' });
    assert.match((await link.getAttribute('title')) ?? '', /https:\/\/manual\.example\/chapter/);
    await link.click();
    await refuseToOpen('https://manual.example/chapter');
  });

  async function refuseToOpen(address: string): Promise<void> {
    const dialog = current().page.locator('.monaco-dialog-box');
    await dialog.getByText(address).waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  it('leads to the files and lines that it mentions', async () => {
    const window = current();
    await newChat(window);
    replyWith('Look at `src/pricing.ts:12` and at src/retry.ts, not at `src/nowhere.ts`.');
    const panel = await askAndRead(window, 'Where?');
    const links = panel.locator('.answer .file-link');
    await links.nth(1).waitFor();
    assert.deepEqual(await links.allTextContents(), ['src/pricing.ts:12', 'src/retry.ts']);
    await links.first().click();
    await window.page.locator('.tab.active', { hasText: 'pricing.ts' }).waitFor();
    await window.page.locator('.statusbar-item', { hasText: /^Ln 12, Col 1$/ }).waitFor();
    await links.nth(1).press('Enter');
    await window.page.locator('.tab.active', { hasText: 'retry.ts' }).waitFor();
    await window.runCommand('View: Close All Editors');
  });

  it('lets one of a robot’s choices be picked by mouse and by keyboard', async () => {
    const window = current();
    await newChat(window);
    await chooseModel(window, 'Beebot');
    const clarification = {
      type: 'clarify',
      content: 'Which one?\n1. The red one\n2. The blue one',
      title: 'Which one?',
      choices: ['The red one', 'The blue one'],
    } as const;
    vendors.beebot.next(clarification);
    const panel = await askAndRead(window, 'I want a car');
    const choices = panel.getByRole('group', { name: 'Which of these do you mean?' }).last();
    assert.deepEqual(await choices.getByRole('button').allTextContents(), ['1The red one', '2The blue one']);
    vendors.beebot.next(clarification);
    await choices.getByRole('button').first().click();
    await panel.locator('.question', { hasText: 'The red one' }).waitFor();
    await ended(panel);
    vendors.beebot.next({ type: 'reply', text: 'Blue.', relatedQuestions: ['How fast is it?'] });
    await choices.getByRole('button').first().focus();
    await window.page.keyboard.press('2');
    await panel.locator('.question', { hasText: 'The blue one' }).waitFor();
    await panel.getByText('Blue.').waitFor();
    vendors.beebot.next({ type: 'reply', text: 'Very.' });
    await panel.getByRole('button', { name: 'How fast is it?' }).click();
    await panel.getByText('Very.').waitFor();
  });

  it('passes on what a vendor has to say, with the way out beside it', async () => {
    const window = current();
    await newChat(window);
    await chooseModel(window, 'ERNIE 4.5 Turbo 32K');
    vendors.qianfan.next({ type: 'reply', text: 'Well.', safety: { needClearHistory: true } });
    const panel = await askAndRead(window, 'Go on.');
    const remark = panel.locator('.remark', { hasText: 'Baidu Qianfan asks to clear this conversation' });
    await remark.getByRole('button', { name: 'New chat' }).click();
    await window.panel('.empty-state');
    await chooseModel(window, 'GLM-4.7');
  });

  it('sends follow-ups when the answer is over, unless they are taken back', async () => {
    const window = current();
    await newChat(window);
    vendors.bigModel.next(halfReply);
    const panel = await ask(window, 'Begin.');
    await panel.getByText('First half,').waitFor();
    for (const text of ['Do this.', 'Do that.']) {
      await composer(panel).fill(text);
      await composer(panel).press('Enter');
      await panel.locator('.queued', { hasText: text }).waitFor();
    }
    await panel.locator('.queued', { hasText: 'Do this.' }).getByRole('button').click();
    await waitFor('one that waits', async () => (await panel.locator('.queued').count()) === 1 || undefined);
    replyWith('Done.');
    vendors.bigModel.release();
    await panel.getByText('Done.').waitFor();
    assert.deepEqual(await texts(panel, '.question .bubble'), ['Begin.', 'Do that.']);
  });

  it('copies questions and answers as they were written, by mouse and by keyboard', async () => {
    const window = current();
    await newChat(window);
    replyWith('Some **bold** text.');
    const panel = await askAndRead(window, 'What <b>is</b> it?');
    await panel.locator('.answer').getByRole('button', { name: 'Copy', exact: true }).click();
    await pastes(panel, 'Some **bold** text.');
    await panel.locator('.question').focus();
    await window.page.keyboard.press('c');
    await pastes(panel, 'What <b>is</b> it?');
  });

  async function pastes(panel: Frame, text: string): Promise<void> {
    const box = composer(panel);
    await waitFor(`${text} in the clipboard`, async () => {
      await box.fill('');
      await box.press('Control+V');
      return (await box.inputValue()) === text || undefined;
    });
    await box.fill('');
  }

  it('follows an answer until the reader scrolls up, and leads back to its end', async () => {
    const window = current();
    await newChat(window);
    vendors.bigModel.next({ type: 'endless', piece: 'One more line.\n\n', delayMs: 20 });
    const panel = await ask(window, 'Write and write.');
    const thread = panel.locator('.thread');
    const latest = panel.getByRole('button', { name: 'Latest' });
    await waitFor('more than fits', async () => (await scrollOf(thread)).top > 200 || undefined);
    assert.ok((await scrollOf(thread)).below < 60);
    assert.equal(await latest.isVisible(), false);

    await thread.hover();
    await window.page.mouse.wheel(0, -150);
    await latest.waitFor();
    const { top, below } = await scrollOf(thread);
    await waitFor('more below', async () => (await scrollOf(thread)).below > below + 100 || undefined);
    assert.equal((await scrollOf(thread)).top, top);

    await latest.click();
    await latest.waitFor({ state: 'hidden' });
    await waitFor('the end', async () => (await scrollOf(thread)).below < 60 || undefined);

    await thread.focus();
    await window.page.keyboard.press('Home');
    await latest.waitFor();
    await latest.press('Enter');
    await waitFor('the end', async () => (await scrollOf(thread)).below < 60 || undefined);
    await panel.getByRole('button', { name: 'Stop' }).click();
    await ended(panel);
  });

  it('leaves what is selected selected while it grows', async () => {
    const window = current();
    await newChat(window);
    vendors.bigModel.next({ type: 'endless', piece: '- an *item*\n\n', delayMs: 20 });
    const panel = await ask(window, 'List them.');
    const items = panel.locator('.answer li');
    await items.nth(3).waitFor();
    await panel.locator('.answer').evaluate((answer) => {
      const [first, , third] = answer.querySelectorAll('li');
      if (!first || !third) throw new Error('There are no items.');
      const range = document.createRange();
      range.setStart(first, 0);
      range.setEnd(third, third.childNodes.length);
      const selection = document.getSelection();
      selection?.removeAllRanges();
      selection?.addRange(range);
    });
    const selected = () => panel.evaluate(() => String(document.getSelection()));
    const before = await selected();
    assert.match(before, /an item\s+an item\s+an item/);
    const count = await items.count();
    await items.nth(count + 20).waitFor();
    assert.equal(await selected(), before);
    await panel.getByRole('button', { name: 'Stop' }).click();
    await ended(panel);
    assert.equal(await selected(), before);
  });

  it('loads the beginning of a long conversation when the reader scrolls up', async () => {
    const window = current();
    const before = await newChat(window);
    const text = 'A paragraph of an answer.\n\n'.repeat(8);
    for (let number = 1; number <= 30; number += 1) {
      replyWith(text);
      await askAndRead(window, `Question ${number}`);
    }
    const panel = await nextPage(
      before,
      () => window.runCommand('Developer: Reload Webviews'),
      () => window.panel('.question'),
    );
    await panel.getByText('Question 30', { exact: true }).waitFor();
    assert.equal(await panel.locator('.question').count(), 20);
    const thread = panel.locator('.thread');
    await thread.hover();
    await waitFor('the first question', async () => {
      await window.page.mouse.wheel(0, -2_000);
      return (await panel.getByText('Question 1', { exact: true }).isVisible()) || undefined;
    });
    assert.equal(await panel.locator('.question').count(), 30);
    assert.equal(await panel.getByRole('button', { name: 'Earlier messages' }).isVisible(), false);
  });

  it('sees no error of ours in the console', () => {
    assert.deepEqual(current().consoleErrors, []);
  });
});

function texts(panel: Frame, selector: string): Promise<string[]> {
  return panel
    .locator(selector)
    .allTextContents()
    .then((found) => found.map((text) => text.trim()));
}

/** How far it is scrolled, and how much there is below what is visible; in CSS pixels. */
function scrollOf(thread: Locator): Promise<{ top: number; below: number }> {
  return thread.evaluate(({ scrollTop, scrollHeight, clientHeight }) => ({
    top: scrollTop,
    below: scrollHeight - scrollTop - clientHeight,
  }));
}
