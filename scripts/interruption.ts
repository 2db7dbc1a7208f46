import process from 'node:process';

export type Interruption = { readonly signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP'; readonly exitCode: number };

/**
 * Settles when this process is to end: by Ctrl+C, by a signal, or because the process that started it is gone. (A
 * SIGTERM to npm ends npm and its shell, and does not get here otherwise.)
 */
export function interruption(): Promise<Interruption> {
  const parent = process.ppid;
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve({ signal: 'SIGINT', exitCode: 130 }));
    process.once('SIGTERM', () => resolve({ signal: 'SIGTERM', exitCode: 143 }));
    process.once('SIGHUP', () => resolve({ signal: 'SIGHUP', exitCode: 129 }));
    setInterval(() => {
      if (process.ppid !== parent) {
        resolve({ signal: 'SIGHUP', exitCode: 129 });
      }
    }, 500).unref();
  });
}
