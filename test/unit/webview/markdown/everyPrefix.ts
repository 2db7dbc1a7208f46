import { joinTexts, type MarkdownNode } from '../../../../src/webview/markdown/nodes.ts';
import { createMarkdownStream, renderMarkdown } from '../../../../src/webview/markdown/streaming.ts';
import { assert } from '../assert.ts';

/** Small limits, so that short documents meet every way of settling a part of a block. */
export const eager = { parts: 4, group: 3, run: 24, code: 5, cut: { longest: 90, line: 30 } };

/** Texts joined throughout, so that only the result counts and not how a text was cut. */
function normal(nodes: readonly MarkdownNode[]): unknown {
  return joinTexts(nodes).map((node) =>
    node.type === 'element' ? { ...node, children: normal(node.children) } : node,
  );
}

export function* pieces(text: string, lengths: readonly number[]): Generator<string> {
  for (let at = 0, turn = 0; at < text.length; turn += 1) {
    const length = lengths[turn % lengths.length] ?? 1;
    yield text.slice(at, at + length);
    at += length;
  }
}

/** Whether what is drawn of a text that comes in pieces of these lengths is that of the whole at any time. */
export function assertEveryPrefix(text: string, lengths: readonly number[]): void {
  const stream = createMarkdownStream(eager);
  let prefix = '';
  for (const piece of pieces(text, lengths)) {
    stream.append(piece);
    prefix += piece;
    assert.deepEqual(normal(stream.blocks), normal(renderMarkdown(prefix, eager)), JSON.stringify(prefix));
  }
}
