import { isIP } from 'node:net';
import { domainToUnicode } from 'node:url';
import { longestAddress } from '../core/limits.ts';
import { isLoopback } from './proxySettings.ts';

/** Of much longer texts, `URL.canParse` may say that they are addresses that `URL` throws at. */
function isAddress(text: string): boolean {
  return text.length <= longestAddress && URL.canParse(text);
}

/** The fault of an address that requests with a key could go to, as an English sentence, or undefined if there is none. */
export function addressFault(address: string): string | undefined {
  // What a URL leaves out at its end would be inside it once a path follows.
  if (!isAddress(address) || /[\p{Cc}\s]/u.test(address.trim())) {
    return 'Enter a whole address, such as https://example.com/v1.';
  }
  const { protocol, hostname, username, password, search, hash } = new URL(address);
  if (username !== '' || password !== '' || search !== '' || hash !== '')
    return 'The address must not contain a user name, “?” or “#”.';
  return /^(?:https?|wss?):$/.test(protocol) && hostname !== ''
    ? undefined
    : 'The address has to begin with https:// or http://.';
}

/** The origin of an address; undefined if no request with a key could go there. */
export function originOf(address: string): string | undefined {
  return addressFault(address) === undefined ? new URL(address).origin : undefined;
}

/** Whether everybody on the way can read what is sent there: no TLS, and not on this computer. */
export function isReadable(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return !/^(?:https|wss):$/.test(protocol) && !isThisComputer(hostname);
}

/**
 * Whether a name leads to this computer, whoever answers for names on the network: some systems ask the network for
 * what stands before `.localhost`.
 *
 * @param hostname as in `URL.hostname`.
 */
export function isThisComputer(hostname: string): boolean {
  const isAddress = isIP(hostname.replace(/[[\]]/g, '')) !== 0;
  return isAddress ? isLoopback(hostname) : /^localhost\.?$/i.test(hostname);
}

/** An address without slashes at its end, to which paths can be appended. */
export function trimSlashes(address: string): string {
  return address.trim().replace(/(?<!\/)\/+$/, '');
}

/** A typed address as requests will use it: what browsers understand by it, spelled out. */
export function tidyAddress(typed: string): string {
  return isAddress(typed.trim()) ? trimSlashes(new URL(typed.trim()).href) : trimSlashes(typed);
}

/** How the host of an address looks where it is shown in letters that the address itself has not; else undefined. */
export function lookalikeOf(address: string): string | undefined {
  const { hostname } = new URL(address);
  const shown = domainToUnicode(hostname);
  return shown === hostname || shown === '' ? undefined : shown;
}

/** An address, however wrong, without what may be secret in it: a user name, a password, a query. */
export function withoutSecretParts(address: string): string {
  const text = trimSlashes(address);
  const [scheme = ''] = /^[a-z][a-z0-9+.-]*:[\\/]*/i.exec(text) ?? [];
  const at = text.lastIndexOf('@');
  const bare = at < 0 ? text : scheme + text.slice(at + 1);
  return bare.replace(/[?#].*$/s, '').slice(0, 200);
}
