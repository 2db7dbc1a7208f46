import type { ApiDescriptor, Connection, CredentialField, Credentials } from '../core/vendor.ts';
import { isLoopback } from '../net/proxySettings.ts';

/** What the user entered for an API, as it is kept in SecretStorage. */
export interface StoredConnection {
  readonly credentials: Credentials;
  readonly authMode: string;
  readonly baseUrl: string;
}

export type ConnectionSource = 'stored' | 'environment';

export type ResolvedConnection =
  | { readonly state: 'missing' }
  | { readonly state: 'ready'; readonly source: ConnectionSource; readonly connection: Connection }
  /** The settings name another address than the one the key was entered for, and the user has not agreed to it. */
  | {
      readonly state: 'other-address';
      readonly source: ConnectionSource;
      readonly bound: string;
      readonly wanted: string;
    };

export interface ConnectionInputs {
  readonly stored: StoredConnection | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The address that the user's settings name instead of the entered one. */
  readonly override: string | undefined;
  /** Origins that the user agreed to for this API. */
  readonly confirmedOrigins: readonly string[];
  /** BCP 47. */
  readonly language: string;
}

/**
 * With which key an API is asked, and where. A stored key goes before one from the environment. A key is sent only to
 * the origin it was entered for, or to one that the user has agreed to since; a key from the environment belongs to
 * the addresses that the vendor documents, and to this computer.
 */
export function resolveConnection(api: ApiDescriptor, inputs: ConnectionInputs): ResolvedConnection {
  const found = inputs.stored ? fromStored(api, inputs.stored) : fromEnvironment(api, inputs.environment);
  if (!found) return { state: 'missing' };
  const { source, authMode, credentials } = found;
  const baseUrl = trimSlashes(inputs.override ?? found.baseUrl);
  const origin = originOf(baseUrl);
  if (origin === undefined || ![...found.origins, ...inputs.confirmedOrigins].includes(origin)) {
    const loopbackForEnvironment =
      source === 'environment' && origin !== undefined && isLoopback(new URL(origin).hostname);
    if (!loopbackForEnvironment) {
      return { state: 'other-address', source, bound: found.origins[0] ?? '', wanted: origin ?? baseUrl };
    }
  }
  return {
    state: 'ready',
    source,
    connection: { credentials, authMode, baseUrl, language: inputs.language },
  };
}

/** Whether an API has a key at all, and where it comes from. */
export function keyState(resolved: ResolvedConnection): 'missing' | ConnectionSource {
  return resolved.state === 'missing' ? 'missing' : resolved.source;
}

/** The fault of an address that a user typed, as an English sentence, or undefined if it can be used. */
export function checkBaseUrl(address: string): string | undefined {
  if (!URL.canParse(address)) return 'Enter a whole address, such as https://example.com/v1.';
  const { protocol, hostname, username, search, hash } = new URL(address);
  if (username !== '' || search !== '' || hash !== '')
    return 'The address must not contain a user name, “?” or “#”.';
  if (protocol === 'https:' || protocol === 'wss:') return undefined;
  if ((protocol === 'http:' || protocol === 'ws:') && isLoopback(hostname)) return undefined;
  return 'Use https://. Plain http:// is for this computer only.';
}

/** An address without slashes at its end, to which paths can be appended. */
export function trimSlashes(address: string): string {
  return address.trim().replace(/\/+$/, '');
}

interface Found {
  readonly source: ConnectionSource;
  readonly credentials: Credentials;
  readonly authMode: string;
  readonly baseUrl: string;
  /** Where these credentials may go without asking. */
  readonly origins: readonly string[];
}

function fromStored(api: ApiDescriptor, stored: StoredConnection): Found {
  const origin = originOf(stored.baseUrl);
  const known = api.authModes.some((mode) => mode.id === stored.authMode);
  return {
    source: 'stored',
    credentials: stored.credentials,
    authMode: known ? stored.authMode : (api.authModes[0]?.id ?? ''),
    baseUrl: stored.baseUrl,
    origins: origin === undefined ? [] : [origin],
  };
}

function fromEnvironment(
  api: ApiDescriptor,
  environment: ConnectionInputs['environment'],
): Found | undefined {
  const variable = api.baseUrlVariable;
  const address = variable === undefined ? '' : (environment[variable] ?? '').trim();
  for (const { id, fields } of api.authModes) {
    const credentials = credentialsFrom(fields, environment);
    // Where no field is required, only the address shows that somebody wants this API.
    if (!credentials || (Object.keys(credentials).length === 0 && address === '')) continue;
    const documented = api.endpoints.map((endpoint) => new URL(endpoint.baseUrl).origin);
    const named = originOf(address);
    return {
      source: 'environment',
      credentials,
      authMode: id,
      baseUrl: address === '' ? (api.endpoints[0]?.baseUrl ?? '') : address,
      origins: [...new Set([...(named === undefined ? [] : [named]), ...documented])],
    };
  }
  return undefined;
}

/** The values of all fields, without optional ones that are not set; undefined if a required one is missing. */
function credentialsFrom(
  fields: readonly CredentialField[],
  environment: ConnectionInputs['environment'],
): Record<string, string> | undefined {
  const credentials: Record<string, string> = {};
  for (const { id, environmentVariables, normalise, optional } of fields) {
    const variable = environmentVariables.find((name) => (environment[name] ?? '').trim() !== '');
    if (variable !== undefined) credentials[id] = normalise(environment[variable] ?? '');
    else if (!optional) return undefined;
  }
  return credentials;
}

/** The origin of an address that may be used, else undefined. */
function originOf(address: string): string | undefined {
  return checkBaseUrl(address) === undefined ? new URL(address).origin : undefined;
}
