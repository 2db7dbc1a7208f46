import type { Token, Tokens } from 'marked';
import { inlineNodes } from './inline.ts';
import { type LexedDocument, lexInline } from './lexer.ts';
import { elementNode, type MarkdownNode } from './nodes.ts';

/** Renders a long paragraph that grows, without parsing its beginning again. */
export interface InlineMemo {
  /** The node of a paragraph that is long enough to be worth it; undefined for any other token. */
  paragraph(token: Token, document: LexedDocument): MarkdownNode | undefined;
  /** To be called when link definitions have changed. */
  clear(): void;
}

/** @param threshold how many characters a paragraph has before its beginning is remembered */
export function createInlineMemo(threshold: number): InlineMemo {
  let settledText = '';
  let settledNodes: MarkdownNode[] = [];

  function clear(): void {
    settledText = '';
    settledNodes = [];
  }

  return {
    clear,
    paragraph(token, document) {
      if (token.type !== 'paragraph') return undefined;
      const { text } = token as Tokens.Paragraph;
      if (text.length < threshold) return undefined;
      if (!text.startsWith(settledText)) clear();
      const rest = text.slice(settledText.length);
      const tokens = lexInline(rest, document.links);
      const node = elementNode('p', [...settledNodes, ...inlineNodes(tokens)]);
      const cut = findCut(tokens, rest.length - threshold / 4);
      if (cut) {
        settledText += rest.slice(0, cut.length);
        settledNodes.push(...inlineNodes(cut.tokens));
      }
      return node;
    },
  };
}

interface Cut {
  readonly tokens: readonly Token[];
  /** In characters of the source. */
  readonly length: number;
}

/** The last place before `limit` where nothing on the left can be changed by anything on the right. */
function findCut(tokens: readonly Token[], limit: number): Cut | undefined {
  let offset = 0;
  /** How many whole tokens stand before the cut, how much of the next one, and the length of all that. */
  let best: { count: number; text: string; length: number } | undefined;
  for (const [index, token] of tokens.entries()) {
    if (offset >= limit) break;
    const complete = completeLength(token);
    if (token.type === 'text') {
      const at = cutPosition(token.raw, Math.min(complete, limit - offset));
      if (at > 0) best = { count: index, text: token.raw.slice(0, at), length: offset + at };
    }
    if (complete < token.raw.length) break;
    offset += token.raw.length;
    if (token.type === 'escape' && tokens[index + 1]?.type === 'escape') {
      best = { count: index + 1, text: '', length: offset };
    }
  }
  if (!best) return undefined;
  const { count, text, length } = best;
  return { tokens: [...tokens.slice(0, count), { type: 'text', raw: text, text }], length };
}

/**
 * No rule looks across these places: after white space or a literal backslash and before a letter, and between two
 * Chinese characters. (`www.` is an address after a space, but not after a backslash, and of a `w` nobody knows what
 * it begins.)
 */
const cutPlaces =
  /(?<=[ \n])(?=[\p{L}\p{N}])|(?<=\\)(?=[\p{L}\p{N}])(?!w)|(?<=\p{Script=Han})(?=\p{Script=Han})/giu;

function cutPosition(text: string, limit: number): number {
  let position = 0;
  for (const match of text.slice(0, Math.max(0, limit)).matchAll(cutPlaces)) position = match.index;
  return position;
}

/** A pair of brackets that is no link. */
const plainBrackets = /\[[^[\]`\\<*_~!]*\](?![[(:])/g;
const opener = /[~`[]|\*(?!\s)|<[a-zA-Z/!?]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/u;

/** How much of a token (in characters) holds nothing that could still open something. */
function completeLength(token: Token): number {
  if (token.type === 'text') {
    const at = token.raw.replace(plainBrackets, (match) => ' '.repeat(match.length)).search(opener);
    return at === -1 ? token.raw.length : at;
  }
  const children = (token as Tokens.Generic).tokens ?? [];
  return children.every((child) => completeLength(child) === child.raw.length) ? token.raw.length : 0;
}
