import { isLoopback, type ProxySettings, proxyFor, proxySettingsOf } from '../../net/proxySettings.ts';

/** Everything that says which proxy a request takes, as the user has set it. */
export interface ProxySources {
  /** The setting `http.proxySupport`. */
  readonly support: string;
  /** The setting `http.proxy`; empty if there is none. */
  readonly setting: string;
  /** The setting `http.noProxy`. */
  readonly exceptions: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export type ProxyChoice =
  | { readonly type: 'loopback' | 'switched-off' | 'none' }
  /** `source` is a setting or a variable, here of the list of exceptions. */
  | { readonly type: 'excepted'; readonly entry: string; readonly source: string }
  | { readonly type: 'proxy'; readonly url: string; readonly source: string };

/**
 * Which proxy the settings name for an address, and where that is said. It is the choice of `proxyFor`, with reasons.
 *
 * @param url with the protocol `http:` or `https:`.
 */
export function chooseProxy(url: URL, sources: ProxySources): ProxyChoice {
  const { setting, environment } = sources;
  if (isLoopback(url.hostname)) return { type: 'loopback' };
  if (sources.support === 'off') return { type: 'switched-off' };
  const fromEnvironment = proxySettingsOf(environment);
  const proxies: ProxySettings = {
    ...fromEnvironment,
    ...(setting !== '' && { httpProxy: setting, httpsProxy: setting }),
    noProxy: [],
  };
  const proxy = proxyFor(url, proxies);
  if (proxy === undefined) return { type: 'none' };
  const isExcepted = (entry: string) => proxyFor(url, { ...proxies, noProxy: [entry] }) === undefined;
  const inSetting = sources.exceptions.find(isExcepted);
  if (inSetting !== undefined) return { type: 'excepted', entry: inSetting, source: 'http.noProxy' };
  const inVariable = fromEnvironment.noProxy.find(isExcepted);
  if (inVariable !== undefined) {
    return { type: 'excepted', entry: inVariable, source: nameOf(['NO_PROXY'], environment) };
  }
  const variables = [url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY', 'ALL_PROXY'];
  return {
    type: 'proxy',
    url: proxy,
    source: setting === '' ? nameOf(variables, environment) : 'http.proxy',
  };
}

/** The proxy without user name and password, as it can be shown: `proxy.example:8080`. */
export function shownProxy(proxy: string): string {
  if (!URL.canParse(proxy)) return '…';
  const { protocol, host } = new URL(proxy);
  return protocol === 'http:' ? host : `${protocol}//${host}`;
}

/** The first of these variables that is set, as it is written; lower case goes before upper case. */
function nameOf(names: readonly string[], environment: ProxySources['environment']): string {
  const spellings = names.flatMap((name) => [name.toLowerCase(), name]);
  return spellings.find((name) => environment[name]) ?? '';
}
