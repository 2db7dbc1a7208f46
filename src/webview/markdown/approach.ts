import { type CodeNode, type MarkdownNode, sameAttributes } from './nodes.ts';
import { codeHeadWeight, elementWeight, textOfWeight, textWeight } from './weight.ts';

/** How much may change on the screen in one step. */
export interface Allowance {
  /** In elements or what costs as much. */
  left: number;
  /** Whether it did not suffice. */
  exhausted: boolean;
}

/** To look at a node that has not changed costs something too. */
const unchangedWeight = 0.02;

/**
 * Nodes between those that are shown and those that are to be shown: from the beginning on they are the latter, and
 * where the allowance ends they are still the former. What looks the same as before becomes the latter too, so that
 * the next step finds it done.
 */
export function approach(
  shown: readonly MarkdownNode[],
  target: readonly MarkdownNode[],
  allowance: Allowance,
): readonly MarkdownNode[] {
  const next: MarkdownNode[] = [];
  let isTarget = true;
  for (const [index, is] of target.entries()) {
    const was = shown[index];
    if (was !== is && allowance.left <= 0) {
      allowance.exhausted = true;
      // What is shown stays until its turn comes.
      return [...next, ...shown.slice(index)];
    }
    const node = was === is ? is : approachNode(was, is, allowance);
    isTarget &&= node === is;
    next.push(node);
  }
  return isTarget ? target : next;
}

function approachNode(was: MarkdownNode | undefined, is: MarkdownNode, allowance: Allowance): MarkdownNode {
  if (is.type === 'text') {
    const before = was?.type === 'text' ? was.text.length : 0;
    allowance.left -= unchangedWeight + textWeight(Math.abs(is.text.length - before));
    return is;
  }
  if (is.type === 'code') return approachCode(was?.type === 'code' ? was : undefined, is, allowance);
  const before = was?.type === 'element' && was.tag === is.tag ? was : undefined;
  const isSame = before !== undefined && sameAttributes(before, is);
  allowance.left -= isSame ? unchangedWeight : elementWeight;
  const children = approach(before?.children ?? [], is.children, allowance);
  return children === is.children ? is : { ...is, children };
}

/** The least that is added to a code block at a time, so that it comes to an end. */
const leastCharacters = 2000;

/** A code block with as many lines more as the allowance permits; a line without end comes in pieces. */
function approachCode(was: CodeNode | undefined, is: CodeNode, allowance: Allowance): CodeNode {
  if (!was) allowance.left -= codeHeadWeight;
  const differs = is.lines.findIndex((line, index) => line !== was?.lines[index]);
  const same = differs === -1 ? is.lines.length : differs;
  const lines = is.lines.slice(0, same);
  for (const [index, line] of is.lines.slice(same).entries()) {
    if (allowance.left <= 0 && index > 0) break;
    const begun = index === 0 ? was?.lines[same] : undefined;
    const before = begun !== undefined && line.startsWith(begun) ? begun.length : 0;
    const most = Math.max(leastCharacters, textOfWeight(allowance.left));
    if (line.length - before > most) {
      lines.push(line.slice(0, before + most));
      allowance.left -= textWeight(most);
      break;
    }
    lines.push(line);
    allowance.left -= textWeight(line.length - before) + 1 / 8;
  }
  if (lines.length === is.lines.length && lines.at(-1) === is.lines.at(-1)) return is;
  allowance.exhausted = true;
  return { ...is, lines, closed: false };
}
