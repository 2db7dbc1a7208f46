import { element } from '../dom.ts';
import { type CodeBlock, type CodeBlockContext, createCodeBlock } from './codeBlock.ts';
import { type MarkdownNode, sameNode } from './nodes.ts';
import { createPatcher } from './patch.ts';
import { roughTail } from './roughTail.ts';
import { createMarkdownStream, type MarkdownStream, renderMarkdown } from './streaming.ts';

/** An answer's text as it grows. */
export interface MarkdownView {
  readonly element: HTMLElement;
  /**
   * Takes the next piece of the text. A long one that the view begins with shows its end at once and the rest, without
   * holding up anything, when there is time.
   */
  append(text: string): void;
  /** Nothing more will come. */
  finish(): void;
}

/** Blocks come in sections, so that the layout of a block more does not walk over all of them. */
const sectionBlocks = 12;
/** The length of the pieces, in characters, in which a text is parsed when there is time. */
const piece = 2048;
/** What is longer, in characters, is not shown from its beginning on. */
const long = 4 * piece;

/**
 * @param onSettled called once, when the text is finished and what is shown will not change any more, colours excepted
 */
export function createMarkdownView(context: CodeBlockContext, onSettled = () => {}): MarkdownView {
  const root = element('div', { class: 'markdown' });
  let codeBlocks: CodeBlock[] = [];
  const patcher = createPatcher((node) => {
    const block = createCodeBlock(node, context);
    codeBlocks.push(block);
    return block;
  });
  const stream = createMarkdownStream();
  const source: string[] = [];
  let shown: readonly MarkdownNode[] = [];
  let plain: HTMLElement | undefined;
  /** What is still to be read, as long as a long text that was there from the beginning on is not shown as a whole. */
  let unread: string | undefined;
  let finished = false;

  function append(text: string): void {
    source.push(text);
    if (plain) {
      plain.append(text);
      return;
    }
    try {
      if (unread !== undefined) {
        unread += text;
      } else if (text.length > long && source.length === 1) {
        unread = text;
        showSections(renderMarkdown(roughTail(text, 2 * piece)), 0);
        context.inSlices(open());
      } else {
        stream.append(text);
        show(stream.blocks, stream.settled);
      }
    } catch (error) {
      showPlain(error);
    }
  }

  /** Shows a long text from its end to its beginning. */
  function* open(): Generator<void> {
    try {
      while (readMore()) yield;
      codeBlocks = [];
      shown = stream.blocks;
      const rough = [...root.children];
      for (let index = Math.ceil(shown.length / sectionBlocks) - 1; index >= 0; index -= 1) {
        root.prepend(createSection(index));
        // The last section takes the place of what was there in the meantime.
        while (rough.length > 0) rough.pop()?.remove();
        yield;
      }
      while (readMore()) {
        show(stream.blocks, stream.settled);
        yield;
      }
    } catch (error) {
      showPlain(error);
    }
    unread = undefined;
    if (finished) settleDown();
  }

  /** Reads a little of what is unread. Returns whether there was anything. */
  function readMore(): boolean {
    const next = unread?.slice(0, piece) ?? '';
    unread = unread?.slice(next.length);
    stream.append(next);
    return next !== '';
  }

  function createSection(index: number): HTMLElement {
    const end = (index + 1) * sectionBlocks;
    const section = element('div', { class: end <= stream.settled ? 'section settled' : 'section' });
    patcher.patchChildren(section, [], shown.slice(end - sectionBlocks, end));
    return section;
  }

  function show(blocks: readonly MarkdownNode[], settled: number): void {
    let from = 0;
    while (from < shown.length && shown[from] === blocks[from]) from += 1;
    showSections(blocks, from);
    markSettled(settled);
  }

  /** @param from the first block that is not shown yet as it is */
  function showSections(blocks: readonly MarkdownNode[], from: number): void {
    const sections = Math.ceil(blocks.length / sectionBlocks);
    while (root.childElementCount > sections) root.lastElementChild?.remove();
    for (let index = Math.floor(from / sectionBlocks); index < sections; index += 1) {
      const section = root.children[index] ?? root.appendChild(element('div', { class: 'section' }));
      const start = index * sectionBlocks;
      const end = start + sectionBlocks;
      patcher.patchChildren(section, shown.slice(start, end), blocks.slice(start, end));
    }
    shown = blocks;
  }

  function markSettled(settled: number): void {
    for (let end = Math.floor(settled / sectionBlocks); end > 0; end -= 1) {
      const section = root.children[end - 1];
      if (!section || section.classList.contains('settled')) break;
      section.classList.add('settled');
    }
  }

  /** Better the text as it came than an empty panel. */
  function showPlain(error: unknown): void {
    console.error(error);
    plain = element('pre', { class: 'plain' }, source.join(''));
    root.replaceChildren(plain);
  }

  function settleDown(): void {
    if (plain) {
      onSettled();
      return;
    }
    for (const block of codeBlocks) block.finish();
    context.inSlices(check());
  }

  /** Parses the finished text once more, in pieces, and shows what came out differently. */
  function* check(): Generator<void> {
    const text = source.join('');
    const again: MarkdownStream = createMarkdownStream();
    for (let at = 0; at < text.length; at += piece) {
      again.append(text.slice(at, at + piece));
      yield;
    }
    const blocks = [...again.blocks];
    for (const [index, block] of blocks.entries()) {
      const old = shown[index];
      if (old && sameNode(old, block)) blocks[index] = old;
      if (index % sectionBlocks === 0) yield;
    }
    if (blocks.length !== shown.length || blocks.some((block, index) => block !== shown[index])) {
      show(blocks, blocks.length);
    }
    onSettled();
  }

  return {
    element: root,
    append,
    finish() {
      if (finished) return;
      finished = true;
      if (unread === undefined) settleDown();
    },
  };
}
