import type { StreamPart } from '../../../src/core/streamPart.ts';

/** A reply that makes as much of as little as it can. */
export interface HostileReply {
  readonly name: string;
  parts(): Iterable<StreamPart>;
}

const finish: StreamPart = { type: 'finish', reason: 'stop' };
const many = 20_000;

function* repeated(count: number, part: (index: number) => StreamPart): Generator<StreamPart> {
  for (let index = 0; index < count; index++) yield part(index);
  yield finish;
}

/** Every shape in which a server could make a file or the panel grow faster than what it sends. */
export const hostileReplies: readonly HostileReply[] = [
  {
    name: 'one source per event',
    parts: () =>
      repeated(2000, (index) => ({
        type: 'source',
        title: `Title ${index}`,
        url: `https://example.com/${index}`,
        snippet: 'Words. '.repeat(index % 500),
      })),
  },
  {
    name: 'one empty source per event',
    parts: () => repeated(2000, () => ({ type: 'source', title: '' })),
  },
  {
    name: 'one notice per event',
    parts: () =>
      repeated(2000, (index) => ({ type: 'notice', kind: 'unsupported', detail: 'd'.repeat(index % 900) })),
  },
  {
    name: 'one list of suggestions per event',
    parts: () =>
      repeated(2000, (index) => ({
        type: 'suggestions',
        purpose: 'related',
        items: Array.from({ length: index % 60 }, (_, item) => `And ${item}?`),
      })),
  },
  {
    name: 'many calls of tools',
    parts: () =>
      repeated(2000, (index) => ({
        type: 'tool-call',
        id: `call-${index}`,
        name: 'run',
        input: '{"a":1}'.padEnd(index % 400),
      })),
  },
  {
    name: 'many conversations of the vendor',
    parts: () => repeated(2000, (index) => ({ type: 'vendor-session', id: `${index}`.padEnd(1000, 's') })),
  },
  { name: 'one character per event', parts: () => repeated(many, () => ({ type: 'text-delta', text: 'x' })) },
  {
    name: 'one character per event, in turns text and reasoning',
    parts: () =>
      repeated(many, (index) => ({
        type: index % 2 === 0 ? 'text-delta' : 'reasoning-delta',
        text: '答',
      })),
  },
  {
    name: 'a growing text that is rewritten each time at its end',
    parts: () =>
      repeated(1500, (index) => ({ type: 'text-replace', text: `${'growing '.repeat(index)}${index}` })),
  },
  {
    name: 'a growing text that is rewritten each time at its beginning',
    parts: () =>
      repeated(1500, (index) => ({ type: 'text-replace', text: `${index} ${'growing '.repeat(index)}` })),
  },
  {
    name: 'a text that is rewritten between single characters',
    parts: () =>
      repeated(6000, (index) =>
        index % 3 === 0 ? { type: 'text-replace', text: `${index}` } : { type: 'text-delta', text: 'x' },
      ),
  },
  {
    name: 'everything in turns',
    parts: () =>
      repeated(3000, (index): StreamPart => {
        const kinds: readonly StreamPart[] = [
          { type: 'text-delta', text: 'x' },
          { type: 'source', title: `${index}` },
          { type: 'reasoning-delta', text: 'y' },
          { type: 'notice', kind: 'sensitive' },
          { type: 'text-replace', text: `${index}` },
          { type: 'suggestions', purpose: 'clarify', items: ['?'] },
          { type: 'vendor-session', id: `${index}` },
        ];
        return kinds[index % kinds.length] ?? finish;
      }),
  },
];
