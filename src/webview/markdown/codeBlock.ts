import { type CodeBlockHeadContext, createCodeBlockHead } from '../codeBlockHead.ts';
import { element } from '../dom.ts';
import { type CodeLine, canHighlight, highlightLines } from './highlight.ts';
import { languageName } from './languages.ts';
import type { CodeNode } from './nodes.ts';
import { patchText } from './patch.ts';

/** What a code block asks of the panel around it. */
export interface CodeBlockContext extends CodeBlockHeadContext {
  /** Runs the steps of something that can wait, a few milliseconds at a time. */
  inSlices(steps: Iterator<unknown>): void;
  /** Counts what the browser will have to do for a change, in milliseconds. */
  expect(milliseconds: number): void;
}

export interface CodeBlock {
  readonly element: HTMLElement;
  update(node: CodeNode): void;
  /** The answer is over: a block whose fence never came is done too. */
  finish(): void;
}

/** Lines come in groups, so that a line more costs the layout of one group. */
const groupLines = 40;
/** A longer line, in characters, comes in pieces: otherwise each character more costs the layout of all of it. */
const longLine = 10_000;
const pieceOfLine = 2000;
/** As in code.css. */
const lineHeightPx = 18;
/** What a coloured piece of a line costs the browser, in milliseconds. */
const tokenMs = 0.02;

export function createCodeBlock(first: CodeNode, context: CodeBlockContext): CodeBlock {
  let shown: readonly string[] = [];
  let node = first;
  let finished = false;
  /** The highlighting that is under way or done; another object means it is void. */
  let highlighted: object | undefined;
  const coloured = new Set<Element>();

  const code = element('code');
  const scroller = element('pre', { tabindex: 0 }, code);
  const head = createCodeBlockHead(context, {
    getCode: () => node.lines.join('\n'),
    setWrapped: (wrapped) => block.classList.toggle('wrapped', wrapped),
  });
  const block = element('div', { class: 'code-block', role: 'group' }, head.element, scroller);

  function update(next: CodeNode): void {
    node = next;
    showLines();
    complete();
  }

  function showLines(): void {
    const { lines } = node;
    let same = 0;
    while (same < shown.length && shown[same] === lines[same]) same += 1;
    if (same === shown.length && same === lines.length) return;
    highlighted = undefined;
    const groups = Math.ceil(lines.length / groupLines);
    while (code.childElementCount > groups) code.lastElementChild?.remove();
    // A group that has become the last one, or no longer is, has another end.
    const first = Math.max(0, Math.min(same, shown.length - 1, lines.length - 1));
    for (let index = Math.floor(first / groupLines); index < groups; index += 1) showGroup(index, groups);
    shown = lines;
  }

  function showGroup(index: number, groups: number): void {
    const lines = node.lines.slice(index * groupLines, (index + 1) * groupLines);
    const group = code.children[index] ?? code.appendChild(element('span', { class: 'code-lines' }));
    if (coloured.delete(group)) group.replaceChildren();
    if (index < groups - 1) setSize(group, lines);
    else group.removeAttribute('style');
    const pieces = codePieces(lines, index < groups - 1);
    while (group.childNodes.length > pieces.length) group.lastChild?.remove();
    for (const [at, { text, long }] of pieces.entries()) {
      const child = group.childNodes[at];
      const shownText = long ? child?.firstChild : child;
      if (shownText instanceof Text && long === child instanceof HTMLElement) {
        patchText(shownText, text);
        continue;
      }
      const made = long
        ? element('span', { class: 'code-piece' }, document.createTextNode(text))
        : document.createTextNode(text);
      if (child) child.replaceWith(made);
      else group.append(made);
    }
  }

  function complete(): void {
    const done = node.closed || finished;
    const name = node.language === undefined ? context.texts.plainText : languageName(node.language);
    if (block.getAttribute('aria-label') !== name) block.setAttribute('aria-label', name);
    head.update({ name, language: node.language, path: node.path, complete: done });
    if (!done || highlighted || !canHighlight(node.lines, node.language)) return;
    highlighted = {};
    context.inSlices(highlightSteps(node.lines, node.language, highlighted));
  }

  function* highlightSteps(lines: readonly string[], name: string, current: object): Generator<void> {
    const ready: CodeLine[] = [];
    let group = 0;
    for (const more of highlightLines(lines, name)) {
      if (highlighted !== current) return;
      ready.push(...more);
      yield;
      while (
        ready.length >= groupLines ||
        (ready.length > 0 && group * groupLines + ready.length === lines.length)
      ) {
        if (highlighted !== current) return;
        colourGroup(group, ready.splice(0, groupLines), lines.length);
        group += 1;
        yield;
      }
    }
  }

  function colourGroup(index: number, lines: readonly CodeLine[], total: number): void {
    const group = code.children[index];
    if (!group || group.querySelector('.code-piece')) return;
    coloured.add(group);
    const parts: (Node | string)[] = [];
    let plain = '';
    for (const [at, line] of lines.entries()) {
      for (const token of line) {
        if (token.role === undefined) {
          plain += token.text;
          continue;
        }
        parts.push(plain, element('span', { class: `token-${token.role}` }, token.text));
        plain = '';
      }
      if (index * groupLines + at < total - 1) plain += '\n';
    }
    group.replaceChildren(...[...parts, plain].filter((part) => part !== ''));
    context.expect(parts.length * tokenMs);
  }

  update(first);
  return {
    element: block,
    update,
    finish() {
      finished = true;
      complete();
    },
  };
}

/** Tells how large a whole group of lines is, in the font's own measure: out of sight it is not laid out. */
function setSize(group: Element, lines: readonly string[]): void {
  if (!(group instanceof HTMLElement)) return;
  const widest = Math.max(
    ...lines.map((line) => line.length + (line.match(/[\u1100-\uffff\t]/g)?.length ?? 0)),
  );
  group.style.setProperty('contain-intrinsic-size', `auto ${widest}ch auto ${lines.length * lineHeightPx}px`);
}

interface CodePiece {
  readonly text: string;
  /** Whether it is a piece of a long line. */
  readonly long: boolean;
}

/** @param continued whether the last line ends with a line end too */
function codePieces(lines: readonly string[], continued: boolean): readonly CodePiece[] {
  const pieces: CodePiece[] = [];
  let plain = '';
  for (const [index, line] of lines.entries()) {
    const end = continued || index < lines.length - 1 ? '\n' : '';
    if (line.length <= longLine) {
      plain += line + end;
      continue;
    }
    if (plain !== '') pieces.push({ text: plain, long: false });
    for (let at = 0; at < line.length; at += pieceOfLine) {
      pieces.push({ text: line.slice(at, at + pieceOfLine), long: true });
    }
    plain = end;
  }
  return plain !== '' || pieces.length === 0 ? [...pieces, { text: plain, long: false }] : pieces;
}
