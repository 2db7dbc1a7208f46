import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import {
  hideRemoved,
  type ReviewLine,
  reviewOf,
  settled,
  shownLines,
} from '../../../src/chat/inlineReview.ts';
import { LinesUnderReview, type TextChange, textChange } from '../../../src/chat/linesUnderReview.ts';
import type { DocumentLines, TextPosition } from '../../../src/chat/textRange.ts';

/** A document as VS Code keeps one. */
class Document implements DocumentLines {
  texts: string[];
  constructor(texts: readonly string[]) {
    this.texts = [...texts];
  }
  get lineCount(): number {
    return this.texts.length;
  }
  lineAt(line: number): { readonly text: string } {
    const text = this.texts[line];
    // As VS Code does.
    if (text === undefined) throw new Error(`There is no line ${line}`);
    return { text };
  }
  offsetAt({ line, character }: TextPosition): number {
    return this.texts.slice(0, line).join('\n').length + (line > 0 ? 1 : 0) + character;
  }
  positionAt(offset: number): TextPosition {
    const lines = this.texts.join('\n').slice(0, offset).split('\n');
    return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  }
  change(changes: readonly TextChange[]): void {
    for (const { range, text } of changes.toReversed()) {
      const whole = this.texts.join('\n');
      const next = whole.slice(0, this.offsetAt(range.start)) + text + whole.slice(this.offsetAt(range.end));
      this.texts = next.split('\n');
    }
  }
}

function scene(above: readonly string[], lines: readonly string[], below: readonly string[]) {
  const document = new Document([...above, ...lines, ...below]);
  const review = new LinesUnderReview(document, above.length, lines);
  const show = (next: readonly ReviewLine[]): boolean => {
    const edits = review.show(next).map((edit) => textChange(document, review.first, edit));
    if (edits.length === 0) return true;
    document.change(edits);
    return review.follow(document);
  };
  const type = (start: TextPosition, end: TextPosition, text: string): boolean => {
    document.change([{ range: { start, end }, text }]);
    assert.equal(review.follow(document), false);
    return review.rebase({ range: { start, end }, text });
  };
  return { document, review, show, type };
}

const at = (line: number, character: number): TextPosition => ({ line, character });
const code = fc.array(fc.constantFrom('a', 'bb', '', '}'), { maxLength: 5 });

describe('lines under review', () => {
  it('are shown in the document, and nothing around them changes', () => {
    fc.assert(
      fc.property(code, code, code, code, fc.boolean(), (above, before, after, below, accepts) => {
        fc.pre(before.length > 0 && above.length + below.length > 0);
        const { document, review, show } = scene(above, before, below);
        const lines = reviewOf(before, after);
        assert.equal(show(lines), true);
        assert.deepEqual(review.lines, lines);
        assert.deepEqual(document.texts, [...above, ...shownLines(lines), ...below]);
        assert.equal(show(settled(lines, accepts ? 'accept' : 'reject')), true);
        const expected = [...above, ...(accepts ? after : before), ...below];
        // A document has a line at least.
        assert.deepEqual(document.texts, expected.length === 0 ? [''] : expected);
        assert.equal(review.isTouched, false);
      }),
    );
  });

  it('can be all of a document', () => {
    const { document, show } = scene([], ['a', 'b'], []);
    show(reviewOf(['a', 'b'], ['x']));
    assert.deepEqual(document.texts, ['', '', 'x']);
    show([{ type: 'same', text: 'x' }]);
    assert.deepEqual(document.texts, ['x']);
  });

  it('are still those before until the document has taken the edit', () => {
    const { document, review } = scene(['above'], ['a'], ['below']);
    const lines = reviewOf(['a'], ['x']);
    assert.equal(review.show(lines).length, 1);
    assert.deepEqual(review.lines, [{ type: 'same', text: 'a' }]);
    review.giveUp();
    document.change([{ range: { start: at(1, 0), end: at(1, 1) }, text: 'x' }]);
    assert.equal(review.follow(document), false);
  });

  it('are others at once where the document shows them already', () => {
    const { review } = scene([], ['a'], []);
    const lines: ReviewLine[] = [{ type: 'added', text: 'a' }];
    assert.deepEqual(review.show(lines), []);
    assert.deepEqual(review.lines, lines);
  });

  it('tell their own edit from another one that comes before it', () => {
    const { document, review } = scene(['above'], ['a', 'b'], ['below']);
    review.show([...reviewOf(['a'], ['x']), { type: 'same', text: 'b' }]);
    const range = { start: at(2, 1), end: at(2, 1) };
    document.change([{ range, text: '!' }]);
    assert.equal(review.follow(document), false);
    assert.equal(review.rebase({ range, text: '!' }), true);
    assert.deepEqual(shownLines(review.lines), ['a', 'b!']);
    // The edit was made of lines that are no more.
    document.change([{ range: { start: at(1, 0), end: at(1, 1) }, text: '\nx' }]);
    assert.equal(review.follow(document), false);
  });

  it('tell their own edit from one that shows the same lines and others', () => {
    const { document, review } = scene([], ['a'], ['below']);
    review.show(reviewOf(['a'], ['x']));
    document.change([{ range: { start: at(0, 0), end: at(0, 1) }, text: '\nx\nmore' }]);
    assert.equal(review.follow(document), false);
  });

  describe('when they are saved', () => {
    it('have no empty lines for removed ones', () => {
      const { document, review, show } = scene(['above'], ['a', 'b'], ['below']);
      const lines = reviewOf(['a', 'b'], ['a', 'x']);
      show(lines);
      document.change(review.save().map((edit) => textChange(document, review.first, edit)));
      assert.equal(review.follow(document), true);
      assert.deepEqual(document.texts, ['above', 'a', 'x', 'below']);
      assert.deepEqual(review.lines, hideRemoved(lines));
      assert.deepEqual(review.save(), []);
    });

    it('are left alone while an edit is on its way', () => {
      const { document, review, show } = scene([], ['a', 'b'], ['below']);
      show(reviewOf(['a', 'b'], ['x', 'b']));
      const next = reviewOf(['a', 'b'], ['x', 'y']);
      const edits = review.show(next).map((edit) => textChange(document, review.first, edit));
      assert.deepEqual(review.save(), []);
      document.change(edits);
      assert.equal(review.follow(document), true);
      assert.deepEqual(review.lines, next);
      assert.equal(review.save().length > 0, true);
    });
  });

  describe('when something else changes', () => {
    const lines = reviewOf(['a', 'b', 'c'], ['a', 'x', 'c']);
    const shown = ['a', '', 'x', 'c'];
    const changed = () => {
      const made = scene(['above', 'more'], ['a', 'b', 'c'], ['below', 'end']);
      made.show(lines);
      return made;
    };
    const holds = ({ document, review }: ReturnType<typeof changed>): boolean => {
      const texts = shownLines(review.lines);
      return texts.every((text, index) => document.texts[review.first + index] === text);
    };

    it('stay where they are if it is below', () => {
      const made = changed();
      assert.equal(made.type(at(6, 0), at(6, 0), 'new\n'), true);
      assert.equal(made.type(at(7, 0), at(8, 0), ''), true);
      assert.deepEqual([made.review.first, shownLines(made.review.lines)], [2, shown]);
      assert.equal(made.review.isTouched, false);
    });

    it('move along if it is above', () => {
      const made = changed();
      assert.equal(made.type(at(1, 4), at(1, 4), '\nnew\r\nlines'), true);
      assert.equal(made.review.first, 4);
      made.document.texts.splice(2, 0);
      assert.equal(made.type(at(0, 0), at(1, 0), ''), true);
      assert.equal(made.review.first, 3);
      assert.equal(made.review.isTouched, false);
    });

    it('move along if whole lines come right above them, or go there', () => {
      const made = changed();
      assert.equal(made.type(at(2, 0), at(2, 0), 'new\n'), true);
      assert.equal(made.review.first, 3);
      assert.equal(made.type(at(1, 0), at(3, 0), 'one\n'), true);
      assert.equal(made.review.first, 2);
      assert.equal(made.review.isTouched, false);
    });

    it('take up what is typed in them', () => {
      const made = changed();
      assert.equal(made.type(at(4, 1), at(4, 1), '!'), true);
      assert.deepEqual(shownLines(made.review.lines), ['a', '', 'x!', 'c']);
      assert.equal(made.review.isTouched, true);
    });

    it('end where it goes across one of their ends', () => {
      assert.equal(changed().type(at(1, 0), at(2, 1), ''), false);
      assert.equal(changed().type(at(5, 0), at(6, 1), ''), false);
      assert.equal(changed().type(at(1, 0), at(7, 1), ''), false);
      assert.equal(changed().type(at(5, 0), at(6, 0), 'c'), false);
    });

    it('lose a last line that goes, or goes on in the one below', () => {
      for (const start of [at(5, 0), at(5, 1)]) {
        const made = changed();
        assert.equal(made.type(start, at(6, 0), ''), true);
        assert.deepEqual(shownLines(made.review.lines), ['a', '', 'x']);
      }
    });

    it('describe what the document holds, or are given up', () => {
      const changes = fc.record({
        from: fc.nat({ max: 40 }),
        to: fc.nat({ max: 40 }),
        text: fc.array(fc.constantFrom('\n', 'x', '}'), { maxLength: 4 }).map((parts) => parts.join('')),
      });
      fc.assert(
        fc.property(code, fc.array(changes, { maxLength: 4 }), (after, edits) => {
          const made = scene(['above', 'more'], ['a', 'b', 'c'], ['below', 'end']);
          made.show(reviewOf(['a', 'b', 'c'], after));
          for (const { from, to, text } of edits) {
            const length = made.document.texts.join('\n').length;
            const [start, end] = [from % (length + 1), to % (length + 1)].sort((one, other) => one - other);
            const range = [made.document.positionAt(start ?? 0), made.document.positionAt(end ?? 0)] as const;
            const linesBelow = (): number =>
              made.document.lineCount - made.review.first - shownLines(made.review.lines).length;
            const before = linesBelow();
            const isBelow = range[0].line >= made.document.lineCount - before;
            if (!made.type(...range, text)) return;
            assert.ok(holds(made), made.document.texts.join('|'));
            if (!isBelow) assert.equal(linesBelow(), before);
          }
        }),
        { numRuns: 2_000 },
      );
    });
  });
});

describe('a change of lines as a change of text', () => {
  const document = new Document(['a', 'bb', 'ccc']);

  it('takes whole lines, with their line ends', () => {
    assert.deepEqual(textChange(document, 0, { start: 1, end: 2, lines: ['x', 'y'] }), {
      range: { start: at(1, 0), end: at(2, 0) },
      text: 'x\ny\n',
    });
    assert.deepEqual(textChange(document, 1, { start: 0, end: 0, lines: ['x'] }), {
      range: { start: at(1, 0), end: at(1, 0) },
      text: 'x\n',
    });
  });

  it('takes the line end before the last line', () => {
    assert.deepEqual(textChange(document, 1, { start: 1, end: 2, lines: [] }), {
      range: { start: at(1, 2), end: at(2, 3) },
      text: '',
    });
    assert.deepEqual(textChange(document, 1, { start: 2, end: 2, lines: ['x'] }), {
      range: { start: at(2, 3), end: at(2, 3) },
      text: '\nx',
    });
  });

  it('takes all of a document', () => {
    assert.deepEqual(textChange(document, 0, { start: 0, end: 3, lines: ['x', 'y'] }), {
      range: { start: at(0, 0), end: at(2, 3) },
      text: 'x\ny',
    });
  });
});
