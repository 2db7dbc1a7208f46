import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { type CDPSession, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../scripts/vscode/browser.ts';

/** A page in a Chromium of its own, with the bench's script and styles in it. */
export interface BrowserPage {
  readonly page: Page;
  /** The processor time of the page's main thread in milliseconds while `work` runs, layout and paint included. */
  mainThreadTime(work: () => Promise<unknown>): Promise<number>;
  /** The part of that which is script, style and layout: what the content causes, without showing it. */
  contentTime(work: () => Promise<unknown>): Promise<number>;
  /** The processor time of each task of the main thread in milliseconds while `work` runs, longest first. */
  tasks(work: () => Promise<unknown>): Promise<readonly number[]>;
  /** Frees what the page has left behind, so that the next work does not pay for it. */
  collectGarbage(): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param pace `screen`: 60 frames a second; `fast`: a frame as soon as the last one is done
 * @throws Problem if there is no browser and none can be had
 */
export async function openBrowserPage(pace: 'screen' | 'fast'): Promise<BrowserPage> {
  const { executable, environment } = await findBrowser();
  const temporary = await mkdtemp(join(tmpdir(), 'hanlin-bench-'));
  const browser = await chromium.launch({
    executablePath: executable,
    env: { ...environment, TMPDIR: temporary, HOME: temporary },
    args: [
      '--disable-gpu',
      '--js-flags=--expose-gc',
      ...(pace === 'fast' ? ['--disable-frame-rate-limit', '--disable-gpu-vsync'] : []),
    ],
  });
  const page = await browser.newPage({ viewport: { width: 440, height: 820 } });
  built ??= build();
  const { script, style } = await built;
  await page.setContent('<!doctype html><html><body class="vscode-dark"></body></html>');
  await page.addStyleTag({ content: style });
  await page.addScriptTag({ content: script });
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return {
    page,
    mainThreadTime: (work) => timeOf(session, ['TaskDuration'], work),
    contentTime: (work) => timeOf(session, ['ScriptDuration', 'RecalcStyleDuration', 'LayoutDuration'], work),
    tasks: (work) => traceTasks(browser, page, work),
    async collectGarbage() {
      await session.send('HeapProfiler.collectGarbage');
    },
    async close() {
      await browser.close();
      await rm(temporary, { recursive: true, force: true });
    },
  };
}

/** By how much the sum of some of the page's counters of seconds grows during `work`, in milliseconds. */
async function timeOf(
  session: CDPSession,
  names: readonly string[],
  work: () => Promise<unknown>,
): Promise<number> {
  const sum = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.reduce((total, { name, value }) => total + (names.includes(name) ? value : 0), 0);
  };
  const before = await sum();
  await work();
  return ((await sum()) - before) * 1000;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** In microseconds of processor time. */
  readonly tdur?: number;
  readonly dur?: number;
  readonly args?: { readonly name?: string };
}

async function traceTasks(
  browser: Awaited<ReturnType<typeof chromium.launch>>,
  page: Page,
  work: () => Promise<unknown>,
): Promise<readonly number[]> {
  await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline', 'toplevel'] });
  await work();
  const trace: { traceEvents: readonly TraceEvent[] } = JSON.parse(String(await browser.stopTracing()));
  const tasks = trace.traceEvents.filter(({ name }) => name === 'RunTask');
  const threads = new Map<string, number[]>();
  const main = new Set(
    trace.traceEvents
      .filter((event) => event.name === 'thread_name' && event.args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  for (const { pid, tid, tdur, dur } of tasks) {
    const thread = `${pid} ${tid}`;
    if (!main.has(thread)) continue;
    const list = threads.get(thread) ?? [];
    list.push((tdur ?? dur ?? 0) / 1000);
    threads.set(thread, list);
  }
  // The page's process is the one that worked.
  const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
  const [busiest] = [...threads.values()].toSorted((a, b) => sum(b) - sum(a));
  return (busiest ?? []).toSorted((a, b) => b - a);
}

/** The same for every page. */
let built: ReturnType<typeof build> | undefined;

async function build(): Promise<{ script: string; style: string }> {
  const { outputFiles } = await esbuild.build({
    entryPoints: ['page.ts', 'page.css'].map((file) => join(import.meta.dirname, 'page', file)),
    bundle: true,
    write: false,
    outdir: 'out',
    format: 'iife',
    platform: 'browser',
    target: 'chrome120',
    minify: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.ttf': 'dataurl' },
    logLevel: 'error',
  });
  const text = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? '';
  return { script: text('.js'), style: text('.css') };
}
