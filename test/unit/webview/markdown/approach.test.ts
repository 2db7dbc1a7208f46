import fc from 'fast-check';
import { type Allowance, approach } from '../../../../src/webview/markdown/approach.ts';
import {
  elementNode,
  type MarkdownNode,
  sameNodes,
  textNode,
} from '../../../../src/webview/markdown/nodes.ts';
import { renderMarkdown } from '../../../../src/webview/markdown/streaming.ts';
import { assert } from '../assert.ts';
import { useDeadline } from '../deadline.ts';
import { corpus } from './corpus.ts';

/** Steps until the blocks are shown; more than `most` of them fail. */
function steps(shown: readonly MarkdownNode[], target: readonly MarkdownNode[], left: number, most: number) {
  let nodes = shown;
  for (let count = 1; count <= most; count += 1) {
    const allowance: Allowance = { left, exhausted: false };
    nodes = approach(nodes, target, allowance);
    if (!allowance.exhausted) return { nodes, count };
  }
  assert.fail(`Not there after ${most} steps`);
}

describe('approach of what is shown to what is to be shown', () => {
  useDeadline();

  it('arrives, in steps of any size, at the blocks that are to be shown', () => {
    const document = fc
      .array(fc.constantFrom(...corpus), { maxLength: 4 })
      .map((parts) => parts.join('\n\n'));
    fc.assert(
      fc.property(document, document, fc.integer({ min: 1, max: 400 }), (before, after, left) => {
        const target = renderMarkdown(after);
        const { nodes } = steps(renderMarkdown(before), target, left, 20_000);
        assert.ok(sameNodes(nodes, target));
      }),
    );
  });

  it('shows what is new after very much that looks the same but was read again', () => {
    const read = (count: number) =>
      Array.from({ length: count }, (_, index) => elementNode('p', [textNode(`paragraph ${index}`)]));
    const { nodes, count } = steps(read(20_000), [...read(20_000), elementNode('hr')], 240, 10);
    assert.equal(nodes.length, 20_001);
    assert.ok(count > 1);
  });

  it('looks only once at what looks the same', () => {
    const shown = renderMarkdown(corpus.join('\n\n'));
    const target = renderMarkdown(corpus.join('\n\n'));
    const { nodes } = steps(shown, target, Number.POSITIVE_INFINITY, 1);
    const allowance: Allowance = { left: 1, exhausted: false };
    assert.deepEqual(approach(nodes, [...target], allowance), target);
    assert.equal(allowance.left, 1);
  });
});
