import { after, describe, it } from 'mocha';
import { budget } from '../../budget.ts';
import { reportFigure } from '../../figures.ts';
import { useBrowser } from '../../unit/webview/browser.ts';
import { createTries } from '../steps/tries.ts';
import { worstTexts } from '../steps/worstTexts.ts';
import { viewReaders } from './viewReaders.ts';

/** How many texts each reader is fed, chosen anew in each run; soak: all. */
const sampleOfTexts = budget({ sample: 2, soak: worstTexts.length });

/** What once took long, by parts of the names of reader and text: tried in every run. */
const onceSlow: readonly (readonly [reader: string, text: string])[] = [
  ['Markdown, a step at a time', 'all "\\r"'],
  ['Markdown, a step at a time', '"```\\n" and then "\\n"'],
  ['the end of a long answer', '"```\\n" again'],
];

describe('the longest step of what reads in the view', () => {
  useBrowser();
  const tries = createTries();

  tries.each('texts', viewReaders, sampleOfTexts);

  for (const [readerName, textName] of onceSlow) {
    it(`is short: ${readerName}, of ${textName}`, async () => {
      const reader = viewReaders.find(({ name }) => name === readerName);
      const text = worstTexts.find(({ name }) => name.includes(textName));
      if (!reader || !text) throw new Error('There is no such reader or text any more.');
      await tries.assertQuick(reader, text);
    }).timeout(60_000);
  }

  after(() => {
    reportFigure(
      `readers of the view fed with the worst texts: ${tries.count} times, the longest step ${Math.ceil(tries.longestMs)} ms`,
    );
  });
});
