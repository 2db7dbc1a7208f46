import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Translate } from '../../../src/chat/advice.ts';
import {
  type AnswerStatus,
  type AnswerTurn,
  type Failure,
  noExtras,
} from '../../../src/chat/conversation.ts';
import { TurnViews } from '../../../src/extension/turnView.ts';
import { parseHostEvent } from '../../../src/shared/protocol.ts';

const fill: Translate = (text, values = {}) =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
const views = new TurnViews(fill, () => 10_000);
const failure: Failure = { kind: 'rate-limit', message: 'busy', details: { retryable: true, code: '1302' } };

function answer(status: AnswerStatus, change: Partial<AnswerTurn> = {}): AnswerTurn {
  const respondent = {
    vendorId: 'v',
    apiId: 'a',
    vendorLabel: 'Zhipu',
    modelLabel: 'GLM-5.3',
    maxOutputTokens: 2048,
  };
  return {
    role: 'answer',
    id: 'a',
    respondent,
    text: 'x',
    reasoning: '',
    extras: noExtras,
    status,
    askedAt: 4_000,
    ...change,
  };
}

describe('turns as the view sees them', () => {
  it('are always of the protocol', () => {
    const statuses: AnswerStatus[] = [
      { state: 'waiting' },
      { state: 'reasoning' },
      { state: 'answering' },
      { state: 'retrying', failure, waitMs: 5_000, untilMs: 12_000 },
      { state: 'stopped' },
      { state: 'failed', failure },
      { state: 'interrupted' },
      ...(['stop', 'length', 'context-length', 'content-filter', 'other'] as const).map(
        (reason): AnswerStatus => ({ state: 'done', reason, usage: { inputTokens: 1 } }),
      ),
    ];
    for (const status of statuses) {
      const question = { role: 'question', id: 'q', text: 'Why?', attachments: [] } as const;
      const event = {
        type: 'begin',
        question: views.question(question),
        answer: views.answer(answer(status)),
      };
      assert.ok(parseHostEvent(event), JSON.stringify(event));
    }
  });

  it('count down what is left of a wait, also for a view that opens in its middle', () => {
    const status = views.status(answer({ state: 'retrying', failure, waitMs: 5_000, untilMs: 12_000 }));
    assert.ok(status.state === 'retrying');
    assert.deepEqual(status.notice.retry, { waitMs: 5_000, leftMs: 2_000 });
  });

  it('say at which limit a reply was cut', () => {
    const status = views.status(answer({ state: 'done', reason: 'length' }));
    assert.ok(status.state === 'done');
    assert.deepEqual(status.cut, {
      text: 'Stopped at the 2,048-token limit',
      action: { label: 'Continue', action: 'continue' },
    });
  });

  it('tell how long the model has been reasoning so far', () => {
    assert.equal(views.answer(answer({ state: 'reasoning' }, { firstTokenMs: 1_500 })).reasoningMs, 4_500);
    assert.equal(views.answer(answer({ state: 'answering' }, { reasoningMs: 700 })).reasoningMs, 700);
  });

  it('carry no code of an attachment', () => {
    const attachment = {
      id: '1',
      kind: 'selection',
      uri: 'file:///secret/x.ts',
      name: 'x.ts',
      path: 'x.ts',
      language: 'typescript',
      startLine: 1,
      endLine: 2,
      code: 'TOP SECRET',
      before: 'b',
      after: 'a',
    } as const;
    const view = views.question({ role: 'question', id: 'q', text: '', attachments: [attachment] });
    assert.deepEqual(view.attachments, [
      { id: '1', kind: 'selection', name: 'x.ts', path: 'x.ts', startLine: 1, endLine: 2 },
    ]);
  });
});
