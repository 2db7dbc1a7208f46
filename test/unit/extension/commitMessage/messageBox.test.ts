import assert from 'node:assert/strict';
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
