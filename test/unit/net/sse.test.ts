import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createSseDecoder, type SseEvent } from '../../../src/net/sse.ts';
import { providerError } from './fakes.ts';

describe('SSE decoder', () => {
  const transcript = [
    ': a comment',
    '',
    'data: {"text":"中文 and 😀"}',
    '',
    'event: error',
    'data: first',
    'data: second',
    '',
    'id: 7',
    'retry: 100',
    'unknown: field',
    'data:no space',
    '',
    'data',
    '',
    'data: [DONE]',
    '',
    '',
  ];
  const expected = [
    { event: undefined, data: '{"text":"中文 and 😀"}' },
    { event: 'error', data: 'first\nsecond' },
    { event: undefined, data: 'no space' },
    { event: undefined, data: '' },
    { event: undefined, data: '[DONE]' },
  ];

  for (const [name, ending] of [
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ] as const) {
    it(`gives the same events wherever the bytes are cut in two, with ${name}`, () => {
      // With CR only, the decoder cannot know before the next byte that the last line is over.
      const bytes = Buffer.from(transcript.join(ending) + (ending === '\r' ? ':' : ''));
      for (let cut = 0; cut <= bytes.length; cut += 1) {
        assert.deepEqual(decode([bytes.subarray(0, cut), bytes.subarray(cut)]), expected, `cut at ${cut}`);
      }
      assert.deepEqual(decode([...bytes].map((byte) => Uint8Array.of(byte))), expected, 'byte by byte');
    });
  }

  it('ignores a byte order mark at the start, cut or whole, and keeps one elsewhere', () => {
    const bytes = Buffer.from('\ufeffdata: a\ufeffb\n\ndata: \ufeffc\n\n');
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      assert.deepEqual(
        decode([bytes.subarray(0, cut), bytes.subarray(cut)]).map(({ data }) => data),
        ['a\ufeffb', '\ufeffc'],
        `cut at ${cut}`,
      );
    }
  });

  it('replaces malformed UTF-8 and goes on', () => {
    const bytes = Buffer.concat([
      Buffer.from('data: a'),
      Buffer.of(0xe4, 0xb8),
      Buffer.from('\n\ndata: b\n\n'),
    ]);
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      assert.deepEqual(
        decode([bytes.subarray(0, cut), bytes.subarray(cut)]).map(({ data }) => data),
        ['a\ufffd', 'b'],
        `cut at ${cut}`,
      );
    }
  });

  it('decodes any events in any chunks like all of them in one', () => {
    const event = fc
      .string({ unit: 'binary', maxLength: 30 })
      .map((text) => `data: ${text.replaceAll(/[\r\n]/g, ' ')}\n\n`);
    fc.assert(
      fc.property(fc.array(event), fc.array(fc.integer({ min: 1, max: 9 })), (events, sizes) => {
        const bytes = Buffer.from(events.join(''));
        const chunks: Uint8Array[] = [];
        for (let at = 0, i = 0; at < bytes.length; i += 1) {
          const size = sizes[i % sizes.length] ?? bytes.length;
          chunks.push(bytes.subarray(at, at + size));
          at += size;
        }
        assert.deepEqual(decode(chunks), decode([bytes]));
      }),
    );
  });

  it('does not deliver an event whose end is missing', () => {
    assert.deepEqual(decode([Buffer.from('data: a\n\ndata: b\n')]), [{ event: undefined, data: 'a' }]);
  });

  it('refuses an event without an end instead of filling the memory', () => {
    const push = createSseDecoder(() => {});
    push(Buffer.from('data: '));
    assert.throws(
      () => {
        for (let i = 0; i < 100; i += 1) push(Buffer.alloc(100_000, 'x'));
      },
      (error) => providerError(error, 'protocol') !== undefined,
    );
  });

  it('refuses what goes on and on without an event, but no number of events', () => {
    for (const line of ['x\n', ': still here\n', '\n']) {
      const push = createSseDecoder(() => {});
      const chunk = Buffer.from(line.repeat(Math.ceil(65_536 / line.length)));
      const event = Buffer.from('data: a\n\n');
      for (let i = 0; i < 100; i += 1) {
        push(chunk);
        push(event);
      }
      assert.throws(
        () => {
          for (let i = 0; i < 100; i += 1) push(chunk);
        },
        (error) => providerError(error, 'protocol') !== undefined,
        JSON.stringify(line),
      );
    }
  });
});

function decode(chunks: readonly Uint8Array[]): Pick<SseEvent, 'event' | 'data'>[] {
  const events: Pick<SseEvent, 'event' | 'data'>[] = [];
  const push = createSseDecoder(({ event, data }) => events.push({ event, data }));
  chunks.forEach(push);
  return events;
}
