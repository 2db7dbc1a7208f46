import type { ViewStrings } from '../../shared/strings.ts';
import { button, element } from '../dom.ts';
import { type CodeLine, canHighlight, highlightLines } from './highlight.ts';
import { languageName } from './languages.ts';
import type { CodeNode } from './nodes.ts';
import { patchText } from './patch.ts';

/** What a code block asks of the panel around it. */
export interface CodeBlockContext {
  readonly texts: ViewStrings;
  copy(text: string, button: HTMLButtonElement): void;
  insert(text: string): void;
  /** Runs the steps of something that can wait, a few milliseconds at a time. */
  inSlices(steps: Iterator<unknown>): void;
}

export interface CodeBlock {
  readonly element: HTMLElement;
  update(node: CodeNode): void;
  /** The answer is over: a block whose fence never came is done too. */
  finish(): void;
}

/** Lines come in groups, so that a line more costs the layout of one group. */
const groupLines = 40;

export function createCodeBlock(first: CodeNode, context: CodeBlockContext): CodeBlock {
  const { texts } = context;
  let shown: readonly string[] = [];
  let node = first;
  let finished = false;
  /** The highlighting that is under way or done; another object means it is void. */
  let highlighted: object | undefined;

  const text = () => node.lines.join('\n');
  const language = element('span', { class: 'code-language' });
  const copy: HTMLButtonElement = button({
    label: texts.copyCode,
    className: 'icon-button',
    icon: 'copy',
    onClick: () => context.copy(text(), copy),
  });
  const insert = button({
    label: texts.insertAtCursor,
    className: 'icon-button insert',
    icon: 'insert',
    onClick: () => context.insert(text()),
  });
  const code = element('code');
  const scroller = element('pre', { tabindex: 0 }, code);
  const block = element(
    'div',
    { class: 'code-block', role: 'group' },
    element('div', { class: 'code-head' }, language, copy, insert),
    scroller,
  );

  function update(next: CodeNode): void {
    node = next;
    const name = node.language === undefined ? texts.plainText : languageName(node.language);
    if (language.textContent !== name) {
      language.textContent = name;
      block.setAttribute('aria-label', name);
    }
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
    for (
      let index = Math.floor(Math.max(0, Math.min(same, shown.length - 1)) / groupLines);
      index < groups;
      index += 1
    ) {
      showGroup(index, groups);
    }
    shown = lines;
  }

  function showGroup(index: number, groups: number): void {
    const lines = node.lines.slice(index * groupLines, (index + 1) * groupLines);
    const content = lines.join('\n') + (index < groups - 1 ? '\n' : '');
    const group = code.children[index];
    if (!group) code.append(element('span', { class: 'code-lines' }, document.createTextNode(content)));
    else if (group.childNodes.length === 1 && group.firstChild instanceof Text)
      patchText(group.firstChild, content);
    else group.replaceChildren(content);
  }

  function complete(): void {
    const done = node.closed || finished;
    insert.hidden = !done;
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
    code.children[index]?.replaceChildren(...[...parts, plain].filter((part) => part !== ''));
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
