import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { StreamPart } from '../../../src/core/streamPart.ts';
import { createChatDecoder } from '../../../src/net/openAiChat/chatDecoder.ts';
import { applyTemplate, learnTemplate } from '../../../src/net/openAiChat/deltaTemplate.ts';

describe('delta template', () => {
  const read = (data: string): string | undefined => JSON.parse(data).content;

  it('finds the text although another member has the same value', () => {
    const template = learnTemplate('{"content":"a","role":"x"}', 'a', read);
    assert.deepEqual(template, { before: '{"content":"', after: '","role":"x"}' });
    assert.equal(learnTemplate('{"content":"a","role":"a"}', 'a', read), undefined);
  });

  it('takes nothing for a text that JSON would read differently', () => {
    const template = { before: '{"content":"', after: '"}' };
    assert.equal(applyTemplate(template, '{"content":"一 <b>"}'), '一 <b>');
    for (const data of [
      '{"content":""}',
      '{"content":"a\\n"}',
      '{"content":"\\u4e00"}',
      '{"content":"a","more":"b"}',
      '{"content":"a\tb"}',
      '{"content":"',
      '{"content":null}',
      '{"content":"a"} ',
    ]) {
      assert.equal(applyTemplate(template, data), undefined, data);
    }
  });

  it('never changes what a reply says', () => {
    // Few words, so that texts, names and values coincide; with and without everything that may vary.
    const word = fc.constantFrom('', 'a', 'b', '"', '\\', '\n', '中', '","content":"', 'stop', '\uffff', '}');
    const delta = fc.record({ role: word, content: word, reasoning_content: word }, { requiredKeys: [] });
    const choice = fc.record(
      { index: fc.constant(0), delta, finish_reason: fc.constant(null) },
      { requiredKeys: [] },
    );
    const event = fc
      .record(
        {
          id: word,
          model: fc.constantFrom('a', 'm'),
          choices: fc.array(choice, { maxLength: 2 }),
          usage: fc.constant(null),
        },
        { requiredKeys: ['id', 'choices'] },
      )
      .map((value) => JSON.stringify(value));
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        const together: StreamPart[] = [];
        const decoder = createDecoder(together);
        const apart: StreamPart[] = [];
        for (const data of events) {
          decoder.push({ data });
          createDecoder(apart).push({ data });
        }
        assert.deepEqual(together, apart);
      }),
      { numRuns: 2_000 },
    );
  });

  function createDecoder(parts: StreamPart[]) {
    return createChatDecoder(
      { finishReasons: {}, failedFinishes: {}, mapFailure: () => assert.fail() },
      (part) => parts.push(part),
    );
  }
});
