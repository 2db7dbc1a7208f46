import type { Credentials } from '../core/vendor.ts';
import { isJsonObject, parseJson } from '../net/json.ts';
import { originOf } from '../net/serverAddress.ts';
import type { StoredConnection } from './connection.ts';

/*
 * What SecretStorage holds is what some version of Hanlin has written, whole or, after a crash, by half. Nothing here
 * throws: the error of a parser quotes what it could not read, and that may be a key.
 */

/** The connection in a record; undefined if there is none in it that could be used. */
export function parseStoredConnection(record: string): StoredConnection | undefined {
  const value = parseJson(record);
  if (!isJsonObject(value)) return undefined;
  const { credentials, authMode, baseUrl, allowsReadable } = value;
  if (!areTexts(credentials) || typeof authMode !== 'string' || typeof baseUrl !== 'string') return undefined;
  return { credentials, authMode, baseUrl, ...(allowsReadable === true && { allowsReadable }) };
}

/** The origins in a record of agreements. What cannot be understood is no agreement. */
export function parseOrigins(record: string): readonly string[] {
  const value = parseJson(record);
  if (!Array.isArray(value)) return [];
  return value.filter((each): each is string => typeof each === 'string' && originOf(each) === each);
}

function areTexts(value: unknown): value is Credentials {
  return isJsonObject(value) && Object.values(value).every((each) => typeof each === 'string');
}
