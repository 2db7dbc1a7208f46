import { lookup } from 'node:dns/promises';
import { homedir } from 'node:os';
import * as tls from 'node:tls';
import * as vscode from 'vscode';
import { createTrust } from '../../net/trustedCertificates.ts';
import type { OtherAddress } from '../connection.ts';
import type { ConfiguredApi, ModelService } from '../modelService.ts';
import { endpointOverride } from '../settings.ts';
import { translate } from '../translate.ts';
import type { ExtensionTransport } from '../transport/createTransport.ts';
import { readNetworkChoice, readUndiciOptions, userSetting } from '../transport/networkSettings.ts';
import { cleanText, secretsOf, secretsOfProxy } from './cleanText.ts';
import type { WayOut } from './diagnoseApi.ts';
import { Diagnosis, type NamedSubject } from './diagnosis.ts';
import type { ProxySources } from './proxyChoice.ts';
import { describePlace, type Place } from './surroundings.ts';

/** Which API to look at, by our ids; all that have a key if absent. */
export interface DiagnosisScope {
  readonly vendorId: string;
  readonly apiId: string;
}

/** Starts a diagnosis of the connections, as this window makes them. */
export async function startDiagnosis(
  models: ModelService,
  transport: ExtensionTransport,
  extension: vscode.Extension<unknown>,
  scope: DiagnosisScope | undefined,
  onChange: () => void,
): Promise<Diagnosis> {
  const connections = (await models.connections()).filter(
    ({ vendor, api }) => !scope || (vendor.id === scope.vendorId && api.id === scope.apiId),
  );
  const wayOut = readWayOut(transport);
  const place = readPlace(extension);
  const { setting, environment } = wayOut.proxies;
  const proxies = [setting, ...Object.entries(environment).flatMap(proxyVariable)];
  const secrets = [
    ...connections.flatMap(({ resolved }) =>
      resolved.state === 'ready' ? secretsOf(resolved.connection.credentials) : [],
    ),
    ...proxies.flatMap((proxy) => secretsOfProxy(proxy, wayOut.proxyAuthorization)),
  ];
  const folders = [homedir(), extension.extensionPath];
  const facts = readFacts(extension);
  return new Diagnosis(
    {
      subjects: connections.map((connection) => toSubject(connection, models)),
      wayOut,
      surroundings: {
        shown: [describePlace(place, true, translate), ...facts],
        reported: [describePlace(place, false, translate), ...facts],
      },
      isRemote: place.runsRemotely,
      translate,
      clean: (text) => cleanText(text, secrets, folders),
      now: Date.now,
    },
    onChange,
  );
}

function toSubject({ vendor, api, resolved }: ConfiguredApi, models: ModelService): NamedSubject {
  const { chosen } = models;
  const isOverridden = endpointOverride(vendor.id, api.id) !== undefined;
  const entered = resolved.source === 'stored' ? 'entered' : 'environment';
  return {
    id: `${vendor.id}/${api.id}`,
    vendor: translate(vendor.label),
    label: `${translate(vendor.label)} · ${translate(api.label)}`,
    subject: {
      api,
      source: isOverridden ? 'settings' : entered,
      target:
        resolved.state === 'ready'
          ? {
              state: 'ready',
              connection: resolved.connection,
              ...(chosen?.api === api && { chosenModel: chosen.model }),
            }
          : notConfirmed(resolved),
    },
  };
}

function notConfirmed({ bound, addressFrom, wanted }: OtherAddress): NamedSubject['subject']['target'] {
  return {
    state: 'not-confirmed',
    ...(bound !== undefined && { bound }),
    ...(addressFrom !== undefined && { variable: addressFrom }),
    wanted,
  };
}

function readWayOut(transport: ExtensionTransport): WayOut {
  const options = readUndiciOptions();
  const extra = tls.getCACertificates('extra');
  let everybody: tls.SecureContext | undefined;
  const proxies: ProxySources = {
    support: userSetting<string>('http.proxySupport', 'override'),
    setting: userSetting<string>('http.proxy', ''),
    exceptions: userSetting<readonly string[]>('http.noProxy', []),
    environment: process.env,
  };
  return {
    transport,
    proxies,
    ...(options.proxyAuthorization !== undefined && { proxyAuthorization: options.proxyAuthorization }),
    trust: {
      everybody() {
        everybody ??= createTrust(options.systemCertificates, options.ca);
        return everybody;
      },
      extra,
      checksProxy: options.strictSSL,
    },
    lookUp: (name) => lookup(name, { all: true }),
    wayOf: (origin) => ({ way: transport.wayOf(origin), chosen: readNetworkChoice() !== 'auto' }),
    clock: () => performance.now(),
  };
}

function readPlace({ extensionKind }: vscode.Extension<unknown>): Place {
  const { remoteName, uiKind } = vscode.env;
  return {
    remoteName,
    runsRemotely: remoteName !== undefined && extensionKind === vscode.ExtensionKind.Workspace,
    isBrowser: uiKind === vscode.UIKind.Web,
    authority: vscode.workspace.workspaceFolders?.[0]?.uri.authority ?? '',
  };
}

/** What those who are to help ask first. */
function readFacts({ packageJSON }: vscode.Extension<unknown>): string[] {
  const { version } = packageJSON as { readonly version: string };
  const versions = [
    `VS Code ${vscode.version}`,
    `Hanlin ${version}`,
    `Node ${process.versions.node}`,
    `${process.platform} ${process.arch}`,
  ];
  return [
    versions.join(' · '),
    ...(readUndiciOptions().strictSSL
      ? []
      : [
          translate(
            'http.proxyStrictSSL is off: a proxy’s certificate is not checked; that of the server that gets the key always is.',
          ),
        ]),
    ...(process.env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0'
      ? [
          translate(
            'NODE_TLS_REJECT_UNAUTHORIZED is 0: Hanlin then makes its own connections instead of VS Code’s, and still checks certificates.',
          ),
        ]
      : []),
  ];
}

function proxyVariable([name, value]: readonly [string, string | undefined]): string[] {
  return /^(?:https?|all)_proxy$/i.test(name) && value ? [value] : [];
}
