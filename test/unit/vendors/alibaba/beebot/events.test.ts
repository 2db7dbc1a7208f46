import assert from 'node:assert/strict';
import type { StreamPart } from '../../../../../src/core/streamPart.ts';
import type { VendorFailure } from '../../../../../src/net/errorTable.ts';
import {
  createBeebotDecoder,
  envelopeFailure,
} from '../../../../../src/vendors/alibaba/beebot/beebotDecoder.ts';
import { conversationError } from '../../../../../src/vendors/alibaba/beebot/conversationErrors.ts';
import { providerError } from '../../../net/fakes.ts';

describe('events of Beebot', () => {
  const finish: StreamPart = { type: 'finish', reason: 'stop' };
  const said = (text: string): StreamPart => ({ type: 'text-delta', text });
  const item = (value: unknown) => ({ type: 'JSON_TEXT', value: JSON.stringify(value) });
  const direct = (members: object, rest: object = {}) => ({
    MessageBody: { Type: 'Direct', DirectMessageBody: members },
    ...rest,
  });
  const sentence = (Content: string, rest: object = {}) => direct({ SentenceList: [{ Content }] }, rest);
  const end = { StreamEnd: true };

  it('are read for the items of text in them, of which there may be none or several', () => {
    assert.deepEqual(
      decode([{}, { data: [] }, { data: null }, { data: 'x' }, { data: [null, 'x', {}] }]),
      [],
    );
    const other = [{ type: 'IMAGE', value: 'x' }, { value: JSON.stringify(sentence('no')) }];
    assert.deepEqual(
      decode([
        { data: [...other, item(sentence('a'))] },
        { data: [item(sentence('ab')), item(sentence('abc'))] },
        { data: [item(sentence('abcd')), ...other] },
        { data: [item(sentence('abcd', end)), item(sentence('abcde'))] },
        { data: [item(sentence('abcdef', end))] },
      ]),
      [said('a'), said('b'), said('c'), said('d'), finish],
    );
  });

  it('are an error where they are not in the documented format', () => {
    for (const data of ['x', '[]', '1', 'null', '"{}"']) {
      providerError(
        thrown(() => push(`data:${data}\n\n`)),
        'protocol',
      );
    }
    for (const value of ['x', '[]', 1, null, undefined, {}]) {
      const event = { data: [{ type: 'JSON_TEXT', value }] };
      providerError(
        thrown(() => decode([event])),
        'protocol',
      );
    }
    assert.deepEqual(push('data:\n\n'), []);
  });

  it('are the end only if they say so', () => {
    for (const StreamEnd of [false, 'true', 1, null, undefined]) {
      assert.deepEqual(decode([{ data: [item(sentence('a', { StreamEnd }))] }]), [said('a')]);
    }
    assert.deepEqual(decode([{ data: [item(end)] }]), [finish]);
  });

  it('name a session once, and each other one', () => {
    const events = ['1', '1', undefined, '', ' ', 3, '2', '2', '1'].map((SessionId) => ({
      data: [item({ SessionId })],
    }));
    assert.deepEqual(
      decode(events),
      ['1', '2', '1'].map((id) => ({ type: 'vendor-session', id })),
    );
  });

  it('tell apart messages by their ids, and take those without one for one', () => {
    const told = (text: string, MessageId?: unknown) => ({ data: [item(sentence(text, { MessageId }))] });
    assert.deepEqual(decode([told('a'), told('ab', ''), told('abc', 3), told('x', 'm'), told('xy', 'm')]), [
      ...[said('a'), said('b'), said('c'), said('\n\nx'), said('y')],
    ]);
  });

  it('without a text leave that as it was', () => {
    const silent = [
      {},
      { MessageBody: null },
      { MessageBody: {} },
      direct({}),
      direct({ SentenceList: null }),
    ];
    for (const each of [...silent, sentence('')]) {
      const parts = decode([
        { data: [item(sentence('ab'))] },
        { data: [item(each)] },
        { data: [item(sentence('abc'))] },
        { data: [item(each)] },
        { data: [item(sentence('abcd', end))] },
      ]);
      assert.deepEqual(parts, [said('ab'), said('c'), said('d'), finish]);
    }
  });

  it('take a text back when the last one has none', () => {
    assert.deepEqual(decode([{ data: [item(sentence('ab'))] }, { data: [item(sentence('', end))] }]), [
      said('ab'),
      { type: 'text-replace', text: '' },
      finish,
    ]);
  });

  it('tell what goes along with an answer once, in this order, as the last one that speaks of it has it', () => {
    const source = (Title: string) => ({ AnswerReference: { ItemList: [{ Title }] } });
    const command = (toAgentReason: string) => ({ Commands: { sysToAgent: { toAgentReason } } });
    const first = {
      ...source('old'),
      ...command('early'),
      HitSystemAskConfig: 'NO_ANSWER',
      RelatedQuestionList: ['first'],
    };
    const second = { ...source('new'), ...command('late'), RelatedQuestionList: ['second'] };
    const silent = {
      AnswerReference: { ItemList: [] },
      RelatedQuestionList: [],
      HitSystemAskConfig: 'GPTQA_MODEL',
    };
    assert.deepEqual(
      decode([
        { data: [item({ MessageBody: { Type: 'Hologram' } })] },
        ...[first, second, silent].map((members) => ({ data: [item(direct(members))] })),
        { data: [item({ MessageBody: {} })] },
        { data: [item(end)] },
      ]),
      [
        { type: 'source', title: 'new' },
        { type: 'notice', kind: 'unsupported', detail: 'Hologram' },
        { type: 'notice', kind: 'no-answer' },
        { type: 'notice', kind: 'hand-over', detail: 'late' },
        { type: 'suggestions', purpose: 'related', items: ['second'] },
        finish,
      ],
    );
  });

  it('name a type only if nothing of it can be shown, and never that of an answer', () => {
    for (const Type of ['Direct', undefined, '', ' ', 1]) {
      assert.deepEqual(decode([{ data: [item({ MessageBody: { Type }, ...end })] }]), [finish], String(Type));
    }
    const shown = { MessageBody: { Type: 'Card', CardBody: { Title: 'a' } }, ...end };
    assert.deepEqual(decode([{ data: [item(shown)] }]), [said('a'), finish]);
  });

  it('say that a human agent is to take over also where they do not say why', () => {
    const event = { data: [item({ MessageBody: {}, Commands: { sysToAgent: '{}' }, ...end })] };
    assert.deepEqual(decode([event]), [{ type: 'notice', kind: 'hand-over' }, finish]);
  });

  const failures: readonly (readonly [object, Partial<VendorFailure> | undefined])[] = [
    [{}, undefined],
    [{ success: true, code: 'X', message: 'no' }, undefined],
    [{ success: 'true', code: 'X' }, undefined],
    [{ success: null, code: 'X' }, undefined],
    [{ success: 0, code: 'X' }, undefined],
    [{ success: false }, { message: '' }],
    [{ success: 'false' }, { message: '' }],
    [
      { success: false, code: 'X', message: 'no', requestId: 'r' },
      { code: 'X', message: 'no', requestId: 'r' },
    ],
    [
      { success: false, code: 401, message: ' ' },
      { code: '401', message: '' },
    ],
    [{ success: false, code: null, message: 1, requestId: ' ' }, { message: '' }],
    [{ success: false, code: {}, requestId: 7 }, { message: '' }],
  ];

  for (const [envelope, failure] of failures) {
    it(`${failure ? 'have failed' : 'are no failure'}: ${JSON.stringify(envelope)}`, () => {
      assert.deepEqual(envelopeFailure(envelope as never), failure && { status: 200, ...failure });
      const whole = { ...envelope, data: [item(sentence('a'))] };
      if (failure) assert.ok(thrown(() => decode([whole])) !== undefined);
      else assert.deepEqual(decode([whole]), [said('a')]);
      // Also where the text goes on from the one that is known.
      const events = [{ data: [item(sentence('a'))] }, { data: [item(sentence('ab'))] }];
      const next = { data: [item(sentence('abc'))], ...envelope };
      if (failure) assert.ok(thrown(() => decode([...events, next])) !== undefined);
      else assert.deepEqual(decode([...events, next]), [said('a'), said('b'), said('c')]);
    });
  }

  function decode(events: readonly object[]): readonly StreamPart[] {
    return push(events.map((event) => `data:${JSON.stringify(event)}\n\n`).join(''));
  }

  function push(text: string): readonly StreamPart[] {
    const parts: StreamPart[] = [];
    createBeebotDecoder((part) => parts.push(part), conversationError)(Buffer.from(text));
    return parts;
  }

  function thrown(work: () => unknown): unknown {
    try {
      work();
      return undefined;
    } catch (error) {
      return error;
    }
  }
});
