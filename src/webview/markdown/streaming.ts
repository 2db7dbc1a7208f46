import type { Token, Tokens } from 'marked';
import { blockNode, blockNodes, codeNode, itemNode, listNode, rowNode, tableNode } from './blocks.ts';
import { createInlineMemo } from './inlineMemo.ts';
import { type LexedDocument, type Links, lexDocument } from './lexer.ts';
import type { MarkdownNode } from './nodes.ts';

/** Markdown that is still being written. */
export interface MarkdownStream {
  /** Takes the next piece of the text. */
  append(text: string): void;
  /** The blocks of the text so far, the same as `renderMarkdown` of it gives. */
  readonly blocks: readonly MarkdownNode[];
  /** How many of the blocks are settled: only a link definition that is still to come can change them. */
  readonly settled: number;
}

interface SettledBlock {
  readonly node: MarkdownNode;
  /** Its markdown if that holds a bracket, so that it can be read again when link definitions change. */
  readonly source: string | undefined;
}

interface OpenBlock {
  /** What it was made of; undefined if it has to be made anew. */
  readonly token: Token | undefined;
  readonly node: MarkdownNode;
}

/** The part of the first open block that is settled. `prefix` makes the lexer see the rest as a block of that kind. */
type FrozenPart = {
  /** Its markdown, in pieces. */
  readonly source: string[];
  readonly prefix: string;
} & (
  | { readonly kind: 'code'; readonly lines: string[] }
  | { readonly kind: 'table'; readonly head: MarkdownNode; readonly rows: MarkdownNode[] }
  | { readonly kind: 'list'; readonly shape: ListShape; readonly items: MarkdownNode[]; loose: boolean }
);

type ListShape = Pick<Tokens.List, 'ordered' | 'start'>;

/** How much of a block is kept open before its beginning is settled. */
export interface StreamLimits {
  /** Items of a list, rows of a table, lines of a code block. */
  readonly parts: number;
  /** Characters of a paragraph. */
  readonly paragraph: number;
}

const defaultLimits: StreamLimits = { parts: 12, paragraph: 4096 };
/** How many items, rows or lines stay open: the last may still become something else and take the one before along. */
const keepOpen = 3;

/** The blocks of a whole markdown text. */
export function renderMarkdown(text: string): readonly MarkdownNode[] {
  const document = lexDocument(text.replace(/\r\n?/g, '\n'));
  return blockNodes(document.tokens, document.inline);
}

/**
 * Renders growing markdown in time proportional to what is added: what can no longer change keeps its nodes, only the
 * rest is parsed again. After every `append` the blocks equal those of `renderMarkdown` for the text so far.
 */
export function createMarkdownStream(limits = defaultLimits): MarkdownStream {
  const settled: SettledBlock[] = [];
  const inlineMemo = createInlineMemo(limits.paragraph);
  let settledLinks: Links = {};
  let links: Links = {};
  let openSource = '';
  let openBlocks: readonly OpenBlock[] = [];
  let frozen: FrozenPart | undefined;
  let endsWithReturn = false;
  let blocks: readonly MarkdownNode[] | undefined = [];

  function append(text: string): void {
    const piece = endsWithReturn && text.startsWith('\n') ? text.slice(1) : text;
    if (text !== '') endsWithReturn = text.endsWith('\r');
    if (piece === '') return;
    openSource += piece.replace(/\r\n?/g, '\n');
    update();
  }

  function update(): void {
    let document = lexDocument((frozen?.prefix ?? '') + openSource, settledLinks);
    const changed = changedLabels(links, document.links);
    if (
      frozen &&
      (!continues(frozen, document.tokens[0]) ||
        (changed.size > 0 && mentions(frozen.source.join(''), changed)))
    ) {
      openSource = frozen.source.join('') + openSource;
      frozen = undefined;
      document = lexDocument(openSource, settledLinks);
    }
    links = document.links;
    if (changed.size > 0) {
      inlineMemo.clear();
      renewSettled(changed);
    }
    openBlocks = renderOpen(document, changed.size > 0);
    settle(document);
    blocks = undefined;
  }

  function renewSettled(changed: ReadonlySet<string>): void {
    for (const [index, { source }] of settled.entries()) {
      if (source === undefined || !mentions(source, changed)) continue;
      const document = lexDocument(source, links);
      const [node] = blockNodes(document.tokens, document.inline);
      if (node) settled[index] = { node, source };
    }
  }

  function renderOpen(document: LexedDocument, linksChanged: boolean): readonly OpenBlock[] {
    const rendered: OpenBlock[] = [];
    for (const token of document.tokens) {
      if (token.type === 'space' || token.type === 'def') continue;
      const before = openBlocks[rendered.length];
      const isFrozen = frozen !== undefined && rendered.length === 0;
      if (before?.token && !isFrozen && !linksChanged && sameToken(before.token, token)) {
        rendered.push(before);
        continue;
      }
      const node =
        rendered.length === 0 && frozen ? joinFrozen(frozen, token, document) : renderBlock(token, document);
      if (node) rendered.push({ token, node });
    }
    return rendered;
  }

  function renderBlock(token: Token, document: LexedDocument): MarkdownNode | undefined {
    return inlineMemo.paragraph(token, document) ?? blockNode(token, document.inline);
  }

  /** Moves what can no longer change from the open part to the settled blocks. */
  function settle(document: LexedDocument): void {
    const { tokens } = document;
    const boundary = lastBoundary(tokens);
    if (boundary > 0) {
      let shown = 0;
      let length = 0;
      for (const token of tokens.slice(0, boundary)) {
        length += token.raw.length;
        if (token.type === 'space' || token.type === 'def') continue;
        const block = openBlocks[shown];
        if (!block) continue;
        const source =
          shown === 0 && frozen ? frozen.source.join('') + token.raw.slice(frozen.prefix.length) : token.raw;
        settled.push({ node: block.node, source: source.includes('[') ? source : undefined });
        shown += 1;
      }
      takeSource(length - (frozen?.prefix.length ?? 0));
      openBlocks = openBlocks.slice(shown);
      frozen = undefined;
    }
    const [open] = openBlocks;
    const last = tokens.at(-1);
    if (open && last && openBlocks.length === 1 && Math.max(boundary, 0) === tokens.length - 1)
      freeze(last, open.node);
  }

  /** Settles all but the end of the only open block, if it is long. */
  function freeze(token: Token, node: MarkdownNode): void {
    const count = partCount(token) - keepOpen;
    if (count + keepOpen <= limits.parts) return;
    const length = partsLength(token, count) - (frozen?.prefix.length ?? 0);
    const next = nextFrozen(frozen, token, node, count);
    if (!next) return;
    next.source.push(takeSource(length));
    frozen = next;
    // What it would be compared with is no longer in the source.
    openBlocks = [{ token: undefined, node }];
  }

  /** Takes settled markdown off the open part, and its link definitions along. */
  function takeSource(length: number): string {
    const source = openSource.slice(0, length);
    openSource = openSource.slice(length);
    if (source.includes(']:'))
      settledLinks = lexDocument((frozen?.prefix ?? '') + source, settledLinks).links;
    return source;
  }

  function currentBlocks(): readonly MarkdownNode[] {
    blocks ??= [...settled.map(({ node }) => node), ...openBlocks.map(({ node }) => node)];
    return blocks;
  }

  return {
    append,
    get blocks() {
      return currentBlocks();
    },
    get settled() {
      return settled.length;
    },
  };
}

/** Whether two tokens at the same place show the same; the text of a paragraph is not always that of its source. */
function sameToken(a: Token, b: Token): boolean {
  return (
    a.type === b.type && a.raw === b.raw && (a as Tokens.Generic)['text'] === (b as Tokens.Generic)['text']
  );
}

/**
 * How many tokens can no longer change, whatever follows: those before a blank line or before (or after) a block that
 * ends a paragraph by itself, as long as some more lines follow and not all of them can still become one block.
 */
function lastBoundary(tokens: readonly Token[]): number {
  let blocks = 0;
  let lines = 0;
  for (let index = tokens.length - 1; index > 0; index -= 1) {
    const token = tokens[index];
    if (!token) continue;
    const count = lineCount(token.raw);
    lines += count - 1;
    if (token.type !== 'space') blocks += blocks === 0 && count > keepOpen ? 2 : 1;
    if (blocks >= 2 && lines >= keepOpen && isHardBoundary(tokens, index)) return index;
  }
  return 0;
}

/** Whether a block ends a paragraph before it and would be the same block without that paragraph. */
function endsParagraph(token: Token): boolean {
  if (token.type === 'table') return /^ {0,3}\|/.test(token.raw);
  return ['heading', 'hr', 'list', 'blockquote'].includes(token.type) || isFence(token);
}

function isHardBoundary(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1];
  const after = tokens[index];
  if (!before || !after || after.type === 'space') return false;
  if (isBlank(before)) return true;
  // `[label` may still become a definition that reaches over the next lines, up to a blank one.
  for (let at = index - 1; at >= 0; at -= 1) {
    const token = tokens[at];
    if (!token || isBlank(token)) break;
    if (/^\s*\[/.test(token.raw)) return false;
  }
  return before.type === 'heading' || before.type === 'hr' || endsParagraph(after);
}

function isBlank(token: Token): boolean {
  return token.type === 'space' && lineCount(token.raw) > 2;
}

function isFence(token: Token): boolean {
  return token.type === 'code' && (token as Tokens.Code).codeBlockStyle !== 'indented';
}

function lineCount(text: string): number {
  return text.split('\n').length;
}

/** How many parts a block has that can be settled one by one. */
function partCount(token: Token): number {
  if (token.type === 'list') return (token as Tokens.List).items.length;
  if (token.type === 'table') return (token as Tokens.Table).rows.length;
  if (!isFence(token)) return 0;
  const code = codeNode(token as Tokens.Code);
  return code.closed ? 0 : code.lines.length;
}

/** The length of the first parts of a block in its markdown, with what stands before them. */
function partsLength(token: Token, count: number): number {
  if (token.type === 'list') {
    return (token as Tokens.List).items.slice(0, count).reduce((sum, item) => sum + item.raw.length, 0);
  }
  const lines = token.raw.split('\n').slice(0, count + (token.type === 'table' ? 2 : 1));
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}

/** What is frozen when `count` more parts of the block are; `node` is the whole block. */
function nextFrozen(
  before: FrozenPart | undefined,
  token: Token,
  node: MarkdownNode,
  count: number,
): FrozenPart | undefined {
  const source = before?.source ?? [];
  if (node.type === 'code') {
    const prefix = before?.prefix ?? firstLines(token.raw, 1);
    const lines = before?.kind === 'code' ? before.lines : [];
    lines.push(...node.lines.slice(lines.length, lines.length + count));
    return { kind: 'code', source, prefix, lines };
  }
  if (node.type === 'text') return undefined;
  if (token.type === 'table') {
    const prefix = before?.prefix ?? firstLines(token.raw, 2);
    const [head, body] = tableParts(node);
    if (!head || body?.type !== 'element') return undefined;
    const rows = before?.kind === 'table' ? before.rows : [];
    rows.push(...body.children.slice(rows.length, rows.length + count));
    return { kind: 'table', source, prefix, head, rows };
  }
  const list = token as Tokens.List;
  const known = before?.kind === 'list' ? before : { shape: list, items: [], loose: false };
  const items: MarkdownNode[] = known.items;
  items.push(...node.children.slice(items.length, items.length + count));
  const loose = known.loose || list.items.slice(0, count).some(isLoose);
  return {
    kind: 'list',
    source,
    prefix: '',
    shape: { ordered: known.shape.ordered, start: known.shape.start },
    items,
    loose,
  };
}

function firstLines(text: string, count: number): string {
  return `${text.split('\n').slice(0, count).join('\n')}\n`;
}

function tableParts(node: MarkdownNode): readonly MarkdownNode[] {
  const table = node.type === 'element' ? node.children[0] : undefined;
  return table?.type === 'element' ? table.children : [];
}

/** Whether an item that is not the last makes its list loose. */
function isLoose(item: Tokens.ListItem): boolean {
  return (
    /\n[ \t]*\n[ \t]*$/.test(item.raw) ||
    item.tokens.some((token) => token.type === 'space' && /\n.*\n/.test(token.raw))
  );
}

function continues(frozen: FrozenPart, token: Token | undefined): token is Token {
  if (!token || token.type !== frozen.kind) return false;
  return frozen.kind !== 'list' || (token as Tokens.List).ordered === frozen.shape.ordered;
}

/** The node of a block whose beginning is settled; `token` is the rest of it. */
function joinFrozen(frozen: FrozenPart, token: Token, document: LexedDocument): MarkdownNode {
  const { inline } = document;
  if (frozen.kind === 'code') return codeNode(token as Tokens.Code, frozen.lines);
  if (frozen.kind === 'table') {
    const rows = (token as Tokens.Table).rows.map((row) => rowNode(row, inline));
    return tableNode(frozen.head, [...frozen.rows, ...rows]);
  }
  const list = token as Tokens.List;
  const items = list.items.map((item) => itemNode(item, inline));
  return listNode(frozen.shape, [...frozen.items, ...items], frozen.loose || list.loose);
}

/** The labels whose definitions differ. */
function changedLabels(before: Links, after: Links): ReadonlySet<string> {
  const changed = new Set<string>();
  for (const label of [...Object.keys(before), ...Object.keys(after)]) {
    if (before[label]?.href !== after[label]?.href) changed.add(label);
  }
  return changed;
}

/** Whether one of the labels stands in brackets in the text. */
function mentions(text: string, labels: ReadonlySet<string>): boolean {
  for (const match of text.matchAll(/\[((?:\\[\s\S]|[^[\]\\])+)\]/g)) {
    if (labels.has(normalizeLabel(match[1] ?? ''))) return true;
  }
  return false;
}

/** As marked normalises labels. */
function normalizeLabel(label: string): string {
  return label.trim().replace(/\s+/g, ' ').toLowerCase().toUpperCase().toLowerCase();
}
