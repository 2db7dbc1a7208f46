import assert from 'node:assert/strict';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Page } from 'playwright-core';
import { findBrowser, launchBrowser } from '../../../scripts/vscode/browser.ts';
import { cacheDirectory } from '../../../scripts/vscode/paths.ts';
import { hasPinnedChromium } from '../../../scripts/vscode/pinnedChromium.ts';
import { createScratchDirectory } from '../../../scripts/vscode/scratch.ts';

/** Programs that stand in for browsers are scripts of a shell. */
const needsShell = process.platform === 'win32';

describe('the browser of the tests', () => {
  const saved = { HANLIN_BROWSER: process.env['HANLIN_BROWSER'], PATH: process.env['PATH'] };
  let scratch: string;

  beforeEach(async () => {
    scratch = await createScratchDirectory();
    Reflect.deleteProperty(process.env, 'HANLIN_BROWSER');
  });

  afterEach(async () => {
    for (const [name, value] of Object.entries(saved)) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
    await rm(scratch, { recursive: true, force: true });
  });

  async function program(name: string, script: string): Promise<string> {
    const path = join(scratch, name);
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
    return path;
  }

  it('is the pinned one, whatever the machine has', async function () {
    if (!hasPinnedChromium) this.skip();
    for (const name of ['google-chrome', 'chromium', 'chromium-browser']) await program(name, 'exit 1');
    process.env['PATH'] = `${scratch}${delimiter}${saved.PATH}`;
    const { executable } = await findBrowser();
    assert.ok(executable.startsWith(cacheDirectory), executable);
  });

  it('is another one if HANLIN_BROWSER names it', async function () {
    if (needsShell) this.skip();
    const path = await program('my browser', 'echo Chromium 1');
    process.env['HANLIN_BROWSER'] = path;
    assert.equal((await findBrowser()).executable, path);
  });

  it('is none if HANLIN_BROWSER names what is no program', async () => {
    const folder = join(scratch, 'folder');
    await mkdir(folder);
    for (const path of [folder, join(scratch, 'missing')]) {
      process.env['HANLIN_BROWSER'] = path;
      await assert.rejects(findBrowser(), {
        message: `HANLIN_BROWSER is ${path}, which is no program that can be run.`,
      });
    }
  });

  it('is none, with its own complaint, if HANLIN_BROWSER names what cannot be started', async function () {
    if (needsShell) this.skip();
    const path = await program('broken', 'echo "libany.so is missing" >&2; exit 127');
    process.env['HANLIN_BROWSER'] = path;
    await assert.rejects(findBrowser(), {
      message: `HANLIN_BROWSER is ${path}, which cannot be started: libany.so is missing`,
    });
  });

  it('shows its own fonts, and none of the machine’s', async function () {
    if (!hasPinnedChromium) this.skip();
    const profile = join(scratch, 'browser');
    const browser = await launchBrowser({ profile, viewport: { width: 400, height: 300 } });
    try {
      const page = browser.pages()[0] ?? (await browser.newPage());
      for (const [family, font] of [
        ['sans-serif', 'Open Sans'],
        ['serif', 'Open Sans'],
        ['system-ui, "Ubuntu", "Droid Sans", sans-serif', 'Open Sans'],
        ['"Droid Sans Mono", monospace', 'DejaVu Sans Mono'],
        // Which machines have.
        ['"DejaVu Sans", "DejaVu Serif", "Liberation Sans", "Noto Sans", sans-serif', 'Open Sans'],
      ] as const) {
        await page.setContent(`<p style='font-family: ${family}'>Hello</p>`);
        assert.deepEqual(await fontsOf(page), [font], family);
      }
      // Signs that the panel uses are in one of its fonts.
      await page.setContent('<p style="font-family: sans-serif">✓ ▸ → ⌘</p>');
      assert.deepEqual(await fontsOf(page), ['DejaVu Sans Mono', 'Open Sans']);
    } finally {
      await browser.close();
    }
  });
});

/** The fonts that the first paragraph of a page is shown in. */
async function fontsOf(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  const { root } = await session.send('DOM.getDocument');
  const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector: 'p' });
  const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
  return fonts.map(({ familyName }) => familyName).sort();
}
