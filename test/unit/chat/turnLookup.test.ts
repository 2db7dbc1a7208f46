import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { participantTurns } from '../../../src/chat/participantTurns.ts';
import { answerOf, questionOf } from '../../../src/chat/turnLookup.ts';

describe('the turns of a conversation', () => {
  const respondent = { vendorId: 'v', apiId: 'a', model: 'm', vendorLabel: 'V', modelLabel: 'M' };
  const turns = participantTurns(
    ['a', 'b'].flatMap((text) => [
      { type: 'request', prompt: text, command: undefined } as const,
      { type: 'response', text } as const,
    ]),
    respondent,
  );
  const [firstQuestion, firstAnswer, secondQuestion, secondAnswer] = turns;

  it('are found by their ids, if they are answers', () => {
    assert.equal(answerOf(turns, secondAnswer?.id ?? ''), secondAnswer);
    assert.equal(answerOf(turns, secondQuestion?.id ?? ''), undefined);
    assert.equal(answerOf(turns, 'other'), undefined);
  });

  it('have a question before each answer', () => {
    assert.equal(questionOf(turns, firstAnswer?.id ?? ''), firstQuestion);
    assert.equal(questionOf(turns, secondAnswer?.id ?? ''), secondQuestion);
    assert.equal(questionOf(turns, secondQuestion?.id ?? ''), undefined);
    assert.equal(questionOf(turns, firstQuestion?.id ?? ''), undefined);
    assert.equal(questionOf(turns, 'other'), undefined);
  });
});
