import { isAmong, type SparkAccount } from './accounts.ts';
import type { SparkVersion } from './versions.ts';

/** How an HTTP request proved who it is, or the gateway's words for why it did not. */
export type BearerAuthentication =
  | {
      readonly type: 'bearer';
      readonly account: SparkAccount;
      readonly by: 'password' | 'key-secret';
      /** Whether the credential opens this version: a password is for the versions it was made for. */
      opens(version: SparkVersion): boolean;
    }
  | { readonly type: 'refused'; readonly message: string };

const noCredential = 'HMAC signature cannot be verified: fail to retrieve credential';

/**
 * Judges an `Authorization` header: `Bearer <APIPassword>` or `Bearer <APIKey>:<APISecret>`.
 * Source: xfyun.cn/doc/spark, HTTP调用文档.html and X1http.html; messages as reported from the service.
 */
export function judgeBearer(
  header: string | undefined,
  accounts: readonly SparkAccount[],
): BearerAuthentication {
  const token = /^Bearer (\S+)$/.exec(header ?? '')?.[1];
  if (token === undefined) return { type: 'refused', message: 'Unauthorized' };
  for (const account of accounts) {
    const match = account.passwords.find(({ password }) => password === token);
    if (match !== undefined) {
      const opens = (version: SparkVersion) =>
        isAmong(match.versions, version) && isAmong(account.activated, version);
      return { type: 'bearer', account, by: 'password', opens };
    }
    if (token === `${account.apiKey}:${account.apiSecret}`) {
      const opens = (version: SparkVersion) => isAmong(account.activated, version);
      return { type: 'bearer', account, by: 'key-secret', opens };
    }
  }
  const knownKey = accounts.some(({ apiKey }) => token.startsWith(`${apiKey}:`));
  return { type: 'refused', message: knownKey ? 'HMAC signature does not match' : noCredential };
}
