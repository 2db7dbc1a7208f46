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

/** What seems to be wrong with a pair of IAM keys. */
export function accessKeyAdvice({ accessKey = '', secretKey = '' }: Credentials): Advice | undefined {
  if (/^ALTAK/.test(secretKey) && !/^ALTAK/.test(accessKey)) return 'swapped-keys';
  const ofOtherKind = /^bce-v3\//.test(accessKey) || /^(?!ALTAK)[A-Za-z0-9]{24}$/.test(accessKey);
  return ofOtherKind ? 'key-kind' : undefined;
}

/** What seems to be wrong with the pair of a V1 application, whose keys have 24 and 32 characters. */
export function applicationAdvice({ apiKey = '', secretKey = '' }: Credentials): Advice | undefined {
  if (/^(?:bce-v3\/|ALTAK)/.test(apiKey) || /^(?:bce-v3\/|ALTAK)/.test(secretKey)) return 'key-kind';
  return apiKey.length === 32 && secretKey.length === 24 ? 'swapped-keys' : undefined;
}

/** What seems to be wrong with a V2 key at this address. */
export function apiKeyAdvice({ apiKey = '' }: Credentials, baseUrl: string): Advice | undefined {
  if (!/^bce-v3\//.test(apiKey)) return 'key-kind';
  const isPlanAddress = /\/(?:coding|tokenplan\/\w+)$/.test(baseUrl);
  return /^bce-v3\/ALTAKSP-/.test(apiKey) === isPlanAddress ? undefined : 'wrong-region';
}
