import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { excerptAround, searchable } from '../../../src/chat/searchText.ts';

const find = (text: string, query: string) => excerptAround(text, searchable(query));

describe('a search in a text', () => {
  it('finds whatever the case and the width of the characters', () => {
    assert.equal(find('Debounce the box', 'dEBOUNCE'), 'Debounce the box');
    assert.equal(find('ＡＢＣ：全角', 'abc:'), 'ＡＢＣ：全角');
    assert.equal(find('给搜索框加防抖', '加防'), '给搜索框加防抖');
    assert.equal(find('Straße', 'STRASSE'), undefined);
    assert.equal(find('nothing here', 'else'), undefined);
  });

  it('shows one line around what was found, and where it was cut', () => {
    const text = `${'before '.repeat(50)}\n\n needle\t${'after '.repeat(50)}`;
    const excerpt = find(text, 'needle') ?? '';
    assert.match(excerpt, /^….*before needle after.*…$/);
    assert.ok(excerpt.length > 60 && excerpt.length <= 82, excerpt);
    assert.equal(find('needle at the beginning', 'needle')?.startsWith('needle'), true);
    assert.equal(find(`${'x'.repeat(500)}needle`, 'needle')?.endsWith('needle'), true);
  });

  it('shows no marks of Markdown but those that were searched for', () => {
    const text = '## In short\n\nThe total is taken **before** the `discount`, C# or not.';
    assert.equal(find(text, 'total'), 'In short The total is taken before the discount, C# or not.');
    assert.match(find(text, '**before') ?? '', /\*\*before\*\*/);
  });

  it('shows the right place where the compared text is longer or shorter', () => {
    const text = `${'㍿ﬃ '.repeat(100)}这里有针 ${'İé'.repeat(100)}`;
    assert.match(find(text, '针') ?? '', /这里有针/);
    assert.match(find(`${'é'.normalize('NFD').repeat(300)}针`, '针') ?? '', /针$/);
  });

  it('contains what was found, and breaks no character', function () {
    this.timeout(20_000);
    const word = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 });
    const filler = fc.string({ unit: fc.constantFrom('a', '🐉', '汉', '\n', 'é', '㍿'), maxLength: 150 });
    fc.assert(
      fc.property(filler, word, filler, (before, needle, after) => {
        fc.pre(searchable(needle).trim() !== '' && !/\s/.test(searchable(needle)));
        const excerpt = find(before + needle + after, needle);
        // Composition across the seams may hide the needle; what is found is shown whole, though.
        if (excerpt === undefined) return;
        assert.ok(excerpt.isWellFormed());
        assert.ok(!excerpt.includes('\n'));
        if (!/\p{M}|\p{Lm}/u.test(needle.normalize('NFKD'))) {
          assert.ok(searchable(excerpt).includes(searchable(needle)), JSON.stringify({ excerpt, needle }));
        }
      }),
    );
  });
});
