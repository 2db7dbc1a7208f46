import fc from 'fast-check';
import { viewStrings } from '../../../../src/shared/strings.ts';
import { createMarkdownView } from '../../../../src/webview/markdown/markdownView.ts';
import { joinTexts, type MarkdownNode } from '../../../../src/webview/markdown/nodes.ts';
import { createMarkdownStream, renderMarkdown } from '../../../../src/webview/markdown/streaming.ts';
import { assert } from '../../../unit/webview/assert.ts';
import { openBrowser } from '../../../unit/webview/openBrowser.ts';
import { assertLinear } from '../support/linear.ts';
import { mutatedText } from '../support/mutate.ts';
import { cut, pieceLengths } from '../support/pieces.ts';
import { markdownPieces, realMarkdown } from '../support/realMarkdown.ts';
import { type FuzzTarget, property } from '../target.ts';

/** Small limits, so that short documents meet every way of settling a part of a block. */
const eager = { parts: 4, group: 3, run: 24, code: 7 };
const limits = fc.constantFrom(undefined, eager);

const markdown = mutatedText(realMarkdown, markdownPieces).map((text) => text.slice(0, 4000));
const random = fc
  .array(fc.constantFrom(...markdownPieces, 'word', ' ', 'x'), { maxLength: 40, size: 'max' })
  .map((pieces) => pieces.join(''));
const text = fc.oneof({ weight: 2, arbitrary: markdown }, { weight: 1, arbitrary: random });

/** Texts joined throughout, so that only the result counts and not how a text was cut. */
function normal(nodes: readonly MarkdownNode[]): unknown {
  return joinTexts(nodes).map((node) =>
    node.type === 'element' ? { ...node, children: normal(node.children) } : node,
  );
}

const elements = new Set(
  'A BDI BLOCKQUOTE BR BUTTON CODE DEL DIV EM H1 H2 H3 H4 H5 H6 HR INPUT LI OL P PRE SPAN STRONG TABLE TBODY TD TH THEAD TR UL'.split(
    ' ',
  ),
);
const attributes = new Set(
  'checked class data-url dir disabled hidden href role start tabindex title type width'.split(' '),
);
/** Room for what is not laid out. */
const style = /^contain-intrinsic-size: auto \d+ch auto \d+px;$/;

/** Fails if a part of the view can run, load, or lead anywhere but to a web page or a mail. */
function assertHarmless(root: Element): void {
  for (const each of root.querySelectorAll('*')) {
    assert.ok(elements.has(each.tagName), each.tagName);
    for (const name of each.getAttributeNames()) {
      if (name === 'style') assert.match(each.getAttribute(name) ?? '', style);
      else assert.ok(name.startsWith('aria-') || attributes.has(name), `${each.tagName} ${name}`);
    }
    const url = each.getAttribute('data-url');
    if (url !== null) assert.match(url, /^(?:https?:\/\/|mailto:)/);
    if (each.tagName === 'A') {
      assert.equal(each.getAttribute('href'), '#');
      assert.equal(each.querySelector('a'), null);
    }
    if (each.tagName === 'INPUT') assert.equal(each.getAttribute('type'), 'checkbox');
  }
}

/** The DOM of an answer that has come in these pieces. */
function show(pieces: readonly string[]): HTMLElement {
  const idle: Iterator<unknown>[] = [];
  const view = createMarkdownView({
    texts: viewStrings,
    copy: () => {},
    actOnCode: () => {},
    inSlices: (steps) => idle.push(steps),
    expect: () => {},
  });
  for (const piece of pieces) view.append(piece);
  view.finish();
  for (let steps = idle.shift(); steps; steps = idle.shift()) while (!steps.next().done);
  return view.element;
}

/** Without the traces of how it came to be: cut texts, and what is known to be settled. */
function picture(element: HTMLElement): string {
  element.normalize();
  return element.innerHTML.replaceAll(/ (?:settled|complete)"/g, '"');
}

/** Fails if the view had to give up and show the text as it came: it says why on the console. */
function withoutComplaint<Value>(work: () => Value): Value {
  const { error } = console;
  const complaints: unknown[] = [];
  console.error = (what: unknown) => complaints.push(what);
  let value: Value;
  try {
    value = work();
  } finally {
    console.error = error;
  }
  if (complaints.length > 0) throw complaints[0];
  return value;
}

/** Answers: however a text is cut, it ends as the same harmless DOM, and takes time in proportion. */
export const target: FuzzTarget = {
  prepare: async () => openBrowser(),
  properties: [
    property(
      'after every piece, what streamed is what one parse gives',
      60,
      [text, pieceLengths, limits],
      (source, lengths, small) => {
        const stream = createMarkdownStream(small);
        const pieces = cut(source, lengths);
        // Comparing at every piece of a long text would take most of the time there is.
        const every = Math.ceil(pieces.length / 60);
        let prefix = '';
        for (const [index, piece] of pieces.entries()) {
          stream.append(piece);
          prefix += piece;
          if (index % every !== 0 && index !== pieces.length - 1) continue;
          assert.deepEqual(
            normal(stream.blocks),
            normal(renderMarkdown(prefix, small)),
            JSON.stringify(prefix),
          );
        }
      },
    ),
    property('at every character of a short text, too', 120, [random, limits], (source, small) => {
      const stream = createMarkdownStream(small);
      for (let end = 1; end <= source.length; end += 1) {
        stream.append(source.slice(end - 1, end));
        const prefix = source.slice(0, end);
        assert.deepEqual(
          normal(stream.blocks),
          normal(renderMarkdown(prefix, small)),
          JSON.stringify(prefix),
        );
      }
    }),
    property(
      'ends as the same harmless DOM, however it is cut',
      30,
      [text, pieceLengths],
      (source, lengths) => {
        const whole = withoutComplaint(() => show([source]));
        assertHarmless(whole);
        assert.equal(picture(withoutComplaint(() => show(cut(source, lengths)))), picture(whole));
      },
    ),
    property(
      'time grows with the length, whatever is repeated',
      10,
      [
        fc
          .array(fc.constantFrom(...markdownPieces), { minLength: 1, maxLength: 3 })
          .map((pieces) => pieces.join('')),
      ],
      (unit) => assertLinear((size) => void renderMarkdown(unit.repeat(size)), Math.ceil(2500 / unit.length)),
    ),
  ],
};
