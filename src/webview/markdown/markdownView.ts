import { element } from '../dom.ts';
import { throwLater } from '../faults.ts';
import { type Allowance, approach } from './approach.ts';
import { createChapters } from './chapters.ts';
import { type CodeBlock, type CodeBlockContext, createCodeBlock } from './codeBlock.ts';
import { type MarkdownNode, sameNode } from './nodes.ts';
import { createPatcher } from './patch.ts';
import { roughTail } from './roughTail.ts';
import { sectionEnd } from './sections.ts';
import { createMarkdownStream, renderMarkdown } from './streaming.ts';
import { weightMs, weightOf } from './weight.ts';

/** An answer's text as it grows. */
export interface MarkdownView {
  readonly element: HTMLElement;
  /** Takes the next piece of the text, to be shown by `step`. */
  append(text: string): void;
  /**
   * Reads and shows a little of what was appended. A long text that the view begins with shows its end at once and the
   * rest, without holding up anything, when there is time.
   *
   * @returns whether there is more to be done
   */
  step(): boolean;
  /** Whether the text is being written, which shows at its end. */
  setGrowing(growing: boolean): void;
  /** Nothing more will come. */
  finish(): void;
}

/** How much is put on the screen in one step, in elements or what costs as much. */
const stepWeight = 240;
/** Of an answer that is there at once, how much is shown of its end before all of it is read. */
const roughWeight = 400;
/** What is longer, in characters, is not shown from its beginning on. */
const long = 8192;
/** How much of its end is read for that, in characters. */
const roughLength = 4096;
/** How many blocks are looked at together. */
const blocksAtOnce = 200;

/** A block with more in it, in elements or what costs as much, takes long when it is to be skipped off screen. */
const tooHeavyToSkip = 1500;

interface Section {
  readonly element: HTMLElement;
  /** What it shows. */
  nodes: readonly MarkdownNode[];
  /** Whether it is known not to change any more. */
  settled: boolean;
}

/**
 * @param onSettled called once, when the text is finished and what is shown will not change any more, colours excepted
 */
export function createMarkdownView(context: CodeBlockContext, onSettled = () => {}): MarkdownView {
  const root = element('div', { class: 'markdown' });
  const codeBlocks: CodeBlock[] = [];
  const patcher = createPatcher((node) => {
    const block = createCodeBlock(node, context);
    if (complete) block.finish();
    else codeBlocks.push(block);
    return block;
  });
  const stream = createMarkdownStream();
  const source: string[] = [];
  const chapters = createChapters(root);
  let sections: Section[] = [];
  /** The first block of each section. */
  const starts: number[] = [];
  let shown: readonly MarkdownNode[] = [];
  let plain: HTMLElement | undefined;
  /** Whether something that came is not read yet. */
  let unread = false;
  /** Whether something that was read is not shown yet. */
  let behind = false;
  /** Whether a long text that was there from the beginning on is not shown as a whole yet. */
  let opening = false;
  let end: Element | undefined;
  let growing = false;
  let finished = false;
  /** Whether all of a finished text has been shown. */
  let complete = false;

  function append(text: string): void {
    source.push(text);
    if (plain) {
      plain.append(text);
      return;
    }
    stream.push(text);
    unread = true;
    if (source.length > 1 || text.length <= long) return;
    opening = true;
    guard(() => {
      showRough(text);
      context.inSlices(guarded(open()));
    });
  }

  function step(): boolean {
    if (plain || opening) return false;
    guard(() => {
      // What has been read is shown before more is read; if there was much to read, in another step.
      const reads = unread && !behind;
      if (reads) {
        unread = stream.step();
        behind = true;
      }
      if (behind && !(reads && stream.open > long)) show(stream.blocks, stream.settled);
    });
    return !plain && (behind || unread);
  }

  /** The last blocks of a long text, as far as that can be told before all of it is read. */
  function showRough(text: string): void {
    const blocks = renderMarkdown(roughTail(text, roughLength));
    let weight = 0;
    const tooMuch = blocks.findLastIndex((block) => {
      weight += weightOf(block);
      return weight > roughWeight;
    });
    // The last block is shown whatever its weight.
    const first = Math.max(0, Math.min(tooMuch + 1, blocks.length - 1));
    for (let at = first; at < blocks.length; at = sectionEnd(blocks, at)) {
      const section = root.appendChild(element('div', { class: 'section rough' }));
      patcher.patchChildren(section, [], blocks.slice(at, sectionEnd(blocks, at)));
    }
    markEnd();
  }

  /** Shows a long text from its end to its beginning. */
  function* open(): Generator<void> {
    while (stream.step()) yield;
    unread = false;
    codeBlocks.length = 0;
    const blocks = stream.blocks;
    for (let at = 0; at < blocks.length; at = sectionEnd(blocks, at)) {
      if (starts.push(at) % blocksAtOnce === 0) yield;
    }
    const rough = [...root.children];
    const roughSections = rough.length;
    const made: Section[] = [];
    let replaced = 0;
    for (const [index, start] of [...starts.entries()].reverse()) {
      const end = starts[index + 1] ?? blocks.length;
      const section = createSection();
      chapters.prepend(section.element, index);
      made.push(section);
      while (!grow(section, blocks.slice(start, end))) yield;
      if (end <= stream.settled) settle(section);
      // The last sections take the place of what was there in the meantime.
      replaced += 1;
      if (replaced >= roughSections) while (rough.length > 0) rough.pop()?.remove();
      markEnd();
      yield;
    }
    while (rough.length > 0) rough.pop()?.remove();
    markEnd();
    sections = made.reverse();
    shown = blocks;
    opening = false;
    while (step()) yield;
    if (finished) settleDown();
  }

  /** Shows a little more of a section that is not complete. Returns whether it is. */
  function grow(section: Section, blocks: readonly MarkdownNode[]): boolean {
    const allowance: Allowance = { left: stepWeight, exhausted: false };
    const next = approach(section.nodes, blocks, allowance);
    patcher.patchChildren(section.element, section.nodes, next);
    section.nodes = next;
    context.expect((stepWeight - allowance.left) * weightMs);
    return !allowance.exhausted;
  }

  /** Brings what is shown nearer to these blocks. `behind` tells whether they are shown then. */
  function show(blocks: readonly MarkdownNode[], settled: number): void {
    let from = 0;
    while (from < shown.length && from < blocks.length && shown[from] === blocks[from]) from += 1;
    const allowance: Allowance = { left: stepWeight, exhausted: false };
    const rest = approach(shown.slice(from), blocks.slice(from), allowance);
    behind = allowance.exhausted;
    context.expect((stepWeight - allowance.left) * weightMs);
    showSections([...blocks.slice(0, from), ...rest], from);
    markSettled(behind ? Math.min(settled, from) : settled);
  }

  /** @param from the first block that is not shown yet as it is */
  function showSections(blocks: readonly MarkdownNode[], from: number): void {
    let index = Math.max(0, starts.length - 1);
    while (index > 0 && (starts[index] ?? 0) > from) index -= 1;
    let at = starts[index] ?? 0;
    starts.length = index;
    for (; at < blocks.length; index += 1) {
      const end = sectionEnd(blocks, at);
      const section = sections[index] ?? addSection();
      const nodes = blocks.slice(at, end);
      patcher.patchChildren(section.element, section.nodes, nodes);
      section.nodes = nodes;
      starts.push(at);
      at = end;
    }
    for (const section of sections.splice(index)) chapters.remove(section.element);
    markEnd();
    shown = blocks;
  }

  function markEnd(): void {
    const block = root.lastElementChild;
    const last = (block?.classList.contains('chapter') ? block.lastElementChild : block) ?? undefined;
    if (last !== end) end?.classList.remove('end', 'growing');
    end = last;
    end?.classList.add('end');
    end?.classList.toggle('growing', growing);
  }

  function addSection(): Section {
    const section = createSection();
    chapters.append(section.element, sections.length);
    sections.push(section);
    return section;
  }

  /** Settles the next sections that show nothing but settled blocks, as many as one step may. */
  function markSettled(settled: number): void {
    let left = stepWeight;
    for (const [index, section] of sections.entries()) {
      if ((starts[index + 1] ?? shown.length) > settled || left <= 0) return;
      if (!section.settled) left -= settle(section);
    }
  }

  /** Returns how much there is in it. */
  function settle(section: Section): number {
    const weight = section.nodes.reduce((sum, node) => sum + weightOf(node), 0);
    section.settled = true;
    // The lines of code are skipped by themselves.
    if (section.nodes.some((node) => node.type !== 'code' && weightOf(node) > tooHeavyToSkip)) return 0;
    chapters.settle(section.element);
    context.expect(weight * weightMs);
    return weight;
  }

  function guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      showPlain(error);
    }
  }

  function* guarded(steps: Iterator<void>): Generator<void> {
    try {
      while (!plain && !steps.next().done) yield;
    } catch (error) {
      showPlain(error);
    }
    if (plain && finished) onSettled();
  }

  /** Better the text as it came than an empty panel. */
  function showPlain(error: unknown): void {
    throwLater(error);
    plain = element('pre', { class: 'plain' }, source.join(''));
    root.replaceChildren(plain);
    opening = false;
  }

  function settleDown(): void {
    if (plain) {
      onSettled();
      return;
    }
    context.inSlices(guarded(check()));
  }

  /** Parses the finished text once more, in pieces, and shows what came out differently. */
  function* check(): Generator<void> {
    while (step()) yield;
    complete = true;
    for (const block of codeBlocks.splice(0)) block.finish();
    const again = createMarkdownStream();
    again.push(source.join(''));
    while (again.step()) yield;
    const blocks = [...again.blocks];
    for (const [index, block] of blocks.entries()) {
      const old = shown[index];
      if (old && sameNode(old, block)) blocks[index] = old;
      if (index % blocksAtOnce === 0) yield;
    }
    if (blocks.length !== shown.length || blocks.some((block, index) => block !== shown[index])) {
      do {
        show(blocks, blocks.length);
        yield;
      } while (behind);
    }
    for (const section of sections) {
      if (section.settled) continue;
      settle(section);
      yield;
    }
    onSettled();
  }

  return {
    element: root,
    append,
    step,
    setGrowing(next) {
      growing = next;
      markEnd();
    },
    finish() {
      if (finished) return;
      finished = true;
      if (!opening) settleDown();
    },
  };
}

function createSection(): Section {
  return { element: element('div', { class: 'section' }), nodes: [], settled: false };
}
