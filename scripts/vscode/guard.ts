/**
 * Runs one command, and sees to it that nothing of it outlives the process that wanted it.
 *
 *   node guard.ts <scratch directory> <command> [argument…]
 *
 * It is started with an IPC channel. When the channel closes, because the other side asked for it or because it
 * died in whatever way, SIGKILL included, the whole process group of the command is ended and the scratch directory
 * removed, unless the message 'keep' came before. Signals from the terminal do not get here: this is another process group.
 */
import { spawn, spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

const [directory = '', command = '', ...args] = process.argv.slice(2);
const windows = process.platform === 'win32';
let keep = false;

const child = spawn(command, args, {
  detached: !windows,
  stdio: ['ignore', 'inherit', 'inherit'],
  windowsHide: true,
});
child.once('error', (error) => {
  console.error(error.message);
  tell(null);
});
child.once('exit', tell);

process.on('message', (message) => {
  keep = message === 'keep';
});
process.once('disconnect', end);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, end);
}

function tell(code: number | null): void {
  if (process.connected) {
    process.send?.({ code });
  }
}

async function end(): Promise<void> {
  if (child.pid !== undefined) {
    await endGroup(child.pid);
  }
  if (!keep) {
    await rm(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }).catch(
      () => undefined,
    );
  }
  process.exit();
}

async function endGroup(pid: number): Promise<void> {
  if (windows) {
    spawnSync('taskkill', ['/pid', String(pid), '/T', '/F']);
  } else if (signalGroup(pid, 'SIGTERM') && !(await isGone(pid, 3000))) {
    signalGroup(pid, 'SIGKILL');
    await isGone(pid, 1000);
  }
}

/** Waits for the last process of the group to end, for at most `patience` milliseconds. */
async function isGone(pid: number, patience: number): Promise<boolean> {
  const deadline = Date.now() + patience;
  while (Date.now() < deadline) {
    if (!signalGroup(pid, 0)) {
      return true;
    }
    await sleep(25);
  }
  return false;
}

/** @returns whether there is anybody in the group */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}
