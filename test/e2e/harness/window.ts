import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Frame, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../../../scripts/vscode/browser.ts';
import { hermeticEnvironment } from '../../../scripts/vscode/environment.ts';
import { repository, sampleWorkspace } from '../../../scripts/vscode/paths.ts';
import { calmSettings, copyWorkspace, type Language, writeProfile } from '../../../scripts/vscode/profile.ts';
import { createScratchDirectory } from '../../../scripts/vscode/scratch.ts';
import { type Server, startServer } from '../../../scripts/vscode/server.ts';
import { editorPanel, openPanel, panel, panelIcon, screenshotPanel, setPanelWidth } from './panel.ts';
import { openFile, type QuickInput, quickInputOf, runCommand, selectLines } from './quickInput.ts';
import { recordWindow, type WindowRecord } from './recordedWindow.ts';
import { setTheme, type Theme, themes, writeWorkspaceSettings } from './theme.ts';
import { changeUserSettings } from './userSettings.ts';

export interface WindowOptions {
  /** Path of a packed extension; default: this repository, unpacked. */
  readonly vsix?: string;
  /** VS Code's display language, as extensions see it. Default: English. */
  readonly language?: Language;
  /** Default: dark. */
  readonly theme?: Theme;
  /** The user's settings, on top of ones that keep VS Code quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** For the extension host, which sees none of the developer's own keys and proxies. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether VS Code asks if the folder's authors are trusted. Default: it trusts them. */
  readonly workspaceTrust?: boolean;
  /** The folder of which a copy is opened. Default: the sample workspace. */
  readonly workspace?: string;
  /** Changes the copy of the folder before it is opened. */
  readonly prepare?: (workspace: string) => Promise<void>;
  /** In CSS pixels. Default: 1280 × 800. */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** With half the viewport, 2 is a zoom of 200 %. */
  readonly deviceScaleFactor?: number;
  /** Folders of further unpacked extensions. */
  readonly extensions?: readonly string[];
  /** Whether glyphs that the browser's own fonts lack are taken from the machine's, for pictures that people look at. */
  readonly fontsOfMachine?: boolean;
  /** Whether it may reach for other addresses than VS Code's own and those of the vendors that a test runs. Default: closing fails if it did. */
  readonly mayGoElsewhere?: boolean;
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
  /** @throws Error if it reached for any address but VS Code's own and those of the vendors that a test runs */
  close(): Promise<void>;
}

/** VS Code itself has much to complain about in a browser; this is what concerns the extension and its panel. */
const ours = /hanlin|webview/i;

/** Takes 5 to 20 s, most of it VS Code's own loading. */
export async function openWindow(options: WindowOptions = {}): Promise<CodeWindow> {
  const scratch = await createScratchDirectory();
  const userData = join(scratch, 'data');
  const extensions = join(scratch, 'extensions');
  const language = options.language ?? 'en';
  const workspace = await copyWorkspace(options.workspace ?? sampleWorkspace, scratch);
  await options.prepare?.(workspace);
  await mkdir(userData);
  await writeProfile({
    userData,
    extensions,
    language,
    settings: {
      ...calmSettings,
      'chat.disableAIFeatures': true,
      'workbench.colorTheme': themes[options.theme ?? 'dark'].name,
      ...options.settings,
    },
    unpacked: [...(options.vsix === undefined ? [repository] : []), ...(options.extensions ?? [])],
  });
  const recorder = await recordWindow(options.settings ?? {}, options.mayGoElsewhere ?? false);

  let server: Server;
  let browser: BrowserContext;
  let page: Page;
  const consoleErrors: string[] = [];

  async function start(port?: number): Promise<void> {
    server = await startServer({
      scratch,
      userData,
      extensions,
      language,
      environment: { ...hermeticEnvironment(), ...options.environment, ...recorder.environment },
      workspace,
      workspaceTrust: options.workspaceTrust ?? false,
      // The second time it is installed already.
      ...(port === undefined ? { vsix: options.vsix } : { port }),
    });
    recorder.setOwnPort(server.port);
    try {
      browser = await launchBrowser({
        profile: join(scratch, 'browser'),
        viewport: options.viewport ?? { width: 1280, height: 800 },
        deviceScaleFactor: options.deviceScaleFactor,
        proxy: recorder.proxy,
        netLog: recorder.nextNetLog(),
        fontsOfMachine: options.fontsOfMachine,
      });
      // VS Code's extensions may read it without being asked on the desktop, too.
      await browser.grantPermissions(['clipboard-read', 'clipboard-write']);
      page = browser.pages()[0] ?? (await browser.newPage());
      page.setDefaultTimeout(30_000);
      page.on('console', (message) => {
        if (message.type() === 'error' && ours.test(`${message.text()} ${message.location().url}`)) {
          consoleErrors.push(message.text());
        }
      });
      page.on('pageerror', (error) => {
        if (ours.test(error.stack ?? '')) {
          consoleErrors.push(String(error));
        }
      });
      await page.goto(server.address, { timeout: 60_000 });
      await panelIcon(page).waitFor({ timeout: 60_000 });
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  await start();
  return {
    get page() {
      return page;
    },
    get quickInput() {
      return quickInputOf(page);
    },
    workspace,
    consoleErrors,
    runCommand: (title) => runCommand(page, title),
    openFile: (path) => openFile(page, path),
    selectLines: (first, last) => selectLines(page, first, last),
    openPanel: () => openPanel(page),
    panel: (selector) => panel(page, selector),
    editorPanel: (selector) => editorPanel(page, selector),
    setPanelWidth: (pixels) => setPanelWidth(page, pixels),
    screenshotPanel: (path) => screenshotPanel(page, path),
    setTheme: (theme) => setTheme(page, workspace, theme),
    writeWorkspaceSettings: (settings) => writeWorkspaceSettings(workspace, settings),
    changeUserSettings: (settings) =>
      changeUserSettings(page, join(userData, 'User', 'settings.json'), settings),
    toast: async (text) => {
      const toast = page.locator('.notification-toast .notification-list-item', { hasText: text });
      await toast.waitFor();
      return toast;
    },
    reload: async () => {
      await page.reload({ timeout: 60_000 });
      await panelIcon(page).waitFor({ timeout: 60_000 });
    },
    restart: async () => {
      // VS Code remembers what was open when it is left.
      await page.goto('about:blank');
      await browser.close();
      await server.stop(true);
      await start(server.port);
    },
    recorded: recorder.read,
    close: async () => {
      await browser.close();
      await server.stop();
      await recorder.close();
    },
  };
}
