import type { MarkdownNode } from './nodes.ts';
import { weightOf } from './weight.ts';

/** Blocks come in sections, so that the layout of a block more does not walk over all of them. */
const mostBlocks = 12;
/** In elements or what costs as much. A section is laid out as a whole when it comes into sight. */
const heaviest = 300;

/**
 * Where the section ends that begins with the block at `start`. It depends only on the blocks of the section, so that
 * what follows moves nothing.
 */
export function sectionEnd(blocks: readonly MarkdownNode[], start: number): number {
  let weight = 0;
  let end = start;
  while (end < blocks.length && end - start < mostBlocks && weight < heaviest) {
    const block = blocks[end];
    if (block) weight += weightOf(block);
    end += 1;
  }
  return end;
}
