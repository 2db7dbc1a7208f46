import * as vscode from 'vscode';
import { chosenProxies, type NetworkChoice, networkChoice } from '../../net/networkChoice.ts';
import type { UndiciOptions } from '../../net/undiciTransport.ts';

/** The settings that a way out depends on; a change of any of them starts it anew. */
export const networkSections = ['http', 'hanlin.network'] as const;

export function readNetworkChoice(): NetworkChoice {
  return networkChoice(userSetting<unknown>('hanlin.network', 'auto'), process.env);
}

/** What undici has to know to go out as VS Code does. */
export function readUndiciOptions(): UndiciOptions {
  const proxyAuthorization = userSetting<string | null>('http.proxyAuthorization', null);
  return {
    ...chosenProxies(
      {
        proxySupport: userSetting<string>('http.proxySupport', 'override'),
        proxy: userSetting<string>('http.proxy', ''),
        noProxy: userSetting<readonly string[]>('http.noProxy', []),
      },
      process.env,
    ),
    ...(proxyAuthorization && { proxyAuthorization }),
    strictSSL: userSetting<boolean>('http.proxyStrictSSL', true),
    systemCertificates: userSetting<boolean>('http.systemCertificates', true),
    ca: [],
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
