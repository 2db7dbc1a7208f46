import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { MessageBox } from '../../../../src/extension/commitMessage/messageBox.ts';

function scene(value: string) {
  const box = { value };
  let left = 0;
  const writer = new MessageBox(box, () => left++);
  return { box, writer, left: () => left };
}

describe('the box for a commit message', () => {
  it('shows what is written, and what was there again when it fails', () => {
    const { box, writer } = scene('typed');
    writer.write('fix');
    writer.write('fix: it');
    assert.equal(box.value, 'fix: it');
    writer.restore();
    assert.equal(box.value, 'typed');
  });

  it('belongs to whoever types into it', () => {
    const { box, writer, left } = scene('');
    writer.write('fix');
    box.value = 'fix, no';
    writer.write('fix: it');
    writer.write('fix: it all');
    writer.restore();
    assert.equal(box.value, 'fix, no');
    assert.equal(left(), 1);
  });

  it('keeps what was written when nothing follows', () => {
    const { box, writer } = scene('typed');
    writer.write('');
    assert.equal(box.value, 'typed');
    writer.write('fix');
    writer.write('');
    assert.equal(box.value, 'fix');
  });

  it('takes for its own whatever was written into it, and nothing else', () => {
    const letters = fc.array(fc.constantFrom('', 'a', 'b', 'ab'), { minLength: 1, maxLength: 6 });
    const restart = fc.boolean();
    fc.assert(
      fc.property(fc.array(fc.tuple(letters, restart)), fc.stringMatching(/^[ab]{0,8}$/), (pieces, seen) => {
        const { box, writer, left } = scene('');
        const own = new Set(['']);
        let text = '';
        for (const [piece, isNew] of pieces) {
          text = (isNew ? '' : text) + piece.join('');
          writer.write(text);
          own.add(text);
        }
        box.value = seen;
        writer.write('end');
        assert.equal(left(), own.has(seen) ? 0 : 1);
      }),
    );
  });

  it('takes a text for its own that another one ends with', () => {
    const { box, writer, left } = scene('');
    for (const text of ['fix: a', 'a', 'fix: a']) writer.write(text);
    box.value = 'a';
    writer.write('end');
    assert.equal(left(), 0);
  });

  it('remembers what it began with, whatever it has written piece by piece', () => {
    const { box, writer, left } = scene('typed');
    for (const start of ['one', 'two']) {
      for (let length = 1; length <= 150; length += 1) writer.write(start + 'x'.repeat(length));
    }
    box.value = 'typed';
    writer.write('end');
    assert.equal(left(), 0);
  });

  it('remembers the last hundred texts that do not begin alike', () => {
    const leftAfter = (count: number) => {
      const { box, writer, left } = scene('typed');
      for (let at = 1; at <= count; at += 1) writer.write(`${at}.`);
      box.value = 'typed';
      writer.write('end');
      return left();
    };
    assert.deepEqual([leftAfter(99), leftAfter(100)], [0, 1]);
  });

  it('is not put back over what was typed since the last piece', () => {
    const { box, writer } = scene('typed');
    writer.write('fix');
    box.value = 'fix, no';
    writer.restore();
    assert.equal(box.value, 'fix, no');
  });

  it('stays the user’s, even if he goes back to what we wrote', () => {
    const { box, writer } = scene('typed');
    writer.write('fix');
    box.value = 'fix, no';
    writer.write('fix: it');
    box.value = 'fix';
    writer.write('fix: it all');
    writer.restore();
    assert.equal(box.value, 'fix');
  });

  it('is not taken for the user’s when VS Code is late to tell what we wrote', () => {
    const { box, writer, left } = scene('');
    writer.write('f');
    writer.write('fi');
    box.value = 'f';
    writer.write('fix');
    assert.equal(box.value, 'fix');
    assert.equal(left(), 0);
  });
});
