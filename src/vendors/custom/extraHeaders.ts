import { isJsonObject, parseJson } from '../../net/json.ts';

/** Those that say what a request is; a server could not read it with others. */
const own = new Set([
  'content-type',
  'content-length',
  'host',
  'connection',
  'transfer-encoding',
  'accept-encoding',
]);

/**
 * Headers as a user writes them: a JSON object of texts, or lines of `Name: value`. Names come out in lower case.
 *
 * @returns undefined if it is neither.
 */
export function parseHeaders(text: string): Readonly<Record<string, string>> | undefined {
  const entries = text.trimStart().startsWith('{') ? jsonEntries(text) : lineEntries(text);
  if (!entries?.every(([name, value]) => isHeader(name, value))) return undefined;
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), value]));
}

/** What is wrong with headers, in one sentence; undefined if they can be sent. */
export function headersFault(text: string): string | undefined {
  const headers = parseHeaders(text);
  if (!headers) return 'Write headers as JSON, {"Name": "value"}, or one “Name: value” per line.';
  return Object.keys(headers).some((name) => own.has(name))
    ? 'Content-Type, Host and the like are set by the request itself.'
    : undefined;
}

function jsonEntries(text: string): readonly (readonly [string, string])[] | undefined {
  const value = parseJson(text);
  if (!isJsonObject(value)) return undefined;
  return Object.entries(value).map(([name, each]) => [name, typeof each === 'string' ? each : '']);
}

function lineEntries(text: string): readonly (readonly [string, string])[] {
  return text
    .split(/[\r\n]/)
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, Math.max(0, colon)).trim(), line.slice(colon + 1).trim()];
    });
}

/** As RFC 9110 has them: a token, and visible characters with spaces between them. */
function isHeader(name: string, value: string): boolean {
  return (
    /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name) && /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value)
  );
}
