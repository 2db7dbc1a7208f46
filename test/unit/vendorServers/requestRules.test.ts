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
      { tool_choice: 'none' },
    ]);
    judgeAll('1210', [
      { ...streaming, stream: false },
      { ...streaming, model: 'glm-4.5' },
    ]);
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
