/** What may be in the extension: licences that ask for no more than a notice. */
export const bundledLicences: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  // Of pictures and fonts: the icons.
  'CC-BY-4.0',
]);

/** What may be used for building and testing, besides: nothing of it is passed on. */
export const toolLicences: ReadonlySet<string> = new Set([
  ...bundledLicences,
  'Artistic-2.0',
  'BlueOak-1.0.0',
  'MPL-2.0',
  'PSF-2.0',
  'Zlib',
]);

/** Packages whose package.json does not name its licence in SPDX’s words, and what their licence is. */
export const otherWords: Readonly<Record<string, string>> = {
  // Its LICENSE file is the Apache License, version 2.0.
  '@darabonba/typescript': 'Apache-2.0',
};

/** Packages of tools under terms of their maker: Microsoft’s signing of extensions, of which nothing is used. */
export const makersTerms = /^@vscode\/vsce-sign(-|$)/;

/**
 * Whether a licence may be used, with a choice where it offers one.
 *
 * @param expression an SPDX expression of identifiers, AND, OR and parentheses
 * @throws SyntaxError if it is none
 */
export function isAllowed(expression: string, allowed: ReadonlySet<string>): boolean {
  const tokens = expression.match(/[()]|[^\s()]+/g) ?? [];
  let next = 0;

  function either(): boolean {
    let result = both();
    while (tokens[next] === 'OR') {
      next += 1;
      result = both() || result;
    }
    return result;
  }

  function both(): boolean {
    let result = single();
    while (tokens[next] === 'AND') {
      next += 1;
      result = single() && result;
    }
    return result;
  }

  function single(): boolean {
    const token = tokens[next];
    next += 1;
    if (token === '(') {
      const result = either();
      if (tokens[next] !== ')') throw new SyntaxError(`"${expression}" lacks a parenthesis.`);
      next += 1;
      return result;
    }
    if (token === undefined || !/^[A-Za-z0-9.+-]+$/.test(token)) {
      throw new SyntaxError(`"${expression}" is no expression of licences.`);
    }
    return allowed.has(token);
  }

  const result = either();
  if (next < tokens.length) throw new SyntaxError(`"${expression}" is no expression of licences.`);
  return result;
}
