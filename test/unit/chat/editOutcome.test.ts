import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Translate } from '../../../src/chat/advice.ts';
import {
  type EditOutcome,
  editQuestion,
  isReviewed,
  outcomeText,
  readEdit,
} from '../../../src/chat/editOutcome.ts';

const inEnglish: Translate = (text, values = {}) =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');

describe('what becomes of an edit', () => {
  const before = ['  a();'];
  const reply = '```ts\nb();\n```\n';

  it('is code to review', () => {
    const review = { outcome: 'review', code: ['  b();'] };
    assert.deepEqual(readEdit(reply, 'stop', before), review);
    assert.deepEqual(readEdit(reply, 'other', before), review);
  });

  it('is nothing where the model stopped too early, wrote nothing, or the same', () => {
    for (const reason of ['length', 'context-length', 'content-filter', 'tool-calls'] as const) {
      assert.deepEqual(readEdit(reply, reason, before), { outcome: 'cut' }, reason);
    }
    assert.deepEqual(readEdit(' \n', 'stop', before), { outcome: 'empty' });
    assert.deepEqual(readEdit(' \n', 'length', before), { outcome: 'empty' });
    assert.deepEqual(readEdit('```\na();\n```', 'stop', before), { outcome: 'unchanged' });
  });

  it('is told, unless it speaks for itself', () => {
    const outcomes: EditOutcome[] = ['review', 'interrupted', 'unchanged', 'empty', 'cut'];
    assert.deepEqual(
      outcomes.map((outcome) => outcomeText(outcome, 'GLM', inEnglish)),
      [
        undefined,
        'You typed in the code that was being edited, so nothing more was written there.',
        'GLM would leave this code as it is.',
        'GLM wrote nothing.',
        'GLM stopped before the end of the code, so nothing was changed.',
      ],
    );
    assert.deepEqual(outcomes.filter(isReviewed), ['review', 'interrupted']);
  });
});

describe('what is asked before an edit', () => {
  it('names the lines', () => {
    const ask = (first: number, last: number, isBlank: boolean): string =>
      editQuestion('a.ts', { first, last }, isBlank, inEnglish);
    assert.equal(ask(2, 4, false), 'What should change in lines 3 to 5 of a.ts?');
    assert.equal(ask(2, 4, true), 'What should change in lines 3 to 5 of a.ts?');
    assert.equal(ask(2, 2, false), 'What should change in line 3 of a.ts?');
    assert.equal(ask(2, 2, true), 'What should be written at line 3 of a.ts?');
  });
});
