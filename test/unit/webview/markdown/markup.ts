import type { ElementNode, MarkdownNode } from '../../../../src/webview/markdown/nodes.ts';
import { renderMarkdown } from '../../../../src/webview/markdown/streaming.ts';
import { assert } from '../assert.ts';

/** Nodes as HTML, with links as `<a address>` and code blocks as `<pre language (path) open>`, ⏎ between their lines; ‹ is a < of a text. */
export function markup(nodes: readonly MarkdownNode[]): string {
  return nodes.map(markupOf).join('');
}

export function assertRead(cases: readonly (readonly [markdown: string, html: string])[]): void {
  for (const [markdown, html] of cases) assert.equal(markup(renderMarkdown(markdown)), html, markdown);
}

function markupOf(node: MarkdownNode): string {
  if (node.type === 'text') return node.text.replaceAll('<', '‹');
  if (node.type === 'code') {
    const info = [node.language, node.path && `(${node.path})`, node.closed ? undefined : 'open'];
    return `<${['pre', ...info.filter((each) => each !== undefined)].join(' ')}>${node.lines.join('⏎')}</pre>`;
  }
  const start = `<${node.tag}${attributesOf(node)}>`;
  const isEmpty = ['br', 'hr', 'input'].includes(node.tag) && node.children.length === 0;
  return isEmpty ? start : `${start}${markup(node.children)}</${node.tag}>`;
}

function attributesOf({ tag, attributes }: ElementNode): string {
  const { href, title, 'data-url': address, ...others } = attributes;
  if (tag === 'a' && href === '#' && title === address && Object.keys(others).length === 0)
    return ` ${address}`;
  return Object.entries(attributes)
    .map(([name, value]) => (value === '' ? ` ${name}` : ` ${name}="${value}"`))
    .join('');
}
