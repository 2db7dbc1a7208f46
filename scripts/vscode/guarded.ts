import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

export interface GuardedCommand {
  /** Removed when the command has ended. */
  readonly scratch: string;
  readonly command: readonly [string, ...string[]];
  readonly environment: NodeJS.ProcessEnv;
  /** Gets stdout and stderr of the command. */
  readonly log: string;
}

export interface Guarded {
  /** The exit code, when the command has ended; null if it was ended, or was never started. */
  readonly exited: Promise<number | null>;
  /**
   * Ends the command with everything it has started, and removes the scratch directory.
   *
   * @param keepScratch leaves the directory, for a second command that goes on in it
   */
  stop(keepScratch?: boolean): Promise<void>;
}

/** Starts a command that cannot outlive this process, however this process ends: see guard.ts. */
export function startGuarded({ scratch, command, environment, log }: GuardedCommand): Guarded {
  const output = openSync(log, 'a');
  const guard = spawn(process.execPath, [join(import.meta.dirname, 'guard.ts'), scratch, ...command], {
    detached: true,
    env: environment,
    stdio: ['ignore', output, output, 'ipc'],
    windowsHide: true,
  });
  const gone = once(guard, 'exit');
  return {
    exited: Promise.race([
      once(guard, 'message').then(([{ code }]) => code as number | null),
      gone.then(() => null),
    ]),
    stop: async (keepScratch = false) => {
      if (guard.connected) {
        if (keepScratch) {
          guard.send('keep');
        }
        guard.disconnect();
      }
      await gone;
    },
  };
}
