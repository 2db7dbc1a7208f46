import { isJsonObject, type JsonObject, parseJson } from '../../../net/json.ts';

/* Reading JSON of which nothing may be taken for granted. */

/** The object in a text of JSON; undefined if there is none. */
export function parseObject(text: unknown): JsonObject | undefined {
  return typeof text === 'string' ? object(parseJson(text)) : undefined;
}

export function object(value: unknown): JsonObject | undefined {
  return isJsonObject(value) ? value : undefined;
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text that is not blank; undefined if it is, or none. */
export function words(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}
