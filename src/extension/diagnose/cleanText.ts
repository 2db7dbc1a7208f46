import { visibleName } from '../../chat/hiddenCharacters.ts';
import { longestFailureRead } from '../../core/limits.ts';
import type { Credentials } from '../../core/vendor.ts';
import { redact } from '../../net/redact.ts';
import { wholeWords } from '../../net/wholeWords.ts';

/** Longer than any sentence of ours. */
const longestText = 600;

/**
 * Makes whatever a server, a proxy or an error said fit to be shown and passed on: without secrets and the user's
 * folders, and in one bounded line without anything invisible.
 *
 * @param secrets as they were entered.
 * @param folders that may have the user's name in them.
 */
export function cleanText(text: string, secrets: readonly string[], folders: readonly string[]): string {
  const withoutFolders = folders
    .filter((folder) => folder.length > 1)
    .reduce((result, folder) => result.replaceAll(folder, '~'), wholeWords(text, longestFailureRead));
  const line = redact(withoutFolders, secrets).replace(/\s+/g, ' ').trim();
  return visibleName(line.slice(0, longestText));
}

/** Every value that was entered to sign in, names of accounts as well, and what is quoted in lists of headers. */
export function secretsOf(credentials: Credentials): string[] {
  return Object.values(credentials)
    .flatMap((value) => [value, ...value.split(/["\n]|:\s/)])
    .map((value) => value.trim())
    .filter((value) => value.length >= 6);
}

/** User name and password of a proxy's address, together and apart, and what is sent to it in their place. */
export function secretsOfProxy(proxy: string, authorization: string | undefined): string[] {
  const sent = authorization === undefined ? [] : [authorization, authorization.replace(/^\w+\s+/, '')];
  const [, pair = ''] = /^(?:\w[\w+.-]*:\/\/)?([^/]*)@/.exec(proxy) ?? [];
  const [name = '', ...rest] = pair.split(':');
  const entered = [pair, name, rest.join(':')];
  return [...sent, ...entered, ...entered.map(decoded)].filter((value) => value !== '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
