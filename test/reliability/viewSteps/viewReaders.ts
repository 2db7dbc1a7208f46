import { parseHostEvent } from '../../../src/shared/protocol.ts';
import { beginMention, mentionQuery } from '../../../src/webview/composer/mention.ts';
import { matchRanges } from '../../../src/webview/history/matchRanges.ts';
import { parseFenceInfo } from '../../../src/webview/markdown/fenceInfo.ts';
import { canHighlight, highlightLines } from '../../../src/webview/markdown/highlight.ts';
import { safeAddress } from '../../../src/webview/markdown/links.ts';
import { roughTail } from '../../../src/webview/markdown/roughTail.ts';
import { createMarkdownStream, renderMarkdown } from '../../../src/webview/markdown/streaming.ts';
import { mentionedFile, mentionedFiles } from '../../../src/webview/mentionedFiles.ts';
import { budget } from '../../budget.ts';
import { answer, createTestPanel, question, state, type } from '../../unit/webview/fakes.ts';
import { type Reader, reader } from '../steps/reader.ts';

/** So much of an answer is read, in UTF-16 code units. All of it lies ready from the beginning on. */
const longestRead = budget({ sample: 60_000, soak: 1_000_000 });

/** What follows a text in the panel's own DOM is the business of other tests: of it, this much is shown. */
const longestShown = 2_000;

function* markdownSteps(text: string): Generator<void> {
  const stream = createMarkdownStream();
  stream.push(text);
  yield;
  for (let read = 0; read < longestRead && stream.step(); read += 1024) yield;
}

function* highlightSteps(text: string, language: string): Generator<unknown> {
  const lines = text.split('\n');
  yield;
  if (canHighlight(lines, language)) yield* highlightLines(lines, language);
}

/** Everything in the view that reads what a model, a vendor or somebody at the keyboard has written. */
export const viewReaders: readonly Reader[] = [
  reader('Markdown, a step at a time', markdownSteps),
  reader('the end of a long answer', (text) => renderMarkdown(roughTail(text, 4096))),
  reader('an event of the host', (text) => parseHostEvent({ type: 'replace', id: 'a', text })),
  reader('code of TypeScript, coloured', (text) => highlightSteps(text, 'typescript'), 300_000),
  reader('code of Markdown, coloured', (text) => highlightSteps(text, 'markdown'), 300_000),
  reader('code of a shell, coloured', (text) => highlightSteps(text, 'bash'), 300_000),
  reader('a diff, coloured', (text) => highlightSteps(text, 'diff'), 300_000),
  reader('what stands behind a fence', parseFenceInfo, 4_096),
  reader('the address of a link', safeAddress),
  reader('files in a piece of text', mentionedFiles, 4_096),
  reader('a file in inline code', mentionedFile),
  reader('a title in the history', (text) => matchRanges(text, 'a b'), 10_000),
  reader('a search in the history', (text) => matchRanges('A title of 80 characters', text), 1_000),
  {
    name: 'a text pasted into the composer',
    prepare(text) {
      const panel = createTestPanel();
      panel.send(state({ turns: [question] }));
      return () => {
        type(panel.input, text);
        const mention = beginMention(text, text.length);
        if (mention) mentionQuery(mention, text, text.length);
      };
    },
  },
  {
    name: 'a question in the panel',
    prepare(text) {
      const panel = createTestPanel();
      const turns = [{ ...question, text: text.slice(0, longestShown) }, answer()];
      return () => panel.panel.handle(state({ turns }));
    },
  },
];
