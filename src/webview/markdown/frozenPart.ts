import type { Token, Tokens } from 'marked';
import { codeNode, type InlineReader, itemNode, paragraphNodes, rowNode } from './blocks.ts';
import { codeParts } from './codeParts.ts';
import { inlineRuns } from './inlineRuns.ts';
import { longestDefinition } from './lexer.ts';
import {
  type ListShape,
  type LongTable,
  listNodes,
  longTable,
  longTableNodes,
  tableBodies,
  tableNodes,
} from './longBlocks.ts';
import type { CodeNode, ElementNode, MarkdownNode } from './nodes.ts';
import { isFence } from './tokens.ts';

/** The settled beginning of a block that is still open. */
export type FrozenPart = {
  /** Its markdown, in pieces. */
  readonly source: string[];
  /** Makes the lexer see what follows as a block of that kind. */
  readonly prefix: string;
} & (FrozenCode | FrozenList | FrozenParagraph | FrozenTable);

interface FrozenCode {
  readonly kind: 'code';
  /** Whole parts, see `codeParts`, and the lines after them. */
  readonly parts: readonly CodeNode[];
  readonly lines: readonly string[];
  /** The beginning of the line after them, for which a letter stands at the end of the prefix. */
  readonly begun: string;
}

/** The runs of a paragraph but the last one. */
interface FrozenParagraph {
  readonly kind: 'paragraph';
  readonly nodes: readonly MarkdownNode[];
}

interface FrozenTable {
  readonly kind: 'table';
  readonly head: ElementNode;
  /** Set as soon as there is more than one group of rows. */
  readonly long: LongTable | undefined;
  /** Whole groups of rows, and the rows after them. */
  readonly bodies: readonly ElementNode[];
  readonly rows: readonly MarkdownNode[];
}

interface FrozenList {
  readonly kind: 'list';
  readonly shape: ListShape;
  /** Whole groups of items, and the items after them. */
  readonly groups: readonly ElementNode[];
  readonly items: readonly MarkdownNode[];
  readonly loose: boolean;
  /** Whether the groups are parts of a loose list. */
  readonly looseGroups: boolean;
}

type WithoutSource<Part> = Part extends FrozenPart ? Omit<Part, 'source'> : never;

/** What stands in the prefix for a text, of which only this matters: that it is one. */
const standIn = 'x';

/** How many items, rows or lines stay open: the last may still become something else and take the one before along. */
export const keepOpen = 3;
/** With so many characters, even a few parts are too much to be read again and again. */
const longPart = 4096;

/** Whether the first token after a frozen part goes on with its block. */
export function continuesFrozen(frozen: FrozenPart, token: Token | undefined): boolean {
  if (!token || token.type !== frozen.kind) return false;
  if (frozen.kind === 'paragraph') return (token as Tokens.Paragraph).text.length > frozen.prefix.length;
  return frozen.kind !== 'list' || (token as Tokens.List).ordered === frozen.shape.ordered;
}

/** The nodes of a block whose beginning is frozen; `token` is the rest of it. */
export function joinFrozen(
  frozen: FrozenPart,
  token: Token,
  reader: InlineReader,
  group: number,
  codeLines: number,
): readonly MarkdownNode[] {
  switch (frozen.kind) {
    case 'code': {
      const node = codeNode(token as Tokens.Code);
      const [first = '', ...lines] = node.lines;
      const whole = frozen.begun === '' ? first : frozen.begun + first.slice(standIn.length);
      const rest = { ...node, lines: [...frozen.lines, whole, ...lines] };
      return [...frozen.parts, ...codeParts(rest, codeLines)];
    }
    case 'paragraph': {
      const rest = (token as Tokens.Paragraph).text.slice(frozen.prefix.length);
      return [...frozen.nodes, ...paragraphNodes(reader.inlineText(rest))];
    }
    case 'table': {
      const rows = [...frozen.rows, ...(token as Tokens.Table).rows.map((row) => rowNode(row, reader))];
      if (!frozen.long) return tableNodes(frozen.head, rows, group);
      const bodies = [...frozen.bodies, ...tableBodies(frozen.long, rows, group)];
      return longTableNodes(frozen.long, bodies, group);
    }
    case 'list': {
      const list = token as Tokens.List;
      const loose = frozen.loose || list.loose;
      const items = [...frozen.items, ...list.items.map((item) => itemNode(item, reader))];
      const groups =
        loose === frozen.looseGroups
          ? frozen.groups
          : listNodes(
              frozen.shape,
              frozen.groups.flatMap(({ children }) => children),
              loose,
              group,
              true,
            );
      const before = frozen.groups.length * group;
      return [...groups, ...listNodes(startingAt(frozen.shape, before), items, loose, group)];
    }
  }
}

/**
 * Freezes all parts of an open block but the last ones, if there are enough of them.
 *
 * @param before what is frozen of it already
 * @param token the rest of it, with the prefix
 * @param nodes the whole block
 * @returns what is frozen then, and the length of its new markdown, prefix included
 */
export function freezeParts(
  before: FrozenPart | undefined,
  token: Token,
  nodes: readonly MarkdownNode[],
  limits: { readonly parts: number; readonly group: number; readonly run: number; readonly code: number },
): { readonly part: WithoutSource<FrozenPart>; readonly length: number } | undefined {
  if (token.type === 'paragraph') return freezeRuns(before, token as Tokens.Paragraph, nodes, limits.run);
  const code = nodes.filter((node) => node.type === 'code');
  const open = code.at(-1);
  if (open && !open.closed && !token.raw.endsWith('\n')) {
    const last = open.lines.at(-1) ?? '';
    // What could become the fence at its end stays open.
    if (last.length > limits.run && !/^ {0,3}[`~]/.test(last)) return freezeLine(token.raw, code, open.lines);
  }
  const parts = partCount(token);
  if (parts <= (token.raw.length > longPart ? keepOpen : limits.parts)) return undefined;
  const count = parts - keepOpen;
  const part = frozenWith(before, token, nodes, count, limits);
  return part && { part, length: partsLength(token, count) };
}

/** What could make something else of a paragraph as long as it is short. */
const ambiguousStart = /^\s*(?:[[<]|\$\$|\\\[)/;

const indentedLine = /\n(?: {4}| {0,3}\t)/;

/** So many characters tell whether a line begins a block of its own. */
const lineBeginning = 16;

/** Whether the line that a text begins with is still being written and may begin a block of its own then. */
function isAmbiguousLine(text: string): boolean {
  return !text.includes('\n') && text.trim().length < lineBeginning;
}

/** Freezes all runs of a paragraph but the last one, where what follows them cannot change what they are part of. */
function freezeRuns(
  before: FrozenPart | undefined,
  { raw, text }: Tokens.Paragraph,
  nodes: readonly MarkdownNode[],
  run: number,
): { readonly part: WithoutSource<FrozenPart>; readonly length: number } | undefined {
  const prefix = before?.prefix ?? '';
  const runs = [...inlineRuns(text.slice(prefix.length), run)];
  const last = runs.pop() ?? '';
  const length = text.length - last.length;
  if (runs.length === 0 || (!before && length < longestDefinition && ambiguousStart.test(text)))
    return undefined;
  // How an indented line is read depends on what stands around it, and its text has fewer characters than its source.
  if (indentedLine.test(raw)) return undefined;
  const lineStart = text.lastIndexOf('\n', length - 2) + 1;
  const line = text.slice(lineStart, length);
  if (isAmbiguousLine(text.slice(lineStart))) return undefined;
  // The next line could make the head of a table of this one.
  if (line.includes('|')) return undefined;
  const known = before?.kind === 'paragraph' ? before.nodes.length : 0;
  return {
    part: {
      kind: 'paragraph',
      // So that what follows goes on with a paragraph.
      prefix: line.endsWith('\n') ? `${standIn}\n` : standIn,
      nodes: nodes.slice(0, known + runs.length),
    },
    length,
  };
}

/** Freezes a code block to the end of what there is of its last line. */
function freezeLine(
  raw: string,
  code: readonly CodeNode[],
  lines: readonly string[],
): { readonly part: WithoutSource<FrozenPart>; readonly length: number } {
  return {
    part: {
      kind: 'code',
      prefix: firstLines(raw, 1) + standIn,
      parts: code.slice(0, -1),
      lines: lines.slice(0, -1),
      begun: lines.at(-1) ?? '',
    },
    length: raw.length,
  };
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
  return firstLines(token.raw, count + (token.type === 'table' ? 2 : 1)).length;
}

/** What is frozen when `count` more parts of the block are. */
function frozenWith(
  before: FrozenPart | undefined,
  token: Token,
  nodes: readonly MarkdownNode[],
  count: number,
  { group, code: codeLines }: { readonly group: number; readonly code: number },
): WithoutSource<FrozenPart> | undefined {
  const code = nodes.filter((node) => node.type === 'code');
  if (code.length > 0) {
    const known = before?.kind === 'code' ? before.parts.length * codeLines + before.lines.length : 0;
    const whole = Math.floor((known + count) / codeLines);
    return {
      kind: 'code',
      prefix: firstLines(token.raw, 1),
      parts: code.slice(0, whole),
      lines: code
        .slice(whole)
        .flatMap(({ lines }) => lines)
        .slice(0, known + count - whole * codeLines),
      begun: '',
    };
  }
  if (token.type === 'table') {
    // Each of the tables that a long one is shown as has the head.
    const parts = nodes.flatMap((node) => childElements(childElements(node)[0]));
    const [head] = parts;
    const bodies = parts.filter(({ tag }) => tag === 'tbody');
    if (!head) return undefined;
    const known = before?.kind === 'table' ? before : undefined;
    const whole = known?.bodies.length ?? 0;
    const rows = bodies.slice(whole).flatMap(({ children }) => children);
    const frozenRows = (known?.rows.length ?? 0) + count;
    const more = Math.floor(frozenRows / group);
    const long = known?.long ?? (bodies.length > 1 ? longTable(head, bodies[0]?.children ?? []) : undefined);
    const groups = long ? more : 0;
    return {
      kind: 'table',
      prefix: before?.prefix ?? firstLines(token.raw, 2),
      head,
      long,
      bodies: bodies.slice(0, whole + groups),
      rows: rows.slice(groups * group, frozenRows),
    };
  }
  const list = token as Tokens.List;
  const known = before?.kind === 'list' ? before : undefined;
  const lists = nodes.filter((node) => node.type === 'element');
  const whole = known?.groups.length ?? 0;
  const frozenItems = (known?.items.length ?? 0) + count;
  const more = Math.floor(frozenItems / group);
  const items = lists.slice(whole).flatMap(({ children }) => children);
  return {
    kind: 'list',
    prefix: '',
    shape: known?.shape ?? { ordered: list.ordered, start: list.start },
    groups: lists.slice(0, whole + more),
    items: items.slice(more * group, frozenItems),
    loose: known?.loose === true || list.items.slice(0, count).some(isLoose),
    looseGroups: known?.loose === true || list.loose,
  };
}

function startingAt({ ordered, start }: ListShape, before: number): ListShape {
  return { ordered, start: ordered ? Number(start) + before : start };
}

function childElements(node: MarkdownNode | undefined): readonly ElementNode[] {
  return node?.type === 'element' ? node.children.filter((child) => child.type === 'element') : [];
}

function firstLines(text: string, count: number): string {
  let end = 0;
  for (let line = 0; line < count; line += 1) {
    const at = text.indexOf('\n', end);
    if (at === -1) return `${text}\n`;
    end = at + 1;
  }
  return text.slice(0, end);
}

/** Whether an item that is not the last makes its list loose. */
function isLoose(item: Tokens.ListItem): boolean {
  return (
    /\n[ \t]*\n[ \t]*$/.test(item.raw) ||
    item.tokens.some((token) => token.type === 'space' && /\n.*\n/.test(token.raw))
  );
}
