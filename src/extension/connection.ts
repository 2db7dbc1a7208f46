import type { ApiDescriptor, Connection, CredentialField, Credentials } from '../core/vendor.ts';
import {
  addressFault,
  isReadable,
  isThisComputer,
  originOf,
  trimSlashes,
  withoutSecretParts,
} from '../net/serverAddress.ts';

/** What the user entered for an API, as it is kept in SecretStorage. */
export interface StoredConnection {
  readonly credentials: Credentials;
  readonly authMode: string;
  readonly baseUrl: string;
  /** Whether the user has agreed that the key goes to this address although everybody on the way can read it. */
  readonly allowsReadable?: boolean;
}

export type ConnectionSource = 'stored' | 'environment';

export type ResolvedConnection =
  | { readonly state: 'missing' }
  /** Something is stored, but it cannot be understood: it was written by half, or by another version. */
  | { readonly state: 'unreadable'; readonly source: 'stored' }
  | { readonly state: 'ready'; readonly source: ConnectionSource; readonly connection: Connection }
  | OtherAddress;

/** The key was not entered for the address that is to be used, and the user has not agreed to it. */
export interface OtherAddress {
  readonly state: 'other-address';
  readonly source: ConnectionSource;
  /** The origin that a stored key was entered for; one from the environment was entered for none. */
  readonly bound?: string;
  /** As in `Agreement`. */
  readonly keyFrom?: string;
  /** The environment variable that names the address, unless the user's settings do. */
  readonly addressFrom?: string;
  /** The origin that it would go to; of an address that cannot be used, what may be shown of it. */
  readonly wanted: string;
  /** Why the address cannot be used, as an English sentence. */
  readonly fault?: string;
}

/** The user has agreed that a key goes to an origin. */
export interface Agreement {
  /** As in `URL.origin`; compared as a whole. */
  readonly origin: string;
  /**
   * The environment variables that the key comes from, joined by `+`; empty where there is an address and no key.
   * Absent for the key that is stored.
   */
  readonly keyFrom?: string;
}

export interface ConnectionInputs {
  readonly stored: StoredConnection | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The address that the user's settings name instead of the entered one. */
  readonly override: string | undefined;
  /** What the user agreed to for this API. */
  readonly agreements: readonly Agreement[];
  /** BCP 47. */
  readonly language: string;
}

/**
 * With which key an API is asked, and where. A stored key goes before one from the environment. A key is sent only to
 * the origin it was entered for, or to one that the user has agreed to since; a key from the environment belongs to
 * the addresses that its vendor documents, and to this computer. An address that the environment names is no agreement:
 * a shell, a dev container or a script of a project may have named it. Where everybody on the way could read the key, it
 * is sent only if the user has agreed to that very origin.
 */
export function resolveConnection(api: ApiDescriptor, inputs: ConnectionInputs): ResolvedConnection {
  const found = inputs.stored ? fromStored(api, inputs.stored) : fromEnvironment(api, inputs.environment);
  if (!found) return { state: 'missing' };
  const { source, authMode, credentials } = found;
  const baseUrl = trimSlashes(inputs.override ?? found.baseUrl);
  const origin = originOf(baseUrl);
  if (origin === undefined || !isAllowed(origin, found, inputs.agreements)) {
    const fault = addressFault(baseUrl);
    const { keyFrom, addressFrom } = found;
    return {
      state: 'other-address',
      source,
      ...(source === 'stored' && { bound: found.origins[0] ?? withoutSecretParts(found.baseUrl) }),
      ...(keyFrom !== undefined && { keyFrom }),
      ...(addressFrom !== undefined && inputs.override === undefined && { addressFrom }),
      wanted: origin ?? withoutSecretParts(baseUrl),
      ...(fault !== undefined && { fault }),
    };
  }
  return {
    state: 'ready',
    source,
    connection: { credentials, authMode, baseUrl, language: inputs.language },
  };
}

function isAllowed(origin: string, found: Found, agreements: readonly Agreement[]): boolean {
  if (agreements.some((agreed) => agreed.origin === origin && agreed.keyFrom === found.keyFrom)) return true;
  if (isReadable(origin)) return found.allowsReadable && found.origins.includes(origin);
  const { hostname } = new URL(origin);
  return found.origins.includes(origin) || (found.source === 'environment' && isThisComputer(hostname));
}

/** Whether an API has a key at all, and where it comes from. */
export function keyState(resolved: ResolvedConnection): 'missing' | ConnectionSource {
  return resolved.state === 'missing' ? 'missing' : resolved.source;
}

interface Found {
  readonly source: ConnectionSource;
  readonly credentials: Credentials;
  readonly authMode: string;
  readonly baseUrl: string;
  /** As in `Agreement`. */
  readonly keyFrom?: string;
  /** The environment variable that names `baseUrl`. */
  readonly addressFrom?: string;
  /** Where these credentials may go without asking. */
  readonly origins: readonly string[];
  /** Whether they may go there although everybody on the way can read them. */
  readonly allowsReadable: boolean;
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
    allowsReadable: stored.allowsReadable === true,
  };
}

function fromEnvironment(
  api: ApiDescriptor,
  environment: ConnectionInputs['environment'],
): Found | undefined {
  const variable = api.baseUrlVariable;
  const address = variable === undefined ? '' : (environment[variable] ?? '').trim();
  const documented = api.endpoints.map((endpoint) => new URL(endpoint.baseUrl).origin);
  for (const { id, fields } of api.authModes) {
    const values = valuesFrom(fields, environment);
    // Where no field is required, only the address shows that somebody wants this API.
    if (!values || (values.variables.length === 0 && address === '')) continue;
    const baseUrl = address === '' ? (api.endpoints[0]?.baseUrl ?? '') : address;
    const origin = originOf(baseUrl);
    return {
      source: 'environment',
      credentials: values.credentials,
      authMode: id,
      baseUrl,
      keyFrom: values.variables.join('+'),
      ...(address !== '' && { addressFrom: variable }),
      origins: variable === undefined ? documented : ownOrigins(documented, origin),
      // Whoever can set a variable need not be the one who can agree.
      allowsReadable: false,
    };
  }
  return undefined;
}

/**
 * Where a key from the environment may go unasked if the environment may name the address as well. Well-known addresses
 * of several vendors are none: the key is one vendor's, and nobody can tell whose.
 */
function ownOrigins(documented: readonly string[], origin: string | undefined): string[] {
  const vendors = new Set(documented.filter((one) => !isThisComputer(new URL(one).hostname)));
  return vendors.size > 1 ? [] : documented.filter((one) => one === origin);
}

interface FoundValues {
  readonly credentials: Credentials;
  /** Where they come from. */
  readonly variables: readonly string[];
}

/** The values of all fields, without optional ones that are not set; undefined if a required one is missing. */
function valuesFrom(
  fields: readonly CredentialField[],
  environment: ConnectionInputs['environment'],
): FoundValues | undefined {
  const credentials: Record<string, string> = {};
  const variables: string[] = [];
  for (const { id, environmentVariables, normalise, optional } of fields) {
    const variable = environmentVariables.find((name) => (environment[name] ?? '').trim() !== '');
    if (variable !== undefined) {
      credentials[id] = normalise(environment[variable] ?? '');
      variables.push(variable);
    } else if (!optional) return undefined;
  }
  return { credentials, variables };
}
