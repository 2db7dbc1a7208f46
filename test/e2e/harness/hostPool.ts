import process from 'node:process';
import { type ContentOptions, type Host, type HostOptions, startHost } from './host.ts';

/** One that has no use at present, and what it was started with. */
let idle: { readonly host: Host; readonly key: string } | undefined;

/** A host with a new window: the one of the tests before if it was started in the same way, or else another one. */
export async function takeHost(options: HostOptions, contents: ContentOptions): Promise<Host> {
  if (idle?.key !== keyOf(options)) await closeIdleHost();
  const found = idle?.host;
  if (!found) return await startHost(options, contents);
  idle = undefined;
  try {
    await found.renew(contents);
    return found;
  } catch (error) {
    // The next tests begin with another one.
    await found.close().catch(() => {});
    throw error;
  }
}

/** Keeps a host for the next tests, where its extension host can be ended. */
export async function returnHost(options: HostOptions, host: Host): Promise<void> {
  if (process.platform === 'win32') return await host.close();
  await closeIdleHost();
  idle = { host, key: keyOf(options) };
}

/** @throws Error as {@link Host.close} does */
export async function closeIdleHost(): Promise<void> {
  const host = idle?.host;
  idle = undefined;
  await host?.close();
}

function keyOf(options: HostOptions): string {
  return JSON.stringify(Object.entries(options).sort());
}
