import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { perform } from '../loopback/perform.ts';
import { head, json, type Step } from '../loopback/step.ts';

/**
 * A refusal of the gateway (Kong) in front of the service: `{"message":…}`, and a `Date` by the server's clock,
 * from which a client can tell how far off its own is.
 */
export function gatewayRefusal(
  status: number,
  message: string,
  now: number,
  headers: Readonly<Record<string, string>> = {},
): readonly Step[] {
  const usual = {
    Date: new Date(now).toUTCString(),
    'Content-Type': 'application/json; charset=utf-8',
    Server: 'kong/1.3.0',
    ...(status === 401 ? { 'WWW-Authenticate': 'hmac' } : {}),
  };
  return [head(status, { ...usual, ...headers }), json({ message })];
}

/** The gateway's answer at an address it does not know. */
export function unknownRoute(now: number): readonly Step[] {
  return gatewayRefusal(404, 'no Route matched with those values', now);
}

/** Does the steps to a request for an upgrade, as an HTTP response, and ends the connection. */
export async function answerUpgrade(
  request: IncomingMessage,
  connection: Socket,
  steps: Iterable<Step>,
  released: Promise<void>,
  leaving: () => void,
): Promise<void> {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(connection);
  response.once('finish', () => {
    leaving();
    connection.end();
  });
  await perform(steps, response, released, leaving);
}
