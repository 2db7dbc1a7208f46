import type { LookupAddress } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import type { Finding } from '../../chat/diagnosis.ts';
import { toFailure } from '../../chat/failure.ts';
import { networkError } from '../../net/networkError.ts';
import { untilAborted } from './untilAborted.ts';

/** All addresses of a name; rejects with Node's error. */
export type LookUp = (name: string) => Promise<readonly LookupAddress[]>;

/** What TUN and fake-IP modes of local proxies hand out: 198.18.0.0/15, as RFC 2544 sets aside for benchmarks. */
const madeUp = new BlockList();
madeUp.addSubnet('198.18.0.0', 15, 'ipv4');

/** What filters and hosts files lead a name to that is to be blocked. */
const nowhere = new BlockList();
nowhere.addSubnet('0.0.0.0', 8, 'ipv4');
nowhere.addSubnet('127.0.0.0', 8, 'ipv4');
nowhere.addAddress('::', 'ipv6');
nowhere.addAddress('::1', 'ipv6');

/**
 * Finds the addresses of a host.
 *
 * @param clock milliseconds, for durations.
 * @throws the signal's reason once it is aborted.
 */
export async function lookUpName(
  url: URL,
  lookUp: LookUp,
  clock: () => number,
  signal: AbortSignal,
): Promise<Finding> {
  const check = 'dns';
  if (isIP(url.hostname.replace(/[[\]]/g, '')) !== 0) return { check, type: 'skipped', because: 'no-name' };
  const startedAt = clock();
  try {
    const found = await untilAborted(lookUp(url.hostname), signal);
    const addresses = found.map(({ address }) => address);
    return { check, type: 'found', addresses, ms: clock() - startedAt, kind: kindOf(found, url.hostname) };
  } catch (error) {
    signal.throwIfAborted();
    return { check, type: 'failed', failure: toFailure(networkError(error, url.href, signal, false)) };
  }
}

function kindOf(found: readonly LookupAddress[], name: string): 'usual' | 'made-up' | 'nowhere' {
  const isIn = (list: BlockList) =>
    found.some(({ address, family }) => list.check(address, family === 6 ? 'ipv6' : 'ipv4'));
  if (isIn(madeUp)) return 'made-up';
  // That localhost is this machine is as it should be.
  return isIn(nowhere) && !/(?:^|\.)localhost\.?$/i.test(name) ? 'nowhere' : 'usual';
}
