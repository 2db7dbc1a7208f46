import { mostFileMentions } from '../core/limits.ts';
import { element, icon } from './dom.ts';
import { type MentionedFile, mentionedFile, mentionedFiles } from './mentionedFiles.ts';
import type { PanelContext } from './panelContext.ts';
import { isSelected } from './selection.ts';
import { format } from './texts.ts';

/** Where in an answer a file is mentioned. */
interface Mention extends MentionedFile {
  readonly node: Text;
}

/** How many pieces of text are looked through at a time, where each of so many characters counts as another one. */
const nodesPerSlice = 50;
const charactersPerNode = 200;

/**
 * Makes links of the files of the workspace that a finished text mentions, while there is nothing else to do. A click
 * on one is the thread's to handle; `data-path` has its path and line.
 *
 * @param root the text; nothing else may change what is in it from now on
 */
export function linkFiles(root: HTMLElement, context: PanelContext): void {
  context.inSlices(findSteps(root, context));
}

function* findSteps(root: HTMLElement, context: PanelContext): Generator<void> {
  const mentions: Mention[] = [];
  let looked = 0;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!(node instanceof Text) || !parent || parent.closest('pre, a, .code-block')) continue;
    const found = parent.localName === 'code' ? mentionedFile(node.data) : mentionedFiles(node.data);
    for (const file of found) mentions.push({ ...file, node });
    if (mentions.length >= mostFileMentions) break;
    looked += 1 + node.data.length / charactersPerNode;
    if (looked < nodesPerSlice) continue;
    looked = 0;
    yield;
  }
  if (mentions.length === 0) return;
  mentions.length = Math.min(mentions.length, mostFileMentions);
  context.paths.find(new Set(mentions.map(({ path }) => path)), (found) => {
    // From the end, so that the places before stay right.
    const existing = mentions.filter(({ path }) => found.has(path)).reverse();
    if (existing.length > 0) linkWhileUnselected(root, existing, context);
  });
}

/** Elements are only changed while nothing in them is selected: the selection would be lost. */
function linkWhileUnselected(root: HTMLElement, mentions: readonly Mention[], context: PanelContext): void {
  let next = 0;
  function* steps(): Generator<void> {
    for (let mention = mentions[next]; mention; mention = mentions[next]) {
      if (isSelected(root)) {
        document.addEventListener('selectionchange', start, { once: true });
        return;
      }
      makeLink(mention, context);
      next += 1;
      yield;
    }
  }
  const start = (): void => context.inSlices(steps());
  start();
}

function makeLink({ node, start, end, path, line }: Mention, { texts }: PanelContext): void {
  if (!node.isConnected || node.length < end) return;
  const target = line === undefined ? path : `${path}:${line}`;
  node.splitText(end);
  const text = node.splitText(start);
  const link = element(
    'a',
    {
      class: 'file-link',
      role: 'link',
      tabindex: 0,
      title: format(texts.openFile, target),
      'data-path': target,
    },
    icon('file-code'),
  );
  text.replaceWith(link);
  link.append(text);
  const { parentElement } = link;
  if (parentElement?.localName === 'code') parentElement.classList.add('file-name');
}
