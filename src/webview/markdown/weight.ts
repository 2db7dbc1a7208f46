import type { MarkdownNode } from './nodes.ts';

/** What an element more costs: it is made, styled, laid out and painted. */
export const elementWeight = 1;
/** The time of that, in milliseconds, on a slow machine. */
export const weightMs = 0.02;
/** The buttons over a code block are elements too. */
export const codeHeadWeight = 24;
const charactersPerUnit = 24;
const linesPerUnit = 8;

const known = new WeakMap<MarkdownNode, number>();

/** How much there is to show in a node, in elements or what costs as much. */
export function weightOf(node: MarkdownNode): number {
  if (node.type === 'text') return textWeight(node.text.length);
  const weight = known.get(node);
  if (weight !== undefined) return weight;
  const counted =
    node.type === 'code'
      ? codeHeadWeight + codeWeight(node.lines)
      : node.children.reduce((sum, child) => sum + weightOf(child), elementWeight);
  known.set(node, counted);
  return counted;
}

/** @param length in UTF-16 code units */
export function textWeight(length: number): number {
  return length / charactersPerUnit;
}

/** How many characters weigh so much. */
export function textOfWeight(weight: number): number {
  return Math.floor(weight * charactersPerUnit);
}

/** The weight of lines of code without the head over them. */
export function codeWeight(lines: readonly string[]): number {
  let length = 0;
  for (const line of lines) length += line.length;
  return lines.length / linesPerUnit + textWeight(length);
}
