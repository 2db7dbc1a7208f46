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

/**
 * The patterns that one with `{a,b}` in it stands for. VS Code's globs know no braces inside braces: a pattern with such
 * ones, or with half a pair, stands for nothing.
 */
function withoutBraces(pattern: string): string[] {
  // Every other piece is what stands between braces.
  const pieces = pattern
    .split(/\{([^{}]*)\}/)
    .map((piece, index) => (index % 2 === 0 ? [piece] : piece.split(',')));
  const count = pieces.reduce((product, choices) => product * choices.length, 1);
  if (count > mostPatterns) return [];
  return pieces
    .reduce((begun, choices) => begun.flatMap((before) => choices.map((choice) => before + choice)))
    .filter((one) => !/[{}]/.test(one));
}
