import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Frame, Request } from 'playwright-core';
import { budget } from '../../budget.ts';
import { reportFigure } from '../../figures.ts';
import { type HostileMarkdown, heavyMarkdown, hostileMarkup } from '../../hostileMarkdown.ts';
import { askAndRead, composer, newChat } from '../harness/chat.ts';
import { glmServer as server, useGlmWindow } from '../harness/glmWindow.ts';
import { mark, nextPage, unmarked } from '../harness/nextPage.ts';
import { longestProcessorTime } from '../harness/processorTime.ts';
import { waitFor } from '../harness/waitFor.ts';

/** Text that comes at once, in characters. */
const pieceLength = 16_384;
/** What a task may take, in milliseconds. */
const longestTaskMs = 50;
/** On a slow machine: how many times what it takes to draw a thousand paragraphs. */
const longestTaskRatio = 2;
/** When nothing has changed for so long, in milliseconds, a text is drawn. */
const quietMs = 400;
/** How often a text is drawn again that took too long. */
const tries = 3;
/** So many answers are in one conversation, so that it does not become long by itself. */
const answersPerChat = 12;

/** What is drawn, in any order: some of the texts, or all of them. */
function drawnTexts(): readonly HostileMarkdown[] {
  const all = [...hostileMarkup, ...heavyMarkdown];
  const count = budget({ sample: 6, soak: all.length });
  return fc.sample(fc.shuffledSubarray(all, { minLength: count, maxLength: count }), 1)[0] ?? [];
}

/** What is noted in the panel's page; `__` names are global there. */
interface Watch {
  /** Of the tasks of the panel itself that took more than 50 ms, in milliseconds. */
  tasks: number[];
  violations: string[];
  /** When something in the page changed last. */
  changedAt: number;
}

declare global {
  interface Window {
    hostileWatch?: Watch;
  }
}

describe('hostile Markdown', () => {
  const requests: string[] = [];
  const happened: string[] = [];
  /** Ours, and one of VS Code's. */
  let scripts = 0;

  const current = useGlmWindow();

  it('is listened to in every way', async () => {
    const { page, openPanel } = current();
    await openPanel();
    const panel = await current().panel('textarea');
    await watch(panel);
    scripts = await panel.evaluate(() => document.scripts.length);
    // The browser fetches the font of the icons when the first one is shown.
    await panel.evaluate(() => document.fonts.load('16px codicon'));
    page.on('request', (request) => {
      if (isOfPanel(request)) requests.push(request.url());
    });
    page.on('dialog', (dialog) => {
      happened.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('framenavigated', (frame) => {
      if (frame === panel) happened.push(`navigation to ${frame.url()}`);
    });
    page.context().on('page', (opened) => happened.push(`window with ${opened.url()}`));
    await panel.evaluate(() => {
      setTimeout(() => {
        for (const start = performance.now(); performance.now() - start < 80; );
      });
    });
    assert.ok((await longestTask(panel)) >= 80, 'A long task was not noted.');
  });

  /** Begins to note what is wrong in the panel's page. */
  async function watch(panel: Frame): Promise<void> {
    await panel.evaluate(() => {
      const noted: Watch = { tasks: [], violations: [], changedAt: performance.now() };
      window.hostileWatch = noted;
      new PerformanceObserver((list) => {
        for (const { name, duration } of list.getEntries()) if (name === 'self') noted.tasks.push(duration);
      }).observe({ type: 'longtask', buffered: true });
      new MutationObserver(() => {
        noted.changedAt = performance.now();
      }).observe(document.body, { childList: true, subtree: true, characterData: true });
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
        noted.violations.push(`${effectiveDirective} ${blockedURI}`);
      });
    });
  }

  /** The longest task since the last time, in milliseconds; 0 if none was long enough to be noted. */
  async function longestTask(panel: Frame): Promise<number> {
    return await panel.evaluate(async (quiet) => {
      const noted = window.hostileWatch;
      // Long texts, colours and links come when there is nothing else to do.
      do await new Promise((done) => setTimeout(done, 50));
      while (performance.now() - (noted?.changedAt ?? 0) < quiet);
      return Math.max(0, ...(noted?.tasks.splice(0) ?? []));
    }, quietMs);
  }

  async function answerWith({ text }: HostileMarkdown): Promise<Frame> {
    const pieces: string[] = [];
    for (let at = 0; at < text.length; at += pieceLength) pieces.push(text.slice(at, at + pieceLength));
    server.next({ type: 'reply', text: pieces });
    return await askAndRead(current(), 'Go on.');
  }

  /** What it takes to draw a thousand paragraphs at once, in milliseconds of processor time. */
  async function timeOfParagraphs(panel: Frame): Promise<number> {
    const times: number[] = [];
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const time = await longestProcessorTime(current().page, panel, () =>
        panel.evaluate(async () => {
          const nextFrame = () => new Promise((done) => requestAnimationFrame(done));
          await nextFrame();
          const paragraphs = Array.from({ length: 1000 }, (_, index) => {
            const paragraph = document.createElement('p');
            paragraph.textContent = `Paragraph ${index} of some words`;
            return paragraph;
          });
          document.querySelector('.turns')?.append(...paragraphs);
          await nextFrame();
          await nextFrame();
          for (const paragraph of paragraphs) paragraph.remove();
          await nextFrame();
        }),
      );
      times.push(time);
    }
    return Math.min(...times);
  }

  async function assertNothingHappened(panel: Frame): Promise<void> {
    assert.deepEqual(requests.splice(0), []);
    assert.deepEqual(happened.splice(0), []);
    assert.deepEqual(current().consoleErrors, []);
    assert.deepEqual(await panel.evaluate(() => window.hostileWatch?.violations), []);
    assert.equal(await panel.evaluate(() => document.scripts.length), scripts);
    assert.equal(await panel.locator('form, iframe, object, embed, svg script').count(), 0);
  }

  it('runs nothing, loads nothing and leads nowhere', async function () {
    this.timeout(120_000);
    let panel = await newChat(current());
    for (const markup of hostileMarkup) panel = await answerWith(markup);
    await longestTask(panel);
    await assertNothingHappened(panel);
    const targets = await panel
      .locator('.markdown a[data-url]')
      .evaluateAll((links) => links.map((link) => link.getAttribute('data-url') ?? ''));
    assert.ok(targets.length > 30);
    for (const target of targets) assert.match(target, /^(https?:\/\/|mailto:)/);
  });

  it('does not freeze', async function () {
    this.timeout(360_000);
    const slow: string[] = [];
    let longest = 0;
    const reference = await timeOfParagraphs(await newChat(current()));
    const limit = Math.max(longestTaskMs, longestTaskRatio * reference);
    const corpus = drawnTexts();
    for (const [index, markdown] of corpus.entries()) {
      if (index % answersPerChat === 0) await newChat(current());
      let panel = await answerWith(markdown);
      let least = await longestTask(panel);
      // By the clock it was too long, which may be because the machine was busy with something else.
      for (let attempt = 0; attempt < tries && least > longestTaskMs; attempt += 1) {
        const processorMs = await longestProcessorTime(current().page, panel, async () => {
          panel = await answerWith(markdown);
          await longestTask(panel);
        });
        least = Math.min(least, processorMs);
      }
      longest = Math.max(longest, least);
      if (least > limit) slow.push(`${markdown.name}: ${Math.round(least)} ms`);
    }
    await assertNothingHappened(await current().panel('textarea'));
    const figure = longest === 0 ? 'no task over 50 ms' : `longest task ${Math.round(longest)} ms`;
    reportFigure(
      `hostile Markdown drawn without a freeze: ${corpus.length - slow.length} of ${corpus.length}, ${figure}; a thousand paragraphs take ${Math.round(reference)} ms`,
    );
    assert.deepEqual(slow, []);
  });

  it('does nothing when it is clicked but ask whether a link may be opened', async () => {
    const { page } = current();
    await newChat(current());
    const asked = server.requests.length;
    const panel = await answerWith({
      name: 'controls',
      text: [
        '[Apply](command:hanlin.newChat) [Run](javascript:alert(1)) **Insert at cursor** `rm -rf /`',
        '- [ ] Run in terminal\n- [x] Apply',
        '<button class="icon-button apply">Apply</button>',
        '| Copy code |\n|---|\n| Apply |',
        '/explain @src',
      ].join('\n\n'),
    });
    for (const element of await panel.locator('.markdown *').all()) await element.dispatchEvent('click');
    await longestTask(panel);
    assert.equal(server.requests.length, asked + 1);
    assert.equal(await page.locator('.tab').count(), 0);
    assert.equal(await page.locator('.terminal.xterm').count(), 0);
    assert.equal(await panel.locator('.question').count(), 1);
    await assertNothingHappened(panel);
  });

  it('could not, for the page permits neither scripts in strings nor anything from elsewhere', async () => {
    const panel = await current().panel('textarea');
    const rules = ['connect-src', 'frame-src', 'img-src', 'style-src-elem', 'require-trusted-types-for'];
    const asked: string[] = [];
    const elsewhere = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.setHeader('Access-Control-Allow-Origin', '*').end();
    });
    await once(elsewhere.listen(0, '127.0.0.1'), 'listening');
    const origin = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
    const { outcomes, hacked, violated } = await panel.evaluate(attack, { origin, rules });
    // Last, for it may cost the page.
    const refused = current().page.waitForEvent('console', (message) => /form-action/.test(message.text()));
    await panel.evaluate(submitForm, origin).catch(() => {});
    await refused;
    elsewhere.close();
    assert.equal(hacked, false, JSON.stringify(outcomes));
    for (const [attempt, outcome] of Object.entries(outcomes)) assert.notEqual(outcome, 'done', attempt);
    for (const rule of rules) assert.ok(violated.includes(rule), JSON.stringify(violated));
    assert.deepEqual(asked, []);
    // What was attempted here stands in the console, and is no error of the panel's.
    requests.length = 0;
    (current().consoleErrors as string[]).length = 0;
    // A page that is gone takes no key, and keeps the focus.
    await current().page.locator('.part.editor').click();
    await current().runCommand('Hanlin: Reload View');
  });
});

/** What a script could do that had come into the panel's page. Runs there. */
async function attack({ origin, rules }: { origin: string; rules: readonly string[] }): Promise<{
  /** By attempt: the name of the error, or `done`. */
  outcomes: Record<string, string>;
  hacked: boolean;
  /** The directives that were violated. */
  violated: string[];
}> {
  // What is evaluated from outside may do more than the page's own tasks.
  await new Promise((done) => setTimeout(done));
  const html = `<img src="${origin}/html" onerror="window.hacked = true">`;
  const outcomes: Record<string, string> = {};
  const attempt = (name: string, work: () => unknown): void => {
    try {
      work();
      outcomes[name] = 'done';
    } catch (error) {
      outcomes[name] = error instanceof Error ? error.name : 'unknown';
    }
  };
  attempt('innerHTML', () => {
    document.body.innerHTML = html;
  });
  attempt('insertAdjacentHTML', () => document.body.insertAdjacentHTML('beforeend', html));
  attempt('write', () => document.write(html));
  attempt('parser', () => new DOMParser().parseFromString(html, 'text/html'));
  // biome-ignore lint/security/noGlobalEval: it must not work.
  attempt('eval', () => eval('window.hacked = true'));
  attempt('function', () => new Function('window.hacked = true')());
  attempt('script', () => {
    document.createElement('script').text = 'window.hacked = true';
  });
  attempt('policy', () => {
    const { trustedTypes } = window as {
      trustedTypes?: { createPolicy(name: string, rules: object): unknown };
    };
    trustedTypes?.createPolicy('default', { createHTML: (text: string) => text });
  });
  const image = Object.assign(document.createElement('img'), { src: `${origin}/image` });
  const frame = Object.assign(document.createElement('iframe'), { src: `${origin}/frame` });
  const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: `${origin}/style` });
  const base = Object.assign(document.createElement('base'), { href: origin });
  document.body.append(image, frame, link, base);
  outcomes['base'] = document.baseURI.startsWith(origin) ? 'done' : 'refused';
  outcomes['fetch'] = await fetch(`${origin}/fetch`).then(
    () => 'done',
    (error: Error) => error.name,
  );
  const violated = () => window.hostileWatch?.violations.map((each) => each.split(' ')[0] ?? '') ?? [];
  const deadline = performance.now() + 20_000;
  while (!rules.every((rule) => violated().includes(rule)) && performance.now() < deadline) {
    await new Promise((done) => setTimeout(done, 20));
  }
  for (const element of [image, frame, link, base]) element.remove();
  const found = [...new Set(violated())];
  window.hostileWatch?.violations.splice(0);
  return { outcomes, hacked: 'hacked' in window, violated: found };
}

function submitForm(origin: string): void {
  const form = Object.assign(document.createElement('form'), { action: `${origin}/form` });
  document.body.append(form);
  form.submit();
}

describe('the view', () => {
  const current = useGlmWindow();

  /** @returns whether what the view remembers is from after its last move, as far as there was one since */
  async function watchPlace(panel: Frame): Promise<() => Promise<true | undefined>> {
    const outer = panel.parentFrame();
    assert.ok(outer);
    const times = (frame: Frame) =>
      frame.evaluate(() => (globalThis as { placeTimes?: readonly number[] }).placeTimes?.at(-1) ?? 0);
    await panel.evaluate(() => {
      const moves: number[] = [];
      Object.assign(globalThis, { placeTimes: moves });
      addEventListener('scroll', () => moves.push(Date.now()), { capture: true });
    });
    await outer.evaluate(() => {
      const kept: number[] = [];
      Object.assign(globalThis, { placeTimes: kept });
      // The frame hands what the view remembers on to VS Code.
      const { postMessage } = MessagePort.prototype;
      MessagePort.prototype.postMessage = function (message: { channel?: unknown }, ...rest: unknown[]) {
        if (message.channel === 'do-update-state') kept.push(Date.now());
        Reflect.apply(postMessage, this, [message, ...rest]);
      };
    });
    return async () => {
      const [moved, kept] = await Promise.all([times(panel), times(outer)]);
      return (moved > 0 && kept > moved) || undefined;
    };
  }

  it('takes no message but the host’s, and none that is not of the protocol', async () => {
    const code = current();
    let panel = await newChat(code);
    server.next({ type: 'reply', text: 'An answer.' });
    panel = await askAndRead(code, 'A question');
    await panel.locator('.section.settled').waitFor({ state: 'attached' });
    const picture = () => panel.locator('.turns').evaluate((turns) => turns.outerHTML);
    const before = await picture();
    const events = [
      { type: 'page', page: 'history' },
      { type: 'draft', text: 'forged' },
      { type: 'branch', after: null, turns: [] },
    ];
    await panel.evaluate(() => {
      addEventListener('message', ({ data }) => {
        if (data?.last) document.body.dataset['last'] = `${document.body.dataset['last'] ?? ''} ${data.last}`;
      });
    });
    // From the page itself, and from the window around everything.
    await panel.evaluate((messages) => {
      for (const message of messages) window.postMessage(message, '*');
      window.postMessage({ last: 'page' }, '*');
    }, events);
    await code.page.evaluate((messages) => {
      const post = (target: Window): void => {
        for (const message of messages) target.postMessage(message, '*');
        target.postMessage({ last: 'window' }, '*');
        for (let index = 0; index < target.length; index += 1) {
          const inner = target[index];
          if (inner) post(inner);
        }
      };
      for (let index = 0; index < window.length; index += 1) if (window[index]) post(window[index] as Window);
    }, events);
    // From where the host's messages come, but misshapen.
    const outer = panel.parentFrame();
    assert.ok(outer);
    await outer.evaluate(() => {
      const [frame] = [...document.querySelectorAll('iframe')].slice(-1);
      let deep: unknown = 'x';
      for (let depth = 0; depth < 2000; depth += 1) deep = [deep];
      const messages: unknown[] = [
        null,
        0,
        'text',
        [],
        deep,
        { type: 'unknown' },
        { type: '__proto__' },
        { type: ['page'] },
        { type: 'page', page: 'constructor' },
        { type: 'draft', text: 1 },
        { type: 'draft', text: { toString: 'x' } },
        { type: 'delta', sequence: -1, id: 'x', text: 'forged' },
        { type: 'delta', sequence: Number.NaN, id: 'x', text: 'forged' },
        { type: 'status', id: 'x'.repeat(100_000), status: { state: 'waiting' } },
        { type: 'branch', after: null, turns: deep },
        { type: 'queue', queued: { length: 1e9 } },
        JSON.parse('{"type":"draft","__proto__":{"text":"forged"}}'),
        // Of the protocol, about turns that are not there.
        { type: 'status', id: 'another', status: { state: 'waiting' } },
      ];
      messages.push({ last: 'host' });
      for (const message of messages) frame?.contentWindow?.postMessage(message, window.origin);
    });
    await waitFor('the last message of each', () =>
      panel.evaluate(async () => {
        const heard = document.body.dataset['last']?.split(' ') ?? [];
        if (!['page', 'window', 'host'].every((each) => heard.includes(each))) return undefined;
        // What they have changed is drawn by then.
        for (let frames = 0; frames < 5; frames += 1) await new Promise(requestAnimationFrame);
        return true;
      }),
    );
    assert.ok((await picture()) === before);
    assert.equal(await panel.locator('.chat').isVisible(), true);
    assert.equal(await composer(panel).inputValue(), '');
  });

  it('is made anew with “Reload View”: conversation, place and draft are there again', async () => {
    const code = current();
    await newChat(code);
    server.next({ type: 'reply', text: '# One\n\n'.concat('A paragraph of some words.\n\n'.repeat(120)) });
    await askAndRead(code, 'First question');
    server.next({ type: 'reply', text: '# Two\n\n'.concat('Another paragraph of words.\n\n'.repeat(120)) });
    let panel = await askAndRead(code, 'Second question');
    await composer(panel).fill('a draft');
    const heading = panel.getByRole('heading', { name: 'One' });
    const distance = () =>
      panel
        .getByRole('heading', { name: 'One' })
        .evaluate((one) => Math.round(one.getBoundingClientRect().top));
    const isKept = await watchPlace(panel);
    await panel.locator('.thread').hover();
    await waitFor('the first answer', async () => {
      await code.page.mouse.wheel(0, -600);
      return (await distance()) > 0 ? true : undefined;
    });
    await heading.scrollIntoViewIfNeeded();
    // The place is kept a moment after the last move.
    await waitFor('the place to be kept', isKept);
    const place = await distance();
    panel = await nextPage(
      panel,
      () => code.runCommand('Hanlin: Reload View'),
      () => code.panel('.answer .footer'),
    );
    await waitFor('the place', async () => (Math.abs((await distance()) - place) <= 2 ? true : undefined));
    assert.equal(await composer(panel).inputValue(), 'a draft');
    assert.equal(await panel.locator('.question').count(), 2);
    await composer(panel).fill('');
    server.next({ type: 'reply', text: 'It goes on.' });
    panel = await askAndRead(code, 'Third question');
    await panel.getByText('It goes on.').waitFor();
  });

  it('is made anew in the middle of an answer, in a tab as well', async () => {
    const code = current();
    await newChat(code);
    server.next({
      type: 'reply',
      text: ['First half, ', 'second half.'],
      interruption: { type: 'hold', after: 1 },
    });
    let panel = await code.panel('textarea');
    await composer(panel).fill('Tell me.');
    await composer(panel).press('Enter');
    await panel.getByText('First half,').waitFor();
    await code.runCommand('Hanlin: Open in an Editor Tab');
    const tab = await code.editorPanel('.answer');
    await mark(panel);
    await mark(tab);
    await code.runCommand('Hanlin: Reload View');
    panel = await unmarked(() => code.panel('.answer'));
    const again = await unmarked(() => code.editorPanel('.answer'));
    await panel.getByText('First half,').waitFor();
    server.release();
    await panel.getByText('First half, second half.').waitFor();
    await again.getByText('First half, second half.').waitFor();
    await code.runCommand('View: Close Editor');
  });

  it('offers to be made anew when something in it fails, once', async () => {
    const code = current();
    const panel = await code.panel('textarea');
    await mark(panel);
    await panel.evaluate(() => {
      for (const words of ['secret words', 'other words']) {
        setTimeout(() => {
          throw new TypeError(words);
        });
      }
    });
    const toast = await code.toast('Something went wrong while the chat was drawn.');
    assert.equal(await code.page.locator('.notification-toast').count(), 1);
    await toast.getByRole('button', { name: 'Reload view' }).click();
    await unmarked(() => code.panel('textarea'));
    (code.consoleErrors as string[]).length = 0;
  });
});

/** Whether a webview's page asks for something. */
function isOfPanel(request: Request): boolean {
  if (/evil/.test(request.url())) return true;
  try {
    return request.frame().parentFrame()?.url().includes('extensionId=hanlin-dev.hanlin') === true;
  } catch {
    return false;
  }
}
