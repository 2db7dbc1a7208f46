import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Service } from './server.ts';

/** Starts a server in a process of its own. */
export async function startServer(service: Service): Promise<{ readonly port: number; stop(): void }> {
  const child = fork(join(import.meta.dirname, 'server.ts'), { execArgv: [] });
  child.send(service);
  const [port] = await once(child, 'message');
  return { port, stop: () => child.disconnect() };
}
