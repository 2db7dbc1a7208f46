import assert from 'node:assert/strict';
import type { ModelOptions } from '../../../../../src/core/modelOptions.ts';
import type { Thinking } from '../../../../../src/core/vendor.ts';
import { checkOptions } from '../../../../../src/net/checkOptions.ts';
import { dashscope } from '../../../../../src/vendors/alibaba/dashscope/descriptor.ts';
import { findModel } from '../../../../../src/vendors/alibaba/dashscope/models.ts';
import { optionsOf } from '../../../../../src/vendors/alibaba/dashscope/options.ts';
import { alibaba } from '../../../../../src/vendors/alibaba/descriptor.ts';

describe('DashScope models', () => {
  // Written down a second time on purpose.
  const chat: readonly (readonly [
    id: string,
    window: number,
    output: number,
    thinking: Thinking,
    search: boolean,
  ])[] = [
    ['qwen3-coder-plus', 1_000_000, 65_536, 'none', false],
    ['qwen3-coder-flash', 1_000_000, 65_536, 'none', false],
    ['qwen3-coder-next', 256_000, 65_536, 'none', false],
    ['qwen3.7-max', 256_000, 65_536, 'optional', true],
    ['qwen3.7-plus', 1_000_000, 65_536, 'optional', true],
    ['qwen3.5-plus', 1_000_000, 65_536, 'optional', true],
    ['qwen3.5-flash', 1_000_000, 65_536, 'optional', true],
    ['qwen3-max', 256_000, 65_536, 'optional', true],
    ['qwen-plus', 1_000_000, 32_768, 'optional', true],
    ['qwen-flash', 1_000_000, 32_768, 'optional', true],
    ['qwen-max', 32_768, 8_192, 'none', true],
  ];
  const filling = ['qwen-coder-turbo', 'qwen2.5-coder-32b-instruct', 'qwen2.5-coder-7b-instruct'];

  it('are at an API that keeps its name: keys are stored by it', () => {
    assert.deepEqual([alibaba.id, alibaba.apis.map(({ id }) => id)], ['alibaba', ['dashscope', 'beebot']]);
  });

  it('are these, those for programming first', () => {
    assert.deepEqual(
      dashscope.models.map(({ label: _, ...model }) => model),
      [
        ...chat.map(([id, contextWindow, maxOutputTokens, thinking, webSearch]) => ({
          ...{ id, contextWindow, maxOutputTokens, thinking, tools: true, webSearch },
        })),
        ...filling.map((id) => ({
          ...{ id, contextWindow: 131_072, maxOutputTokens: 8_192, thinking: 'none', completion: true },
        })),
      ],
    );
    assert.equal(dashscope.probeModel, 'qwen3-coder-plus');
    assert.equal(dashscope.history, 'client');
  });

  it('are found by their whole name', () => {
    assert.equal(findModel('qwen-plus')?.id, 'qwen-plus');
    for (const id of ['', 'qwen', 'qwen-plus-latest', 'Qwen-Plus']) assert.equal(findModel(id), undefined);
  });

  it('are at these addresses', () => {
    assert.deepEqual(Object.fromEntries(dashscope.endpoints.map(({ id, baseUrl }) => [id, baseUrl])), {
      china: 'https://dashscope.aliyuncs.com/compatible-mode/v1',
      'china-coding': 'https://coding.dashscope.aliyuncs.com/v1',
      singapore: 'https://dashscope-intl.aliyuncs.com/compatible-mode/v1',
      'singapore-coding': 'https://coding-intl.dashscope.aliyuncs.com/v1',
      virginia: 'https://dashscope-us.aliyuncs.com/compatible-mode/v1',
      'hong-kong': 'https://cn-hongkong.dashscope.aliyuncs.com/compatible-mode/v1',
    });
  });
});

describe('DashScope options', () => {
  const takes = (options: ModelOptions, model: string) => {
    try {
      checkOptions(options, optionsOf(model));
      return true;
    } catch {
      return false;
    }
  };

  const rows: readonly (readonly [accepted: readonly ModelOptions[], refused: readonly ModelOptions[]])[] = [
    [
      [{ temperature: 0 }, { temperature: 1.99 }],
      [{ temperature: -0.1 }, { temperature: 2 }],
    ],
    [
      [{ topP: 0.01 }, { topP: 1 }],
      [{ topP: 0 }, { topP: 1.1 }],
    ],
    [
      [{ topK: 0 }, { topK: 100 }],
      [{ topK: -1 }, { topK: 101 }, { topK: 0.5 }],
    ],
    [
      [{ presencePenalty: -2 }, { presencePenalty: 2 }],
      [{ presencePenalty: -2.1 }, { presencePenalty: 2.1 }],
    ],
    [[{ stop: [] }, { stop: ['1', '2', '3', '4', '5'] }], []],
    [
      [{ seed: 0 }, { seed: 2_147_483_647 }],
      [{ seed: -1 }, { seed: 2_147_483_648 }, { seed: 0.5 }],
    ],
    [[{ maxOutputTokens: 1 }], [{ maxOutputTokens: 0 }, { maxOutputTokens: 1.5 }]],
    [[{ responseFormat: 'text' }, { responseFormat: 'json_object' }], [{ responseFormat: 'xml' }]],
    [[], [{ frequencyPenalty: 1 }, { userId: 'me' }, { reasoningEffort: 'low' }]],
  ];

  it('are in these ranges, whatever the model', () => {
    for (const model of ['qwen-plus', 'qwen3-coder-plus', 'qwen-coder-turbo', 'of-tomorrow']) {
      for (const [accepted, refused] of rows) {
        for (const each of accepted) assert.ok(takes(each, model), `${model} ${JSON.stringify(each)}`);
        for (const each of refused) assert.ok(!takes(each, model), `${model} ${JSON.stringify(each)}`);
      }
    }
  });

  it('are those of the model: whether it thinks and searches, and how much it writes', () => {
    const ofModel = (model: string) =>
      [
        { thinking: true },
        { thinking: false },
        { thinkingBudget: 1 },
        { thinkingBudget: 0 },
        { webSearch: true },
      ].map((options) => takes(options, model));
    assert.deepEqual(ofModel('qwen-plus'), [true, true, true, false, true]);
    assert.deepEqual(ofModel('of-tomorrow'), [true, true, true, false, true]);
    // It searches, and does not think.
    assert.deepEqual(ofModel('qwen-max'), [false, true, false, false, true]);
    assert.deepEqual(ofModel('qwen3-coder-plus'), [false, true, false, false, false]);
    assert.deepEqual(ofModel('qwen-coder-turbo'), [false, true, false, false, false]);
    for (const { id, maxOutputTokens } of dashscope.models) {
      assert.ok(takes({ maxOutputTokens }, id), id);
      assert.ok(!takes({ maxOutputTokens: maxOutputTokens + 1 }, id), id);
    }
    assert.ok(takes({ maxOutputTokens: 1_000_000 }, 'of-tomorrow'));
  });
});
