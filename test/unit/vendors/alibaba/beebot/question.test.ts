import assert from 'node:assert/strict';
import type { Message } from '../../../../../src/core/message.ts';
import { encodeQuestion, newestUtterance } from '../../../../../src/vendors/alibaba/beebot/encodeQuestion.ts';
import { canonicalQuery, percentEncode } from '../../../../../src/vendors/alibaba/beebot/percentEncode.ts';
import { list, object, parseObject, words } from '../../../../../src/vendors/alibaba/beebot/reading.ts';

describe('a question to Beebot', () => {
  it('is all that was said since the last answer, without what has no place there', () => {
    const rows: readonly (readonly [messages: readonly Message[], utterance: string])[] = [
      [[{ role: 'user', text: ' Why? \n' }], 'Why?'],
      [
        [
          { role: 'system', text: 'Be brief.' },
          { role: 'user', text: 'Why?' },
        ],
        'Why?',
      ],
      [
        [
          { role: 'user', text: 'Why?' },
          { role: 'assistant', text: 'So.' },
          { role: 'user', text: 'How?' },
        ],
        'How?',
      ],
    ];
    for (const [messages, utterance] of rows) assert.equal(newestUtterance(messages), utterance);
    const images = [{ mediaType: 'image/png', data: 'iVBORw0KGgo=' }] as const;
    assert.match(newestUtterance([{ role: 'user', text: 'Look', images }]), /^Look\n\[A picture/);
  });

  it('takes 512 characters, however many bytes they have', () => {
    for (const character of ['a', '好', '😀']) {
      const ask = (count: number) => newestUtterance([{ role: 'user', text: character.repeat(count) }]);
      assert.equal(ask(512), character.repeat(512));
      assert.throws(() => ask(513), {
        kind: 'context-length',
        message: 'The question has 513 characters; Beebot takes 512 at most',
      });
    }
  });

  it('is JSON, inside a string, inside JSON, and holds no member that has no value', () => {
    const question = { messageId: 'm', instanceId: 'i', utterance: '"a"' };
    const read = (changes: object) => {
      const { data, ...rest } = JSON.parse(encodeQuestion({ ...question, ...changes }));
      assert.deepEqual(rest, { messageId: 'm', action: 'TongyiBeebotChat', version: '2022-04-08' });
      assert.deepEqual([data.length, data[0].type], [1, 'JSON_TEXT']);
      return JSON.parse(data[0].value);
    };
    assert.deepEqual(read({}), { InstanceId: 'i', Utterance: '"a"' });
    assert.deepEqual(read({ sessionId: undefined, senderId: undefined }), {
      InstanceId: 'i',
      Utterance: '"a"',
    });
    assert.deepEqual(read({ sessionId: 's', senderId: 'me' }), {
      ...{ InstanceId: 'i', Utterance: '"a"', SessionId: 's', SenderId: 'me' },
    });
  });
});

describe('what Alibaba’s signatures encode', () => {
  it('leaves letters, digits and four marks as they are, and nothing else', () => {
    for (const text of ['', 'aZ09', '-_.~']) assert.equal(percentEncode(text), text);
    const rows = {
      ' ': '%20',
      '+': '%2B',
      '/': '%2F',
      "!'()*": '%21%27%28%29%2A',
      '**': '%2A%2A',
      '=&?': '%3D%26%3F',
      好: '%E5%A5%BD',
      '😀': '%F0%9F%98%80',
      // Half a character has no bytes of its own.
      '\ud83d': '%EF%BF%BD',
    };
    for (const [text, encoded] of Object.entries(rows)) assert.equal(percentEncode(text), encoded);
  });

  it('is sorted by code units, joined, and encoded on both sides', () => {
    assert.equal(canonicalQuery({}), '');
    assert.equal(canonicalQuery({ b: '1', a: '', B: '2', 'a b': 'c d' }), 'B=2&a=&a%20b=c%20d&b=1');
  });
});

describe('what Beebot’s JSON is read with', () => {
  it('takes nothing for granted', () => {
    assert.deepEqual(parseObject('{"a":1}'), { a: 1 });
    for (const text of ['', '[]', '1', 'null', '{', '"{}"', 1, null, undefined, {}]) {
      assert.equal(parseObject(text), undefined);
    }
    assert.deepEqual(object({ a: 1 }), { a: 1 });
    for (const value of [[], null, undefined, 'a', 1, true]) assert.equal(object(value), undefined);
    assert.deepEqual(list([1]), [1]);
    for (const value of [{}, { length: 1 }, null, undefined, 'a', 1]) assert.deepEqual(list(value), []);
    assert.deepEqual([words('a'), words(' a ')], ['a', ' a ']);
    for (const value of ['', ' \n', 1, null, undefined, ['a']]) assert.equal(words(value), undefined);
  });
});
