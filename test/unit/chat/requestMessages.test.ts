import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import {
  type AnswerTurn,
  type CodeAttachment,
  noExtras,
  type QuestionTurn,
  type Turn,
} from '../../../src/chat/conversation.ts';
import { fitRequest } from '../../../src/chat/requestMessages.ts';
import { estimateTokens } from '../../../src/chat/tokenEstimate.ts';
import { ProviderError } from '../../../src/core/error.ts';

function question(text: string, attachments: readonly CodeAttachment[] = []): QuestionTurn {
  return { role: 'question', id: `q-${text}`, text, attachments };
}

function answer(text: string, status: AnswerTurn['status'] = { state: 'done', reason: 'stop' }): AnswerTurn {
  const respondent = { vendorId: 'v', apiId: 'a', vendorLabel: 'Vendor', modelLabel: 'Model' };
  return {
    role: 'answer',
    id: `a-${text}`,
    respondent,
    text,
    reasoning: '',
    extras: noExtras,
    status,
    askedAt: 0,
  };
}

function code(change: Partial<CodeAttachment>): CodeAttachment {
  return {
    id: '1',
    kind: 'selection',
    uri: 'file:///a/b.ts',
    name: 'b.ts',
    path: 'a/b.ts',
    language: 'typescript',
    startLine: 3,
    endLine: 4,
    code: 'x();',
    before: '',
    after: '',
    ...change,
  };
}

function lastText(turns: readonly Turn[], window?: number): string {
  return fitRequest(turns, turns.length - 1, 'system', window).messages.at(-1)?.text ?? '';
}

describe('the messages of a request', () => {
  it('name the file and the lines of the code, in a fence that the code cannot close', () => {
    const prompt = lastText([question('What?', [code({ code: 'a\n```\nb' })])]);
    assert.equal(prompt, '`a/b.ts:3-4`\n````typescript\na\n```\nb\n````\n\nWhat?');
  });

  it('take the lines nearest to the code as context, from both sides', () => {
    const before = Array.from({ length: 3_000 }, (_, index) => `above ${index}`).join('\n');
    const after = Array.from({ length: 3_000 }, (_, index) => `below ${index}`).join('\n');
    const prompt = lastText([question('What?', [code({ before, after })])], 8_000);
    assert.match(prompt, /above 2999\n/);
    assert.match(prompt, /\nbelow 0\n/);
    assert.doesNotMatch(prompt, /above 0\n/);
    assert.ok(estimateTokens(prompt) <= 6_000);
  });

  it('refuse a question that cannot fit, before anything is sent', () => {
    const turns = [question('x'.repeat(100_000))];
    assert.throws(
      () => fitRequest(turns, 0, 'system', 8_000),
      (error) => error instanceof ProviderError && error.kind === 'context-length',
    );
  });

  it('drop whole pairs from the oldest on, never the instructions, and stay within the window', () => {
    const words = fc.string({ minLength: 1, maxLength: 400, unit: 'grapheme' });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(words, words), { maxLength: 12 }),
        words,
        fc.integer({ min: 400, max: 4_000 }),
        (pairs, asked, window) => {
          const turns: Turn[] = [
            ...pairs.flatMap(([user, assistant]) => [question(user), answer(assistant)]),
            question(asked),
          ];
          const { messages, leftOut, tokens } = fitRequest(turns, turns.length - 1, 'system', window);
          const kept = pairs.slice(leftOut).flat();
          assert.deepEqual(
            messages.map(({ text }) => text),
            ['system', ...kept, asked],
          );
          assert.deepEqual(
            messages.map(({ role }) => role),
            ['system', ...kept.map((_, at) => (at % 2 ? 'assistant' : 'user')), 'user'],
          );
          assert.ok(tokens <= window * 0.75);
          if (leftOut > 0) {
            const [user, assistant] = pairs[leftOut - 1] ?? ['', ''];
            assert.ok(
              tokens + estimateTokens(user) + estimateTokens(assistant) + 12 > Math.floor(window * 0.75),
            );
          }
        },
      ),
    );
  });

  it('pass over questions without an answer', () => {
    const failed = answer('', { state: 'failed', failure: { kind: 'network', message: '', details: {} } });
    const { messages } = fitRequest([question('lost'), failed, question('now')], 2, 'system', undefined);
    assert.deepEqual(
      messages.map(({ text }) => text),
      ['system', 'now'],
    );
  });
});

describe('the token estimate', () => {
  it('counts Chinese by the character and code by the letter', () => {
    assert.equal(estimateTokens('翰林学士'), 3);
    assert.equal(estimateTokens('x'.repeat(36)), 10);
    assert.equal(estimateTokens(''), 0);
  });
});
