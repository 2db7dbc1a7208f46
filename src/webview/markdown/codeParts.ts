import type { CodeNode } from './nodes.ts';

/** How many lines of a code block are shown together: more are not looked at with every piece that comes. */
export const linesOfPart = 20_000;

/** A code block without end as several; all but the last have `lines` lines. */
export function codeParts(node: CodeNode, lines: number): readonly CodeNode[] {
  if (node.lines.length <= lines) return [node];
  const parts: CodeNode[] = [];
  for (let at = 0; at < node.lines.length; at += lines) {
    const isLast = at + lines >= node.lines.length;
    parts.push({ ...node, lines: node.lines.slice(at, at + lines), closed: node.closed || !isLast });
  }
  return parts;
}
