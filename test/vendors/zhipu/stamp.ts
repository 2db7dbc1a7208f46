import type { ReceivedRequest } from '../loopback/httpServer.ts';

/** What an answer says about itself beside its text. */
export interface Stamp {
  readonly id: string;
  /** Seconds since 1970. */
  readonly created: number;
  readonly language: 'zh' | 'en';
}

/** The stamp for the answer to a request. Ids look like the vendor's: the time in UTC, then a number. */
export function stampOf({ headers, at }: ReceivedRequest, serial: number): Stamp {
  const time = new Date(at).toISOString().replace(/\D/g, '').slice(0, 14);
  return {
    id: `${time}${serial.toString(16).padStart(18, '0')}`,
    created: Math.floor(at / 1000),
    language: headers['accept-language']?.startsWith('en') ? 'en' : 'zh',
  };
}
