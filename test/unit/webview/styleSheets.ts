import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../../src/webview/styles');

/** A selector as it stands in a style sheet. */
export interface Selector {
  readonly file: string;
  readonly text: string;
}

/** The texts of the style sheets by their names, without comments. */
export function readStyleSheets(): ReadonlyMap<string, string> {
  return new Map(
    readdirSync(folder).map((name) => [
      name,
      readFileSync(join(folder, name), 'utf8').replace(/\/\*.*?\*\//gs, ''),
    ]),
  );
}

/** All selectors of the style sheets, one for each comma, without those of keyframes. */
export function readSelectors(): readonly Selector[] {
  return [...readStyleSheets()].flatMap(([file, css]) => {
    const withoutKeyframes = css.replace(/@keyframes [^{]+\{(?:[^{}]*\{[^{}]*\})*\s*\}/g, '');
    return [...withoutKeyframes.matchAll(/[^{}]+(?=\{)/g)]
      .map(([head]) => head.slice(head.lastIndexOf(';') + 1).trim())
      .filter((head) => !head.startsWith('@'))
      .flatMap((head) => splitAtCommas(head))
      .map((text) => ({ file, text }));
  });
}

function splitAtCommas(list: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const character of list) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (character === ',' && depth === 0) {
      parts.push(part.trim());
      part = '';
    } else part += character;
  }
  return [...parts, part.trim()];
}

/** What depends on the pointer, the focus or the text and not on which elements are drawn. */
const passing =
  /::[\w-]+|:not\(:(?:focus-visible|disabled|empty)\)|:(?:hover|active|focus-visible|focus-within|focus|disabled|checked)(?![\w-])/g;

/** A selector as those for which there has to be an element: one for each alternative in `:is`. */
export function wantedSelectors(text: string): readonly string[] {
  const start = text.indexOf(':is(');
  if (start === -1) return [text.replace(passing, '').trim() || '*'];
  let end = start + 4;
  for (let depth = 1; depth > 0; end += 1) {
    if (text[end] === '(') depth += 1;
    if (text[end] === ')') depth -= 1;
  }
  return splitAtCommas(text.slice(start + 4, end - 1)).flatMap((alternative) =>
    wantedSelectors(text.slice(0, start) + alternative + text.slice(end)),
  );
}
