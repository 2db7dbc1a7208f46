import type { Violation } from '../loopback/chatRequest.ts';

export type DashScopeRegion = 'beijing' | 'singapore' | 'virginia' | 'hong-kong' | 'tokyo' | 'frankfurt';
export type DashScopePlan = 'pay-as-you-go' | 'coding';

/** A key is good in one region and for one way to pay. */
export interface DashScopeKey {
  readonly key: string;
  readonly region: DashScopeRegion;
  readonly plan: DashScopePlan;
  /** A code of the vendor's table (Arrearage, AccessDenied…) with which every use of the key is refused. */
  readonly refusedWith?: string;
}

/** Judges an `Authorization` header: the key behind it, or a violation. A key of elsewhere is like no key at all. */
export function judgeKey(
  header: string | undefined,
  keys: readonly DashScopeKey[],
  region: DashScopeRegion,
  plan: DashScopePlan,
): DashScopeKey | Violation {
  if (header === undefined) {
    return { code: 'InvalidApiKey', message: 'You didn’t provide an API key in an Authorization header.' };
  }
  const credential = /^Bearer (\S+)$/.exec(header)?.[1];
  const known = keys.find((key) => key.key === credential && key.region === region && key.plan === plan);
  if (known === undefined) return { code: 'InvalidApiKey', message: '' };
  return known.refusedWith === undefined ? known : { code: known.refusedWith, message: '' };
}
