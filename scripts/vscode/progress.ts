import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { clearLine, cursorTo } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { folderContents } from './folderContents.ts';
import type { Download } from './npm.ts';
import { announcement, fetchedLine, progressLine } from './progressText.ts';

/**
 * Says what is fetched, how much it is and how far it is: one line that is rewritten on a terminal, elsewhere one line
 * at the beginning and one at the end.
 *
 * npm does not tell how far it is; but all that it receives is written to its cache at once, which is this download's own.
 */
export async function showProgress(download: Download, work: () => Promise<void>): Promise<void> {
  const { what, megabytes } = download;
  const { stdout } = process;
  const start = Date.now();
  const seconds = () => (Date.now() - start) / 1000;
  // Pieces of an interrupted attempt that npm does not use again.
  await rm(join(download.cache, '_cacache', 'tmp'), { recursive: true, force: true });
  const shown = new AbortController();
  const showing = stdout.isTTY ? rewrite(download, seconds, shown.signal) : undefined;
  if (!stdout.isTTY) {
    console.log(announcement(what, megabytes));
  }
  try {
    await work();
  } finally {
    shown.abort();
    await showing;
  }
  console.log(fetchedLine(what, megabytes, seconds()));
}

async function rewrite(
  { what, megabytes, cache }: Download,
  seconds: () => number,
  signal: AbortSignal,
): Promise<void> {
  const { stdout } = process;
  let receivedBytes = 0;
  let lastArrival = 0;
  while (!signal.aborted) {
    const { bytes } = await folderContents(cache);
    if (bytes > receivedBytes) {
      receivedBytes = bytes;
      lastArrival = seconds();
    }
    const idleSeconds = seconds() - lastArrival;
    const progress = { what, megabytes, receivedBytes, seconds: seconds(), idleSeconds };
    cursorTo(stdout, 0);
    stdout.write(progressLine(progress, stdout.columns || 80));
    clearLine(stdout, 1);
    await sleep(500, undefined, { signal }).catch(() => undefined);
  }
  cursorTo(stdout, 0);
  clearLine(stdout, 0);
}
