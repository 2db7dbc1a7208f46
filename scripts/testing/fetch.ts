/** Fetches what windows need, unless it is there: VS Code and Chromium. */
import { runMain } from '../problem.ts';
import { findBrowser } from '../vscode/browser.ts';
import { installVSCode } from '../vscode/install.ts';

await runMain(async () => {
  await installVSCode();
  await findBrowser();
});
