import type { Token, Tokens } from 'marked';
import { blockNode, headNode, type InlineParser, itemNode, rowNode } from './blocks.ts';
import { continuesFrozen, type FrozenPart, freezeParts, joinFrozen, keepOpen } from './frozenPart.ts';
import { inlineNodes } from './inline.ts';
import { inlineRuns } from './inlineRuns.ts';
import { type LexedDocument, type Links, lexDocument } from './lexer.ts';
import { listNodes, tableNode } from './longBlocks.ts';
import { elementNode, type MarkdownNode } from './nodes.ts';
import { isFence, lineCount } from './tokens.ts';

/** Markdown that is still being written. */
export interface MarkdownStream {
  /** Takes the next piece of the text. */
  append(text: string): void;
  /** The blocks of the text so far, the same as `renderMarkdown` of it gives. */
  readonly blocks: readonly MarkdownNode[];
  /** How many of the blocks are settled: only a link definition that is still to come can change them. */
  readonly settled: number;
}

/** What the parser takes for one block; a long one is shown as several. */
interface SettledBlock {
  readonly nodes: readonly MarkdownNode[];
  /** Its markdown if that holds a bracket, so that it can be read again when link definitions change. */
  readonly source: string | undefined;
}

interface OpenBlock {
  /** What it was made of; undefined if it has to be made anew. */
  readonly token: Token | undefined;
  readonly nodes: readonly MarkdownNode[];
}

/** How blocks without end are cut up. */
export interface StreamLimits {
  /** How many items of a list, rows of a table or lines of a code block stay open before the first ones are settled. */
  readonly parts: number;
  /** How many items or rows are shown together. */
  readonly group: number;
  /** How many characters of a text are read together, see `inlineRuns`. */
  readonly run: number;
}

const defaultLimits: StreamLimits = { parts: 12, group: 24, run: 4096 };
/** The most that is taken in at once, in characters: what is settled is not read together with the rest. */
const longestPiece = 8192;

/** The blocks of a whole markdown text. */
export function renderMarkdown(text: string, limits = defaultLimits): readonly MarkdownNode[] {
  const document = lexDocument(text.replace(/\r\n?/g, '\n'), {}, limits.run);
  return document.tokens.flatMap((token) => topNodes(token, document, limits));
}

/** The nodes of a block that stands in no other one. */
function topNodes(token: Token, document: LexedDocument, limits: StreamLimits): readonly MarkdownNode[] {
  const { inline } = document;
  switch (token.type) {
    case 'paragraph':
      return paragraphNodes((token as Tokens.Paragraph).text, document, limits.run, []);
    case 'list': {
      const list = token as Tokens.List;
      const items = list.items.map((item) => itemNode(item, inline));
      return listNodes(list, items, list.loose, limits.group);
    }
    case 'table': {
      const table = token as Tokens.Table;
      return [tableNode(headNode(table, inline), tableRows(table, inline), limits.group)];
    }
    default: {
      const node = blockNode(token, inline);
      return node ? [node] : [];
    }
  }
}

function tableRows(table: Tokens.Table, inline: InlineParser): readonly MarkdownNode[] {
  return table.rows.map((row) => rowNode(row, inline));
}

interface ParagraphRun {
  readonly text: string;
  readonly node: MarkdownNode;
}

/** @param known the paragraph's first runs as far as they have been read; takes those that are read now */
function paragraphNodes(
  text: string,
  document: LexedDocument,
  length: number,
  known: ParagraphRun[],
): readonly MarkdownNode[] {
  const runs = inlineRuns(text, length);
  return runs.map((run, index) => {
    const continued = index < runs.length - 1;
    const before = known[index];
    if (continued && before?.text === run) return before.node;
    const children = inlineNodes(document.inlineText(run));
    const node = elementNode('p', children, continued ? { class: 'continued' } : {});
    if (continued) known[index] = { text: run, node };
    return node;
  });
}

/**
 * Renders growing markdown in time proportional to what is added: what can no longer change keeps its nodes, only the
 * rest is parsed again. After every `append` the blocks equal those of `renderMarkdown` for the text so far.
 */
export function createMarkdownStream(limits = defaultLimits): MarkdownStream {
  const settled: SettledBlock[] = [];
  let settledNodes: MarkdownNode[] = [];
  /** Of the paragraph that is open. */
  let runs: ParagraphRun[] = [];
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
    const lines = piece.replace(/\r\n?/g, '\n');
    for (let at = 0; at < lines.length; at += longestPiece) {
      openSource += lines.slice(at, at + longestPiece);
      update();
    }
  }

  function lex(source: string, definitions: Links): LexedDocument {
    return lexDocument(source, definitions, limits.run);
  }

  function update(): void {
    let document = lex((frozen?.prefix ?? '') + openSource, settledLinks);
    const changed = changedLabels(links, document.links);
    if (
      frozen &&
      (!continuesFrozen(frozen, document.tokens[0]) ||
        (changed.size > 0 && mentions(frozen.source.join(''), changed)))
    ) {
      openSource = frozen.source.join('') + openSource;
      frozen = undefined;
      document = lex(openSource, settledLinks);
    }
    links = document.links;
    if (changed.size > 0) {
      runs = [];
      renewSettled(changed);
    }
    openBlocks = renderOpen(document, changed.size > 0);
    settle(document);
    blocks = undefined;
  }

  function renewSettled(changed: ReadonlySet<string>): void {
    for (const [index, { source }] of settled.entries()) {
      if (source === undefined || !mentions(source, changed)) continue;
      const document = lex(source, links);
      settled[index] = {
        nodes: document.tokens.flatMap((token) => topNodes(token, document, limits)),
        source,
      };
    }
    settledNodes = settled.flatMap(({ nodes }) => nodes);
  }

  function renderOpen(document: LexedDocument, linksChanged: boolean): readonly OpenBlock[] {
    const rendered: OpenBlock[] = [];
    for (const token of document.tokens) {
      if (token.type === 'space' || token.type === 'def') continue;
      const before = openBlocks[rendered.length];
      const join = rendered.length === 0 ? frozen : undefined;
      if (before?.token && !join && !linksChanged && sameToken(before.token, token)) {
        rendered.push(before);
        continue;
      }
      const nodes = join
        ? joinFrozen(join, token, document.inline, limits.group)
        : openNodes(token, document);
      if (nodes.length > 0) rendered.push({ token, nodes });
    }
    return rendered;
  }

  function openNodes(token: Token, document: LexedDocument): readonly MarkdownNode[] {
    if (token.type !== 'paragraph') return topNodes(token, document, limits);
    return paragraphNodes((token as Tokens.Paragraph).text, document, limits.run, runs);
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
        settled.push({ nodes: block.nodes, source: source.includes('[') ? source : undefined });
        for (const node of block.nodes) settledNodes.push(node);
        shown += 1;
      }
      takeSource(length - (frozen?.prefix.length ?? 0));
      openBlocks = openBlocks.slice(shown);
      frozen = undefined;
      runs = [];
    }
    const [open] = openBlocks;
    const last = tokens.at(-1);
    if (open && last && openBlocks.length === 1 && Math.max(boundary, 0) === tokens.length - 1)
      freeze(last, open.nodes);
  }

  /** Settles all but the end of the only open block, if it is long. */
  function freeze(token: Token, nodes: readonly MarkdownNode[]): void {
    const next = freezeParts(frozen, token, nodes, limits);
    if (!next) return;
    const source = frozen?.source ?? [];
    source.push(takeSource(next.length - (frozen?.prefix.length ?? 0)));
    frozen = { ...next.part, source };
    // What it would be compared with is no longer in the source.
    openBlocks = [{ token: undefined, nodes }];
  }

  /** Takes settled markdown off the open part, and its link definitions along. */
  function takeSource(length: number): string {
    const source = openSource.slice(0, length);
    openSource = openSource.slice(length);
    if (source.includes(']:')) settledLinks = lex((frozen?.prefix ?? '') + source, settledLinks).links;
    return source;
  }

  return {
    append,
    get blocks() {
      blocks ??= [...settledNodes, ...openBlocks.flatMap(({ nodes }) => nodes)];
      return blocks;
    },
    get settled() {
      return settledNodes.length;
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
  // `[label` may still become a definition that reaches over the next lines, up to a blank one; `$$` a formula.
  for (let at = index - 1; at >= 0; at -= 1) {
    const token = tokens[at];
    if (!token || isBlank(token)) break;
    if (/^\s*(?:\[|\$\$|\\\[)/.test(token.raw)) return false;
  }
  return before.type === 'heading' || before.type === 'hr' || endsParagraph(after);
}

function isBlank(token: Token): boolean {
  return token.type === 'space' && lineCount(token.raw) > 2;
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
