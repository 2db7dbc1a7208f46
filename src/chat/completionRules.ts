import type { ModelInfo } from '../core/vendor.ts';
import type { ModelSelection } from './conversation.ts';
import { isSecretFile } from './secretFiles.ts';
import { cellScheme } from './seenEditors.ts';

/** Longer ones were not written by hand; in characters. */
const longestDocument = 1_000_000;

/** What decides whether code is suggested in a document. */
export interface SuggestionFacts {
  readonly scheme: string;
  readonly path: string;
  /** Whether the file system of its scheme can be written to. */
  readonly isWritable: boolean;
  /** Whether code is to be suggested in its language. */
  readonly isLanguageOn: boolean;
  /** In characters; to count them takes a moment. */
  length(): number;
}

/** Whether code is suggested in a document: not where secrets may be in it. */
export function isSuggestible({ scheme, path, isWritable, isLanguageOn, length }: SuggestionFacts): boolean {
  return isFile(scheme, isWritable) && isLanguageOn && length() <= longestDocument && !isSecretFile(path);
}

/** Files, and what is to become one; no logs, inputs, older versions and settings. */
function isFile(scheme: string, isWritable: boolean): boolean {
  if (scheme === 'untitled' || scheme === cellScheme) return true;
  return scheme !== 'vscode-userdata' && isWritable;
}

/** For each language by its id, what the user has set, else what is set by default, else what holds for all: on, if nothing is. */
export function languageSwitch(
  byDefault: Readonly<Record<string, boolean>>,
  byUser: Readonly<Record<string, boolean>>,
): (language: string) => boolean {
  const languages = new Map(Object.entries({ ...byDefault, ...byUser }));
  return (language) => languages.get(language) ?? languages.get('*') ?? true;
}

/** An API, and whether there is a key for it. */
interface KnownApi {
  readonly vendor: { readonly id: string };
  readonly api: { readonly id: string; readonly models: readonly ModelInfo[]; readonly ownModels?: boolean };
  readonly isUsable: boolean;
}

/**
 * The first model that can fill in code, of the APIs that have a key. Servers with models of their own are left out,
 * because nobody knows whether they have one.
 */
export function firstCompletionModel(states: readonly KnownApi[]): ModelSelection | undefined {
  for (const { vendor, api, isUsable } of states) {
    const first = api.models.find(({ completion }) => completion);
    if (isUsable && !api.ownModels && first) return { vendorId: vendor.id, apiId: api.id, model: first.id };
  }
  return undefined;
}
