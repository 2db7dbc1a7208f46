import type { Token, Tokens } from 'marked';
import { blockNodes, headNode, type InlineReader, itemNode, paragraphNodes, rowNode } from './blocks.ts';
import { codeParts, linesOfPart } from './codeParts.ts';
import { type CutLimits, cutPlace } from './cut.ts';
import { fragments } from './fragments.ts';
import { continuesFrozen, type FrozenPart, freezeParts, joinFrozen, keepOpen } from './frozenPart.ts';
import { createInlineMemo } from './inlineMemo.ts';
import { type LexedDocument, type Links, lexDocument } from './lexer.ts';
import { listNodes, tableNodes } from './longBlocks.ts';
import type { MarkdownNode } from './nodes.ts';
import { isFence, lineCount } from './tokens.ts';

/** Markdown that is still being written. */
export interface MarkdownStream {
  /** Takes the next piece of the text, and reads it. */
  append(text: string): void;
  /** Takes the next piece of the text, to be read by `step`. */
  push(text: string): void;
  /** Reads a little of what was pushed. Returns whether there is more to be read. */
  step(): boolean;
  /** The blocks of the text that was read, the same as `renderMarkdown` of it gives once `step` has nothing left to do. */
  readonly blocks: readonly MarkdownNode[];
  /** How many of the blocks are settled: only a link definition that is still to come can change them. */
  readonly settled: number;
  /** How much is read again with every step, in characters. */
  readonly open: number;
}

/** What the parser takes for one block; a long one is shown as several. */
interface SettledBlock {
  readonly nodes: readonly MarkdownNode[];
  /** Its markdown if that holds a bracket, so that it can be read again when link definitions change. */
  readonly source: string | undefined;
  /** What stands in brackets in it, as link definitions name it. */
  readonly labels: ReadonlySet<string> | undefined;
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
  /** How many lines of a code block are shown together, see `codeParts`. */
  readonly code: number;
  /** How long a quote or an item of a list may be before it is cut, see `cutPlace`. */
  readonly cut?: CutLimits;
}

const defaultLimits: StreamLimits = { parts: 12, group: 24, run: 4096, code: linesOfPart };
/** How many characters are taken in at once: what is settled by then is not read together with the rest. */
const stepCharacters = 1024;
/** How many settled blocks are read again at once when a link definition has come. */
const renewedAtOnce = 16;

/** The blocks of a whole markdown text. */
export function renderMarkdown(text: string, limits = defaultLimits): readonly MarkdownNode[] {
  let links: Links = {};
  const parts: string[] = [];
  for (let rest = text.replace(/\r\n?/g, '\n'); rest !== ''; ) {
    let document = lexDocument(rest, links, limits.run);
    const place = cutPlace(document.tokens, limits.cut);
    const part = rest.slice(0, place);
    if (place !== undefined) document = lexDocument(part, links, limits.run);
    parts.push(part);
    links = document.links;
    rest = rest.slice(part.length);
  }
  return parts.flatMap((part) => {
    const document = lexDocument(part, links, limits.run);
    return document.tokens.flatMap((token) => topNodes(token, document, limits)).flatMap(fragments);
  });
}

/** The nodes of a block that stands in no other one. */
function topNodes(token: Token, reader: InlineReader, limits: StreamLimits): readonly MarkdownNode[] {
  switch (token.type) {
    case 'paragraph':
      return paragraphNodes(reader.inlineText((token as Tokens.Paragraph).text));
    case 'list': {
      const list = token as Tokens.List;
      const items = list.items.map((item) => itemNode(item, reader));
      return listNodes(list, items, list.loose, limits.group);
    }
    case 'table': {
      const table = token as Tokens.Table;
      const rows = table.rows.map((row) => rowNode(row, reader));
      return tableNodes(headNode(table, reader), rows, limits.group);
    }
    default:
      return blockNodes(token, reader).flatMap((node): readonly MarkdownNode[] =>
        node.type === 'code' ? codeParts(node, limits.code) : [node],
      );
  }
}

/**
 * Renders growing markdown in time proportional to what is added: what can no longer change keeps its nodes, only the
 * rest is parsed again. After every `append` the blocks equal those of `renderMarkdown` for the text so far.
 */
export function createMarkdownStream(limits = defaultLimits): MarkdownStream {
  const settled: SettledBlock[] = [];
  /** The nodes of `settled`; undefined while blocks of it are read again, until somebody wants to see them. */
  let settledNodes: MarkdownNode[] | undefined = [];
  let settledCount = 0;
  const memo = createInlineMemo();
  let settledLinks: Links = {};
  let links: Links = {};
  let unread = '';
  let openSource = '';
  let openBlocks: readonly OpenBlock[] = [];
  let frozen: FrozenPart | undefined;
  let endsWithReturn = false;
  let blocks: readonly MarkdownNode[] | undefined = [];
  /** The settled blocks that are to be read again. */
  const stale: number[] = [];

  function push(text: string): void {
    unread += text;
  }

  /** The next piece of what is unread, with the line ends that are read. */
  function take(): string {
    const piece = unread.slice(0, stepCharacters);
    unread = unread.slice(stepCharacters);
    const rest = endsWithReturn && piece.startsWith('\n') ? piece.slice(1) : piece;
    endsWithReturn = piece.endsWith('\r');
    return rest.replace(/\r\n?/g, '\n');
  }

  function step(): boolean {
    if (stale.length > 0) {
      renewSettled(stale.splice(0, renewedAtOnce));
    } else if (unread !== '') {
      openSource += take();
      while (update());
    }
    blocks = undefined;
    return stale.length > 0 || unread !== '';
  }

  function lex(source: string, definitions: Links): LexedDocument {
    return lexDocument(source, definitions, limits.run, memo);
  }

  /** Reads the open part. Returns whether a part of it was cut off and settled, so that there is another one to read. */
  function update(): boolean {
    memo.next();
    let document = lex((frozen?.prefix ?? '') + openSource, settledLinks);
    if (frozen && !continuesFrozen(frozen, document.tokens[0])) document = unfreeze();
    const place = cutPlace(document.tokens, limits.cut);
    if (place !== undefined) {
      const length = place - (frozen?.prefix.length ?? 0);
      const rest = openSource.slice(length);
      openSource = openSource.slice(0, length);
      document = lex((frozen?.prefix ?? '') + openSource, settledLinks);
      const { tokens } = show(document);
      settleFirst(tokens.length, tokens);
      openSource = rest;
      return true;
    }
    settle(show(document));
    return false;
  }

  /** Renders the open part. Returns what it was read as, which is more if a frozen part had to be read again. */
  function show(read: LexedDocument): LexedDocument {
    let document = read;
    const changed = changedLabels(links, document.links);
    if (changed.size > 0) {
      memo.clear();
      if (frozen && frozen.kind !== 'code' && mentions(labelsOf(frozen.source.join('')), changed))
        document = unfreeze();
    }
    links = document.links;
    if (changed.size > 0) markStale(changed);
    openBlocks = renderOpen(document, changed.size > 0);
    return document;
  }

  /** Reads the frozen part together with what follows it. */
  function unfreeze(): LexedDocument {
    openSource = (frozen?.source.join('') ?? '') + openSource;
    frozen = undefined;
    return lex(openSource, settledLinks);
  }

  function markStale(changed: ReadonlySet<string>): void {
    for (const [index, { labels }] of settled.entries()) {
      if (labels && mentions(labels, changed)) stale.push(index);
    }
  }

  function renewSettled(indices: readonly number[]): void {
    for (const index of indices) {
      const block = settled[index];
      if (block?.source === undefined) continue;
      const document = lexDocument(block.source, links, limits.run);
      const nodes = document.tokens.flatMap((token) => topNodes(token, document, limits)).flatMap(fragments);
      settled[index] = { ...block, nodes };
      settledCount += nodes.length - block.nodes.length;
    }
    settledNodes = undefined;
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
        ? joinFrozen(join, token, document, limits.group, limits.code)
        : topNodes(token, document, limits);
      if (nodes.length > 0) rendered.push({ token, nodes });
    }
    return rendered;
  }

  /** Moves what can no longer change from the open part to the settled blocks. */
  function settle(document: LexedDocument): void {
    const { tokens } = document;
    const boundary = lastBoundary(tokens);
    if (boundary > 0) settleFirst(boundary, tokens);
    const [open] = openBlocks;
    const last = tokens.at(-1);
    if (open && last && openBlocks.length === 1 && Math.max(boundary, 0) === tokens.length - 1)
      freeze(last, open.nodes);
  }

  /** Settles the blocks of the first tokens. */
  function settleFirst(count: number, tokens: readonly Token[]): void {
    let shown = 0;
    let length = 0;
    for (const token of tokens.slice(0, count)) {
      length += token.raw.length;
      if (token.type === 'space' || token.type === 'def') continue;
      const block = openBlocks[shown];
      if (!block) continue;
      const source =
        shown === 0 && frozen ? frozen.source.join('') + token.raw.slice(frozen.prefix.length) : token.raw;
      const labels = source.includes('[') ? labelsOf(source) : undefined;
      const nodes = block.nodes.flatMap(fragments);
      settled.push({ nodes, source: labels && source, labels });
      for (const node of nodes) settledNodes?.push(node);
      settledCount += nodes.length;
      shown += 1;
    }
    takeSource(length - (frozen?.prefix.length ?? 0));
    openBlocks = openBlocks.slice(shown);
    frozen = undefined;
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
    append(text) {
      push(text);
      while (step());
    },
    push,
    step,
    get blocks() {
      settledNodes ??= settled.flatMap(({ nodes }) => nodes);
      blocks ??= [...settledNodes, ...openBlocks.flatMap(({ nodes }) => nodes.flatMap(fragments))];
      return blocks;
    },
    get settled() {
      return settledCount;
    },
    get open() {
      return openSource.length;
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
  // A definition can go on with a title only, which another definition is not.
  if (isBlank(before) || (before.type === 'def' && after.type === 'def')) return true;
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

/** What stands in brackets in a text, as link definitions name it. */
function labelsOf(text: string): ReadonlySet<string> {
  const labels = new Set<string>();
  // What is escaped outside of brackets is passed over: it would be a beginning that is looked at up to the end.
  for (const [, label] of text.matchAll(/\\[\s\S]|\[((?:\\[\s\S]|[^[\]\\])+)\]/g)) {
    if (label !== undefined) labels.add(normalizeLabel(label));
  }
  return labels;
}

function mentions(labels: ReadonlySet<string>, changed: ReadonlySet<string>): boolean {
  for (const label of changed) if (labels.has(label)) return true;
  return false;
}

/** As marked normalises labels. */
function normalizeLabel(label: string): string {
  return label.trim().replace(/\s+/g, ' ').toLowerCase().toUpperCase().toLowerCase();
}
