import type { SparkVersion } from './versions.ts';

/** An application in the vendor's console and what it has activated. */
export interface SparkAccount {
  readonly appId: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  /** The console shows one for every version. */
  readonly passwords: readonly {
    readonly password: string;
    /** Names of the versions it opens. */
    readonly versions: readonly string[] | 'any';
  }[];
  /** Names of the versions that have a licence; every other one is answered with 11200. */
  readonly activated: readonly string[] | 'any';
  /** A code of the vendor's table (10015, 10016, 11201…) with which every question is refused. */
  readonly refusedWith?: string;
}

/** The account a server knows by default. Invented, in the vendor's lengths. */
export const testAccount = {
  appId: '5f3c9a17',
  apiKey: '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
  apiSecret: 'TXpFME1UVTVNalkxTXpVNE9UYzVNekkz',
  passwords: [{ password: 'kXbLoopbackOnly:PasswordForTests', versions: 'any' }],
  activated: 'any',
} as const satisfies SparkAccount;

export function isAmong(names: readonly string[] | 'any', version: SparkVersion): boolean {
  return names === 'any' || names.includes(version.name);
}
