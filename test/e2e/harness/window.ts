import { join } from 'node:path';
import type { Frame, Locator, Page } from 'playwright-core';
import type { ContentOptions, HostOptions } from './host.ts';
import { returnHost, takeHost } from './hostPool.ts';
import { notification } from './notifications.ts';
import { editorPanel, openPanel, panel, panelIcon, screenshotPanel, setPanelWidth } from './panel.ts';
import { openFile, type QuickInput, quickInputOf, runCommand, selectLines } from './quickInput.ts';
import type { WindowRecord } from './recordedWindow.ts';
import { setTheme, type Theme, writeWorkspaceSettings } from './theme.ts';
import { changeUserSettings } from './userSettings.ts';

export interface WindowOptions extends HostOptions, ContentOptions {
  /**
   * Whether the window of the tests before will do as it is, tidied up, if it was opened in the same way. What VS Code and
   * the extension have stored in it stays, so that tests which store a key or choose a model leave it to nobody.
   */
  readonly shared?: boolean | 'taken only';
}

/** A real VS Code window with the extension in it. */
export interface CodeWindow {
  readonly page: Page;
  /** The folder that is open: a copy, free to be changed. */
  readonly workspace: string;
  /** Errors in the browser's console that come from the panel or name the extension, such as violations of the panel's CSP. */
  readonly consoleErrors: readonly string[];
  readonly quickInput: QuickInput;
  /** Runs the command with this title, category included: "Hanlin: New Chat". */
  runCommand(title: string): Promise<void>;
  /** @param path relative to the workspace; `:line` may follow */
  openFile(path: string): Promise<void>;
  /** Selects whole lines of the active editor; both count from 1. */
  selectLines(first: number, last: number): Promise<void>;
  /** Shows the panel and returns its document. */
  openPanel(): Promise<Frame>;
  /** The panel's document, once it has an element like `selector`. Another one after each hide and show. */
  panel(selector?: string): Promise<Frame>;
  /** The same for a chat in an editor tab. */
  editorPanel(selector?: string): Promise<Frame>;
  /** Drags the side bar's edge until the panel is exactly so wide, in CSS pixels. */
  setPanelWidth(pixels: number): Promise<void>;
  /** Writes a picture of the panel alone. */
  screenshotPanel(path: string): Promise<void>;
  setTheme(theme: Theme): Promise<void>;
  /** Adds to the workspace's `.vscode/settings.json`. */
  writeWorkspaceSettings(settings: Readonly<Record<string, unknown>>): Promise<void>;
  /** Adds to the user's settings, for what a workspace may not set. */
  changeUserSettings(settings: Readonly<Record<string, unknown>>): Promise<void>;
  /** Waits for a notification with this text; its buttons are inside, too. */
  toast(text: string | RegExp): Promise<Locator>;
  /** Loads the window again, as "Developer: Reload Window" does. */
  reload(): Promise<void>;
  /** Ends VS Code and the browser and starts both again, with everything that they have stored. */
  restart(): Promise<void>;
  /** What all of its processes did towards the network so far, the browser's included. */
  recorded(): Promise<WindowRecord>;
  /** Leaves its VS Code to the next window that is started likewise. */
  close(): Promise<void>;
}

/** Takes 5 to 20 s, most of it VS Code's own loading; half of that where the tests before had one that was started likewise. */
export async function openWindow(options: WindowOptions = {}): Promise<CodeWindow> {
  const { theme, settings, prepare, viewport, shared, ...ofHost } = options;
  const host = await takeHost(ofHost, options, Boolean(shared));
  const { userData, workspace } = host;
  return {
    get page() {
      return host.page;
    },
    get consoleErrors() {
      return host.consoleErrors;
    },
    get quickInput() {
      return quickInputOf(host.page);
    },
    workspace,
    runCommand: (title) => runCommand(host.page, title),
    openFile: (path) => openFile(host.page, path),
    selectLines: (first, last) => selectLines(host.page, first, last),
    openPanel: () => openPanel(host.page),
    panel: (selector) => panel(host.page, selector),
    editorPanel: (selector) => editorPanel(host.page, selector),
    setPanelWidth: (pixels) => setPanelWidth(host.page, pixels),
    screenshotPanel: (path) => screenshotPanel(host.page, path),
    setTheme: (theme) => setTheme(host.page, workspace, theme),
    writeWorkspaceSettings: (settings) => writeWorkspaceSettings(workspace, settings),
    changeUserSettings: (settings) =>
      changeUserSettings(host.page, join(userData, 'User', 'settings.json'), settings),
    toast: (text) => notification(host.page, text),
    reload: async () => {
      await host.page.reload({ timeout: 60_000 });
      await panelIcon(host.page).waitFor({ timeout: 60_000 });
    },
    restart: host.restart,
    recorded: host.recorded,
    close: () => returnHost(ofHost, options, host, shared === true),
  };
}
