import { type ProxySettings, proxySettingsOf } from './proxySettings.ts';

/** Which way requests take: VS Code's `fetch` with `undici` in reserve, or always the same. */
export type NetworkChoice = 'auto' | 'vscode' | 'undici';

/**
 * @param setting whatever the user has set
 * @param environment of this process: where it switches certificate checks off, as a container may, VS Code's `fetch` has
 *   none, and undici is taken, which we tell what to check.
 */
export function networkChoice(
  setting: unknown,
  environment: Readonly<Record<string, string | undefined>>,
): NetworkChoice {
  if (environment['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') return 'undici';
  return setting === 'vscode' || setting === 'undici' ? setting : 'auto';
}

/** What the user has set of VS Code’s `http`. */
export interface HttpSettings {
  readonly proxySupport: string;
  readonly proxy: string;
  readonly noProxy: readonly string[];
}

/** The proxies that VS Code would use: those of the settings before those of the environment. */
export function chosenProxies(
  { proxySupport, proxy, noProxy }: HttpSettings,
  environment: Readonly<Record<string, string | undefined>>,
): ProxySettings {
  if (proxySupport === 'off') return { noProxy: [] };
  const fromEnvironment = proxySettingsOf(environment);
  return {
    ...fromEnvironment,
    ...(proxy && { httpProxy: proxy, httpsProxy: proxy }),
    noProxy: [...noProxy, ...fromEnvironment.noProxy],
  };
}
