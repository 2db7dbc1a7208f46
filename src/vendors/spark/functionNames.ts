import { createHash } from 'node:crypto';

/** What names of functions an API takes. */
export interface NameRule {
  /** Matches a character that may not be in a name. */
  readonly forbidden: RegExp;
  readonly maxLength: number;
}

/** Not documented; the vendor's own examples have Chinese names. */
export const socketNames: NameRule = { forbidden: /[^\p{L}\p{N}_-]/gu, maxLength: 64 };
export const completionNames: NameRule = { forbidden: /[^A-Za-z0-9_]/g, maxLength: 32 };

/** Names as the API takes them, and back. */
export interface FunctionNames {
  toVendor(name: string): string;
  fromVendor(name: string): string;
}

/**
 * Replaces names that the API would refuse by similar ones, the same one every time.
 *
 * @param names of the functions that the model may call.
 */
export function functionNames(names: readonly string[], rule: NameRule): FunctionNames {
  const originals = new Map(names.map((name) => [accepted(name, rule), name]));
  return {
    toVendor: (name) => accepted(name, rule),
    fromVendor: (name) => originals.get(name) ?? name,
  };
}

function accepted(name: string, { forbidden, maxLength }: NameRule): string {
  const cleaned = name.replace(forbidden, '_');
  if (cleaned === name && name !== '' && name.length <= maxLength) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  // The cut may go through a letter of two code units.
  const start = cleaned.slice(0, maxLength - hash.length - 1).replace(/[\ud800-\udbff]$/, '');
  return `${start}_${hash}`;
}
