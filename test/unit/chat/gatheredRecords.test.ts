import assert from 'node:assert/strict';
import fc from 'fast-check';
import { beforeEach, describe, it } from 'mocha';
import { foldRecords } from '../../../src/chat/conversationLog.ts';
import { GatheredRecords } from '../../../src/chat/gatheredRecords.ts';
import type { LogRecord } from '../../../src/chat/logRecord.ts';
import { answerTurn, questionTurn } from './conversationTurns.ts';

function delta(channel: 'text' | 'reasoning', at: number, text: string, rewrites?: number): LogRecord {
  return { type: 'delta', id: 'a', channel, at, text, ...(rewrites !== undefined && { rewrites }) };
}

function status(state: 'reasoning' | 'answering', id = 'a'): LogRecord {
  return { type: 'status', id, status: { state }, askedAt: 1 };
}

describe('records that are gathered', () => {
  let gathered: GatheredRecords;

  beforeEach(() => {
    gathered = new GatheredRecords();
  });

  it('are one for each part of an answer, though the parts take turns', () => {
    for (let at = 0; at < 50; at++) {
      gathered.add(status('reasoning'));
      gathered.add(delta('reasoning', at, 'h'));
      gathered.add(status('answering'));
      gathered.add(delta('text', at, 't'));
      gathered.add({ type: 'extras', id: 'a', list: 'sources', at, items: [{ title: `${at}` }] });
    }
    const records = gathered.take();
    assert.deepEqual(
      records.map((record) => [record.type, JSON.stringify(record).length > 400]),
      [
        ['status', false],
        ['delta', false],
        ['delta', false],
        ['extras', true],
      ],
    );
    assert.deepEqual(records.slice(0, 3), [
      status('answering'),
      delta('reasoning', 0, 'h'.repeat(50)),
      delta('text', 0, 't'.repeat(50)),
    ]);
    assert.deepEqual(gathered.take(), [], 'they are handed out once');
    gathered.add(delta('text', 50, 't'));
    assert.deepEqual(gathered.take(), [delta('text', 50, 't')], 'and continued by nothing that comes later');
  });

  it('are kept apart where they do not continue each other', () => {
    const records: LogRecord[] = [
      delta('text', 0, 'a'),
      delta('text', 2, 'gap'),
      { type: 'replace', id: 'a', text: 'b', rewrites: 1 },
      delta('text', 1, 'c', 1),
      { ...delta('text', 1, 'x'), id: 'b' } as LogRecord,
      status('answering', 'b'),
      { type: 'extras', id: 'a', list: 'notices', at: 0, items: [{ kind: 'sensitive' }] },
      { type: 'extras', id: 'a', list: 'notices', at: 2, items: [{ kind: 'sensitive' }] },
      { type: 'extras', id: 'a', list: 'sources', at: 1, items: [{ title: 'T' }] },
    ];
    for (const record of records) gathered.add(record);
    assert.deepEqual(gathered.take(), records);
  });

  it('add up to the same as they would one by one', () => {
    type Part = 'text' | 'reasoning' | 'source' | 'replace' | 'status' | 'take';
    const part = fc.constantFrom<Part>('text', 'reasoning', 'source', 'replace', 'status', 'take');
    const begun: LogRecord[] = [
      { type: 'question', turn: questionTurn('q', null, 'Why?') },
      { type: 'answer', turn: answerTurn('a', 'q', '') },
    ];
    fc.assert(
      fc.property(fc.array(part, { maxLength: 60 }), (parts) => {
        const single: LogRecord[] = [];
        const together: LogRecord[] = [];
        const lengths = { text: 0, reasoning: 0, source: 0, rewrites: 0 };
        const own = new GatheredRecords();
        const add = (record: LogRecord): void => {
          single.push(record);
          own.add(record);
        };
        for (const [index, each] of parts.entries()) {
          const { rewrites } = lengths;
          if (each === 'take') together.push(...own.take());
          else if (each === 'status') add(status(index % 2 === 0 ? 'reasoning' : 'answering'));
          else if (each === 'replace') {
            lengths.text = 2;
            add({ type: 'replace', id: 'a', text: 'rr', rewrites: ++lengths.rewrites });
          } else if (each === 'source') {
            add({
              type: 'extras',
              id: 'a',
              list: 'sources',
              at: lengths.source++,
              items: [{ title: `${index}` }],
            });
          } else add(delta(each, lengths[each]++, `${index % 10}`, rewrites > 0 ? rewrites : undefined));
        }
        together.push(...own.take());
        assert.deepEqual(
          foldRecords([...begun, ...together], true),
          foldRecords([...begun, ...single], true),
        );
      }),
    );
  });
});
