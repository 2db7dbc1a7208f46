/**
 * Whether a text has matches of all patterns, one behind the other. A single pattern with `.*` between them would look
 * at the rest of the text once for each match of the first one.
 */
export function hasInOrder(text: string, patterns: readonly RegExp[]): boolean {
  let rest = text;
  for (const pattern of patterns) {
    const found = pattern.exec(rest);
    if (!found) return false;
    rest = rest.slice(found.index + found[0].length);
  }
  return true;
}
