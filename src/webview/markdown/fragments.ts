import { type ElementNode, elementNode, type MarkdownNode } from './nodes.ts';
import { weightOf } from './weight.ts';

/** A list or a quote with more in it, in elements or what costs as much, is shown in several parts. */
const heaviest = 240;

const known = new WeakMap<MarkdownNode, readonly MarkdownNode[]>();

/**
 * The parts in which a list or a quote is shown that has too much in it to be drawn at once; anything else as it is.
 * Where a part ends depends only on what stands before it.
 */
export function fragments(node: MarkdownNode): readonly MarkdownNode[] {
  if (!isContainer(node) || weightOf(node) <= heaviest) return [node];
  const parts = known.get(node) ?? split(node);
  known.set(node, parts);
  return parts;
}

function isContainer(node: MarkdownNode): node is ElementNode {
  return node.type === 'element' && ['blockquote', 'li', 'ol', 'ul'].includes(node.tag);
}

function split(node: ElementNode): readonly ElementNode[] {
  const groups: MarkdownNode[][] = [];
  /** Of an ordered list: which item each part begins with, or goes on with. */
  const items: number[] = [];
  let weight = Number.POSITIVE_INFINITY;
  for (const [index, child] of node.children.entries()) {
    for (const piece of fragments(child)) {
      if (weight >= heaviest) {
        groups.push([]);
        items.push(index);
        weight = 0;
      }
      groups.at(-1)?.push(piece);
      weight += weightOf(piece);
    }
  }
  return groups.map((children, index) => {
    const isLast = index === groups.length - 1;
    const attributes: Record<string, string> = { ...node.attributes };
    const classes = new Set(attributes['class']?.split(' '));
    if (!isLast) classes.add('continued');
    if (node.tag === 'li' && index > 0) classes.add('rest');
    if (classes.size > 0) attributes['class'] = [...classes].join(' ');
    if (node.tag === 'ol' && index > 0) {
      attributes['start'] = String(Number(node.attributes['start'] ?? 1) + (items[index] ?? 0));
    }
    return elementNode(node.tag, children, attributes);
  });
}
