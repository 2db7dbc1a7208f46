import { longestWebAddress } from '../../core/limits.ts';

const schemes = new Set(['http:', 'https:', 'mailto:']);

/**
 * What stands in place of a link's address: Chromium connects to where a link leads as soon as the mouse is pressed on
 * it, before anybody has been asked. The address is in `data-url`.
 */
export const linkHref = '#';

/**
 * The address a link may lead to, in its canonical spelling (so that a look-alike host shows as punycode), or undefined
 * if it is relative, malformed or of any scheme but http, https and mailto.
 */
export function safeAddress(address: string): string | undefined {
  if (address.length > longestWebAddress || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  return schemes.has(url.protocol) && url.href.length <= longestWebAddress ? url.href : undefined;
}
