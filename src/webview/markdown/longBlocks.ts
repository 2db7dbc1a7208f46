import type { Tokens } from 'marked';
import { type ElementNode, elementNode, type MarkdownNode } from './nodes.ts';

/*
 * Blocks without end are shown in parts, so that a line more costs the layout of one part: a list as several lists, a
 * table with several bodies. Where a part ends depends only on what stands before it.
 */

/** What a list has apart from its items. */
export type ListShape = Pick<Tokens.List, 'ordered' | 'start'>;

/**
 * A list whose items are already nodes. Tight and loose lists have the same elements and differ in a class, so a list
 * that turns loose while it is written keeps its items.
 * @param continued whether its items go on in a list of their own
 */
export function listNode(
  shape: ListShape,
  items: readonly MarkdownNode[],
  loose: boolean,
  continued = false,
): ElementNode {
  const attributes: Record<string, string> = {};
  if (shape.ordered && shape.start !== 1) attributes['start'] = String(shape.start);
  const classes = [...(loose ? ['loose'] : []), ...(continued ? ['continued'] : [])];
  if (classes.length > 0) attributes['class'] = classes.join(' ');
  return elementNode(shape.ordered ? 'ol' : 'ul', items, attributes);
}

/**
 * A list as lists of at most `group` items.
 * @param continued whether items follow that are shown as lists of their own
 */
export function listNodes(
  shape: ListShape,
  items: readonly MarkdownNode[],
  loose: boolean,
  group: number,
  continued = false,
): readonly ElementNode[] {
  const lists: ElementNode[] = [];
  for (let at = 0; at < items.length; at += group) {
    const goesOn = continued || at + group < items.length;
    const start = shape.ordered ? Number(shape.start) + at : shape.start;
    lists.push(listNode({ ordered: shape.ordered, start }, items.slice(at, at + group), loose, goesOn));
  }
  return lists;
}

/** A table of more than one group of rows. Its bodies are laid out apart, so its columns have fixed widths. */
export interface LongTable {
  readonly head: ElementNode;
  /** Of the columns, in pixels. */
  readonly widths: readonly number[];
}

/** The parts that the bodies of a table share, to be made from its first group of rows. */
export function longTable(head: ElementNode, firstRows: readonly MarkdownNode[]): LongTable {
  const [headRow] = head.children;
  const widths = columnWidths([...(headRow ? [headRow] : []), ...firstRows]);
  return {
    head: elementNode(
      head.tag,
      head.children.map((row) => withWidths(row, widths)),
    ),
    widths,
  };
}

/** How many rows, and how many cells, are in one table before it goes on in another one, with its head again. */
const mostRows = 240;
const mostCells = 1600;

/** A long table as one or more tables that look like one. */
export function longTableNodes(
  { head, widths }: LongTable,
  bodies: readonly ElementNode[],
  group: number,
): readonly ElementNode[] {
  const width = String(widths.reduce((sum, each) => sum + each, 0));
  const rows = Math.min(mostRows, mostCells / Math.max(1, widths.length));
  const count = Math.max(1, Math.floor(rows / group));
  const tables: ElementNode[] = [];
  for (let at = 0; at < bodies.length; at += count) {
    const table = elementNode('table', [head, ...bodies.slice(at, at + count)], { width });
    const goesOn = at + count < bodies.length;
    tables.push(elementNode('div', [table], { class: goesOn ? 'table long continued' : 'table long' }));
  }
  return tables;
}

/** Rows as bodies of at most `group` rows. */
export function tableBodies(
  { widths }: LongTable,
  rows: readonly MarkdownNode[],
  group: number,
): readonly ElementNode[] {
  const bodies: ElementNode[] = [];
  for (let at = 0; at < rows.length; at += group) {
    const [first, ...others] = rows.slice(at, at + group);
    bodies.push(elementNode('tbody', first ? [withWidths(first, widths), ...others] : []));
  }
  return bodies;
}

/** A table of any length. */
export function tableNodes(
  head: ElementNode,
  rows: readonly MarkdownNode[],
  group: number,
): readonly ElementNode[] {
  if (rows.length <= group) {
    const table = elementNode('table', [head, elementNode('tbody', rows)]);
    return [elementNode('div', [table], { class: 'table' })];
  }
  const table = longTable(head, rows.slice(0, group));
  return longTableNodes(table, tableBodies(table, rows, group), group);
}

const characterPx = 7;
const paddingPx = 20;
const narrowestPx = 56;
const widestPx = 320;

/** What columns with these cells need, in pixels and roughly. */
function columnWidths(rows: readonly MarkdownNode[]): readonly number[] {
  const widths: number[] = [];
  for (const row of rows) {
    if (row.type !== 'element') continue;
    for (const [column, cell] of row.children.entries()) {
      const width = Math.min(widestPx, textWidth(cell) * characterPx + paddingPx);
      widths[column] = Math.max(widths[column] ?? narrowestPx, width);
    }
  }
  return widths;
}

/** In half-width characters. */
function textWidth(node: MarkdownNode): number {
  if (node.type === 'element') return node.children.reduce((sum, child) => sum + textWidth(child), 0);
  if (node.type === 'code') return 0;
  return node.text.length + (node.text.match(/[\u1100-\uffff]/g)?.length ?? 0);
}

/** A row that tells the widths of all columns; one that is too short gets the cells that it lacks. */
function withWidths(row: MarkdownNode, widths: readonly number[]): MarkdownNode {
  if (row.type !== 'element') return row;
  const cells = widths.map((width, column) => {
    const cell = row.children[column];
    const { tag, children, attributes } = cell?.type === 'element' ? cell : elementNode('td');
    return elementNode(tag, children, { ...attributes, width: String(width) });
  });
  return elementNode(row.tag, cells, row.attributes);
}
