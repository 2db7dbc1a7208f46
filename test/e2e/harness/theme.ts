import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { waitFor } from './waitFor.ts';

export type Theme = 'dark' | 'light' | 'high-contrast' | 'high-contrast-light';

/** The names of VS Code's own themes, the classes that its window has with them, and what it calls them to a webview. */
export const themes = {
  dark: { name: 'Default Dark Modern', className: 'vs-dark', kind: 'vscode-dark' },
  light: { name: 'Default Light Modern', className: 'vs', kind: 'vscode-light' },
  'high-contrast': {
    name: 'Default High Contrast',
    className: 'hc-black',
    kind: 'vscode-high-contrast',
  },
  'high-contrast-light': {
    name: 'Default High Contrast Light',
    className: 'hc-light',
    kind: 'vscode-high-contrast-light',
  },
} as const satisfies Record<Theme, { name: string; className: string; kind: string }>;

/** Changes the theme of a running window, by the workspace's settings: a change to the user's settings.json is not noticed. */
export async function setTheme(page: Page, workspace: string, theme: Theme): Promise<void> {
  await writeWorkspaceSettings(workspace, { 'workbench.colorTheme': themes[theme].name });
  await page.locator(`.monaco-workbench.${themes[theme].className}`).waitFor();
  await waitFor(`${theme} in the panels`, async () => {
    const kinds = await Promise.all(
      page.frames().map((frame) => frame.evaluate(() => document.body.dataset['vscodeThemeKind'])),
    );
    return kinds.every((kind) => kind === undefined || kind === themes[theme].kind) || undefined;
  });
}

/** Adds to what is in the workspace's `.vscode/settings.json`. */
export async function writeWorkspaceSettings(
  workspace: string,
  settings: Readonly<Record<string, unknown>>,
): Promise<void> {
  const file = join(workspace, '.vscode', 'settings.json');
  const existing = await readFile(file, 'utf8').catch(() => '{}');
  await mkdir(join(workspace, '.vscode'), { recursive: true });
  await writeFile(file, JSON.stringify({ ...JSON.parse(existing), ...settings }));
}
