import * as vscode from 'vscode';
import { type ProxySettings, proxySettingsOf } from '../../net/proxySettings.ts';
import type { UndiciOptions } from '../../net/undiciTransport.ts';

/** The settings that a way out depends on; a change of any of them starts it anew. */
export const networkSections = ['http', 'hanlin.network'] as const;

/** Which way requests take: VS Code's `fetch` with `undici` in reserve, or always the same. */
export type NetworkChoice = 'auto' | 'vscode' | 'undici';

export function readNetworkChoice(): NetworkChoice {
  const choice = userSetting<string>('hanlin.network', 'auto');
  return choice === 'vscode' || choice === 'undici' ? choice : 'auto';
}

/** What undici has to know to go out as VS Code does. */
export function readUndiciOptions(): UndiciOptions {
  const proxyAuthorization = userSetting<string | null>('http.proxyAuthorization', null);
  return {
    ...readProxySettings(),
    ...(proxyAuthorization && { proxyAuthorization }),
    strictSSL: userSetting<boolean>('http.proxyStrictSSL', true),
    systemCertificates: userSetting<boolean>('http.systemCertificates', true),
    ca: [],
  };
}

function readProxySettings(): ProxySettings {
  if (userSetting<string>('http.proxySupport', 'override') === 'off') return { noProxy: [] };
  const environment = proxySettingsOf(process.env);
  const proxy = userSetting<string>('http.proxy', '');
  return {
    ...environment,
    ...(proxy && { httpProxy: proxy, httpsProxy: proxy }),
    noProxy: [...userSetting<readonly string[]>('http.noProxy', []), ...environment.noProxy],
  };
}

/**
 * The user's own value of a setting: a workspace must not be able to lead requests, which carry keys, through a proxy of
 * its choice. In a remote window VS Code keeps the machine's values of its `http` settings out of this one.
 */
export function userSetting<T>(key: string, fallback: T): T {
  const values = vscode.workspace.getConfiguration().inspect<T>(key);
  return values?.globalValue ?? values?.defaultValue ?? fallback;
}
