import { createHash } from 'node:crypto';
import { homedir, hostname } from 'node:os';

/**
 * The name under which the service counts a user's connections, of which it allows one at a time. It is the same for
 * everything one person does on one computer with one application, differs between people who share the keys, and tells
 * nothing about them.
 *
 * @param chosen the user's own; taken as it is unless it is too long.
 * @param maxLength in characters; 32 is the WebSocket's limit, a longer one is answered with 10004.
 */
export function userId(applicationKey: string, chosen: string | undefined, maxLength: number): string {
  if (chosen && chosen.length <= maxLength) return chosen;
  const person = chosen || `${hostname()}\n${homedir()}`;
  return createHash('sha256').update(`spark\n${applicationKey}\n${person}`).digest('hex').slice(0, 32);
}
