import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import process from 'node:process';
import type { BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../../../scripts/vscode/browser.ts';
import { hermeticEnvironment } from '../../../scripts/vscode/environment.ts';
import { repository, sampleWorkspace } from '../../../scripts/vscode/paths.ts';
import {
  calmSettings,
  copyWorkspace,
  frugalSettings,
  type Language,
  writeProfile,
  writeSettings,
} from '../../../scripts/vscode/profile.ts';
import { createScratchDirectory } from '../../../scripts/vscode/scratch.ts';
import { type Server, startServer } from '../../../scripts/vscode/server.ts';
import { extensionHosts } from './extensionHost.ts';
import { panelIcon } from './panel.ts';
import { recordWindow, type WindowRecord } from './recordedWindow.ts';
import { type Theme, themes } from './theme.ts';
import { closeEditors, tidyWindow } from './tidyWindow.ts';
import { waitFor } from './waitFor.ts';

/** What is settled when VS Code and its browser are started. */
export interface HostOptions {
  /** Path of a packed extension; default: this repository, unpacked. */
  readonly vsix?: string;
  /** VS Code's display language, as extensions see it. Default: English. */
  readonly language?: Language;
  /** For the extension host, which sees none of the developer's own keys and proxies. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether VS Code asks if the folder's authors are trusted. Default: it trusts them. */
  readonly workspaceTrust?: boolean;
  /** The folder of which a copy is opened. Default: the sample workspace. */
  readonly workspace?: string;
  /** Folders of further unpacked extensions. */
  readonly extensions?: readonly string[];
  /** Whether glyphs that the browser's own fonts lack are taken from the machine's, for pictures that people look at. */
  readonly fontsOfMachine?: boolean;
  /** Whether it may reach for other addresses than VS Code's own and those of the vendors that a test runs. Default: closing fails if it did. */
  readonly mayGoElsewhere?: boolean;
}

/** What may be another one in each window of a host. */
export interface ContentOptions {
  /** Default: dark. */
  readonly theme?: Theme;
  /** The user's settings, on top of ones that keep VS Code quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Changes the copy of the folder before it is opened. */
  readonly prepare?: (workspace: string) => Promise<void>;
  /** In CSS pixels. Default: 1280 × 800. */
  readonly viewport?: Size;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const usualViewport: Size = { width: 1280, height: 800 };

/** VS Code's server and a browser, in which windows are opened one after the other. */
export interface Host {
  /** That of the window which is open. */
  readonly page: Page;
  readonly userData: string;
  /** The folder that is open: a copy, free to be changed. */
  readonly workspace: string;
  /** Errors in the browser's console that come from the panel or name the extension, such as violations of the panel's CSP. */
  readonly consoleErrors: readonly string[];
  /** Ends VS Code and the browser and starts both again, with everything that they have stored. */
  restart(): Promise<void>;
  /** Closes what was opened in the window, and puts its folder as it was at first. */
  tidy(contents: ContentOptions): Promise<void>;
  /** Opens another window instead, in which nothing is left of what was done and stored in this one. */
  renew(contents: ContentOptions): Promise<void>;
  /** What all of its processes did towards the network so far, the browser's included. */
  recorded(): Promise<WindowRecord>;
  /** @throws Error if it reached for any address but VS Code's own and those of the vendors that a test runs */
  close(): Promise<void>;
}

/** VS Code itself has much to complain about in a browser; this is what concerns the extension and its panel. */
const ours = /hanlin|webview/i;

/** Takes 5 to 20 s, most of it VS Code's own loading. */
export async function startHost(options: HostOptions, first: ContentOptions): Promise<Host> {
  const scratch = await createScratchDirectory();
  const userData = join(scratch, 'data');
  const extensions = join(scratch, 'extensions');
  const language = options.language ?? 'en';
  const source = options.workspace ?? sampleWorkspace;
  const workspace = join(scratch, basename(source));
  const recorder = await recordWindow(options.mayGoElsewhere ?? false);
  let server: Server;
  let browser: BrowserContext;
  let page: Page;
  let consoleErrors: string[] = [];

  await mkdir(userData);
  await writeProfile({
    userData,
    extensions,
    language,
    settings: {},
    unpacked: [...(options.vsix === undefined ? [repository] : []), ...(options.extensions ?? [])],
  });

  async function fill({ theme = 'dark', settings = {}, prepare }: ContentOptions): Promise<void> {
    await copyWorkspace(source, scratch);
    await prepare?.(workspace);
    await writeSettings({
      userData,
      settings: {
        ...calmSettings,
        'chat.disableAIFeatures': true,
        ...frugalSettings,
        'workbench.colorTheme': themes[theme].name,
        ...settings,
      },
    });
    recorder.chooseNamesIn(settings);
  }

  async function start(viewport: Size, port?: number): Promise<void> {
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
        viewport,
        proxy: recorder.proxy,
        netLog: recorder.nextNetLog(),
        fontsOfMachine: options.fontsOfMachine,
      });
      // VS Code's extensions may read it without being asked on the desktop, too.
      await browser.grantPermissions(['clipboard-read', 'clipboard-write']);
      await open(browser.pages()[0] ?? (await browser.newPage()));
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  async function open(opened: Page): Promise<void> {
    page = opened;
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
  }

  /** Without its window an extension host may go on for hours, waiting for it, and write something. */
  async function leave(): Promise<void> {
    await page.goto('about:blank');
    await waitFor('the end of the extension host', async () => {
      const hosts = await extensionHosts();
      for (const pid of hosts) process.kill(pid, 'SIGKILL');
      return hosts.length === 0 || undefined;
    });
  }

  async function forget(): Promise<void> {
    const session = await browser.newCDPSession(page);
    await session.send('Storage.clearDataForOrigin', {
      origin: new URL(server.address).origin,
      storageTypes: 'local_storage,indexeddb',
    });
    await rm(join(userData, 'User'), { recursive: true });
    consoleErrors = [];
  }

  await fill(first);
  await start(first.viewport ?? usualViewport);
  return {
    get page() {
      return page;
    },
    get consoleErrors() {
      return consoleErrors;
    },
    userData,
    workspace,
    recorded: recorder.read,
    async restart() {
      const viewport = page.viewportSize() ?? usualViewport;
      // VS Code remembers what was open when it is left.
      await page.goto('about:blank');
      await browser.close();
      await server.stop(true);
      await start(viewport, server.port);
    },
    async tidy({ theme = 'dark', viewport = usualViewport, prepare }) {
      await page.setViewportSize(viewport);
      await closeEditors(page);
      // The folder itself stays: VS Code watches it.
      for (const name of await readdir(workspace)) await rm(join(workspace, name), { recursive: true });
      await cp(source, workspace, { recursive: true });
      await prepare?.(workspace);
      // It may have been another one by the folder's settings.
      await page.locator(`.monaco-workbench.${themes[theme].className}`).waitFor();
      await tidyWindow(page);
      consoleErrors = [];
    },
    async renew(contents) {
      await leave();
      await forget();
      await fill(contents);
      const next = await browser.newPage();
      for (const old of browser.pages()) if (old !== next) await old.close();
      await next.setViewportSize(contents.viewport ?? usualViewport);
      await open(next);
    },
    async close() {
      await browser.close();
      await server.stop();
      await recorder.close();
    },
  };
}
