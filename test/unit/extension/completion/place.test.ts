import assert from 'node:assert/strict';
import fc from 'fast-check';
import { invitesCompletion, placeAt, takesLines } from '../../../../src/extension/completion/place.ts';
import { processorTime } from '../../../processorTime.ts';

function documentOf(text: string) {
  const lines = text.split('\n');
  return { lineCount: lines.length, lineAt: (line: number) => ({ text: lines[line] ?? '' }) };
}

describe('the place to complete', () => {
  it('has what stands before and behind the cursor', () => {
    const place = placeAt(documentOf('a\nb|c\nd'.replace('|', '')), { line: 1, character: 1 });
    assert.deepEqual(place, { prefix: 'a\nb', suffix: 'c\nd' });
  });

  it('takes what is selected in the list of words as typed', () => {
    const place = placeAt(
      documentOf('x.le;'),
      { line: 0, character: 4 },
      { line: 0, character: 2 },
      'length',
    );
    assert.deepEqual(place, { prefix: 'x.length', suffix: ';' });
  });

  it('is a window of whole lines around the cursor, bounded on both sides', () => {
    const line = fc.string({ maxLength: 200 }).map((text) => text.replaceAll('\n', ' '));
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 200 }),
        fc.nat(),
        fc.nat(),
        (lines, row, column) => {
          const at = row % lines.length;
          const text = lines[at] ?? '';
          const character = column % (text.length + 1);
          const { prefix, suffix } = placeAt(documentOf(lines.join('\n')), { line: at, character });
          const before = [...lines.slice(0, at), text.slice(0, character)].join('\n');
          const behind = [text.slice(character), ...lines.slice(at + 1)].join('\n');
          assert.ok(before.endsWith(prefix) && behind.startsWith(suffix));
          assert.ok(prefix.length <= 6_000 && suffix.length <= 2_000);
          assert.ok(prefix === before || before.at(-prefix.length - 1) === '\n', 'begins within a line');
          assert.ok(suffix === behind || behind[suffix.length] === '\n', 'ends within a line');
          assert.ok(prefix === before || prefix.length > 6_000 - 201);
        },
      ),
    );
  });

  it('holds what is next to the cursor of a line that is longer than all that fits', () => {
    const text = `${'a'.repeat(500_000)}bc${'d'.repeat(500_000)}`;
    const { prefix, suffix } = placeAt(documentOf(`x\n${text}\ny`), { line: 1, character: 500_001 });
    assert.equal(prefix, `${'a'.repeat(5_999)}b`);
    assert.equal(suffix, `c${'d'.repeat(1_999)}`);
  });

  it('takes one line where something follows on the line', () => {
    assert.equal(takesLines({ prefix: 'f(', suffix: ')\n' }), false);
    assert.equal(takesLines({ prefix: 'f(', suffix: ' \t\n)' }), true);
    assert.equal(takesLines({ prefix: 'f(', suffix: '' }), true);
  });

  it('invites a suggestion unless the cursor is inside a word or nothing is there', () => {
    assert.equal(invitesCompletion({ prefix: 'const na', suffix: 'me = 1' }), false);
    assert.equal(invitesCompletion({ prefix: '变', suffix: '量' }), false);
    assert.equal(invitesCompletion({ prefix: ' \n', suffix: '\n' }), false);
    assert.equal(invitesCompletion({ prefix: 'f(', suffix: ')' }), true);
    assert.equal(invitesCompletion({ prefix: '', suffix: '\nimport x' }), true);
  });

  it('costs far less than a keystroke takes', () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `  const value${index} = compute(${index});`);
    const document = { lineCount: lines.length, lineAt: (line: number) => ({ text: lines[line] ?? '' }) };
    const times = 1_000;
    const milliseconds = processorTime(() => {
      for (let row = 0; row < times; row += 1) placeAt(document, { line: 10_000 + row, character: 10 });
    });
    const each = milliseconds / times;
    assert.ok(each < 0.5, `${each} ms`);
  });
});
