import type { AccessKeyPair } from './bceSignature.ts';

/** What a V2 key pays for; each plan has an address of its own. */
export type Plan = 'pay-as-you-go' | 'coding' | 'token';

/** A V2 API key the server accepts, and what stands behind it. */
export interface BearerKey {
  readonly key: string;
  /** Every plan when absent. */
  readonly plan?: Plan;
  /** Refused without one of the account's applications in the `appid` header, as some accounts are. */
  readonly requiresApplication?: boolean;
  /** A code of the V2 error table with which every use of the key is refused. */
  readonly refusedWith?: string;
}

/** An application of the old console: V1 with OAuth. */
export interface Application {
  readonly apiKey: string;
  readonly secretKey: string;
}

/** Everything the server knows about its one customer. */
export interface Account {
  readonly bearerKeys: readonly BearerKey[];
  /** Ids that the `appid` header may name. */
  readonly applicationIds: readonly string[];
  readonly applications: readonly Application[];
  /** IAM pairs: signatures on V1, on the console and for minting. */
  readonly accessKeys: readonly AccessKeyPair[];
}

/** What a server accepts by default. Invented, in the vendor's shapes and lengths. */
export const testKeys = {
  payAsYouGo: 'bce-v3/ALTAK-0123456789abcdefghijk/0123456789abcdef0123456789abcdef01234567',
  coding: 'bce-v3/ALTAKSP-0123456789abcdefghijk/abcdef0123456789abcdef0123456789abcdef01',
  token: 'bce-v3/ALTAKSP-kjihgfedcba9876543210/76543210fedcba9876543210fedcba9876543210',
  applicationId: 'app-Ab12Cd34',
  apiKey: 'AbCdEfGhIjKlMnOpQrStUvWx',
  secretKey: 'ZyXwVuTsRqPoNmLkJiHgFeDcBa012345',
  iamAccessKey: 'ALTAKabcdefghijklmnopqrs',
  iamSecretKey: '0123456789abcdef0123456789abcdef',
} as const;

export const testAccount: Account = {
  bearerKeys: [
    { key: testKeys.payAsYouGo, plan: 'pay-as-you-go' },
    { key: testKeys.coding, plan: 'coding' },
    { key: testKeys.token, plan: 'token' },
  ],
  applicationIds: [testKeys.applicationId],
  applications: [{ apiKey: testKeys.apiKey, secretKey: testKeys.secretKey }],
  accessKeys: [{ accessKey: testKeys.iamAccessKey, secretKey: testKeys.iamSecretKey }],
};
