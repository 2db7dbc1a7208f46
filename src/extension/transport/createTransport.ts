import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Transport } from '../../core/transport.ts';
import { createFetchTransport } from '../../net/fetchTransport.ts';
import type { TlsOptions } from '../../net/openSocket.ts';
import { proxyFor } from '../../net/proxySettings.ts';
import { createTrust } from '../../net/trustedCertificates.ts';
import { createTwoWayTransport } from '../../net/twoWayTransport.ts';
import { createUndiciTransport, type UndiciTransport } from '../../net/undiciTransport.ts';
import { networkSections, readNetworkChoice, readUndiciOptions } from './networkSettings.ts';

export interface ExtensionTransport extends Transport, vscode.Disposable {
  /** Which way requests to an origin take at present. */
  wayOf(origin: string): 'vscode' | 'undici';
}

/**
 * The way out of the extension host: VS Code's `fetch` and `https`, which follow the user's proxy settings, PAC scripts
 * included, and for requests undici where that does not get through (see twoWayTransport). undici is loaded when it is first needed.
 */
export function createTransport(log: { info(message: string): void }): ExtensionTransport {
  let options = readUndiciOptions();
  let choice = readNetworkChoice();
  let undici: UndiciTransport | undefined;
  let tls: TlsOptions | undefined;

  const first = createFetchTransport({
    throughProxy: (url) => proxyFor(url, options) !== undefined,
    tls() {
      tls ??= {
        secureContext: createTrust(options.systemCertificates, options.ca),
        // http.proxyStrictSSL is about the proxy, and VS Code’s own fetch does not look at it either.
        rejectUnauthorized: true,
      };
      return tls;
    },
  });
  const second: Transport = {
    now: Date.now,
    randomUUID,
    connect: first.connect,
    fetch(url, request, signal) {
      undici ??= createUndiciTransport(options);
      return undici.fetch(url, request, signal);
    },
  };
  const twoWay = createTwoWayTransport(
    first,
    second,
    () => (({ auto: 'both', vscode: 'first', undici: 'second' }) as const)[choice],
    (origin, { message }) =>
      log.info(
        `Requests to ${origin} go through undici from now on, since VS Code's fetch failed: ${message}`,
      ),
  );

  function closeUndici(): void {
    undici?.close().catch((error) => log.info(`Closing connections failed: ${error}`));
    undici = undefined;
  }

  const subscription = vscode.workspace.onDidChangeConfiguration((event) => {
    if (!networkSections.some((section) => event.affectsConfiguration(section))) return;
    options = readUndiciOptions();
    choice = readNetworkChoice();
    tls = undefined;
    twoWay.forget();
    closeUndici();
  });

  return {
    now: twoWay.now,
    randomUUID: twoWay.randomUUID,
    fetch: twoWay.fetch,
    connect: twoWay.connect,
    wayOf(origin) {
      if (choice !== 'auto') return choice;
      return twoWay.usesSecond(origin) ? 'undici' : 'vscode';
    },
    dispose() {
      subscription.dispose();
      closeUndici();
    },
  };
}
