import { BlockList, isIP } from 'node:net';

/** How to get out of the machine, in plain values. */
export interface ProxySettings {
  /** The proxy for `http:` addresses, as a URL. */
  readonly httpProxy?: string;
  /** The proxy for `https:` addresses. */
  readonly httpsProxy?: string;
  /** Hosts that are reached without it: `example.com` (with everything under it), `.example.com`, `*.example.com`, an
   * IP address; each with a port or without; `*` for all. */
  readonly noProxy: readonly string[];
}

/** The proxy settings in the customary environment variables; lower case wins over upper case, as in curl. */
export function proxySettingsOf(environment: Readonly<Record<string, string | undefined>>): ProxySettings {
  const read = (name: string) => environment[name.toLowerCase()] || environment[name] || undefined;
  const httpProxy = read('HTTP_PROXY') ?? read('ALL_PROXY');
  const httpsProxy = read('HTTPS_PROXY') ?? read('ALL_PROXY');
  return {
    ...(httpProxy !== undefined && { httpProxy }),
    ...(httpsProxy !== undefined && { httpsProxy }),
    noProxy: (read('NO_PROXY') ?? '').split(/[\s,]/).filter((entry) => entry !== ''),
  };
}

/** The URL of the proxy for an address, or undefined for a direct connection; loopback addresses are always direct. */
export function proxyFor(url: URL, settings: ProxySettings): string | undefined {
  const proxy = url.protocol === 'https:' ? settings.httpsProxy : settings.httpProxy;
  if (!proxy || isLoopback(url.hostname)) return undefined;
  if (settings.noProxy.some((entry) => matches(url, entry))) return undefined;
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
}

/** The address whose connection a WebSocket's address asks for: `wss:` becomes `https:`, `ws:` becomes `http:`. */
export function httpUrl(address: string): URL {
  return new URL(address.replace(/^ws(?=s?:)/i, 'http'));
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** @param hostname as in `URL.hostname`: an IPv6 address in brackets. */
export function isLoopback(hostname: string): boolean {
  const name = hostname.replace(/[[\]]/g, '');
  const family = isIP(name);
  if (family !== 0) return loopback.check(name, family === 6 ? 'ipv6' : 'ipv4');
  return /^(?:.+\.)?localhost\.?$/i.test(name);
}

function matches(url: URL, entry: string): boolean {
  if (entry === '*') return true;
  const withPort = isIP(entry) === 6 ? `[${entry}]` : entry;
  const port = /:(\d+)$/.exec(withPort)?.[1];
  if (port !== undefined && port !== effectivePort(url)) return false;
  const name = withPort
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^\*?\./, '');
  return name !== '' && (url.hostname === name || url.hostname.endsWith(`.${name}`));
}

function effectivePort(url: URL): string {
  return url.port || (url.protocol === 'https:' ? '443' : '80');
}
