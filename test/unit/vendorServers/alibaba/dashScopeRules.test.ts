import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { checkChat, checkCompletion, type ModelPolicy } from '../../../vendors/alibaba/dashScopeRules.ts';

const user = { role: 'user', content: 'Hello' };
const call = { id: 'call_1', type: 'function', function: { name: 'read', arguments: '{}' } };
const calling = { role: 'assistant', content: '', tool_calls: [call] };
const answer = { role: 'tool', tool_call_id: 'call_1', content: 'done' };
const tool = { type: 'function', function: { name: 'read', parameters: {} } };
const policy: ModelPolicy = { allowed: [], codingPlan: false };

/** The code of the violation, or `ok`. Fields of `body` replace those of a sound request. */
function judge(body: object, changes: Partial<ModelPolicy> = {}): string {
  const sound = { model: 'qwen-plus', stream: true, messages: [user] };
  const checked = checkChat(JSON.parse(JSON.stringify({ ...sound, ...body })), { ...policy, ...changes });
  return 'code' in checked ? checked.code : 'ok';
}

function judgeAll(expected: string, bodies: readonly object[]): void {
  for (const body of bodies) assert.equal(judge(body), expected, JSON.stringify(body).slice(0, 200));
}

describe('DashScope server: rules for a request', () => {
  it('reads what the answer needs', () => {
    const body = {
      model: 'qwen-plus',
      stream: true,
      stream_options: { include_usage: true },
      max_tokens: 10,
      enable_thinking: true,
      thinking_budget: 100,
      enable_search: true,
      messages: [{ role: 'system', content: 'Be brief.' }, user],
      unknown_field: true,
    };
    assert.deepEqual(checkChat(body, policy), {
      call: 'chat',
      model: 'qwen-plus',
      messages: [
        { role: 'system', text: 'Be brief.' },
        { role: 'user', text: 'Hello' },
      ],
      stream: true,
      includeUsage: true,
      maxTokens: 10,
      thinking: true,
      thinkingBudget: 100,
      search: true,
      partial: undefined,
      promptTokens: 13,
      requestId: undefined,
    });
  });

  it('knows its models, and those of the Coding Plan', () => {
    assert.equal(judge({ model: 'qwen-99' }), 'ModelNotFound');
    assert.equal(judge({ model: 'qwen-99' }, { allowed: ['qwen-99'] }), 'ok');
    assert.equal(judge({ model: 'anything' }, { allowed: 'any' }), 'ok');
    assert.equal(judge({}, { codingPlan: true }), 'InvalidParameter');
    assert.equal(judge({ model: 'qwen3-coder-plus' }, { codingPlan: true }), 'ok');
    judgeAll('InvalidParameter', [{ model: undefined }, { model: '' }]);
  });

  it('checks the conversation', () => {
    judgeAll('ok', [
      { messages: [user, calling, answer] },
      { messages: [user, { ...calling, content: null }, answer, user] },
      { messages: [{ role: 'user', content: [{ type: 'text', text: 'a' }, { type: 'image_url' }] }] },
    ]);
    judgeAll('InvalidParameter', [
      { messages: undefined },
      { messages: [] },
      { messages: [{ role: 'developer', content: 'Hello' }] },
      { messages: [{ role: 'user', content: ' ' }] },
      { messages: [{ role: 'user', content: null }] },
      { messages: [user, { role: 'assistant', content: 'Hi.' }] },
      { messages: [user, calling, user] },
      { messages: [user, calling] },
      { messages: [user, answer] },
      { messages: [user, { ...calling, tool_calls: [{ ...call, id: '' }] }, answer] },
    ]);
  });

  it('checks the ranges of sampling and limits', () => {
    judgeAll('ok', [
      { temperature: 0, top_p: 1, top_k: 0, presence_penalty: -2, seed: 0 },
      { temperature: 1.99, max_tokens: 32_768, stop: 'x' },
      { stop: ['x', 'y'] },
    ]);
    judgeAll('InvalidParameter', [
      { temperature: 2 },
      { temperature: '1' },
      { top_p: 0 },
      { top_p: 1.1 },
      { top_k: 1.5 },
      { presence_penalty: 2.1 },
      { seed: -1 },
      { max_tokens: 0 },
      { max_tokens: 32_769 },
      { stop: [] },
      { stream: 'true' },
    ]);
  });

  it('takes stream_options with a stream only', () => {
    const options = { stream_options: { include_usage: true } };
    judgeAll('ok', [options]);
    judgeAll('InvalidParameter', [
      { ...options, stream: false },
      { ...options, stream: undefined },
      { stream_options: true },
      { stream_options: { include_usage: 1 } },
    ]);
  });

  it('thinks in streams only, and only where the model can', () => {
    judgeAll('ok', [
      { enable_thinking: true },
      { enable_thinking: false, stream: false },
      { model: 'qwen3.5-plus', stream: false },
      { model: 'qwen3-235b-a22b', stream: false, enable_thinking: false },
      { model: 'qwen3-coder-plus', enable_thinking: false },
    ]);
    judgeAll('InvalidParameter', [
      { enable_thinking: true, stream: false },
      { enable_thinking: 'true' },
      { model: 'qwen3.5-plus', stream: false, enable_thinking: true },
      { model: 'qwen3-235b-a22b', stream: false },
      { model: 'qwen3-coder-plus', enable_thinking: true },
      { model: 'qwq-plus', enable_thinking: false },
      { model: 'qwq-plus', stream: false },
    ]);
    const thinking = (body: object): unknown => {
      const checked = checkChat({ stream: true, messages: [user], ...body }, policy);
      return 'code' in checked ? checked : checked.thinking;
    };
    assert.equal(thinking({ model: 'qwen-plus' }), false);
    assert.equal(thinking({ model: 'qwen3.5-plus' }), true);
    assert.equal(thinking({ model: 'qwen3.5-plus', enable_thinking: false }), false);
    assert.equal(thinking({ model: 'qwq-plus' }), true);
  });

  it('checks the thinking budget', () => {
    judgeAll('ok', [{ enable_thinking: true, thinking_budget: 81_920 }]);
    judgeAll('InvalidParameter', [
      { enable_thinking: true, thinking_budget: 0 },
      { enable_thinking: true, thinking_budget: 1.5 },
      { enable_thinking: true, thinking_budget: 81_921 },
      { model: 'qwen3-coder-plus', thinking_budget: 100 },
    ]);
  });

  it('checks tools, and lets no thinking model be forced', () => {
    const choice = { type: 'function', function: { name: 'read' } };
    judgeAll('ok', [
      { tools: [tool], tool_choice: choice, parallel_tool_calls: true },
      { tools: [tool], tool_choice: 'auto' },
    ]);
    judgeAll('InvalidParameter', [
      { tools: [] },
      { tools: [{ type: 'function', function: { name: 'has space' } }] },
      { tools: [tool], tool_choice: 'required' },
      { tools: [tool], tool_choice: { type: 'function', function: { name: 'other' } } },
      { tool_choice: choice },
      { tools: [tool], tool_choice: choice, enable_thinking: true },
      { tools: [tool], parallel_tool_calls: 'yes' },
    ]);
  });

  it('wants the word JSON where JSON is asked for', () => {
    const format = { response_format: { type: 'json_object' } };
    const asked = { messages: [{ role: 'user', content: 'As JSON, please.' }] };
    judgeAll('ok', [{ ...format, ...asked }, { response_format: { type: 'text' } }]);
    judgeAll('InvalidParameter', [
      format,
      { ...format, ...asked, enable_thinking: true },
      { response_format: { type: 'xml' } },
    ]);
  });

  it('goes on with a partial answer where the model can', () => {
    const partial = { role: 'assistant', content: 'def ', partial: true };
    judgeAll('ok', [
      { model: 'qwen3-coder-plus', messages: [user, partial] },
      { messages: [user, partial], enable_thinking: false },
    ]);
    judgeAll('InvalidParameter', [
      { model: 'qwen3-max', messages: [user, partial] },
      { messages: [user, partial], enable_thinking: true },
      { messages: [user, partial, user] },
      { messages: [{ ...user, partial: true }] },
      { messages: [user, { ...partial, partial: 'yes' }] },
    ]);
  });

  it('measures the prompt', () => {
    const long = { messages: [{ role: 'user', content: '字'.repeat(60_000) }] };
    assert.equal(judge({ ...long, model: 'qwen-max' }), 'InvalidParameter');
    assert.equal(judge({ ...long, model: 'qwen3-max' }), 'ok');
  });
});

describe('DashScope server: rules for a completion', () => {
  function judgePrompt(prompt: unknown, model = 'qwen2.5-coder-32b-instruct'): string {
    const checked = checkCompletion({ model, prompt }, policy);
    return 'code' in checked ? checked.code : 'ok';
  }

  it('takes a prompt, plain or with a middle to fill in', () => {
    const [prefix, suffix, middle] = ['<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>'];
    assert.equal(judgePrompt('def quick_sort'), 'ok');
    assert.equal(judgePrompt(`${prefix}a\n${suffix}b\n${middle}`), 'ok');
    assert.equal(judgePrompt(`${prefix}a\n${suffix}`), 'ok');
    assert.equal(judgePrompt(`${suffix}b${prefix}a${middle}`), 'InvalidParameter');
    assert.equal(judgePrompt(`${prefix}a${middle}`), 'InvalidParameter');
    assert.equal(judgePrompt(''), 'InvalidParameter');
    assert.equal(judgePrompt(['a']), 'InvalidParameter');
    assert.equal(judgePrompt('a', 'qwen-plus'), 'ModelNotFound');
  });
});
