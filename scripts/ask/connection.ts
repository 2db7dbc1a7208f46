import { ProviderError } from '../../src/core/error.ts';
import type { ApiDescriptor, AuthMode, Connection, Credentials } from '../../src/core/vendor.ts';
import { addressFault, isReadable, trimSlashes, withoutSecretParts } from '../../src/net/serverAddress.ts';
import { Problem } from '../problem.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ConnectionWishes {
  readonly api: ApiDescriptor;
  readonly authMode: AuthMode | undefined;
  /** As typed. */
  readonly endpoint: string | undefined;
  /** Whether an address is used as it was typed, even when it has no path. */
  readonly endpointAsTyped: boolean;
  readonly environment: Environment;
  /** Whether the key may go to another computer over plain http, where everybody on the way can read it. */
  readonly allowHttp: boolean;
  /** BCP 47. */
  readonly language: string;
}

/**
 * With which key an API is asked, and where: the key from the customary environment variables, the address from the
 * command line, from its own environment variable, or the API's first one.
 *
 * @throws {ProviderError} `auth` when a variable is missing or its value cannot be right.
 * @throws {Problem} for an address that is none, or that the key would go to in the open without leave.
 */
export function connectionOf(wishes: ConnectionWishes): Connection {
  const { api, environment, language } = wishes;
  const found = credentialsIn(environment, wishes.authMode ? [wishes.authMode] : api.authModes);
  if (!found) throw missingVariables(wishes.authMode ? [wishes.authMode] : api.authModes);
  return {
    credentials: found.credentials,
    authMode: found.authMode.id,
    baseUrl: baseUrlOf(wishes),
    language,
  };
}

/**
 * The first of the ways to sign in whose values are all in the environment. Values are normalised; optional ones come
 * along when they are there.
 *
 * @throws {ProviderError} `auth` for a value that cannot be right.
 */
export function credentialsIn(
  environment: Environment,
  authModes: readonly AuthMode[],
): { readonly authMode: AuthMode; readonly credentials: Credentials } | undefined {
  const authMode = authModes.find(({ fields }) =>
    fields.every(
      (field) => field.optional || variableIn(environment, field.environmentVariables) !== undefined,
    ),
  );
  if (!authMode) return undefined;
  const credentials: Record<string, string> = {};
  for (const field of authMode.fields) {
    const variable = variableIn(environment, field.environmentVariables);
    if (variable === undefined) continue;
    const value = field.normalise(environment[variable] ?? '');
    const fault = field.check(value);
    if (fault !== undefined) throw new ProviderError('auth', `${variable}: ${fault}`);
    credentials[field.id] = value;
  }
  return { authMode, credentials };
}

function variableIn(environment: Environment, names: readonly string[]): string | undefined {
  return names.find((name) => (environment[name] ?? '').trim() !== '');
}

function missingVariables(authModes: readonly AuthMode[]): ProviderError {
  const ways = authModes.map(({ id, fields }) => {
    const needed = fields.filter(({ optional }) => !optional).map(({ environmentVariables: [name] }) => name);
    return authModes.length > 1 ? `${needed.join(', ')} (--auth ${id})` : needed.join(', ');
  });
  return new ProviderError('auth', `No key: set ${ways.join(', or ')}`, { advice: 'no-key' });
}

function baseUrlOf(wishes: ConnectionWishes): string {
  const { api, endpoint, endpointAsTyped, environment } = wishes;
  if (endpoint !== undefined) {
    const typed = checked(endpoint, '--endpoint', wishes);
    const url = new URL(typed);
    return endpointAsTyped || url.pathname !== '/' ? typed : typed + documentedPath(api, url);
  }
  const variable = api.baseUrlVariable ?? '';
  const fromVariable = environment[variable]?.trim();
  return fromVariable
    ? checked(fromVariable, variable, wishes)
    : trimSlashes(api.endpoints[0]?.baseUrl ?? '');
}

/** An address from outside; what is wrong with it is said without what may be secret in it. */
function checked(address: string, from: string, { allowHttp }: ConnectionWishes): string {
  const fault = addressFault(address);
  if (fault !== undefined) throw new Problem(`${from} is "${withoutSecretParts(address)}". ${fault}`);
  if (isReadable(address) && !allowHttp) {
    throw new Problem(
      `${from}: over plain http, everybody on the way to ${new URL(address).host} can read the key and the question. If that is all right, add --allow-http.`,
    );
  }
  return trimSlashes(address);
}

/** The path that the vendor documents at an origin, or at its own where that origin is not the vendor's. */
function documentedPath(api: ApiDescriptor, { host }: URL): string {
  const documented = api.endpoints.map(({ baseUrl }) => new URL(baseUrl));
  const { pathname } = documented.find((url) => url.host === host) ?? documented[0] ?? { pathname: '' };
  return trimSlashes(pathname);
}
