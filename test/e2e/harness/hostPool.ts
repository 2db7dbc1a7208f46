import process from 'node:process';
import { type ContentOptions, type Host, type HostOptions, startHost } from './host.ts';

/** One that has no use at present, and what it was started with. */
let idle: { readonly host: Host; readonly key: string; readonly contentKey: string | undefined } | undefined;

/**
 * A host with a new window: the one of the tests before if it was started in the same way, or else another one.
 *
 * @param shared whether its window need not be new, if it was opened in the same way
 */
export async function takeHost(
  options: HostOptions,
  contents: ContentOptions,
  shared = false,
): Promise<Host> {
  if (idle?.key !== keyOf(options)) await closeIdleHost();
  if (!idle) return await startHost(options, contents);
  const { host: found, contentKey } = idle;
  idle = undefined;
  try {
    if (shared && contentKey === keyOfContents(contents)) await found.tidy(contents);
    else await found.renew(contents);
    return found;
  } catch (error) {
    // The next tests begin with another one.
    await found.close().catch(() => {});
    throw error;
  }
}

/**
 * Keeps a host for the next tests, where its extension host can be ended.
 *
 * @param shared whether they may go on in its window
 */
export async function returnHost(
  options: HostOptions,
  contents: ContentOptions,
  host: Host,
  shared = false,
): Promise<void> {
  if (process.platform === 'win32') return await host.close();
  await closeIdleHost();
  idle = { host, key: keyOf(options), contentKey: shared ? keyOfContents(contents) : undefined };
}

/** @throws Error as {@link Host.close} does */
export async function closeIdleHost(): Promise<void> {
  const host = idle?.host;
  idle = undefined;
  await host?.close();
}

/** The viewport can be changed in a window that is open. */
function keyOfContents({ theme, settings, prepare }: ContentOptions): string {
  return JSON.stringify([theme, settings, prepare?.toString()]);
}

function keyOf(options: HostOptions): string {
  return JSON.stringify(Object.entries(options).sort());
}
