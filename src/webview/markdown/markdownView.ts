import { element } from '../dom.ts';
import { type CodeBlock, type CodeBlockContext, createCodeBlock } from './codeBlock.ts';
import { type MarkdownNode, sameNode } from './nodes.ts';
import { createPatcher } from './patch.ts';
import { createMarkdownStream, type MarkdownStream } from './streaming.ts';

/** An answer's text as it grows. */
export interface MarkdownView {
  readonly element: HTMLElement;
  append(text: string): void;
  /** Nothing more will come. */
  finish(): void;
}

/** Blocks come in sections, so that the layout of a block more does not walk over all of them. */
const sectionBlocks = 12;
/** The length of the pieces, in characters, in which a finished text is parsed once more. */
const checkPiece = 8192;

export function createMarkdownView(context: CodeBlockContext): MarkdownView {
  const root = element('div', { class: 'markdown' });
  const codeBlocks: CodeBlock[] = [];
  const patcher = createPatcher((node) => {
    const block = createCodeBlock(node, context);
    codeBlocks.push(block);
    return block;
  });
  const stream = createMarkdownStream();
  const source: string[] = [];
  let shown: readonly MarkdownNode[] = [];
  let plain: HTMLElement | undefined;

  function append(text: string): void {
    source.push(text);
    if (plain) {
      plain.append(text);
      return;
    }
    try {
      stream.append(text);
      show(stream.blocks, stream.settled);
    } catch (error) {
      showPlain(error);
    }
  }

  function show(blocks: readonly MarkdownNode[], settled: number): void {
    let from = 0;
    while (from < shown.length && shown[from] === blocks[from]) from += 1;
    const sections = Math.ceil(blocks.length / sectionBlocks);
    while (root.childElementCount > sections) root.lastElementChild?.remove();
    for (let index = Math.floor(from / sectionBlocks); index < sections; index += 1) {
      const section = root.children[index] ?? root.appendChild(element('div', { class: 'section' }));
      const start = index * sectionBlocks;
      const end = start + sectionBlocks;
      patcher.patchChildren(section, shown.slice(start, end), blocks.slice(start, end));
    }
    for (let end = Math.floor(settled / sectionBlocks); end > 0; end -= 1) {
      const section = root.children[end - 1];
      if (!section || section.classList.contains('settled')) break;
      section.classList.add('settled');
    }
    shown = blocks;
  }

  /** Better the text as it came than an empty panel. */
  function showPlain(error: unknown): void {
    console.error(error);
    plain = element('pre', { class: 'plain' }, source.join(''));
    root.replaceChildren(plain);
  }

  /** Parses the finished text once more, in pieces, and shows what came out differently. */
  function* check(): Generator<void> {
    const text = source.join('');
    const again: MarkdownStream = createMarkdownStream();
    for (let at = 0; at < text.length; at += checkPiece) {
      again.append(text.slice(at, at + checkPiece));
      yield;
    }
    const blocks = again.blocks.map((block, index) => {
      const old = shown[index];
      return old && sameNode(old, block) ? old : block;
    });
    if (blocks.length !== shown.length || blocks.some((block, index) => block !== shown[index])) {
      show(blocks, blocks.length);
    }
  }

  return {
    element: root,
    append,
    finish() {
      if (plain) return;
      for (const block of codeBlocks) block.finish();
      context.inSlices(check());
    },
  };
}
