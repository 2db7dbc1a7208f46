import assert from 'node:assert/strict';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, describe, it } from 'mocha';
import type { Frame } from 'playwright-core';
import { budget } from '../../budget.ts';
import { reportFigure } from '../../figures.ts';
import { numberedPiece } from '../../reliability/crash/verifyHistory.ts';
import { ask, ended, newChat } from '../harness/chat.ts';
import { extensionHosts, killExtensionHost } from '../harness/extensionHost.ts';
import { glmServer as server, useGlmWindow } from '../harness/glmWindow.ts';
import { waitFor } from '../harness/waitFor.ts';

/** `npm run crash` sets more. */
const rounds = Number(process.env['HANLIN_CRASH_ROUNDS'] ?? budget({ sample: 2, soak: 20 }));
/**
 * Text that was on the screen this long must have been kept, in milliseconds. On a machine that is too busy to be asked
 * as often as that for what is on the screen, writing to the disk takes longer, too.
 */
const graceMs = 1_000;
const lookMs = 20;
const graceLooks = 40;
/** How many more looks there are at most before the kill. */
const mostLooksMore = 40;
/** Then something is wrong: the answer has long been on the screen by then. */
const mostLooks = 1_000;
/** After as many a new conversation is begun: the panel shows only the end of a long one. */
const roundsPerChat = 10;

/** The texts of a conversation as a person sees them, from top to bottom. */
interface Screen {
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  readonly questions: readonly string[];
  readonly answers: readonly string[];
}

function readScreen(panel: Frame): Promise<Screen> {
  return panel.evaluate(() => {
    const texts = (selector: string) =>
      [...document.querySelectorAll(selector)].map((element) =>
        (element.textContent ?? '').replaceAll(/\s+/g, ' ').trim(),
      );
    return { at: Date.now(), questions: texts('.question .bubble'), answers: texts('.answer .markdown') };
  });
}

/** The last look of those that are so old that everything on it must have been kept. */
function lookToKeep(screens: readonly Screen[], killedAt: number): Screen | undefined {
  return screens.slice(0, -graceLooks).findLast(({ at }) => at <= killedAt - graceMs);
}

function length({ answers }: Screen): number {
  return answers.join('').length;
}

describe('an extension host that is killed', () => {
  const current = useGlmWindow();

  let survived = 0;
  const times: number[] = [];

  before(async () => {
    const text = Array.from({ length: 1_500 }, (_, number) => numberedPiece(number));
    server.always({ type: 'reply', text, delayMs: 10 });
  });

  after(async () => {
    const mean = times.reduce((sum, time) => sum + time, 0) / times.length / 1000;
    reportFigure(
      `crashes of the extension host survived in a window: ${survived} of ${rounds} (${mean.toFixed(1)} s each)`,
    );
  });

  /** Something that makes the model write: a question, or the way on from the last crash. */
  async function begin(round: number): Promise<Frame> {
    if (round % roundsPerChat === 0) await newChat(current());
    else if (round % 2 === 1) {
      const panel = await current().panel('.answer .ending button');
      await panel.locator('.answer .ending button').last().click();
      return panel;
    }
    return ask(current(), `Question ${round} 问题`);
  }

  /**
   * Kills the host at a random moment after a piece of the new answer has been on the screen long enough to be kept, and
   * resolves with that look and the last one.
   */
  async function crash(panel: Frame): Promise<{ old: Screen; last: Screen }> {
    const first = await readScreen(panel);
    const screens = [first];
    let last = first;
    for (let left = Math.ceil(Math.random() * mostLooksMore); left > 0; ) {
      assert.ok(screens.length < mostLooks, `nothing new in ${mostLooks} looks`);
      await sleep(lookMs);
      last = await readScreen(panel);
      screens.push(last);
      if (length(lookToKeep(screens, last.at) ?? first) > length(first)) left--;
    }
    const old = lookToKeep(screens, await killExtensionHost());
    assert.ok(old && length(old) > length(first), 'there is nothing to compare');
    return { old, last };
  }

  for (let round = 0; round < rounds; round++) {
    it(`has kept what was on the screen (${round + 1})`, async function () {
      this.timeout(120_000);
      const began = Date.now();
      const { old, last } = await crash(await begin(round));
      await current().reload();
      const panel = await current().panel('.answer');
      await ended(panel);
      const kept = await readScreen(panel);
      assert.deepEqual(kept.questions, last.questions, 'a question');
      for (const [index, text] of old.answers.entries()) {
        const now = kept.answers[index] ?? '';
        assert.ok(
          now.startsWith(text),
          `answer ${index} had “${text.slice(-80)}”, now it is “${now.slice(-80)}”`,
        );
      }
      survived += 1;
      times.push(Date.now() - began);
    });
  }

  it('lets one go on where it was', async () => {
    const panel = await current().panel('.answer .ending button');
    const before = await readScreen(panel);
    await panel.locator('.answer .ending button').last().click();
    await waitFor('more text', async () => {
      const { answers } = await readScreen(panel);
      const [was, is] = [before.answers.at(-1) ?? '', answers.at(-1) ?? ''];
      return (is.length > was.length && is.startsWith(was)) || undefined;
    });
    assert.equal((await extensionHosts()).length, 1);
    await panel.getByRole('button', { name: 'Stop' }).click();
  });
});
