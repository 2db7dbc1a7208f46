import { execFile } from 'node:child_process';
import process from 'node:process';
import { promisify } from 'node:util';
import { waitFor } from './waitFor.ts';

const run = promisify(execFile);

/**
 * The ids of the extension hosts of the windows that this process has opened, the one that runs longest first. Not on
 * Windows.
 */
export async function extensionHosts(): Promise<number[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,args='], { maxBuffer: 32 * 1024 * 1024 });
  const parents = new Map<number, number>();
  const hosts: number[] = [];
  for (const line of stdout.split('\n')) {
    const [, pid, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    parents.set(Number(pid), Number(parent));
    if (command.includes('--type=extensionHost')) hosts.push(Number(pid));
  }
  const isOurs = (pid: number): boolean => {
    for (let at: number | undefined = pid; at; at = parents.get(at)) if (at === process.pid) return true;
    return false;
  };
  return hosts.filter(isOurs).sort((a, b) => a - b);
}

/**
 * Kills the one extension host as a crash would: without a word, and without a chance to save anything.
 *
 * @returns when that was, in milliseconds since 1970 UTC.
 */
export async function killExtensionHost(): Promise<number> {
  const pid = await waitFor('one extension host', async () => {
    const hosts = await extensionHosts();
    return hosts.length === 1 ? hosts[0] : undefined;
  });
  const at = Date.now();
  process.kill(pid, 'SIGKILL');
  return at;
}
