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
  if (shown === target) return target;
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
    const before = was?.type === 'text' ? was.text : '';
    const changes = before !== is.text;
    allowance.left -= unchangedWeight + (changes ? textWeight(Math.abs(is.text.length - before.length)) : 0);
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
  const shown = was?.lines ?? [];
  let same = 0;
  while (same < shown.length && same < is.lines.length && shown[same] === is.lines[same]) same += 1;
  const lines = is.lines.slice(0, same);
  let isFirst = true;
  for (let index = same; index < is.lines.length; index += 1) {
    const line = is.lines[index] ?? '';
    const before = index === same && line.startsWith(shown[index] ?? '') ? (shown[index]?.length ?? 0) : 0;
    if (allowance.left <= 0 && !isFirst) break;
    isFirst = false;
    const most = Math.max(leastCharacters, textOfWeight(allowance.left));
    if (line.length - before > most) {
      lines.push(line.slice(0, before + most));
      allowance.left -= textWeight(most);
      break;
    }
    lines.push(line);
    allowance.left -= textWeight(line.length - before) + 1 / 8;
  }
  const last = lines.length - 1;
  if (lines.length === is.lines.length && (last < 0 || lines[last] === is.lines[last])) return is;
  allowance.exhausted = true;
  return { ...is, lines, closed: false };
}
