import type { Credentials } from '../core/vendor.ts';
import { isJsonObject, parseJson } from '../net/json.ts';
import { originOf } from '../net/serverAddress.ts';
import type { Agreement, StoredConnection } from './connection.ts';

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

/**
 * The agreements in a record. What cannot be understood is no agreement. A bare origin is one for the stored key: earlier
 * versions wrote nothing else.
 */
export function parseAgreements(record: string): readonly Agreement[] {
  const value = parseJson(record);
  return Array.isArray(value) ? value.flatMap(agreementIn) : [];
}

function agreementIn(value: unknown): Agreement[] {
  if (typeof value === 'string') return isOrigin(value) ? [{ origin: value }] : [];
  if (!isJsonObject(value) || !isOrigin(value['origin'])) return [];
  const { origin, keyFrom } = value;
  if (keyFrom === undefined) return [{ origin }];
  return typeof keyFrom === 'string' ? [{ origin, keyFrom }] : [];
}

function isOrigin(value: unknown): value is string {
  return typeof value === 'string' && originOf(value) === value;
}

function areTexts(value: unknown): value is Credentials {
  return isJsonObject(value) && Object.values(value).every((each) => typeof each === 'string');
}
