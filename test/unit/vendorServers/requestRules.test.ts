import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { checkRequest } from '../../vendors/zhipu/requestRules.ts';

const user = { role: 'user', content: 'Hello' };
const call = { id: 'call_1', type: 'function', function: { name: 'read', arguments: '{}' } };
const calling = { role: 'assistant', content: '', tool_calls: [call] };
const answer = { role: 'tool', tool_call_id: 'call_1', content: 'done' };
const tool = { type: 'function', function: { name: 'read', description: 'reads', parameters: {} } };

/** The code of the violation, or `ok`. Fields of `body` replace those of a sound request. */
function judge(body: object, allowed: readonly string[] | 'any' = []): string {
  const sound = { model: 'glm-4.6', stream: true, messages: [user] };
  const checked = checkRequest(JSON.parse(JSON.stringify({ ...sound, ...body })), allowed);
  return 'code' in checked ? checked.code : 'ok';
}

function judgeAll(expected: string, bodies: readonly object[]): void {
  for (const body of bodies) assert.equal(judge(body), expected, JSON.stringify(body).slice(0, 200));
}

describe('BigModel server: rules for a request', () => {
  it('reads what the answer needs', () => {
    assert.deepEqual(
      checkRequest(
        {
          model: 'glm-4.6',
          stream: true,
          max_tokens: 10,
          thinking: { type: 'disabled' },
          request_id: 'request-1',
          messages: [
            { role: 'system', content: 'Be brief.' },
            {
              role: 'user',
              content: [{ type: 'text', text: 'a' }, { type: 'image_url' }, { type: 'text', text: 'b' }],
            },
          ],
          unknown_field: true,
        },
        [],
      ),
      {
        model: 'glm-4.6',
        messages: [
          { role: 'system', text: 'Be brief.' },
          { role: 'user', text: 'a\nb' },
        ],
        stream: true,
        maxTokens: 10,
        thinking: false,
        promptTokens: 12,
        requestId: 'request-1',
        functions: [],
        toolStream: false,
        search: 'none',
      },
    );
  });

  it('answers 1211 to unknown models unless they are allowed', () => {
    assert.equal(judge({ model: 'glm-99' }), '1211');
    assert.equal(judge({ model: 'glm-99' }, ['glm-99']), 'ok');
    assert.equal(judge({ model: 'anything' }, 'any'), 'ok');
    assert.equal(judge({ model: 'GLM-4.6' }), 'ok');
  });

  it('answers 1213 to missing and 1214 to malformed model or messages', () => {
    judgeAll('1213', [{ model: undefined }, { messages: undefined }]);
    judgeAll('1214', [{ model: 7 }, { model: '' }, { messages: [] }, { messages: 'Hello' }]);
    assert.ok('code' in checkRequest(undefined, 'any'));
  });

  it('checks roles and contents', () => {
    judgeAll('1214', [
      { messages: [{ role: 'developer', content: 'Hello' }] },
      { messages: [{ role: 'user', content: '' }] },
      { messages: [{ role: 'user', content: null }] },
      { messages: [{ role: 'user', content: [] }] },
      { messages: [{ role: 'user', content: [{ type: 'text', text: '' }] }] },
      { messages: [user, { role: 'assistant', content: '' }, user] },
      {
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'assistant', content: 'Yes.' },
        ],
      },
      { messages: [{ ...user, reasoning_content: 'Hm.' }] },
    ]);
    judgeAll('ok', [
      { messages: [user, { role: 'assistant', content: 'Yes.', reasoning_content: 'Hm.' }, user] },
    ]);
  });

  it('wants every tool call answered once, at once, and with its id', () => {
    judgeAll('ok', [{ messages: [user, calling, answer, user] }, { messages: [user, calling, answer] }]);
    judgeAll('1214', [
      { messages: [user, calling] },
      { messages: [user, calling, user] },
      { messages: [user, calling, answer, answer] },
      { messages: [user, calling, { ...answer, tool_call_id: 'call_2' }] },
      { messages: [user, calling, { ...answer, tool_call_id: undefined }] },
      { messages: [user, calling, { ...answer, content: '' }] },
      { messages: [user, { ...calling, tool_calls: [call, call] }, answer] },
      { messages: [user, { ...calling, tool_calls: [{ ...call, id: '' }] }, answer] },
      { messages: [user, { ...calling, tool_calls: [] }, user] },
      { messages: [user, calling, answer, calling, answer] },
      { messages: [{ ...user, tool_calls: [call] }, answer] },
    ]);
  });

  it('wants calls whole, with arguments that are a JSON object', () => {
    const { function: called } = call;
    const callOf = (changes: object) => ({
      messages: [user, { ...calling, tool_calls: [{ ...call, ...changes }] }, answer],
    });
    judgeAll('ok', [callOf({ index: 0 }), callOf({ function: { ...called, arguments: '{"a":[1]}' } })]);
    judgeAll('1214', [
      callOf({ type: undefined }),
      callOf({ type: 'retrieval' }),
      callOf({ function: undefined }),
      callOf({ function: { ...called, name: '' } }),
      callOf({ function: { ...called, name: 'has space' } }),
      callOf({ function: { ...called, arguments: {} } }),
      callOf({ function: { ...called, arguments: '' } }),
      callOf({ function: { ...called, arguments: '{"a":' } }),
      callOf({ function: { ...called, arguments: '[1]' } }),
    ]);
  });

  it('checks the ranges of sampling and limits', () => {
    judgeAll('ok', [
      { temperature: 0 },
      { temperature: 1, top_p: 0.01 },
      { max_tokens: 1 },
      { max_tokens: 131_072 },
      { stop: ['a', 'b', 'c', 'd'] },
      { response_format: { type: 'json_object' } },
    ]);
    judgeAll('1214', [
      { temperature: 1.01 },
      { temperature: -0.1 },
      { temperature: '0.5' },
      { top_p: 0 },
      { top_p: 1.5 },
      { max_tokens: 0 },
      { max_tokens: 1.5 },
      { max_tokens: 131_073 },
      { model: 'glm-4.5', max_tokens: 98_305 },
      { stop: ['a', 'b', 'c', 'd', 'e'] },
      { stop: 'a' },
      { stream: 'true' },
      { response_format: { type: 'json_schema' } },
    ]);
  });

  it('checks tools', () => {
    const streaming = { tool_stream: true };
    judgeAll('ok', [{ tools: [tool] }, { tools: Array(128).fill(tool) }, { tool_choice: 'auto' }, streaming]);
    judgeAll('1214', [
      { tools: Array(129).fill(tool) },
      { tools: [{ ...tool, function: { ...tool.function, name: 'has space' } }] },
      { tools: [{ ...tool, type: 'custom' }] },
      { tools: tool },
      { tools: [{ type: 'function', function: { name: 'read', description: 'reads' } }] },
      { tools: [{ type: 'function', function: { name: 'read', parameters: {} } }] },
      { tools: [tool], tool_choice: 'none' },
      { tools: [tool], tool_choice: 'required' },
      { tools: [tool], tool_choice: { type: 'function', function: { name: 'read' } } },
      { tools: [tool], tool_stream: 'true' },
    ]);
    judgeAll('1210', [
      { ...streaming, stream: false },
      { ...streaming, model: 'glm-4.5' },
    ]);
  });

  it('checks the other kinds of tools', () => {
    const search = (web_search: unknown) => ({ tools: [{ type: 'web_search', web_search }] });
    judgeAll('ok', [
      search({ enable: true, search_engine: 'search_std', search_result: true, count: 50 }),
      search({ search_query: '天气', result_sequence: 'before' }),
      { tools: [tool, { type: 'retrieval', retrieval: { knowledge_id: '1', prompt_template: '' } }] },
    ]);
    judgeAll('1214', [
      search(undefined),
      search({ enable: 'True' }),
      search({ search_result: 1 }),
      search({ search_engine: 'bing' }),
      search({ search_query: ['a'] }),
      search({ count: 51 }),
      search({ result_sequence: 'first' }),
      { tools: [{ type: 'web_search' }] },
      { tools: [{ type: 'retrieval', retrieval: {} }] },
    ]);
  });

  it('reads what may be called, and whether a search tells what it found', () => {
    const offered = (body: object): unknown => {
      const checked = checkRequest({ model: 'glm-4.6', stream: true, messages: [user], ...body }, []);
      assert.ok(!('code' in checked), JSON.stringify(checked));
      return [checked.functions, checked.toolStream, checked.search];
    };
    const search = (web_search: object) => ({ type: 'web_search', web_search });
    const other = { ...tool, function: { ...tool.function, name: 'write' } };
    const told = search({ search_result: true });
    assert.deepEqual(offered({ tools: [tool, told, other], tool_stream: true }), [
      ['read', 'write'],
      true,
      'after',
    ]);
    const before = search({ search_result: true, result_sequence: 'before' });
    for (const [web_search, expected] of [
      [search({ enable: true }), 'none'],
      [search({ search_result: false }), 'none'],
      [search({ enable: false, search_result: true }), 'none'],
      [before, 'before'],
    ] as const) {
      assert.deepEqual(offered({ tools: [web_search] }), [[], false, expected]);
    }
  });

  it('takes nothing about streams in an async request', () => {
    const asked = { model: 'glm-4.6', messages: [user] };
    const judgeAsync = (body: object): string => {
      const checked = checkRequest({ ...asked, ...body }, [], 'async');
      return 'code' in checked ? checked.code : 'ok';
    };
    assert.equal(judgeAsync({ tools: [tool] }), 'ok');
    assert.equal(judgeAsync({ stream: true }), '1210');
    assert.equal(judgeAsync({ stream: false }), '1210');
    assert.equal(judgeAsync({ tools: [tool], tool_stream: false }), '1210');
    assert.equal(judgeAsync({ tools: [{}] }), '1214');
    assert.equal(judgeAsync({ temperature: 2 }), '1214');
  });

  it('checks thinking by model', () => {
    const disabled = { thinking: { type: 'disabled' } };
    const enabled = { thinking: { type: 'enabled', clear_thinking: false } };
    judgeAll('ok', [disabled, enabled, { ...enabled, model: 'glm-5.3' }]);
    judgeAll('1210', [
      { ...disabled, model: 'glm-5.3' },
      { ...disabled, model: 'glm-5.3-flash' },
      { ...enabled, model: 'glm-4-flash-250414' },
    ]);
    judgeAll('1214', [{ thinking: true }, { thinking: { type: 'auto' } }]);
  });

  it('checks reasoning_effort by model', () => {
    judgeAll('ok', [
      { model: 'glm-5.3', reasoning_effort: 'low' },
      { model: 'glm-5.2', reasoning_effort: 'none' },
    ]);
    judgeAll('1210', [
      { model: 'glm-5.3', reasoning_effort: 'none' },
      { model: 'glm-5.1', reasoning_effort: 'low' },
      { model: 'glm-5.2', reasoning_effort: 'huge' },
    ]);
  });

  it('checks the lengths of identifiers', () => {
    judgeAll('ok', [
      { request_id: 'x'.repeat(6), user_id: 'x'.repeat(128) },
      { request_id: 'x'.repeat(64), user_id: 'x'.repeat(6) },
    ]);
    judgeAll('1214', [
      { request_id: 'x'.repeat(5) },
      { request_id: 'x'.repeat(65) },
      { user_id: 'x'.repeat(5) },
      { user_id: 'x'.repeat(129) },
    ]);
  });

  it('answers 1261 to a prompt beyond the window of the model', () => {
    const messages = [{ role: 'user', content: '字'.repeat(14_000) }];
    assert.equal(judge({ model: 'glm-4-airx', messages }), '1261');
    assert.equal(judge({ model: 'glm-4-air', messages }), 'ok');
  });
});
