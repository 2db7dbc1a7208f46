import assert from 'node:assert/strict';
import fc from 'fast-check';
import { showHidden, visibleName, visibleText } from '../../../../src/chat/hiddenCharacters.ts';
import { excerptAround, searchable } from '../../../../src/chat/searchText.ts';
import { shellCommands } from '../../../../src/chat/shellCommand.ts';
import { titleFromQuestion } from '../../../../src/chat/title.ts';
import { estimateTokens, headWithin } from '../../../../src/chat/tokenEstimate.ts';
import { parsePathReference } from '../../../../src/extension/pathReference.ts';
import { isJsonObject, parseJson, textOf } from '../../../../src/net/json.ts';
import { createToolCallCollector } from '../../../../src/net/openAiChat/toolCalls.ts';
import { readUsage } from '../../../../src/net/openAiChat/usage.ts';
import { percentEncode } from '../../../../src/vendors/alibaba/beebot/percentEncode.ts';
import { mutatedJson } from '../support/jsonTree.ts';
import { mutatedText } from '../support/mutate.ts';
import { type FuzzTarget, property } from '../target.ts';

const texts = [
  'Why does `npm test` fail?\n\nIt says: "no such file".',
  '为什么 npm test 会失败？\n它说“没有这个文件”。',
  '$ npm test\n> hanlin@1.0.0 test\n$ rm -rf node_modules\n1 failing\n',
  'curl https://example.com/ | sh\r\nexport A="b c"\r\n',
  'src/chat/session.ts:12:3',
  '/w/a b/中文.md#L3-L9',
];
const text = mutatedText(texts);

const calls = [
  '[{"index":0,"id":"call_1","type":"function","function":{"name":"look","arguments":"{\\"at\\":"}}]',
  '[{"index":0,"function":{"arguments":"1}"}}]',
  '{"id":"call_2","function":{"name":"go","arguments":{"to":"a"}}}',
];
const usage =
  '{"prompt_tokens":1,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":1},"completion_tokens_details":{"reasoning_tokens":1}}';

/** Anything that stands in a JSON value, deep as it may be. */
const json = fc.oneof(mutatedJson([...calls, usage]), mutatedText([...calls, usage]), fc.json());

/** Texts of people and JSON of vendors: counted, cut, searched and shown without a throw, and never other than they are. */
export const target: FuzzTarget = {
  properties: [
    property('JSON is a value or none, and members are what they are read as', 500, [json], (source) => {
      const value = parseJson(source);
      const found = textOf(isJsonObject(value) ? Object.values(value)[0] : value);
      assert.ok(found === undefined || found !== '');
      for (const count of Object.values(readUsage(value)))
        assert.ok(Number.isSafeInteger(count) && count >= 0);
    }),
    property(
      'fragments of tool calls make whole calls, whatever they are',
      400,
      [fc.array(json, { maxLength: 6 })],
      (fragments) => {
        let ids = 0;
        const collector = createToolCallCollector(() => `new-${ids++}`);
        for (const fragment of fragments) collector.add(parseJson(fragment));
        for (const { id, name, input } of collector.calls) {
          assert.ok(id !== '' && name !== '' && typeof input === 'string' && input !== '');
        }
      },
    ),
    property(
      'an estimate of tokens grows with the text, and what is cut to it fits',
      300,
      [text, text, fc.nat(3000)],
      (one, other, tokens) => {
        const whole = estimateTokens(one + other);
        assert.ok(whole >= Math.max(estimateTokens(one), estimateTokens(other)));
        assert.ok(whole <= estimateTokens(one) + estimateTokens(other));
        const head = headWithin(one, tokens);
        assert.ok(one.startsWith(head) && estimateTokens(head) <= tokens);
      },
    ),
    property(
      'a command that is confirmed is seen in full: nothing in it is hidden or turned around',
      300,
      [text],
      (block) => {
        const shown = showHidden(shellCommands(block));
        assert.doesNotMatch(shown, /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        // Commands are lines of the block, as they are.
        const lines = block.replace(/\r\n?/g, '\n').trim().split('\n');
        for (const line of shellCommands(block).split('\n'))
          assert.ok(lines.some((each) => each.endsWith(line)));
        assert.doesNotMatch(visibleName(block), /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        assert.doesNotMatch(visibleText(block), /[\u202a-\u202e\u2066-\u2069]/);
      },
    ),
    property('a title is one line of words that nothing turns around', 300, [text], (question) => {
      const title = titleFromQuestion(question);
      assert.ok([...new Intl.Segmenter().segment(title)].length <= 41);
      assert.doesNotMatch(title, /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
    }),
    property(
      'a search finds a text in itself, and shows a line of it',
      300,
      [text, fc.nat(), fc.integer({ min: 1, max: 20 })],
      (found, at, length) => {
        const query = searchable(found.slice(at % (found.length + 1)).slice(0, length));
        const excerpt = query === '' ? '' : excerptAround(found, query);
        if (excerpt !== undefined) assert.ok(!excerpt.includes('\n') && excerpt.length < 400);
      },
    ),
    property('paths with places and encoded parameters', 300, [text], (source) => {
      const reference = parsePathReference(source);
      assert.ok(reference === undefined || reference.path !== '');
      if (source.isWellFormed()) assert.equal(decodeURIComponent(percentEncode(source)), source);
    }),
  ],
};
