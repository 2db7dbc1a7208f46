import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Plan } from '../../../vendors/qianfan/account.ts';
import { checkV2Request } from '../../../vendors/qianfan/v2Rules.ts';

const system = { role: 'system', content: 'Be brief' };
const user = { role: 'user', content: 'Hello' };
const assistant = { role: 'assistant', content: 'Hello!' };
const call = { id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{}' } };
const tool = { type: 'function', function: { name: 'weather', parameters: {} } };
const sound = { model: 'deepseek-v3.2', messages: [user] };

function judge(body: unknown, options: { plan?: Plan; alternatingRoles?: boolean } = {}): string {
  const checked = checkV2Request(body, {
    plan: 'pay-as-you-go',
    models: ['my-own'],
    alternatingRoles: false,
    ...options,
  });
  return 'code' in checked ? checked.code : 'ok';
}

function judgeMessages(...messages: readonly unknown[]): string {
  return judge({ ...sound, messages });
}

describe('Qianfan server: rules of V2', () => {
  it('reads what the answer needs', () => {
    const body = {
      model: 'deepseek-v3.2',
      messages: [system, { role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
      stream: true,
      stream_options: { include_usage: true },
      max_completion_tokens: 5,
      enable_thinking: true,
    };
    assert.deepEqual(checkV2Request(body, { plan: 'coding', models: [], alternatingRoles: true }), {
      model: 'deepseek-v3.2',
      messages: [
        { role: 'system', text: 'Be brief' },
        { role: 'user', text: 'Hello' },
      ],
      stream: true,
      maxTokens: 5,
      thinking: true,
      promptTokens: 12,
      requestId: undefined,
      includeUsage: true,
    });
  });

  it('knows models by their exact id, and which plan has them', () => {
    assert.equal(judge({ ...sound, model: 'my-own' }), 'ok');
    assert.equal(judge({ ...sound, model: 'ernie-4.0-8k' }), 'ok');
    for (const model of ['ERNIE-4.0-8K', 'nothing', '', 5, undefined]) {
      assert.equal(judge({ ...sound, model }), 'invalid_model');
    }
    assert.equal(judge(sound, { plan: 'coding' }), 'ok');
    assert.equal(
      judge({ ...sound, model: 'ernie-4.0-8k' }, { plan: 'coding' }),
      'coding_plan_model_not_supported',
    );
    assert.equal(judge({ ...sound, model: 'ernie-4.0-8k' }, { plan: 'token' }), 'invalid_model');
    assert.equal(judge({ ...sound, model: 'qianfan-code-latest' }), 'invalid_model');
  });

  it('checks roles, their places and their contents', () => {
    assert.equal(judgeMessages(system, user, assistant, user), 'ok');
    for (const messages of [
      [],
      [system],
      [user, system],
      [user, assistant],
      [{ role: 'developer', content: 'x' }, user],
      [user, { role: 'assistant', content: '' }, user],
      [{ role: 'user', content: ' ' }],
      [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'x' } }] }],
    ]) {
      assert.equal(judgeMessages(...messages), 'invalid_messages', JSON.stringify(messages));
    }
    const picture = {
      role: 'user',
      content: [
        { type: 'image_url', image_url: { url: 'x' } },
        { type: 'text', text: 'x' },
      ],
    };
    assert.equal(judge({ model: 'ernie-4.5-turbo-vl', messages: [picture] }), 'ok');
    assert.equal(
      judge({ model: 'glm-z1-rumination-32b-0414', messages: [system, user] }),
      'invalid_messages',
    );
  });

  it('lets neighbours have one role unless told to be strict', () => {
    assert.equal(judgeMessages(user, user), 'ok');
    const strict = (...messages: readonly unknown[]) =>
      judge({ ...sound, messages }, { alternatingRoles: true });
    assert.equal(strict(user, user), 'invalid_messages');
    const calls = { role: 'assistant', tool_calls: [call, { ...call, id: 'call_2' }] };
    const result = { role: 'tool', tool_call_id: 'call_1', content: '1' };
    assert.equal(strict(user, calls, result, { ...result, tool_call_id: 'call_2' }), 'ok');
  });

  it('wants every tool call answered, once and at once', () => {
    const called = { role: 'assistant', content: '', tool_calls: [call] };
    const result = { role: 'tool', tool_call_id: 'call_1', content: '{}' };
    assert.equal(judgeMessages(user, called, result), 'ok');
    for (const messages of [
      [user, called, user],
      [user, called, result, result],
      [user, result],
      [user, called, { ...result, content: '' }],
      [user, { ...called, tool_calls: [] }, user],
      [user, { ...called, tool_calls: [{ ...call, function: { name: '', arguments: '' } }] }, result],
    ]) {
      assert.equal(judgeMessages(...messages), 'invalid_messages', JSON.stringify(messages));
    }
  });

  it('checks ranges and types', () => {
    const cases: readonly (readonly [string, readonly unknown[], readonly unknown[]])[] = [
      ['temperature', [0, 2], [-0.1, 2.1, '1']],
      ['top_p', [0, 1], [1.1]],
      ['frequency_penalty', [-2, 2], [2.1]],
      ['presence_penalty', [-2, 2], [-2.1]],
      ['seed', [1], [1.5]],
      ['max_tokens', [1, 12_288], [0, 12_289]],
      ['stop', ['x', ['a', 'b']], ['', ['a', 'b', 'c', 'd', 'e'], 1]],
      ['tools', [[tool]], [[], [{ type: 'function' }], {}]],
      ['tool_choice', [], ['auto']],
      ['parallel_tool_calls', [true], ['yes']],
      ['response_format', [{ type: 'json_schema', json_schema: {} }], ['text', { type: 'json_schema' }]],
      ['stream_options', [], [{ include_usage: true }]],
      ['enable_thinking', [true, false], ['on']],
      ['metadata', [{}], [[]]],
      ['of_no_meaning', [1], []],
    ];
    for (const [name, right, wrong] of cases) {
      for (const value of right) assert.equal(judge({ ...sound, [name]: value }), 'ok', `${name} ${value}`);
      for (const value of wrong) {
        assert.equal(judge({ ...sound, [name]: value }), 'invalid_argument', `${name} ${value}`);
      }
    }
    assert.equal(
      judge({ ...sound, tools: [tool], tool_choice: { type: 'function', function: { name: 'weather' } } }),
      'ok',
    );
    assert.equal(judge({ ...sound, web_search: { enable: true, enable_citation: true } }), 'ok');
    assert.equal(judge({ ...sound, web_search: true }), 'invalid_plugin_argument');
  });

  it('refuses what a model does not know', () => {
    assert.equal(judge({ ...sound, penalty_score: 1 }), 'invalid_argument');
    assert.equal(judge({ ...sound, model: 'ernie-4.0-8k', penalty_score: 1 }), 'ok');
    assert.equal(judge({ ...sound, model: 'ernie-5.5-flash-preview', temperature: 1 }), 'invalid_argument');
    assert.equal(judge({ ...sound, model: 'deepseek-r1', enable_thinking: true }), 'invalid_argument');
  });

  it('tells malformed bodies and prompts beyond the window', () => {
    for (const body of [undefined, [], 'x']) assert.equal(judge(body), 'malformed_json');
    const messages = [{ role: 'user', content: 'x'.repeat(4 * 8192) }];
    assert.equal(judge({ model: 'ernie-4.0-8k', messages }), 'tokens_too_long');
  });
});
