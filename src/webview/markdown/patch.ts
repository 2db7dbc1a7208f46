import type { CodeBlock } from './codeBlock.ts';
import { type CodeNode, type ElementNode, type MarkdownNode, sameAttributes } from './nodes.ts';

/** Keeps DOM equal to markdown nodes, touching only what differs. */
export interface Patcher {
  /** Makes the children of `parent`, which show `before`, show `after`. */
  patchChildren(parent: Element, before: readonly MarkdownNode[], after: readonly MarkdownNode[]): void;
}

/** @param createCodeBlock makes the element of a code block; called once for each */
export function createPatcher(createCodeBlock: (node: CodeNode) => CodeBlock): Patcher {
  const codeBlocks = new WeakMap<Node, CodeBlock>();

  function create(node: MarkdownNode): Node {
    if (node.type === 'text') return document.createTextNode(node.text);
    if (node.type === 'code') {
      const block = createCodeBlock(node);
      codeBlocks.set(block.element, block);
      return block.element;
    }
    const element = document.createElement(node.tag);
    for (const [name, value] of Object.entries(node.attributes)) element.setAttribute(name, value);
    for (const child of node.children) element.append(create(child));
    return element;
  }

  function patchChildren(
    parent: Element,
    before: readonly MarkdownNode[],
    after: readonly MarkdownNode[],
  ): void {
    if (before === after) return;
    let index = 0;
    while (index < before.length && before[index] === after[index]) index += 1;
    let child = parent.childNodes[index] ?? null;
    for (; index < before.length && index < after.length; index += 1) {
      const was = before[index];
      const is = after[index];
      const next = child?.nextSibling ?? null;
      if (child && was && is && was !== is && !patch(child, was, is)) child.replaceWith(create(is));
      child = next;
    }
    while (child) {
      const next = child.nextSibling;
      child.remove();
      child = next;
    }
    for (const node of after.slice(index)) parent.append(create(node));
  }

  /** Whether the node could be changed into the other one. */
  function patch(dom: Node, before: MarkdownNode, after: MarkdownNode): boolean {
    if (after.type === 'text') {
      if (before.type !== 'text') return false;
      if (before.text !== after.text) patchText(dom as Text, after.text);
      return true;
    }
    if (after.type === 'code') {
      codeBlocks.get(dom)?.update(after);
      return before.type === 'code';
    }
    if (before.type !== 'element' || before.tag !== after.tag) return false;
    patchAttributes(dom as Element, before, after);
    patchChildren(dom as Element, before.children, after.children);
    return true;
  }

  return { patchChildren };
}

/** Text that only grew is appended to, which keeps a selection in it. */
export function patchText(dom: Text, text: string): void {
  const shown = dom.data;
  if (shown === text) return;
  if (text.startsWith(shown)) dom.appendData(text.slice(shown.length));
  else dom.data = text;
}

function patchAttributes(dom: Element, before: ElementNode, after: ElementNode): void {
  if (sameAttributes(before, after)) return;
  for (const name of Object.keys(before.attributes)) {
    if (!(name in after.attributes)) dom.removeAttribute(name);
  }
  for (const [name, value] of Object.entries(after.attributes)) dom.setAttribute(name, value);
}
