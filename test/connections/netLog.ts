import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { type Attempt, isLoopback } from './attempts.ts';

/** What a browser calls the things that matter here in its log. */
const eventNames = {
  connection: 'TCP_CONNECT_ATTEMPT',
  datagramSocket: 'UDP_CONNECT',
  datagram: 'UDP_BYTES_SENT',
  name: 'HOST_RESOLVER_MANAGER_REQUEST',
} as const;

/** What the browser makes of a name that it is told not to look up (`--host-resolver-rules=MAP * ~NOTFOUND`). */
const refusedName = '~notfound';

interface NetLogEvent {
  readonly type: number;
  readonly source: { readonly id: number };
  readonly params?: { readonly address?: string; readonly host?: string };
}

/**
 * What a Chromium did towards a network, from below everything that a page or the browser itself asks for: each TCP
 * connection that was tried, each datagram that was sent, each name that was to be resolved. It writes that down itself
 * when it is told to (`--log-net-log=FILE`); the file is whole when the browser has ended.
 *
 * @throws Error if it is no such file, or that of a Chromium that has other names for these things
 */
export async function readNetLog(file: string): Promise<readonly Attempt[]> {
  // One line of constants, one that opens the list, and one per event; the last one may be torn.
  const [constants = '', , ...lines] = (await readFile(file, 'utf8')).split('\n');
  const types: Readonly<Record<string, number>> = JSON.parse(`${constants.replace(/,\s*$/, '')}}`).constants
    .logEventTypes;
  const unknown = Object.values(eventNames).find((name) => types[name] === undefined);
  if (unknown !== undefined) throw new Error(`The browser's log knows nothing of ${unknown}.`);

  const connected = new Map<number, string>();
  const attempts: Attempt[] = [];
  for (const event of lines.flatMap(parseEvent)) {
    const { address, host } = event.params ?? {};
    if (event.type === types[eventNames.connection] && address !== undefined) {
      attempts.push({ process: 'browser', kind: 'connection', ...hostAndPort(address) });
    } else if (event.type === types[eventNames.datagramSocket] && address !== undefined) {
      // Nothing is sent by this: it is how the browser asks the system which way an address would be reached.
      connected.set(event.source.id, address);
    } else if (event.type === types[eventNames.datagram]) {
      const target = address ?? connected.get(event.source.id) ?? 'unknown:0';
      attempts.push({ process: 'browser', kind: 'datagram', ...hostAndPort(target) });
    } else if (event.type === types[eventNames.name] && host !== undefined) {
      const name = hostAndPort(host.replace(/^\w+:\/\//, '')).host;
      if (isIP(name) === 0 && !isLoopback(name) && name !== refusedName) {
        attempts.push({ process: 'browser', kind: 'name', host: name });
      }
    }
  }
  return attempts;
}

function parseEvent(line: string): readonly NetLogEvent[] {
  try {
    return [JSON.parse(line.replace(/,\s*$/, ''))];
  } catch {
    return [];
  }
}

/** @param target `192.0.2.1:443`, `[::1]:443`, or a name, with a port or without */
function hostAndPort(target: string): { readonly host: string; readonly port: number } {
  const [, host = target, port] = /^(.*):(\d+)$/.exec(target) ?? [];
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port) };
}
