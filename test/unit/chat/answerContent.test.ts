import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { contentLength, holds } from '../../../src/chat/answerContent.ts';
import type { AnswerExtras, AnswerTurn } from '../../../src/chat/conversation.ts';
import { answerTurn } from './conversationTurns.ts';

const extras: AnswerExtras = {
  sources: [{ title: 'T', number: 1, url: 'https://a.example/', snippet: 's' }, { title: 'U' }],
  suggestions: [{ purpose: 'related', items: ['one', 'two'] }],
  notices: [{ kind: 'sensitive', detail: '3' }],
};
const answer: AnswerTurn = { ...answerTurn('a', 'q', 'So.'), reasoning: 'Hm', extras };

describe('the content of an answer', () => {
  it('is as long as all that is to be seen of it', () => {
    assert.equal(contentLength(answer), 3 + 2 + 2 + 1 + 1);
  });

  it('is held by one that begins with it, and by no other', () => {
    const [source, second] = extras.sources;
    assert.ok(source && second);
    const others: readonly Partial<AnswerTurn>[] = [
      { text: 'So' },
      { text: 'so.' },
      { reasoning: 'H' },
      { reasoning: 'hm' },
      { extras: { ...extras, sources: [source] } },
      { extras: { ...extras, sources: [second, source] } },
      ...[{ title: 'V' }, { number: 2 }, { url: 'https://b.example/' }, { snippet: 't' }].map((change) => ({
        extras: { ...extras, sources: [{ ...source, ...change }, second] },
      })),
      { extras: { ...extras, suggestions: [] } },
      { extras: { ...extras, suggestions: [{ purpose: 'clarify', items: ['one', 'two'] }] } },
      { extras: { ...extras, suggestions: [{ purpose: 'related', items: ['one', 'three'] }] } },
      { extras: { ...extras, suggestions: [{ purpose: 'related', items: ['one', 'two', 'three'] }] } },
      { extras: { ...extras, suggestions: [{ purpose: 'related', items: ['one'] }] } },
      { extras: { ...extras, notices: [{ kind: 'hand-over', detail: '3' }] } },
      { extras: { ...extras, notices: [{ kind: 'sensitive', detail: '4' }] } },
    ];
    for (const other of others)
      assert.equal(holds({ ...answer, ...other }, answer), false, JSON.stringify(other));
    assert.equal(holds(answer, answer), true);
  });

  it('may be followed by more of everything', () => {
    const more = fc.record({ text: fc.string(), reasoning: fc.string(), count: fc.nat(3) });
    fc.assert(
      fc.property(more, ({ text, reasoning, count }) => {
        const again = <Item>(list: readonly Item[]): Item[] =>
          Array.from({ length: count + 1 }, () => list).flat();
        const longer = {
          ...answer,
          text: answer.text + text,
          reasoning: answer.reasoning + reasoning,
          extras: {
            sources: again(extras.sources),
            suggestions: again(extras.suggestions),
            notices: again(extras.notices),
          },
        };
        assert.equal(holds(longer, answer), true);
        assert.equal(holds(answer, longer), contentLength(longer) === contentLength(answer));
      }),
    );
  });

  it('is compared without a look at what nobody shows, however deep that is', () => {
    const deep = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`) as unknown;
    const odd = { ...answer, extras: { ...extras, sources: [{ title: 'T', deep }] } };
    assert.equal(holds(odd, { ...odd }), true);
  });
});
