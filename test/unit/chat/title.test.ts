import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { titleFromQuestion } from '../../../src/chat/title.ts';

describe('the title of a conversation', () => {
  it('is the first line with words in it', () => {
    assert.equal(titleFromQuestion('\n\n  Debounce\tthe  search box \nplease'), 'Debounce the search box');
    assert.equal(titleFromQuestion(''), '');
  });

  it('is cut at a word, and Chinese at a character', () => {
    assert.equal(
      titleFromQuestion('Make the search box wait until I stop typing, please'),
      'Make the search box wait until I stop…',
    );
    assert.equal(titleFromQuestion('搜'.repeat(60)), `${'搜'.repeat(40)}…`);
  });

  it('never cuts a character in two, nor lets control and bidi marks through', () => {
    assert.equal(titleFromQuestion('👩‍💻'.repeat(60)), `${'👩‍💻'.repeat(40)}…`);
    assert.equal(titleFromQuestion('a\u202eb\u0007c'), 'a b c');
  });
});
