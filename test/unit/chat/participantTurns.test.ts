import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  type ChatEntry,
  followups,
  participantTurns,
  typedText,
} from '../../../src/chat/participantTurns.ts';

const respondent = { vendorId: 'v', apiId: 'a', model: 'm', vendorLabel: 'V', modelLabel: 'M' };
const request = (prompt: string, command?: string): ChatEntry => ({ type: 'request', prompt, command });
const response = (text: string): ChatEntry => ({ type: 'response', text });

describe('the history of VS Code’s own chat', () => {
  const told = (...history: ChatEntry[]) =>
    participantTurns(history, respondent).map(({ id, parent, text }) => [id, parent, text]);

  it('is a conversation, each turn following the one before', () => {
    assert.deepEqual(told(request('one', 'fix'), response('a'), request('two'), response('b')), [
      ['question-0', null, '/fix one'],
      ['answer-0', 'question-0', 'a'],
      ['question-2', 'answer-0', 'two'],
      ['answer-2', 'question-2', 'b'],
    ]);
  });

  it('is without questions that nothing was answered to', () => {
    assert.deepEqual(
      told(request('lost'), request('empty'), response(''), request('two'), response('b'), request('last')),
      [
        ['question-3', null, 'two'],
        ['answer-3', 'question-3', 'b'],
      ],
    );
    assert.deepEqual(told(response('a'), response('b')), []);
  });

  it('has answers that are done, by the model that is asked now', () => {
    const [question, answer] = participantTurns([request('q'), response('a')], respondent);
    assert.deepEqual(question, {
      role: 'question',
      id: 'question-0',
      parent: null,
      alternative: 1,
      text: 'q',
      attachments: [],
      askedAt: 0,
    });
    assert.ok(answer?.role === 'answer');
    assert.deepEqual([answer.respondent, answer.status], [respondent, { state: 'done', reason: 'stop' }]);
  });
});

describe('what is typed in VS Code’s own chat', () => {
  it('is a command and what follows it', () => {
    assert.equal(typedText('it', 'fix'), '/fix it');
    assert.equal(typedText('', 'fix'), '/fix');
    assert.equal(typedText('it', undefined), 'it');
  });
});

describe('what can be asked next', () => {
  const next = (command?: string, related: readonly string[] = []) =>
    followups(related, command, (text) => text);

  it('is what the vendor proposes', () => {
    assert.deepEqual(next('fix', ['a?', 'b?']), [{ prompt: 'a?' }, { prompt: 'b?' }]);
  });

  it('is else what usually comes after a command', () => {
    const review = [{ prompt: '', command: 'review', label: 'Review the Git changes' }];
    const test = [{ prompt: '', command: 'test', label: 'Write unit tests for the code at the cursor' }];
    for (const command of ['explain', 'doc']) assert.deepEqual(next(command), review, command);
    for (const command of ['fix', 'refactor', 'optimise']) assert.deepEqual(next(command), test, command);
    for (const command of ['review', 'test', undefined]) assert.deepEqual(next(command), []);
  });
});
