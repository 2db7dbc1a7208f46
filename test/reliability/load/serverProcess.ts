import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface ServerProcess {
  readonly baseUrl: string;
  readonly key: string;
  close(): Promise<void>;
}

/** Starts `server.ts` in a process of its own. */
export async function startServerProcess(): Promise<ServerProcess> {
  const child = fork(join(import.meta.dirname, 'server.ts'), { stdio: 'inherit' });
  const [address] = (await once(child, 'message')) as [{ baseUrl: string; key: string }];
  return {
    ...address,
    async close() {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}
