import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { imageMediaType } from '../../../../src/extension/context/imageKind.ts';

function bytes(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}

describe('the kind of a picture', () => {
  it('is told by its first bytes', () => {
    assert.equal(imageMediaType(bytes('\x89PNG\r\n\x1a\n\0\0\0\rIHDR')), 'image/png');
    assert.equal(imageMediaType(bytes('\xff\xd8\xff\xe0\0\x10JFIF\0')), 'image/jpeg');
    assert.equal(imageMediaType(bytes('GIF87a\0\0\0\0\0\0')), 'image/gif');
    assert.equal(imageMediaType(bytes('GIF89a\0\0\0\0\0\0')), 'image/gif');
    assert.equal(imageMediaType(bytes('RIFF\x24\0\0\0WEBPVP8 ')), 'image/webp');
  });

  it('is not told by a name, nor by half of a mark', () => {
    for (const other of [
      '',
      '<svg xmlns',
      'BM\x36\0\0\0\0\0\0\0\0\0',
      'RIFF\x24\0\0\0WAVEfmt ',
      '\x89PNG',
      'GIF88a',
    ]) {
      assert.equal(imageMediaType(bytes(other)), undefined, other);
    }
  });
});
