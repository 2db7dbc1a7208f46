import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Translate } from '../../../src/chat/advice.ts';
import {
  type AnswerStatus,
  type AnswerTurn,
  type Failure,
  noExtras,
  type QuestionTurn,
} from '../../../src/chat/conversation.ts';
import { TurnViews } from '../../../src/extension/turnView.ts';
import { parseHostEvent } from '../../../src/shared/protocol.ts';

const fill: Translate = (text, values = {}) =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
const views = new TurnViews(
  fill,
  () => 10_000,
  () => '¥0.0123',
);
const only = { index: 1, count: 1 };
const failure: Failure = { kind: 'rate-limit', message: 'busy', details: { retryable: true, code: '1302' } };

function answer(status: AnswerStatus, change: Partial<AnswerTurn> = {}): AnswerTurn {
  const respondent = {
    vendorId: 'v',
    apiId: 'a',
    model: 'm',
    vendorLabel: 'Zhipu',
    modelLabel: 'GLM-5.3',
    maxOutputTokens: 2048,
  };
  return {
    role: 'answer',
    id: 'a',
    parent: 'q',
    alternative: 1,
    respondent,
    text: 'x',
    reasoning: '',
    extras: noExtras,
    status,
    askedAt: 4_000,
    ...change,
  };
}

const asked: QuestionTurn = {
  role: 'question',
  id: 'q',
  parent: null,
  alternative: 1,
  text: '',
  attachments: [],
  askedAt: 3_000,
};

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
      const question = { ...asked, text: 'Why?' };
      const event = {
        type: 'begin',
        after: null,
        question: views.question(question, { index: 2, count: 3 }),
        answer: views.answer(answer(status), only),
      };
      assert.ok(parseHostEvent(event), JSON.stringify(event));
    }
  });

  it('count down what is left of a wait, also for a view that opens in its middle', () => {
    const status = views.status(answer({ state: 'retrying', failure, waitMs: 5_000, untilMs: 12_000 }));
    assert.ok(status.state === 'retrying');
    assert.deepEqual(status.notice.retry, { waitMs: 5_000, leftMs: 2_000 });
  });

  it('offer what helps against a failure, and another model or no wait during one', () => {
    const actions = (status: AnswerStatus) => {
      const view = views.status(answer(status));
      assert.ok(view.state === 'failed' || view.state === 'retrying');
      return view.notice.actions.map(({ label, action }) => `${label}: ${action}`);
    };
    const refused: Failure = { kind: 'auth', message: '', details: { advice: 'no-key' } };
    assert.deepEqual(actions({ state: 'failed', failure: refused }), ['Add key: add-key']);
    assert.deepEqual(actions({ state: 'retrying', failure, waitMs: 5_000, untilMs: 12_000 }), [
      'Ask another model: choose-model',
      'Retry now: retry',
    ]);
  });

  it('say at which limit a reply was cut', () => {
    const status = views.status(answer({ state: 'done', reason: 'length' }));
    assert.ok(status.state === 'done');
    assert.deepEqual(status.cut, {
      text: 'Stopped at the 2,048-token limit',
      action: { label: 'Continue', action: 'continue' },
    });
  });

  it('say why a reply is not whole, and what there is to do', () => {
    const cut = (status: AnswerStatus, change: Partial<AnswerTurn> = {}) => {
      const view = views.status(answer(status, change));
      assert.ok(view.state === 'done');
      return view.cut && [view.cut.text, view.cut.action?.action];
    };
    assert.equal(cut({ state: 'done', reason: 'stop' }), undefined);
    assert.deepEqual(cut({ state: 'done', reason: 'context-length' }), [
      'The model’s window is full',
      'new-chat',
    ]);
    assert.deepEqual(cut({ state: 'done', reason: 'content-filter' }), [
      'Zhipu ended the answer because of its content rules',
      'new-chat',
    ]);
    assert.deepEqual(cut({ state: 'done', reason: 'other' }), [
      'Zhipu ended the answer for a reason of its own',
      'continue',
    ]);
    assert.equal(cut({ state: 'interrupted' })?.[1], 'continue');
    assert.equal(cut({ state: 'interrupted' }, { text: '' })?.[1], 'retry');
    assert.equal(views.status(answer({ state: 'stopped' })).state, 'stopped');
  });

  it('have the sources and suggestions of the reply', () => {
    const source = { title: 'T', number: 1, url: `https://example.com/${'x'.repeat(8192 - 20)}` };
    const suggestions = [{ purpose: 'related' as const, items: ['More?', 'Less?'] }];
    const turn = answer({ state: 'stopped' }, { extras: { ...noExtras, sources: [source], suggestions } });
    const { extras, respondent } = turn;
    assert.deepEqual(views.answer(turn, only).extras, { sources: [source], suggestions, notices: [] });
    assert.deepEqual(views.extras(extras, respondent), { sources: [source], suggestions, notices: [] });
    assert.ok(parseHostEvent({ type: 'delta', sequence: 0, id: 'a', ...views.extras(extras, respondent) }));
  });

  it('have only what was added to a list', () => {
    const { respondent } = answer({ state: 'answering' });
    const items = [{ title: 'T' }];
    assert.deepEqual(views.addedExtras({ list: 'sources', at: 3, items }, respondent), { sources: items });
    const added = views.addedExtras(
      { list: 'notices', at: 0, items: [{ kind: 'clear-history' }] },
      respondent,
    );
    assert.deepEqual(Object.keys(added), ['notices']);
    assert.deepEqual(
      added.notices,
      views.extras({ ...noExtras, notices: [{ kind: 'clear-history' }] }, respondent).notices,
    );
  });

  it('tell how long the model has been reasoning so far', () => {
    assert.equal(
      views.answer(answer({ state: 'reasoning' }, { firstTokenMs: 1_500 }), only).reasoningMs,
      4_500,
    );
    assert.equal(views.answer(answer({ state: 'answering' }, { reasoningMs: 700 }), only).reasoningMs, 700);
  });

  it('say which alternative they are where there are several', () => {
    assert.equal(views.question(asked, only).branch, undefined);
    assert.deepEqual(views.question(asked, { index: 2, count: 3 }).branch, { index: 2, count: 3 });
  });

  it('say what was not sent along', () => {
    const done = { state: 'done', reason: 'stop' } as const;
    const leftOut = (pairs: number, cut: string[]) =>
      views.leftOut(answer(done, { leftOut: { pairs, cut } }));
    assert.equal(views.leftOut(answer(done)), undefined);
    assert.equal(leftOut(0, []), undefined);
    assert.match(leftOut(1, []) ?? '', /^The oldest question and its answer were left out/);
    assert.match(
      leftOut(3, ['a.ts', 'b.ts']) ?? '',
      /^The 3 oldest .*full\. Sent in part only: a\.ts, b\.ts\.$/,
    );
    const cut = answer(done, { leftOut: { pairs: 0, cut: ['a.ts'] } });
    assert.equal(views.answer(cut, only).leftOut, 'Sent in part only: a.ts.');
    assert.ok(!Object.hasOwn(views.answer(answer(done), only), 'leftOut'));
  });

  it('say what an answer has cost where that is known', () => {
    const status = views.status(answer({ state: 'done', reason: 'stop' }));
    assert.ok(status.state === 'done');
    assert.equal(status.meta.cost, '¥0.0123');
  });

  it('leave out an address that is too long to be one, and not what it stands with', () => {
    const source = { title: 'T', number: 1, url: `https://example.com/${'x'.repeat(9000)}` };
    const turn = answer({ state: 'stopped' }, { extras: { ...noExtras, sources: [source] } });
    const event = { type: 'delta', sequence: 0, id: 'a', ...views.extras(turn.extras, turn.respondent) };
    assert.deepEqual(event.sources, [{ title: 'T', number: 1 }]);
    assert.ok(parseHostEvent(event));
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
    const view = views.question({ ...asked, attachments: [attachment] }, only);
    assert.deepEqual(view.attachments, [
      { id: '1', kind: 'selection', name: 'x.ts', path: 'x.ts', startLine: 1, endLine: 2 },
    ]);
  });
});
