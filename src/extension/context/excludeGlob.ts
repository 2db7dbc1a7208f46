/**
 * One glob for all that the settings `files.exclude` and `search.exclude` leave out; undefined for nothing. Conditions
 * such as `{ "when": "$(basename).ts" }` cannot be said in a glob and are passed over.
 */
export function excludeGlob(settings: readonly Readonly<Record<string, unknown>>[]): string | undefined {
  const patterns = excludedGlobs(settings);
  if (patterns.length <= 1) return patterns[0];
  return `{${patterns.join(',')}}`;
}

/** The same one by one, none of them with braces. */
export function excludedGlobs(settings: readonly Readonly<Record<string, unknown>>[]): string[] {
  // Later settings may switch off what earlier ones leave out.
  return Object.entries(Object.assign({}, ...settings) as Record<string, unknown>)
    .filter(([, excluded]) => excluded === true)
    .flatMap(([pattern]) => withoutBraces(pattern))
    .filter((pattern) => pattern !== '');
}

/** Nobody writes a pattern that stands for more: each further pair of braces at least doubles them. */
const mostPatterns = 200;

/** The patterns that one with `{a,b}` in it stands for: VS Code's globs know no braces inside braces. */
function withoutBraces(pattern: string): string[] {
  const counts = [...pattern.matchAll(/\{([^{}]*)\}/g)].map(([, choices = '']) => choices.split(',').length);
  const count = counts.reduce((product, choices) => product * choices, 1);
  return count > mostPatterns ? [] : expanded(pattern);
}

function expanded(pattern: string): string[] {
  const [, before = '', choices, after = ''] = /^([^{]*)\{([^{}]*)\}(.*)$/.exec(pattern) ?? [];
  if (choices === undefined) return [pattern];
  return choices.split(',').flatMap((choice) => expanded(`${before}${choice}${after}`));
}
