import type { ModelOptions } from '../core/modelOptions.ts';

/** Values by `vendor/api` and, going before those, by `vendor/api/model`. */
type OptionTable = Readonly<Record<string, ModelOptions>>;

/** The address that is set for an API instead of the entered one. */
export function addressSetFor(
  endpoints: Readonly<Record<string, unknown>> | undefined,
  api: string,
): string | undefined {
  const address = endpoints?.[api];
  return typeof address === 'string' && address.trim() !== '' ? address : undefined;
}

/**
 * The table of options after one of them was set.
 *
 * @param value undefined takes the option out
 * @returns undefined where nothing is left in the table
 */
export function withOption(
  options: OptionTable,
  key: string,
  name: string,
  value: unknown,
): OptionTable | undefined {
  const { [key]: before = {}, ...others } = options;
  const { [name]: _, ...rest } = before as Readonly<Record<string, unknown>>;
  const changed = value === undefined ? rest : { ...rest, [name]: value };
  const table = Object.keys(changed).length === 0 ? others : { ...others, [key]: changed };
  return Object.keys(table).length === 0 ? undefined : table;
}

/** What sends a question. */
export function sendKey(setting: unknown): 'enter' | 'ctrlEnter' {
  return setting === 'ctrlEnter' ? 'ctrlEnter' : 'enter';
}

/** A language’s name is shorter: what else a workspace may set here would be an instruction to the model. */
const longestLanguage = 40;

/**
 * The language of the answers by its English name.
 *
 * @param setting a language’s name; whatever else it is, the window’s language holds
 * @param window the language of the window, BCP 47
 */
export function languageOfAnswers(setting: unknown, window: string): string {
  const language = typeof setting === 'string' ? setting.trim() : 'auto';
  const isName =
    /^[\p{L}\p{M}][\p{L}\p{M}\p{N} ()'’-]*$/u.test(language) && language.length <= longestLanguage;
  if (isName && language !== 'auto') return language;
  return new Intl.DisplayNames('en', { type: 'language' }).of(window) ?? 'English';
}

/** BCP 47; VS Code’s tags are in lower case and those for Chinese name the region rather than the script. */
export function languageTag(window: string): string {
  if (/^zh-(tw|hk)/i.test(window)) return 'zh-Hant';
  return /^zh/i.test(window) ? 'zh-Hans' : window;
}
