import { type Advice, ProviderError } from '../../core/error.ts';
import type { Credentials } from '../../core/vendor.ts';

/**
 * A refused sign-in, with the reason why where the shape of the keys shows it: the two keys of a pair swapped, or keys
 * of another kind. Advice that the vendor's own code gives comes first.
 */
export function blameKeys(error: unknown, adviceFor: () => Advice | undefined): unknown {
  if (!(error instanceof ProviderError) || error.kind !== 'auth' || error.details.advice) return error;
  const advice = adviceFor();
  return advice ? new ProviderError(error.kind, error.message, { ...error.details, advice }) : error;
}

const isBearerKey = (key: string | undefined) => key?.startsWith('bce-v3/');
const isAccessKey = (key: string | undefined) => key?.startsWith('ALTAK');

/** What seems to be wrong with a pair of IAM keys. */
export function accessKeyAdvice({ accessKey, secretKey }: Credentials): Advice | undefined {
  if (isAccessKey(secretKey) && !isAccessKey(accessKey)) return 'swapped-keys';
  const isOfApplication = accessKey !== undefined && /^(?!ALTAK)[A-Za-z0-9]{24}$/.test(accessKey);
  return isBearerKey(accessKey) || isOfApplication ? 'key-kind' : undefined;
}

/** What seems to be wrong with the pair of a V1 application, whose keys have 24 and 32 characters. */
export function applicationAdvice({ apiKey, secretKey }: Credentials): Advice | undefined {
  if ([apiKey, secretKey].some((key) => isBearerKey(key) || isAccessKey(key))) return 'key-kind';
  return apiKey?.length === 32 && secretKey?.length === 24 ? 'swapped-keys' : undefined;
}

/** What seems to be wrong with a V2 key at this address. */
export function apiKeyAdvice({ apiKey }: Credentials, baseUrl: string): Advice | undefined {
  if (!apiKey?.startsWith('bce-v3/')) return 'key-kind';
  const isPlanAddress = /\/(?:coding|tokenplan\/\w+)$/.test(baseUrl);
  return apiKey.startsWith('bce-v3/ALTAKSP-') === isPlanAddress ? undefined : 'wrong-region';
}
