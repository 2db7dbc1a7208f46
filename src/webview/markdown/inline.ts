import { decodeHTMLStrict } from 'entities/decode';
import type { Token, Tokens } from 'marked';
import { linkHref, safeAddress } from './links.ts';
import { linkText } from './linkText.ts';
import { elementNode, joinTexts, type MarkdownNode, textNode } from './nodes.ts';

/**
 * Turns marked's inline tokens into nodes. HTML becomes text, an image a link to it, and a link to anything but http,
 * https and mailto the text it had.
 */
export function inlineNodes(tokens: readonly Token[], insideLink = false): readonly MarkdownNode[] {
  return joinTexts(tokens.flatMap((token) => inlineNode(token as Tokens.Generic, insideLink)));
}

function inlineNode(token: Tokens.Generic, insideLink: boolean): readonly MarkdownNode[] {
  const children = () => inlineNodes(token.tokens ?? [], insideLink);
  switch (token.type) {
    case 'escape':
      return [textNode(String(token['text']))];
    case 'strong':
    case 'em':
    case 'del':
      return [elementNode(token.type, children())];
    case 'codespan':
      return [elementNode('code', [textNode(readable(String(token['text'])))])];
    case 'br':
      return [elementNode('br')];
    case 'link':
      return linkNodes(decode(token['href']), inlineNodes(token.tokens ?? [], true), insideLink);
    case 'image': {
      const address = decode(token['href']);
      const label = decode(token['text']) || address;
      return linkNodes(address, [textNode(label)], insideLink);
    }
    case 'html':
      // A line break is what models mean by the one tag they use in table cells.
      return /^<br\s*\/?>$/i.test(token.raw) ? [elementNode('br')] : [textNode(token.raw)];
    case 'checkbox':
      return [checkboxNode(token['checked'] === true)];
    default:
      return [textNode(readable(decode(token['text'] ?? token.raw)))];
  }
}

function linkNodes(
  address: string,
  children: readonly MarkdownNode[],
  insideLink: boolean,
): readonly MarkdownNode[] {
  const target = insideLink ? undefined : safeAddress(address);
  if (target === undefined) return children;
  const attributes = { href: linkHref, 'data-url': target, title: target };
  return [elementNode('a', joinTexts(linkText(children, address, target)), attributes)];
}

export function checkboxNode(checked: boolean): MarkdownNode {
  // Screen readers know the characters by name, in every language.
  const state = checked ? { checked: '', 'aria-label': '☑' } : { 'aria-label': '☐' };
  return elementNode('input', [], { type: 'checkbox', disabled: '', ...state });
}

/** More marks than any script puts on one letter. To shape hundreds of them takes seconds. */
const heapOfMarks = /\p{M}{32}(?=\p{M})/gu;

/** The same text with heaps of marks taken apart, each on a dotted circle of its own. */
function readable(text: string): string {
  return text.length > 32 ? text.replace(heapOfMarks, '$&\u25cc') : text;
}

function decode(text: unknown): string {
  const raw = String(text ?? '');
  return raw.includes('&') ? decodeHTMLStrict(raw) : raw;
}
