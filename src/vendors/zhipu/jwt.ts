import type { KeyParts } from './apiKey.ts';

/** How long the server takes a token, and how long we use it, in milliseconds: the vendor's own clients do the same. */
const lifeMs = 210_000;
export const useMs = 180_000;

/**
 * A token that stands for the key for three and a half minutes, so that the secret never leaves the machine.
 *
 * The times in it are milliseconds, unlike those of other JWTs.
 *
 * @param now milliseconds since 1970 UTC.
 * @see https://docs.bigmodel.cn/cn/api/introduction
 */
export async function signToken({ id, secret }: KeyParts, now: number): Promise<string> {
  const { SignJWT } = await import('jose');
  return new SignJWT({ api_key: id, exp: now + lifeMs, timestamp: now })
    .setProtectedHeader({ alg: 'HS256', sign_type: 'SIGN' })
    .sign(new TextEncoder().encode(secret));
}
