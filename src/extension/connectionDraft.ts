import type { Translate } from '../chat/advice.ts';
import type { ApiDescriptor, CredentialField, Endpoint, LocalServer } from '../core/vendor.ts';
import { isReadable } from '../net/serverAddress.ts';
import type { StoredConnection } from './connection.ts';

/** The endpoints that are offered, those of servers that run on this computer first. */
export function offeredEndpoints(
  { endpoints }: Pick<ApiDescriptor, 'endpoints'>,
  running: readonly LocalServer[],
): Endpoint[] {
  const found = running.map(({ endpoint }) => endpoint);
  return [...found, ...endpoints.filter((endpoint) => !found.includes(endpoint))];
}

/** What is said beside an endpoint; empty for nothing. */
export function endpointRemark(
  endpoint: Endpoint,
  running: readonly LocalServer[],
  { baseUrl }: StoredConnection,
  translate: Translate,
): string {
  const server = running.find((candidate) => candidate.endpoint === endpoint);
  if (server) return translate('running now, {count} models', { count: String(server.models.length) });
  return baseUrl === endpoint.baseUrl ? translate('last time') : '';
}

/** @param isTyped the user has typed the address, and agreed to it if everybody on the way can read what is sent there */
export function withAddress(draft: StoredConnection, baseUrl: string, isTyped: boolean): StoredConnection {
  const { allowsReadable: _, ...others } = draft;
  return { ...others, baseUrl, ...(isTyped && isReadable(baseUrl) && { allowsReadable: true }) };
}

/** The fault of what was typed into a field, untranslated; undefined if there is none. */
export function fieldFault(field: CredentialField, typed: string): string | undefined {
  if (field.optional && typed.trim() === '') return undefined;
  return field.check(field.normalise(typed));
}

/** An empty field is none. */
export function withField(draft: StoredConnection, field: CredentialField, typed: string): StoredConnection {
  const { [field.id]: _, ...others } = draft.credentials;
  const value = field.normalise(typed);
  return { ...draft, credentials: value === '' ? others : { ...others, [field.id]: value } };
}
