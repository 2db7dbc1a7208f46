/** What markdown becomes before it is DOM. Nodes are never changed once made, so `===` means nothing changed. */
export type MarkdownNode = TextNode | ElementNode | CodeNode;

export interface TextNode {
  readonly type: 'text';
  readonly text: string;
}

export interface ElementNode {
  readonly type: 'element';
  readonly tag: ElementTag;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly MarkdownNode[];
}

/** A code block. `lines` has one entry per line, line ends not included. */
export interface CodeNode {
  readonly type: 'code';
  /** The info string's first word; undefined for none, and while its line is still being written. */
  readonly language: string | undefined;
  /** The file that the info string names. */
  readonly path: string | undefined;
  readonly lines: readonly string[];
  /** Whether the closing fence has been seen. */
  readonly closed: boolean;
}

/** The only elements an answer can be made of. */
export type ElementTag =
  | 'a'
  | 'blockquote'
  | 'br'
  | 'code'
  | 'del'
  | 'div'
  | 'em'
  | 'h1'
  | 'h2'
  | 'h3'
  | 'h4'
  | 'h5'
  | 'h6'
  | 'hr'
  | 'input'
  | 'li'
  | 'ol'
  | 'p'
  | 'strong'
  | 'table'
  | 'tbody'
  | 'td'
  | 'th'
  | 'thead'
  | 'tr'
  | 'ul';

const noAttributes: Readonly<Record<string, string>> = {};

export function textNode(text: string): TextNode {
  return { type: 'text', text };
}

export function elementNode(
  tag: ElementTag,
  children: readonly MarkdownNode[] = [],
  attributes: Readonly<Record<string, string>> = noAttributes,
): ElementNode {
  return { type: 'element', tag, attributes, children };
}

/** Whether two nodes would look the same. */
export function sameNode(a: MarkdownNode, b: MarkdownNode): boolean {
  if (a === b) return true;
  if (a.type === 'text') return b.type === 'text' && a.text === b.text;
  if (a.type === 'code') {
    return (
      b.type === 'code' &&
      a.language === b.language &&
      a.path === b.path &&
      a.closed === b.closed &&
      a.lines.length === b.lines.length &&
      a.lines.every((line, index) => line === b.lines[index])
    );
  }
  return b.type === 'element' && a.tag === b.tag && sameAttributes(a, b) && sameNodes(a.children, b.children);
}

/** Whether two runs of nodes would look the same; how a text is cut into nodes does not matter. */
export function sameNodes(a: readonly MarkdownNode[], b: readonly MarkdownNode[]): boolean {
  const left = joinTexts(a);
  const right = joinTexts(b);
  return (
    left.length === right.length &&
    left.every((node, index) => {
      const other = right[index];
      return other !== undefined && sameNode(node, other);
    })
  );
}

export function sameAttributes(a: ElementNode, b: ElementNode): boolean {
  const keys = Object.keys(a.attributes);
  return (
    keys.length === Object.keys(b.attributes).length &&
    keys.every((key) => a.attributes[key] === b.attributes[key])
  );
}

/** The same nodes with neighbouring texts made one. */
export function joinTexts(nodes: readonly MarkdownNode[]): readonly MarkdownNode[] {
  const joined: MarkdownNode[] = [];
  for (const node of nodes) {
    const last = joined.at(-1);
    if (node.type === 'text' && last?.type === 'text')
      joined[joined.length - 1] = textNode(last.text + node.text);
    else joined.push(node);
  }
  return joined;
}
