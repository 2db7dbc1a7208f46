import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { BrowserContext, Frame, Page } from 'playwright-core';
import type { LogRecord } from '../../../src/chat/logRecord.ts';
import { HistoryStore } from '../../../src/extension/history/historyStore.ts';
import { budget } from '../../budget.ts';
import { reportFigure } from '../../figures.ts';
import { questionFor, replyPieces } from '../../reliability/load/replyPieces.ts';
import { answerTurn, questionTurn } from '../../unit/chat/conversationTurns.ts';
import type { AcceptedRequest } from '../../vendors/loopback/chatRequest.ts';
import { testKeys as qianfanKeys } from '../../vendors/qianfan/account.ts';
import { type QianfanServer, startQianfanServer } from '../../vendors/qianfan/qianfanServer.ts';
import { ask, composer, ended, newChat } from '../harness/chat.ts';
import { glmServer as server, useGlmWindow } from '../harness/glmWindow.ts';
import { historyRow, historyTitles, openHistory } from '../harness/history.ts';
import { openPanel, panel, panelIcon } from '../harness/panel.ts';
import { quickInputOf, runCommand } from '../harness/quickInput.ts';
import { waitFor } from '../harness/waitFor.ts';

const conversations = budget({ sample: 4, soak: 20 });
/** So many of them are seen while they are written, beside the one that is typed in. */
const tabs = 3;
const pieces = 300;
const pieceLength = 40;
const sentence = 'The quick brown fox jumps over the lazy dog, and nobody has to wait for it. ';
const longId = '10000000-0000-4000-8000-000000010000';

/** Notes the tasks of 50 ms and more, and what a key press takes until it is seen. */
interface Responsiveness {
  longestTaskMs: number;
  readonly keysMs: number[];
}

function watchResponsiveness(frame: Frame): Promise<void> {
  return frame.evaluate(() => {
    const seen: Responsiveness = { longestTaskMs: 0, keysMs: [] };
    Object.assign(globalThis, { responsiveness: seen });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        seen.longestTaskMs = Math.max(seen.longestTaskMs, duration);
      }
    }).observe({ entryTypes: ['longtask'] });
    document.addEventListener(
      'keydown',
      (event) => requestAnimationFrame(() => seen.keysMs.push(performance.now() - event.timeStamp)),
      true,
    );
  });
}

function readResponsiveness(frame: Frame): Promise<Responsiveness> {
  return frame.evaluate(() => (globalThis as unknown as { responsiveness: Responsiveness }).responsiveness);
}

/** What 95 % of some times do not exceed, in whole milliseconds. */
function usualOf(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.floor(sorted.length * 0.95)] ?? 0);
}

/** What a panel shows of its last answer, without the spaces that a document has of its own. */
async function answerText(frame: Frame): Promise<string> {
  const texts = await frame.locator('.answer .markdown').allTextContents();
  return (texts.at(-1) ?? '').trim();
}

function expectedText(name: string, count = pieces, length = pieceLength): string {
  return replyPieces(name, count, length).join('').trim();
}

describe('a window with much to do', () => {
  const current = useGlmWindow({
    viewport: { width: 1600, height: 900 },
    shared: 'taken only',
  });

  let qianfan: QianfanServer;
  /** Whether a reply waits after its first piece until all are let go. */
  let isHeld = false;

  before(async () => {
    qianfan = await startQianfanServer();
    const reply = ({ messages }: AcceptedRequest) => {
      const [name = '', count = '', length = '', delay = ''] = (messages.at(-1)?.text ?? '').split(' ');
      return {
        type: 'reply' as const,
        text: replyPieces(name, Number(count), Number(length)),
        delayMs: Number(delay),
        ...(isHeld && { interruption: { type: 'hold' as const, after: 1 } }),
      };
    };
    server.always(reply);
    qianfan.always(reply);
  });

  after(() => qianfan.close());

  const historyFolder = (): string =>
    join(dirname(current().workspace), 'data', 'User', 'globalStorage', 'hanlin-dev.hanlin', 'conversations');

  /** The history as another program would read it. */
  async function readHistory(): Promise<Map<string, string>> {
    const store = new HistoryStore({
      directory: historyFolder(),
      report: (error) => assert.ifError(error),
      now: Date.now,
      translate: (text) => text,
    });
    await store.open();
    const answers = new Map<string, string>();
    for (const { id, title } of store.summaries) {
      answers.set(title, (await store.file(id).readTail()).turns.at(-1)?.text.trim() ?? '');
    }
    await store.dispose();
    return answers;
  }

  it(`writes ${conversations} conversations at once, and one types as if there were none`, async function () {
    this.timeout(290_000);
    const window = current();
    const { page } = window;
    isHeld = true;
    const questions = Array.from({ length: conversations }, (_, index) =>
      questionFor(`chat${index}`, pieces, pieceLength, 30),
    );
    for (const [index, question] of questions.entries()) {
      await newChat(window);
      const panel = await ask(window, question);
      await panel.getByText(`chat${index}:0.`).waitFor();
      if (index < conversations - tabs) continue;
      await window.runCommand('Hanlin: Open in an Editor Tab');
      await shownIn(page, `chat${index}:0.`, 2);
      if (index === conversations - tabs) continue;
      await window.runCommand('View: Move Editor into Right Group');
      await shownIn(page, `chat${index - 1}:0.`, 1);
      await shownIn(page, `chat${index}:0.`, 2);
    }
    const typing = await newChat(window);
    isHeld = false;
    const seen: Frame[] = [];
    for (let index = conversations - tabs; index < conversations; index++) {
      seen.push(...(await shownIn(page, `chat${index}:0.`, 1)));
    }
    await watchResponsiveness(typing);
    await watchResponsiveness(page.mainFrame());
    assert.equal(server.openStreams, conversations);

    await composer(typing).focus();
    // What a key takes while nothing else happens, which depends on the machine and what else it does.
    await page.keyboard.type(sentence.slice(0, 40), { delay: 30 });
    const quiet = usualOf((await readResponsiveness(typing)).keysMs);
    await composer(typing).fill('');
    await watchResponsiveness(typing);

    server.release();
    const isOver = () => server.openStreams === 0;
    let typed = '';
    for (const key of sentence.repeat(2)) {
      await page.keyboard.type(key, { delay: 30 });
      if (isOver()) break;
      typed += key;
    }
    assert.ok(typed.length >= 20, `they had ended after ${typed.length} keys`);
    assert.ok((await composer(typing).inputValue()).startsWith(typed));
    const { keysMs, longestTaskMs } = await readResponsiveness(typing);
    const around = await readResponsiveness(page.mainFrame());
    await waitFor('the end of all', async () => server.openStreams === 0 || undefined, 60);

    for (const [index, frame] of seen.entries()) {
      const name = `chat${conversations - tabs + index}`;
      await ended(frame);
      assert.equal(await answerText(frame), expectedText(name));
    }
    await waitFor('all of them in the history', async () => {
      const answers = await readHistory();
      return (
        questions.every((question, index) => answers.get(question) === expectedText(`chat${index}`)) ||
        undefined
      );
    });
    const usual = usualOf(keysMs);
    const longest = Math.round(Math.max(longestTaskMs, around.longestTaskMs));
    reportFigure(
      `${conversations} conversations written at once in a window: a key is seen after ${usual} ms (95 %; ${quiet} ms while nothing is written), longest task of the main thread ${longest === 0 ? 'under 50' : longest} ms`,
    );
    assert.ok(usual <= Math.max(200, 2 * quiet), `a key is seen after ${usual} ms, ${quiet} ms otherwise`);
    await composer(typing).fill('');
    await window.runCommand('View: Close All Editors');
  });

  it('shows a reply of 1 MB, and goes on', async function () {
    this.timeout(240_000);
    await newChat(current());
    const panel = await ask(current(), questionFor('large', 2_100, 500, 0));
    await panel.locator('.answer .footer').waitFor({ timeout: 120_000 });
    const expected = expectedText('large', 2_100, 500);
    assert.ok(expected.length > 1_000_000);
    await waitFor('all of it', async () => (await answerText(panel)) === expected || undefined, 60);
    await ask(current(), questionFor('after', 5, 20, 0));
    await waitFor(
      'the next answer',
      async () => (await answerText(panel)) === expectedText('after', 5, 20) || undefined,
    );
  });

  it('opens a conversation of 10,000 messages at once, and asks on in it', async function () {
    this.timeout(120_000);
    const records: LogRecord[] = [{ type: 'conversation', version: 1, id: longId, createdAt: Date.now() }];
    for (let index = 0; index < 5_000; index++) {
      const question = questionTurn(`q${index}`, index === 0 ? null : `a${index - 1}`, `Question ${index}`);
      const answer = answerTurn(`a${index}`, question.id, `Answer ${index}. ${'More of it. '.repeat(20)}`);
      records.push({ type: 'question', turn: question }, { type: 'answer', turn: answer });
    }
    const lines = records.map((record) => `${JSON.stringify(record)}\n`).join('');
    await writeFile(join(historyFolder(), `${longId}.jsonl`), lines);
    const list = await openHistory(current());
    const row = historyRow(list, 'Question 0').getByRole('button').first();
    await row.waitFor();
    const began = Date.now();
    await row.click();
    const panel = await current().panel('.answer');
    await panel.getByText('Answer 4999.').waitFor();
    const openedMs = Date.now() - began;
    assert.ok((await panel.locator('.turn').count()) < 200, 'all of it was made at once');
    await ask(current(), questionFor('long', 20, 20, 0));
    await waitFor(
      'the answer',
      async () => (await answerText(panel)) === expectedText('long', 20, 20) || undefined,
    );
    reportFigure(`a conversation of 10,000 messages is shown after ${openedMs} ms`);
  });

  describe('and another window beside it', () => {
    let other: Page;

    before(async function () {
      this.timeout(90_000);
      const context: BrowserContext = current().page.context();
      other = await context.newPage();
      other.setDefaultTimeout(30_000);
      await other.goto(current().page.url());
      await panelIcon(other).waitFor({ timeout: 60_000 });
      await openPanel(other);
    });

    after(() => other.close());

    async function askIn(page: Page, question: string): Promise<Frame> {
      await page.bringToFront();
      await page.locator('.part.sidebar').getByRole('button', { name: 'New Chat' }).click();
      const shown = await panel(page, '.empty-state');
      await composer(shown).fill(question);
      await composer(shown).press('Enter');
      await shown.locator('.answer .footer').waitFor();
      return shown;
    }

    /** Whether a window has a key for Qianfan, as its list of keys says. */
    async function hasKey(page: Page): Promise<boolean> {
      const quickInput = quickInputOf(page);
      await page.bringToFront();
      await runCommand(page, 'Hanlin: Manage Keys');
      await quickInput.title('Manage keys');
      const row = page.locator('.quick-input-list .monaco-list-row', { hasText: 'Baidu Qianfan' }).first();
      await row.waitFor();
      const text = (await row.textContent()) ?? '';
      await quickInput.cancel();
      await quickInput.closed();
      return text.includes('Key stored');
    }

    it('knows the key that the other one was given', async function () {
      this.timeout(120_000);
      const one = current().page;
      const quickInput = quickInputOf(one);
      assert.equal(await hasKey(other), false);
      await one.bringToFront();
      await runCommand(one, 'Hanlin: Manage Keys');
      await quickInput.title('Manage keys');
      await quickInput.pick('Baidu Qianfan');
      await quickInput.pick('Another address…');
      await quickInput.message('The address up to');
      await quickInput.type(qianfan.v2Base);
      await quickInput.accept();
      await quickInput.pick('API key');
      await quickInput.message('API key');
      await quickInput.type(qianfanKeys.payAsYouGo);
      await quickInput.accept();
      await quickInput.message('App ID');
      await quickInput.accept();
      await current().toast('The Baidu Qianfan key is stored.');
      assert.equal(await hasKey(one), true);
      // In a browser each window reads its secrets when it is opened; on the desktop both hear of the change.
      await other.reload();
      await panelIcon(other).waitFor({ timeout: 60_000 });
      await panel(other);
      assert.equal(await hasKey(other), true);
      assert.equal(await hasKey(one), true);
    });

    it('lists what either of them asks, once', async function () {
      this.timeout(120_000);
      const one = current().page;
      const asked = ['from-one', 'from-other'].map((name) => questionFor(name, 40, 20, 5));
      await askIn(one, asked[0] ?? '');
      await askIn(other, asked[1] ?? '');
      for (const page of [one, other]) {
        await page.bringToFront();
        await page.locator('.part.sidebar').getByRole('button', { name: 'History' }).click();
        const list = await panel(page, '.history .history-footer');
        await waitFor('both in the list', async () => {
          const titles = await historyTitles(list);
          return asked.every((title) => titles.filter((one) => one === title).length === 1) || undefined;
        });
        await list.getByRole('searchbox').press('Escape');
      }
    });

    it('writes in the same conversation without losing or doubling anything', async function () {
      this.timeout(120_000);
      const one = current().page;
      const first = await askIn(one, questionFor('shared', 10, 20, 0));
      await other.bringToFront();
      await other.locator('.part.sidebar').getByRole('button', { name: 'History' }).click();
      const list = await panel(other, '.history .history-footer');
      await historyRow(list, questionFor('shared', 10, 20, 0))
        .getByRole('button')
        .first()
        .click();
      const second = await panel(other, '.answer .footer');
      const more = [questionFor('on-one', 60, 20, 10), questionFor('on-other', 60, 20, 10)];
      await Promise.all(
        [first, second].map(async (shown, index) => {
          await composer(shown).fill(more[index] ?? '');
          await composer(shown).press('Enter');
        }),
      );
      for (const [page, shown] of [
        [one, first],
        [other, second],
      ] as const) {
        // A page that nobody sees draws nothing.
        await page.bringToFront();
        await shown.locator('.answer .footer').nth(1).waitFor();
      }
      const store = new HistoryStore({
        directory: historyFolder(),
        report: (error) => assert.ifError(error),
        now: Date.now,
        translate: (text) => text,
      });
      await store.open();
      const found = store.summaries.find(({ title }) => title.startsWith('shared '));
      assert.ok(found);
      const { turns } = await store.file(found.id).readAll();
      await store.dispose();
      assert.deepEqual(
        turns.map(({ text }) => text.trim()).toSorted(),
        [
          questionFor('shared', 10, 20, 0),
          expectedText('shared', 10, 20),
          ...more,
          expectedText('on-one', 60, 20),
          expectedText('on-other', 60, 20),
        ].toSorted(),
      );
    });
  });
});

/** The panels that show a text, once there are so many. */
function shownIn(page: Page, text: string, count: number): Promise<Frame[]> {
  return waitFor(`${count} panels with ${text}`, async () => {
    const frames: Frame[] = [];
    for (const frame of page.frames()) {
      if (
        (await frame
          .locator('.answer')
          .getByText(text)
          .count()
          .catch(() => 0)) > 0
      )
        frames.push(frame);
    }
    return frames.length === count ? frames : undefined;
  });
}
