import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { imageMediaType, readPicture } from '../../../../src/extension/context/imageKind.ts';

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
      'no \xff\xd8\xff',
      'not GIF89a',
      'not GIF87a',
      'no \x89PNG\r\n\x1a\n',
      'not RIFF',
      'RAFF\x24\0\0\0WEBPVP8 ',
      'RIFFWEBP\0\0\0\0',
    ]) {
      assert.equal(imageMediaType(bytes(other)), undefined, other);
    }
  });
});

describe('what comes as a picture', () => {
  const png = (length: number): string =>
    Buffer.concat([bytes('\x89PNG\r\n\x1a\n\0\0\0\r'), Buffer.alloc(length - 12)]).toString('base64');

  it('is one if it begins like one', () => {
    assert.deepEqual(readPicture(png(30)), { type: 'picture', mediaType: 'image/png' });
    assert.deepEqual(readPicture(png(31)), { type: 'picture', mediaType: 'image/png' });
    assert.deepEqual(readPicture(png(32)), { type: 'picture', mediaType: 'image/png' });
    assert.deepEqual(readPicture(Buffer.from('text').toString('base64')), { type: 'unknown' });
    assert.deepEqual(readPicture(''), { type: 'unknown' });
  });

  it('is none if it is not base64 to the end', () => {
    for (const end of ['"', '===', '=a', ' ', '\n']) {
      assert.deepEqual(readPicture(png(30) + end), { type: 'unknown' }, end);
    }
  });

  it('has ten million bytes at most', () => {
    assert.equal(readPicture(png(10_000_000)).type, 'picture');
    assert.equal(readPicture(png(10_000_001)).type, 'too-large');
  });
});
