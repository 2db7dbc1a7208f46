import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../problem.ts';
import { pageParts } from './pageParts.ts';

/**
 * Waits until a browser that opens the address would really get its window: the page is served with all that it loads
 * first, an extension's manifest comes from the folder that the window will ask for, and the server takes the WebSocket by
 * which the window starts the extension host. VS Code's server proper is loaded by the first of these questions, so the
 * person does not wait for it.
 *
 * @param extension the folder of an extension, as an absolute path
 * @throws Problem that names what does not answer, after a minute
 */
export async function waitUntilReady(address: string, extension: string, signal: AbortSignal): Promise<void> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(60_000)]);
  let missing = 'it does not answer';
  for (;;) {
    const found = await whatIsMissing(address, extension, deadline).catch((error: Error) => error.message);
    signal.throwIfAborted();
    if (found === undefined) {
      return;
    }
    // What the end of the time has cut short says nothing.
    if (!deadline.aborted) missing = found;
    else {
      throw new Problem(
        `VS Code's server has started, but its window would stay empty: ${missing}. Start this again; if it stays so, delete .vscode-test.`,
      );
    }
    await sleep(100);
  }
}

/** @returns what does not answer as it should; undefined if everything does */
async function whatIsMissing(
  address: string,
  extension: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const page = await fetch(address, { signal });
  const { first, base } = pageParts(await page.text());
  if (!page.ok || base === undefined || first.length === 0) {
    return `its page is not VS Code's (status ${page.status})`;
  }
  const server = new URL(base, page.url);
  for (const part of first) {
    const response = await fetch(new URL(part, page.url), { signal });
    await response.arrayBuffer();
    if (!response.ok) {
      return `it has no ${part} (status ${response.status})`;
    }
  }
  const manifest = join(extension, 'package.json');
  const resource = new URL('vscode-remote-resource', server);
  resource.searchParams.set('path', manifest.replaceAll('\\', '/'));
  const response = await fetch(resource, { signal });
  if ((await response.text()) !== (await readFile(manifest, 'utf8'))) {
    return `it does not serve ${manifest} (status ${response.status})`;
  }
  return (await opens(server, signal)) ? undefined : 'it takes no WebSocket';
}

/** Whether a window could connect: then nothing is said, and the connection is closed. */
async function opens(server: URL, signal: AbortSignal): Promise<boolean> {
  const address = new URL('.', server);
  address.protocol = 'ws:';
  address.searchParams.set('reconnectionToken', crypto.randomUUID());
  address.searchParams.set('reconnection', 'false');
  address.searchParams.set('skipWebSocketFrames', 'false');
  const socket = new WebSocket(address);
  const opened = await new Promise<boolean>((resolve) => {
    socket.addEventListener('open', () => resolve(true));
    socket.addEventListener('error', () => resolve(false));
    signal.addEventListener('abort', () => resolve(false));
  });
  socket.close();
  return opened;
}
