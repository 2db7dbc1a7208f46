import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from '../../../scripts/vscode/paths.ts';
import { type CodeWindow, openWindow, type WindowOptions } from './window.ts';

/** Pictures for people go here; not under version control. */
export const outputDirectory = join(repository, 'test', 'e2e', 'out');

/**
 * Opens one window for the tests of the enclosing `describe`, with nothing in it of the tests before, and leaves it to
 * those that follow. When a test fails, a picture of the window is left in `test/e2e/out/`, named after the test.
 *
 * @param options a function if they are known only when the tests run, as the port of a server is
 * @returns a function, because the window is there only when the tests run
 */
export function useWindow(options: WindowOptions | (() => WindowOptions) = {}): () => CodeWindow {
  let window: CodeWindow | undefined;
  before('opens VS Code', async function () {
    this.timeout(180_000);
    await mkdir(outputDirectory, { recursive: true });
    window = await openWindow(typeof options === 'function' ? options() : options);
  });
  afterEach('takes a picture of a failure', async function () {
    if (this.currentTest?.state === 'failed') {
      const name = this.currentTest.fullTitle().replaceAll(/[^\p{L}\p{N}]+/gu, '-');
      await window?.page.screenshot({ path: join(outputDirectory, `failed-${name}.png`) });
    }
  });
  after('leaves VS Code', async function () {
    this.timeout(30_000);
    await window?.close();
  });
  return () => {
    if (!window) {
      throw new Error('The window is there only while the tests run.');
    }
    return window;
  };
}
