import { describe, it } from 'mocha';
import { beginMention, mentionQuery, mentionRange } from '../../../src/webview/composer/mention.ts';
import { createQuestionRecall } from '../../../src/webview/composer/questionRecall.ts';
import { replaceText } from '../../../src/webview/composer/replaceText.ts';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';

describe('a mention', () => {
  const begins = (text: string) => beginMention(text, text.length) !== undefined;

  it('begins with an @ at the cursor, at the beginning or after something that ends a word', () => {
    assert.deepEqual(beginMention('see @ it', 5), { start: 4, sign: '@' });
    for (const text of ['@', ' @', '\n@', '选@', '，@', '\u3000@', '！@']) assert.ok(begins(text), text);
    for (const text of ['', 'a', 'me@', '.@', '"@', '@@', '@a', 'é@']) assert.ok(!begins(text), text);
    assert.equal(beginMention('@ab', 0), undefined);
    assert.equal(beginMention('@ab', 2), undefined);
  });

  it('looks for what stands behind its sign up to the cursor', () => {
    const mention = { start: 4, sign: '@' } as const;
    assert.equal(mentionQuery(mention, 'see @server now', 11), 'server');
    assert.equal(mentionQuery(mention, 'see @server now', 15), 'server now');
    assert.equal(mentionQuery(mention, 'see @server', 5), '');
    assert.equal(mentionQuery({ start: 4, sign: '' }, 'see server', 7), 'ser');
  });

  it('is over where the cursor is before it, its sign is gone, or no name follows', () => {
    const mention = { start: 4, sign: '@' } as const;
    assert.equal(mentionQuery(mention, 'see @server', 4), undefined);
    assert.equal(mentionQuery(mention, 'see server', 8), undefined);
    assert.equal(mentionQuery(mention, 'see @ server', 8), undefined);
    assert.equal(mentionQuery(mention, 'see @server\nnow', 13), undefined);
  });

  it('may have a hundred characters', () => {
    const mention = { start: 0, sign: '@' } as const;
    assert.equal(mentionQuery(mention, `@${'x'.repeat(100)}`, 101)?.length, 100);
    assert.equal(mentionQuery(mention, `@${'x'.repeat(101)}`, 102), undefined);
  });

  it('takes the space behind it along where there is one before it, or nothing', () => {
    const range = (text: string, start: number, cursor: number) =>
      mentionRange({ start, sign: '@' }, text, cursor);
    assert.deepEqual(range('see @a now', 4, 6), [4, 7]);
    assert.deepEqual(range('@a now', 0, 2), [0, 3]);
    assert.deepEqual(range('看@a now', 1, 3), [1, 3]);
    assert.deepEqual(range('see @a, now', 4, 6), [4, 6]);
    assert.deepEqual(range('see @a\nnow', 4, 6), [4, 6]);
  });
});

describe('the recall of earlier questions', () => {
  const questions = ['first', 'second', 'second', 'third'];

  it('goes back and forth through them, one that was asked twice being one', () => {
    const recall = createQuestionRecall();
    assert.equal(recall.earlier(questions, ''), 'third');
    assert.equal(recall.earlier(questions, 'third'), 'second');
    assert.equal(recall.earlier(questions, 'second'), 'first');
    assert.equal(recall.earlier(questions, 'first'), undefined);
    assert.equal(recall.later(questions, 'first'), 'second');
    assert.equal(recall.later(questions, 'second'), 'third');
    assert.equal(recall.later(questions, 'third'), '');
    assert.equal(recall.later(questions, ''), undefined);
    assert.equal(recall.earlier(questions, ''), 'third');
  });

  it('has nothing where nothing was asked, and nothing later before something was recalled', () => {
    const recall = createQuestionRecall();
    assert.equal(recall.earlier([], ''), undefined);
    assert.equal(recall.later(questions, ''), undefined);
    assert.equal(recall.later(questions, 'first'), undefined);
  });

  it('ends with a text that was not recalled, though it says the same as one of them', () => {
    const recall = createQuestionRecall();
    assert.equal(recall.earlier(questions, 'third'), undefined);
    recall.earlier(questions, '');
    assert.equal(recall.earlier(questions, 'first'), undefined);
    recall.earlier(questions, '');
    recall.later(questions, 'third');
    assert.equal(recall.earlier(questions, 'third'), undefined);
    assert.equal(recall.later(questions, 'third'), undefined);
  });

  it('ends when the questions are others, and when it is forgotten', () => {
    const recall = createQuestionRecall();
    recall.earlier(questions, '');
    assert.equal(recall.earlier(['new', ...questions], 'third'), undefined);
    assert.equal(recall.later(['new', ...questions], 'third'), undefined);
    assert.equal(recall.earlier(questions, 'third'), 'second');
    recall.reset();
    assert.equal(recall.earlier(questions, 'second'), undefined);
    assert.equal(recall.later(questions, 'second'), undefined);
  });
});

describe('replacing text in a field', () => {
  useBrowser();

  /** @param obeys whether the browser carries out commands */
  function createField(obeys?: boolean) {
    const field = document.createElement('textarea');
    document.body.replaceChildren(field);
    field.value = 'one two three';
    const commands: unknown[] = [];
    let inputs = 0;
    document.body.oninput = () => {
      inputs += 1;
    };
    if (obeys === undefined) Reflect.deleteProperty(document, 'execCommand');
    else
      document.execCommand = (...command) => {
        commands.push([...command, field.value.slice(field.selectionStart, field.selectionEnd)]);
        return obeys;
      };
    return { field, commands, inputs: () => inputs };
  }

  it('is done as typing would do it, so that undo takes it back', () => {
    const { field, commands, inputs } = createField(true);
    replaceText(field, 4, 7, '2');
    replaceText(field, 4, 8, '');
    assert.deepEqual(commands, [
      ['insertText', false, '2', 'two'],
      ['delete', false, '', 'two '],
    ]);
    assert.equal(document.activeElement, field);
    assert.equal(field.value, 'one two three', 'the browser changes it');
    assert.equal(inputs(), 0, 'the browser tells of it');
    Reflect.deleteProperty(document, 'execCommand');
  });

  for (const obeys of [false, undefined]) {
    it(`is done without the browser’s help where ${obeys === false ? 'it refuses' : 'there is none'}`, () => {
      const { field, inputs } = createField(obeys);
      replaceText(field, 4, 7, '2');
      assert.equal(field.value, 'one 2 three');
      assert.deepEqual([field.selectionStart, field.selectionEnd], [5, 5]);
      assert.equal(inputs(), 1);
      replaceText(field, 3, 5, '');
      assert.equal(field.value, 'one three');
      assert.deepEqual([field.selectionStart, field.selectionEnd], [3, 3]);
      assert.equal(document.activeElement, field);
      Reflect.deleteProperty(document, 'execCommand');
    });
  }

  it('puts something in without taking anything out', () => {
    const { field, inputs } = createField();
    replaceText(field, 3, 3, '!');
    assert.equal(field.value, 'one! two three');
    assert.equal(inputs(), 1);
  });

  it('only moves the cursor where nothing is replaced by nothing', () => {
    const { field, commands, inputs } = createField(true);
    field.setSelectionRange(0, 0);
    replaceText(field, 3, 3, '');
    assert.deepEqual([field.selectionStart, field.selectionEnd], [3, 3]);
    assert.deepEqual(commands, []);
    assert.equal(inputs(), 0);
    Reflect.deleteProperty(document, 'execCommand');
  });
});
