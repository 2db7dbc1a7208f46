import type { ProviderError } from '../../core/error.ts';

/** A word of a vendor's that is a code and no sentence: what it says may quote the code that it was sent. */
const code = /^[\w.:/-]{1,64}$/;

/** A failure of code completion for the log: which kind, with codes, and nothing of what the vendor said. */
export function failureLine({ kind, details }: Pick<ProviderError, 'kind' | 'details'>): string {
  const status = details.status === undefined ? '' : String(details.status);
  const words = [details.code, details.requestId].filter((word) => word !== undefined && code.test(word));
  return ['Code completion failed:', kind, status, ...words].filter((word) => word !== '').join(' ');
}
