import type { Transport } from '../../../src/core/transport.ts';
import { createFetchTransport } from '../../../src/net/fetchTransport.ts';
import { createTrust } from '../../../src/net/trustedCertificates.ts';
import { createUndiciTransport, directOptions } from '../../../src/net/undiciTransport.ts';

/** The two ways out that a window has. */
export type Way = 'undici' | 'fetch';

/** Made once, as in a window: it takes longer than everything else. */
const tls = { secureContext: createTrust(false, []), rejectUnauthorized: true };

/** A new transport without a proxy. */
export function newTransport(way: Way): Transport {
  return way === 'undici'
    ? createUndiciTransport(directOptions)
    : createFetchTransport({ throughProxy: () => false, tls: () => tls });
}
