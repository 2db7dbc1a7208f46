import assert from 'node:assert/strict';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { checksum } from '../../../src/chat/checksum.ts';
import { readLines } from '../../../src/chat/conversationLog.ts';
import type { LogRecord } from '../../../src/chat/logRecord.ts';
import { parseLine, recordLine } from '../../../src/chat/recordLine.ts';
import { assertProportional } from '../../proportional.ts';
import { answerTurn, questionTurn } from './conversationTurns.ts';

const records: readonly LogRecord[] = [
  { type: 'conversation', version: 1, id: 'c', createdAt: 7 },
  { type: 'question', turn: questionTurn('q', null, '为什么？ "\\\n\ud83d') },
  { type: 'answer', turn: answerTurn('a', 'q', 'Because 🐉') },
  { type: 'delta', id: 'a', channel: 'text', at: 3, text: 'more,"crc":"0123abcd"}' },
  { type: 'status', id: 'a', status: { state: 'stopped' }, askedAt: 5 },
  { type: 'extras', id: 'a', list: 'sources', at: 0, items: [{ title: 'T' }] },
  { type: 'meta', title: '' },
  { type: 'delete', ids: ['q', 'a'] },
];

describe('a line of a conversation’s file', () => {
  it('has the CRC-32 of its record', () => {
    assert.equal(checksum('123456789'), 'cbf43926');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        assert.equal(checksum(text), crc32(text).toString(16).padStart(8, '0'));
      }),
    );
  });

  it('gives its record back, and so does one of an older version', () => {
    for (const record of records) {
      const line = recordLine(record);
      assert.match(line, /,"crc":"[0-9a-f]{8}"\}\n$/);
      assert.deepEqual(parseLine(line.trimEnd()), JSON.parse(JSON.stringify(record)));
      assert.deepEqual(parseLine(JSON.stringify(record)), JSON.parse(JSON.stringify(record)));
    }
  });

  it('is known to be damaged by any byte that is another one, though it should still be JSON', () => {
    for (const record of records) {
      const bytes = Buffer.from(recordLine(record).trimEnd());
      let stillJson = 0;
      for (let at = 0; at < bytes.length; at++) {
        for (const change of [1, 2, 32, 128]) {
          const damaged = Buffer.from(bytes);
          damaged.writeUInt8((damaged[at] ?? 0) ^ change, at);
          const text = damaged.toString();
          if (text.includes('\n')) continue;
          try {
            JSON.parse(text);
            stillJson += 1;
          } catch {
            // That was always noticed.
          }
          assert.equal(parseLine(text), 'damaged', text);
        }
      }
      assert.ok(stillJson > 10);
    }
  });

  it('is known to be torn, wherever that is', () => {
    for (const record of records) {
      const line = recordLine(record).trimEnd();
      for (let end = 1; end < line.length; end++) assert.equal(parseLine(line.slice(0, end)), 'damaged');
    }
  });

  it('is of a later version where it is whole and of an unknown kind', () => {
    const later = recordLine({ type: 'later' } as unknown as LogRecord).trimEnd();
    assert.equal(parseLine(later), 'foreign');
    assert.equal(parseLine('{"type":"later"}'), 'damaged', 'no version has written that');
  });
});

describe('the lines of a conversation’s file', () => {
  const lines = records.map(recordLine);
  const [first = '', second = '', third = '', ...rest] = lines;
  const damaged = second.replace('为', '力');

  it('are told apart', () => {
    const read = readLines([first, damaged, 'junk\n', '\n', third, ...rest].join(''));
    assert.equal(read.records.length, records.length - 1);
    assert.deepEqual(read.damaged, [1, 2]);
    assert.equal(read.hasForeign, false);
    assert.equal(readLines(first + recordLine({ type: 'later' } as unknown as LogRecord)).hasForeign, true);
  });

  it('are not damaged where they are being written, or were written by half and then again', () => {
    assert.deepEqual(readLines(first + second.slice(0, 40)).damaged, []);
    assert.deepEqual(readLines(`${first + second.slice(0, 40)}\n${second}`).damaged, []);
    assert.deepEqual(readLines(`${first + second.slice(0, 40)}\n${third}`).damaged, [1]);
  });

  it('are all there though what stood between them is another byte', () => {
    for (const between of ['\n', '\n\n']) {
      const bytes = Buffer.from(lines.map((line) => line.trimEnd()).join(between) + between);
      for (let at = bytes.indexOf('\n'); at !== -1; at = bytes.indexOf('\n', at + 1)) {
        for (const byte of [0, 11, 13, 42, 123, 138, 202]) {
          const changed = Buffer.from(bytes);
          changed.writeUInt8(byte, at);
          const read = readLines(`${changed.toString()}\n`);
          assert.equal(read.records.length, records.length, `${byte} at ${at}`);
          assert.deepEqual(read.damaged, []);
        }
      }
    }
    const all = lines.map((line) => line.trimEnd()).join('x');
    assert.equal(readLines(`${all}\n`).records.length, records.length);
    const read = readLines(`${all.replace('为', '力')}\n`);
    assert.deepEqual([read.records.length, read.damaged], [records.length - 1, [0]]);
    const later = recordLine({ type: 'later' } as unknown as LogRecord);
    assert.equal(readLines(`${first.trimEnd()}x${later}`).hasForeign, true);
  });

  it('are of a later version where the first one says so, whether it has a checksum or not', () => {
    const header = { type: 'conversation', version: 2, id: 'c', createdAt: 7 };
    for (const line of [recordLine(header as unknown as LogRecord), `${JSON.stringify(header)}\n`]) {
      const read = readLines(line + second);
      assert.deepEqual([read.hasForeign, read.damaged], [true, []]);
    }
    const none = JSON.stringify({ ...header, version: 'x' });
    assert.deepEqual(readLines(`${none}\n`).damaged, [0]);
  });

  it('take no time that grows with the square of those that are damaged', () => {
    assertProportional((count) => {
      const text = `${'x'.repeat(20)}\n`.repeat(count);
      return () => assert.equal(readLines(text).damaged.length, count);
    }, 2_000);
  });
});
