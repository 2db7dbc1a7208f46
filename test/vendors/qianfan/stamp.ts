import type { ReceivedRequest } from '../loopback/httpServer.ts';

/** What an answer says about itself beside its text. */
export interface Stamp {
  /** `as-` and ten characters. */
  readonly id: string;
  /** Seconds since 1970. */
  readonly created: number;
  /** Headers of every answer: the id of the call, the one the caller gave if it did. */
  readonly headers: Readonly<Record<string, string>>;
}

export function stampOf(request: ReceivedRequest, serial: number): Stamp {
  const given = request.headers['x-request-id'];
  const id = `as-${serial.toString(36).padStart(10, '0')}`;
  const requestId = typeof given === 'string' ? given : `00000000-0000-4000-8000-${hex(serial)}`;
  return {
    id,
    created: Math.floor(request.at / 1000),
    headers: { 'X-Bce-Request-Id': requestId, 'X-Request-Id': requestId },
  };
}

function hex(serial: number): string {
  return serial.toString(16).padStart(12, '0');
}
