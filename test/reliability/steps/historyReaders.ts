import { exportFormat } from '../../../src/chat/conversationExport.ts';
import { foldRecords, parseRecords } from '../../../src/chat/conversationLog.ts';
import { conversationMarkdown } from '../../../src/chat/conversationMarkdown.ts';
import { excerptSteps, searchable } from '../../../src/chat/searchText.ts';
import { firstExcerpt } from '../../../src/extension/history/firstExcerpt.ts';
import { parseExport } from '../../../src/extension/history/importFormat.ts';
import { inTurns } from '../../../src/extension/turns.ts';
import { answerTurn, questionTurn } from '../../unit/chat/conversationTurns.ts';
import { type Reader, reader } from './reader.ts';

const translate = (text: string): string => text;

/** What is read of a conversation's file at once, in bytes. */
const chunkBytes = 131_072;

/** Everything that reads conversations: their files, those that are imported, and searches in them. */
export const historyReaders: readonly Reader[] = [
  reader('lines of a conversation’s file', parseRecords, chunkBytes),
  {
    name: 'a line of a conversation’s file with a question',
    prepare(text) {
      const line = JSON.stringify({ type: 'question', turn: questionTurn('q', null, inJson(text)) });
      return () => foldRecords(parseRecords(line), true);
    },
  },
  {
    name: 'a search that finds nothing',
    prepare: (text) => () => firstExcerpt([text], 'zq', new AbortController().signal),
  },
  {
    name: 'a search that finds something at the end',
    prepare: (text) => () => firstExcerpt([`${text}zq`], 'zq', new AbortController().signal),
  },
  {
    name: 'a search for a long text',
    prepare: (text) => () => excerptSteps(text, searchable(text.slice(0, 1000))),
  },
  {
    name: 'a conversation as Markdown',
    prepare(text) {
      const [asked = '', thought = '', said = ''] = thirdsOf(text);
      const turns = [questionTurn('q', null, asked), { ...answerTurn('a', 'q', said), reasoning: thought }];
      return () => inTurns(conversationMarkdown(text.slice(0, 200), turns, translate));
    },
  },
  { name: 'a file to be imported', prepare: (text) => importing(text) },
  {
    name: 'a file to be imported, with a question',
    prepare: (text) => importing(exported(JSON.stringify([conversation(inJson(text))]))),
  },
  {
    name: 'a file to be imported, with anything in the place of the conversations',
    prepare: (text) => importing(exported(`[${text}]`)),
  },
];

function thirdsOf(text: string): string[] {
  const third = Math.ceil(text.length / 3);
  return [0, 1, 2].map((at) => text.slice(at * third, (at + 1) * third));
}

function importing(text: string): () => Promise<void> {
  // As it comes out of a file: in one piece.
  const read = Buffer.from(text).toString();
  return async () => {
    try {
      await inTurns(parseExport(read, translate));
    } catch {
      // Whether it is refused is the business of other tests.
    }
  };
}

function exported(conversations: string): string {
  return `{"format":"${exportFormat}","version":1,"conversations":${conversations}}`;
}

function conversation(text: string): object {
  return { id: 'a', title: '', createdAt: 1, turns: [questionTurn('q', null, text)], deleted: [] };
}

/** The beginning of a text that is as long as the whole once it is written as JSON. */
function inJson(text: string): string {
  const ratio = JSON.stringify(text.slice(0, 10_000)).length / Math.min(text.length, 10_000);
  return text.slice(0, Math.floor(text.length / ratio));
}
