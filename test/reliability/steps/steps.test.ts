import { budget } from '../../budget.ts';
import { reportFigure } from '../../figures.ts';
import { codeReaders } from './codeReaders.ts';
import { historyReaders } from './historyReaders.ts';
import { textReaders } from './textReaders.ts';
import { chosen, createTries } from './tries.ts';
import { wireReaders } from './wireReaders.ts';
import { worstTexts } from './worstTexts.ts';

/** How many texts each reader is fed, chosen anew in each run; soak: all. */
const sampleOfTexts = budget({ sample: 1, soak: worstTexts.length });
/** How many readers of what comes over the wire are tried, one for each member of each vendor's events; soak: all. */
const sampleOfWire = budget({ sample: 40, soak: wireReaders.length });
/** How many texts each of those is fed: it takes them for what they are only after others have looked at them. */
const sampleOfWireTexts = budget({ sample: 1, soak: 12 });

/** What once took long, by parts of the names of reader and text: tried in every run. */
const onceSlow: readonly (readonly [reader: string, text: string])[] = [
  ['a code block, applied to a large file', 'indented ever deeper'],
  ['a code block, applied to a large file', 'declarations that differ'],
  ['an abridged code block', '"a\\n" again'],
  ['a diff of the lines of a file', '"a\\n" again'],
  ['the changes between two texts', '"# rest of\\n" again'],
  ['the title of a conversation', 'all "{"'],
  ['a name as code', '"\\r\\n" again'],
  ['a .gitignore', 'lines that differ, indented'],
  ['JSON of a server', 'all "["'],
  ['JSON of a server', 'all "\\""'],
  ['lines of a conversation', '" \\n" again'],
  ['a search that finds something', '"ﷺ" again'],
  ['a conversation as Markdown', '"```\\n" again'],
  ['Git’s diff', '"diff --git a/a b/a\\n" again'],
  ['Beebot: data.value.(JSON).Commands.sysToAgent', 'all "["'],
  ['Beebot: code', 'and then "a."'],
  ['OpenAI-compatible: 400 {"error":{"code":"c","message"', 'and then "model "'],
];

describe('the longest step of what reads', () => {
  const tries = createTries();
  tries.each('code', codeReaders, sampleOfTexts);
  tries.each('names, notices, instructions and settings', textReaders, sampleOfTexts);
  tries.each('conversations', historyReaders, sampleOfTexts);
  tries.each('what a server sends', chosen(wireReaders, sampleOfWire), sampleOfWireTexts);

  const all = [...codeReaders, ...textReaders, ...historyReaders, ...wireReaders];
  for (const [readerName, textName] of onceSlow) {
    it(`is short: ${readerName}, of ${textName}`, async () => {
      const reader = all.find(({ name }) => name.startsWith(readerName));
      const text = worstTexts.find(({ name }) => name.includes(textName));
      if (!reader || !text) throw new Error('There is no such reader or text any more.');
      await tries.assertQuick(reader, text);
    }).timeout(60_000);
  }

  after(() => {
    reportFigure(
      `readers of the host fed with the worst texts: ${tries.count} times, the longest step ${Math.ceil(tries.longestMs)} ms`,
    );
  });
});
