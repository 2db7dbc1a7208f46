import { once } from 'node:events';
import { connect } from 'node:net';
import process from 'node:process';
import { formatWithOptions } from 'node:util';

/**
 * Lets the report of the tests appear in the terminal that started them.
 *
 * On a desktop the extension host's console gets there by itself. In a VS Code that runs as a server it would end up
 * in the browser's console, among hundreds of lines of VS Code's own: there the report takes a connection of its own.
 *
 * @param port where the terminal listens on loopback; none: this is a desktop
 * @returns to be called when all is said. It sends a last NUL, which tells a report that is whole from one that was cut off
 */
export async function reportTo(port: string | undefined): Promise<() => Promise<void>> {
  if (port === undefined) {
    return async () => {};
  }
  const socket = connect(Number(port), '127.0.0.1');
  await once(socket, 'connect');
  const print = (...values: unknown[]) =>
    socket.write(`${formatWithOptions({ colors: false }, ...values)}\n`);
  // The host's console has accessors whose setters do nothing, and its process.stdout.write cannot be changed.
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    Object.defineProperty(console, method, { value: print, configurable: true });
  }
  Object.defineProperty(process, 'stdout', { value: socket, configurable: true });
  return async () => {
    socket.end('\0');
    await once(socket, 'close');
  };
}
