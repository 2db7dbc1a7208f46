import { cutMiddle } from '../../../src/webview/chip.ts';
import { format, formatCount, formatSeconds, formatShort, viewTexts } from '../../../src/webview/texts.ts';
import { assert } from './assert.ts';

describe('texts', () => {
  it('puts values into places, in whatever order a language has them', () => {
    assert.equal(format('{1} of {0}', 'a', 2), '2 of a');
    assert.equal(format('{0} and {1}', 'only'), 'only and {1}');
  });

  it('rounds so that no unit is skipped', () => {
    assert.deepEqual([0, 40, 840, 9940, 9960, 23_400].map(formatSeconds), [
      '0.0',
      '0.0',
      '0.8',
      '9.9',
      '10',
      '23',
    ]);
    assert.deepEqual(
      [0, 999, 1000, 1204, 9949, 9999, 18_400, 128_000, 999_499, 999_500, 1_500_000].map(formatShort),
      ['0', '999', '1k', '1.2k', '9.9k', '10k', '18k', '128k', '999k', '1M', '1.5M'],
    );
  });

  it('cuts a long name in its middle, by whole characters', () => {
    assert.equal(cutMiddle('searchController.ts'), 'searchCon…ller.ts');
    assert.equal(cutMiddle('main.ts'), 'main.ts');
    assert.equal(cutMiddle('👍'.repeat(20)), `${'👍'.repeat(9)}…${'👍'.repeat(7)}`);
  });

  it('falls back to English where a translation is missing', () => {
    const texts = viewTexts({ send: '发送' });
    assert.equal(texts.send, '发送');
    assert.equal(texts.stop, 'Stop');
  });

  it('changes units where a number would be longer than another one', () => {
    assert.deepEqual([9949, 9950, 12_499, 12_500].map(formatSeconds), ['9.9', '10', '12', '13']);
    assert.deepEqual([9949, 9950, 10_000, 1_000_000, 10_000_000].map(formatShort), [
      '9.9k',
      '10k',
      '10k',
      '1M',
      '10M',
    ]);
    assert.equal(formatCount(1_234_567), '1,234,567');
  });

  it('cuts a name only where it is longer than there is room', () => {
    assert.equal(cutMiddle('a'.repeat(18)), 'a'.repeat(18));
    assert.equal(cutMiddle('abcdefghijklmnopqrs'), 'abcdefghi…mnopqrs');
  });
});
