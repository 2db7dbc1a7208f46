import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import * as limits from '../../../src/core/limits.ts';
import type { StreamPart } from '../../../src/core/streamPart.ts';
import { createReplyBudget } from '../../../src/net/replyBudget.ts';

function taken(parts: readonly StreamPart[]): StreamPart[] {
  const budget = createReplyBudget();
  return parts.flatMap((part) => budget.take(part) ?? []);
}

const source = { type: 'source', title: 'T', url: 'https://a.example/', snippet: 's' } as const;

describe('what is kept of a reply', () => {
  it('is everything up to each limit, and nothing of that kind beyond', () => {
    const kinds: readonly (readonly [StreamPart, number])[] = [
      [source, limits.mostSources],
      [{ type: 'suggestions', purpose: 'related', items: ['a'] }, limits.mostSuggestions],
      [{ type: 'notice', kind: 'sensitive', detail: 'd' }, limits.mostNotices],
      [{ type: 'tool-call', id: 'i', name: 'n', input: '{}' }, limits.mostToolCalls],
      [{ type: 'vendor-session', id: 's' }, limits.mostVendorSessions],
    ];
    for (const [part, most] of kinds) {
      assert.deepEqual(taken(new Array(most + 3).fill(part)), new Array(most).fill(part));
      const text: StreamPart = { type: 'text-delta', text: 'still here' };
      assert.deepEqual(taken([...new Array(most + 3).fill(part), text]).at(-1), text);
    }
  });

  it('is cut where a text is too long, and an address is left out', () => {
    const long = (length: number) => 'x'.repeat(length);
    const fits: StreamPart = {
      type: 'source',
      title: long(limits.longestSourceTitle),
      url: long(limits.longestSourceAddress),
      snippet: long(limits.longestSnippet),
    };
    assert.deepEqual(taken([fits]), [fits]);
    assert.deepEqual(
      taken([{ type: 'source', title: `${fits.title}x`, url: `${fits.url}x`, snippet: `${fits.snippet}x` }]),
      [
        {
          type: 'source',
          title: `${long(limits.longestSourceTitle - 1)}…`,
          snippet: `${long(limits.longestSnippet - 1)}…`,
        },
      ],
    );
    assert.deepEqual(taken([{ type: 'notice', kind: 'hand-over', detail: long(limits.longestNotice + 1) }]), [
      { type: 'notice', kind: 'hand-over', detail: `${long(limits.longestNotice - 1)}…` },
    ]);
    assert.deepEqual(taken([{ type: 'vendor-session', id: long(limits.longestVendorSession) }]).length, 1);
    assert.deepEqual(taken([{ type: 'vendor-session', id: long(limits.longestVendorSession + 1) }]), []);
    const items = new Array(limits.mostSuggestions + 1).fill(long(limits.longestSuggestion + 1));
    const [asked] = taken([{ type: 'suggestions', purpose: 'clarify', items }]);
    assert.ok(asked?.type === 'suggestions');
    assert.equal(asked.items.length, limits.mostSuggestions);
    assert.equal(asked.items[0], `${long(limits.longestSuggestion - 1)}…`);
  });

  it('counts text, reasoning and the input of calls, and a text that is rewritten once', () => {
    const budget = createReplyBudget();
    budget.take({ type: 'text-delta', text: '12' });
    budget.take({ type: 'reasoning-delta', text: '123' });
    budget.take({ type: 'tool-call', id: 'i', name: 'n', input: '{}' });
    assert.equal(budget.length, 7);
    budget.take({ type: 'text-replace', text: '1' });
    assert.equal(budget.length, 6);
  });

  it('costs no more than its limits, whatever is sent beside the text', () => {
    const most =
      limits.mostSources *
        (limits.longestSourceTitle + limits.longestSourceAddress + limits.longestSnippet + 100) +
      limits.mostSuggestions * (limits.mostSuggestions * (limits.longestSuggestion + 3) + 100) +
      limits.mostNotices * (limits.longestNotice + 100) +
      limits.mostVendorSessions * (limits.longestVendorSession + 100);
    const text = fc.string({ maxLength: 6_000 });
    const part: fc.Arbitrary<StreamPart> = fc.oneof(
      fc.record({ type: fc.constant('source' as const), title: text, url: text, snippet: text }),
      fc.record({
        type: fc.constant('notice' as const),
        kind: fc.constant('sensitive' as const),
        detail: text,
      }),
      fc.record({ type: fc.constant('vendor-session' as const), id: text }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 300 }), (parts) => {
        assert.ok(JSON.stringify(taken(parts)).length <= 2 * most);
      }),
      { numRuns: 20 },
    );
  });
});
