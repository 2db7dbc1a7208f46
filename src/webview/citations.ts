import type { Source } from '../shared/protocol.ts';
import { element } from './dom.ts';
import { linkHref, safeAddress } from './markdown/links.ts';
import { isSelected } from './selection.ts';

/** How the vendors refer to a source: `[ref_1]`, `^[1]^`, `[1]`. */
const mark = /\^?\[(?:ref_)?(\d{1,3})\]\^?/g;

/** How many pieces of text are looked through at a time. */
const nodesPerSlice = 50;

/**
 * Makes links of the places where a finished text refers to one of its sources by number, in small steps. It leaves off
 * when something in the text is selected.
 *
 * @param root the text; nothing else may change what is in it meanwhile
 */
export function* linkCitations(root: HTMLElement, sources: readonly Source[]): Generator<void> {
  const numbered = new Map(sources.map((source) => [source.number, source]));
  numbered.delete(undefined);
  if (numbered.size === 0) return;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  let looked = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    looked += 1;
    if (looked % nodesPerSlice === 0) yield;
    if (node instanceof Text && !node.parentElement?.closest('pre, a, code, .code-block')) texts.push(node);
  }
  for (const [index, text] of texts.entries()) {
    if (index % nodesPerSlice === nodesPerSlice - 1) yield;
    if (isSelected(root)) return;
    // From the end, so that the places before stay right.
    for (const match of [...text.data.matchAll(mark)].reverse()) {
      const source = numbered.get(Number(match[1]));
      if (source && text.isConnected) replace(text, match.index, match[0].length, source);
    }
  }
}

function replace(text: Text, start: number, length: number, { number, title, url }: Source): void {
  text.splitText(start + length);
  const cited = text.splitText(start);
  const target = url === undefined ? undefined : safeAddress(url);
  const shown = title === '' ? (target ?? url ?? '') : title;
  const content = String(number);
  cited.replaceWith(
    target !== undefined
      ? element(
          'a',
          {
            class: 'citation',
            href: linkHref,
            'data-url': target,
            title: `${shown}\n${target}`,
            'aria-label': `${content} ${shown}`,
          },
          content,
        )
      : element('span', { class: 'citation', title: shown }, content),
  );
}
