import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { v1Models } from '../../../vendors/qianfan/v1Models.ts';
import { checkV1Request } from '../../../vendors/qianfan/v1Rules.ts';

const user = { role: 'user', content: 'Hello' };
const assistant = { role: 'assistant', content: 'Hello!' };
const call = { name: 'weather', arguments: '{}' };
const weather = {
  name: 'weather',
  description: 'The weather',
  parameters: { type: 'object', properties: {} },
};

function judge(body: unknown, path = 'completions'): string {
  const model = v1Models.find((candidate) => candidate.path === path);
  assert.ok(model);
  const checked = checkV1Request(body, model);
  return 'code' in checked ? checked.code : 'ok';
}

function judgeMessages(...messages: readonly unknown[]): string {
  return judge({ messages });
}

function judgeField(name: string, value: unknown): string {
  return judge({ messages: [user], [name]: value });
}

describe('Qianfan server: rules of V1', () => {
  it('reads what the answer needs, the system text included', () => {
    const [model] = v1Models;
    assert.ok(model);
    const checked = checkV1Request(
      { messages: [user], system: '用中文', stream: true, max_output_tokens: 99, functions: [weather] },
      model,
    );
    assert.deepEqual(checked, {
      model: 'ERNIE-4.0-8K',
      messages: [
        { role: 'system', text: '用中文' },
        { role: 'user', text: 'Hello' },
      ],
      stream: true,
      maxTokens: 99,
      thinking: false,
      promptTokens: 4,
      requestId: undefined,
      functions: ['weather'],
    });
  });

  it('wants an odd number of messages with roles that alternate', () => {
    assert.equal(judgeMessages(user), 'ok');
    assert.equal(judgeMessages(user, assistant, user), 'ok');
    assert.equal(judgeMessages(), '336003');
    assert.equal(judgeMessages(user, assistant), '336006');
    assert.equal(judgeMessages(user, user, user), '336006');
    assert.equal(judgeMessages(assistant), '336006');
    assert.equal(judgeMessages({ role: 'system', content: 'x' }, assistant, user), '336006');
    assert.equal(judgeMessages({ role: 'tool', content: 'x' }), '336006');
  });

  it('wants text everywhere but beside a call', () => {
    assert.equal(judgeMessages({ role: 'user', content: ' \n' }), '336007');
    assert.equal(judgeMessages({ role: 'user' }), '336007');
    assert.equal(judgeMessages({ role: 'user', content: [{ type: 'text', text: 'x' }] }), '336003');
    assert.equal(judgeMessages(user, { role: 'assistant', content: '' }, user), '336007');
  });

  it('takes the result of a function at a user’s place, after the call of it', () => {
    const called = { role: 'assistant', content: '', function_call: call };
    const result = { role: 'function', name: 'weather', content: '{}' };
    assert.equal(judgeMessages(user, called, result), 'ok');
    assert.equal(judgeMessages(result), '336006');
    assert.equal(judgeMessages(user, assistant, result), '336006');
    assert.equal(judgeMessages(user, called, { ...result, name: 'other' }), '336006');
    const nameless = { ...called, function_call: { name: '', arguments: '{}' } };
    assert.equal(judgeMessages(user, nameless, result), '336003');
    assert.equal(judgeMessages({ ...user, function_call: call }), '336003');
  });

  it('checks ranges and types', () => {
    const cases: readonly (readonly [string, readonly unknown[], readonly unknown[]])[] = [
      ['temperature', [0.01, 1], [0, 1.01, '0.5']],
      ['top_p', [0, 1], [-0.1, 1.1]],
      ['penalty_score', [1, 2], [0.9, 2.1]],
      ['frequency_penalty', [-2, 2], [-2.1, 2.1]],
      ['presence_penalty', [-2, 2], [-2.1, 2.1]],
      ['max_output_tokens', [2, 2048], [1, 2049, 2.5]],
      ['stop', [[], ['x'.repeat(20)]], ['x', ['x'.repeat(21)], ['a', 'b', 'c', 'd', 'e']]],
      ['response_format', ['text', 'json_object'], [{ type: 'text' }, 'json']],
      ['stream', [true, false], ['true', 1]],
      ['disable_search', [true], ['no']],
      ['enable_citation', [true], [0]],
      ['user_id', ['me'], [1]],
      ['functions', [[weather]], [[], [{ ...weather, parameters: {} }], [{ ...weather, name: 'a b' }]]],
      ['tool_choice', [], [{ type: 'function', function: { name: 'weather' } }]],
      ['of_no_meaning', ['x'], []],
    ];
    for (const [name, sound, faulty] of cases) {
      for (const value of sound) assert.equal(judgeField(name, value), 'ok', `${name} ${value}`);
      for (const value of faulty) assert.equal(judgeField(name, value), '336003', `${name} ${value}`);
    }
    assert.equal(judgeField('system', 1), '336104');
  });

  it('has functions only for models that know them', () => {
    assert.equal(judge({ messages: [user], functions: [weather] }, 'ernie_speed'), '336003');
    const choice = { type: 'function', function: { name: 'weather' } };
    assert.equal(judge({ messages: [user], functions: [weather], tool_choice: choice }), 'ok');
    const other = { type: 'function', function: { name: 'other' } };
    assert.equal(judge({ messages: [user], functions: [weather], tool_choice: other }), '336003');
  });

  it('counts the system text into the length', () => {
    const long = (count: number) => ({ messages: [{ role: 'user', content: 'x'.repeat(count) }] });
    assert.equal(judge(long(20_000)), 'ok');
    assert.equal(judge(long(20_001)), '336103');
    assert.equal(judge({ ...long(20_000), system: 'x' }), '336103');
    assert.equal(judge({ messages: [{ role: 'user', content: '长'.repeat(8600) }] }), '336103');
  });

  it('answers 336002 to what is not a JSON object', () => {
    for (const body of [undefined, null, 1, 'x', []]) assert.equal(judge(body), '336002');
  });
});
