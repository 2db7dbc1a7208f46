import assert from 'node:assert/strict';
import { ProviderError } from '../../../../src/core/error.ts';
import { createSseDecoder, type SseEvent } from '../../../../src/net/sse.ts';
import { createEventLines } from '../../../../src/vendors/qianfan/v1/eventLines.ts';
import { assertLinear } from '../support/linear.ts';
import { mutatedBytes, mutatedText } from '../support/mutate.ts';
import { cut, pieceLengths } from '../support/pieces.ts';
import { transcripts } from '../support/realInputs.ts';
import { type FuzzTarget, property } from '../target.ts';

const real = [
  ...['alibaba', 'custom', 'qianfan', 'zhipu'].flatMap((vendor) => transcripts(vendor, /\.sse$/)),
  ...transcripts('spark', /^http-/),
];
const bytes = mutatedBytes(real);

/** The events of a stream, in pieces of these lengths. */
function decode(stream: Uint8Array, lengths: readonly number[]): readonly SseEvent[] {
  const events: SseEvent[] = [];
  const push = createSseDecoder(({ event, data }) => events.push({ event, data }));
  for (const piece of cut(stream, lengths)) push(piece);
  return events;
}

/** The events of a stream as the HTML standard interprets it, written from the standard and for nothing but this. */
function interpret(stream: Uint8Array): readonly SseEvent[] {
  const text = new TextDecoder().decode(stream);
  const lines = text.split(/\r\n|\r|\n/);
  // What has no line end yet is not a line.
  lines.pop();
  const events: SseEvent[] = [];
  let data: string[] = [];
  let event: string | undefined;
  for (const line of lines) {
    if (line === '') {
      if (data.length > 0) events.push({ event: event || undefined, data: data.join('\n') });
      data = [];
      event = undefined;
      continue;
    }
    const [, field = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/su.exec(line) ?? [];
    if (field === 'data') data.push(value);
    if (field === 'event') event = value;
  }
  return events;
}

/** A stream that ends in CR may go on with LF, which no decoder can know. */
function endsOpen(stream: Uint8Array): boolean {
  return stream.at(-1) === 13;
}

function linesOf(stream: Uint8Array, lengths: readonly number[]): readonly string[] {
  const lines: string[] = [];
  const { push, end } = createEventLines((line) => lines.push(line));
  for (const piece of cut(stream, lengths)) push(piece);
  end();
  return lines;
}

const endless = 13_000_000;

/** Event streams: any bytes in any pieces give the events that the HTML standard says, in time that grows with them. */
export const target: FuzzTarget = {
  properties: [
    property('any bytes give the events of the HTML standard', 500, [bytes], (stream) => {
      if (endsOpen(stream)) return;
      assert.deepEqual(decode(stream, [stream.length || 1]), interpret(stream));
    }),
    property('where a stream is cut makes no difference', 300, [bytes, pieceLengths], (stream, lengths) => {
      assert.deepEqual(decode(stream, lengths), decode(stream, [stream.length || 1]));
    }),
    property(
      'lines of V1 do not depend on cuts, and hold all that came',
      300,
      [bytes, pieceLengths],
      (stream, lengths) => {
        const lines = linesOf(stream, lengths);
        assert.deepEqual(lines, linesOf(stream, [stream.length || 1]));
        assert.equal(lines.join(''), new TextDecoder().decode(stream).replace(/[\r\n]/g, ''));
      },
    ),
    property(
      'an endless event ends with an error, not with the memory',
      3,
      [mutatedText(['data: {', 'data: ', 'a'])],
      (unit) => {
        const piece = Buffer.from(`data:${unit.replace(/[\r\n]+/g, ' ')}`.slice(0, 4096).padEnd(4096, 'x'));
        const push = createSseDecoder(() => {});
        assert.throws(() => {
          for (let size = 0; size < endless; size += piece.length) push(piece);
        }, ProviderError);
      },
    ),
    property(
      'time grows with the length, whatever is repeated',
      6,
      [mutatedText(['data: a\n\n', '\r', 'data', ':'])],
      (unit) => {
        const text = unit.slice(0, 200) || 'x';
        assertLinear((size) => {
          const stream = Buffer.from(text.repeat(size));
          if (stream.length < 3_000_000) decode(stream, [1000]);
        }, 4000);
      },
    ),
  ],
};
