import assert from 'node:assert/strict';
import type { ModelOptions } from '../../../../src/core/modelOptions.ts';
import { checkOptions } from '../../../../src/net/checkOptions.ts';
import { concurrencyAt, endpoints, isInternational } from '../../../../src/vendors/zhipu/endpoints.ts';
import { findModel, models } from '../../../../src/vendors/zhipu/models.ts';
import { options, optionsOf } from '../../../../src/vendors/zhipu/options.ts';
import { providerError } from '../../net/fakes.ts';

describe('Zhipu models', () => {
  // The documented list, written down a second time on purpose.
  const documented: readonly (readonly [
    id: string,
    contextWindow: number,
    maxOutputTokens: number,
    thinking: string,
    abilities: string,
    efforts?: string,
  ])[] = [
    ['glm-5.3', 1_000_000, 131_072, 'always', 'tools search streams', 'max high low'],
    ['glm-5.3-flash', 1_000_000, 131_072, 'always', 'tools search streams images', 'max high low'],
    [
      'glm-5.2',
      1_000_000,
      131_072,
      'optional',
      'tools search streams',
      'max high low xhigh medium minimal none',
    ],
    ['glm-5.1', 200_000, 131_072, 'optional', 'tools search streams'],
    ['glm-5', 200_000, 131_072, 'optional', 'tools search streams'],
    ['glm-4.7', 200_000, 131_072, 'optional', 'tools search streams'],
    ['glm-4.7-flash', 200_000, 131_072, 'optional', 'tools search streams'],
    ['glm-4.6', 200_000, 131_072, 'optional', 'tools search streams'],
    ['glm-4.5-air', 128_000, 98_304, 'optional', 'tools search'],
  ];

  it('are these, with these limits and abilities', () => {
    const described = models.map((model) => {
      const { id, contextWindow, maxOutputTokens, thinking, reasoningEfforts } = model;
      const abilities = {
        tools: model.tools,
        search: model.webSearch,
        streams: model.streamsTools,
        images: model.images,
      };
      const able = Object.entries(abilities).flatMap(([name, has]) => (has ? [name] : []));
      const row = [id, contextWindow, maxOutputTokens, thinking, able.join(' ')];
      return reasoningEfforts ? [...row, reasoningEfforts.join(' ')] : row;
    });
    assert.deepEqual(described, documented);
    for (const { id } of models) assert.equal(findModel(id.toUpperCase())?.id, id);
    for (const id of ['', 'glm', 'glm-4.70', 'my-glm-5']) assert.equal(findModel(id), undefined);
  });

  /** Every bound, and the first value behind it. */
  const bounds: Readonly<
    Record<string, { readonly taken: readonly unknown[]; readonly refused: readonly unknown[] }>
  > = {
    temperature: { taken: [0, 1], refused: [-0.01, 1.01] },
    topP: { taken: [0.01, 1], refused: [0, 1.01] },
    maxOutputTokens: { taken: [1, 131_072], refused: [0, 131_073, 1.5] },
    stop: { taken: [['1', '2', '3', '4']], refused: [['1', '2', '3', '4', '5'], 'x'] },
    thinking: { taken: [true, false], refused: ['true'] },
    reasoningEffort: {
      taken: ['max', 'high', 'low', 'xhigh', 'medium', 'minimal', 'none'],
      refused: ['most', ''],
    },
    webSearch: { taken: [true, false], refused: [1] },
    responseFormat: { taken: ['text', 'json_object'], refused: ['json_schema'] },
    seed: { taken: [-7, 0, 7], refused: [0.5] },
    userId: { taken: ['123456', 'u'.repeat(128)], refused: ['12345', 'u'.repeat(129)] },
    async: { taken: [true, false], refused: ['true'] },
  };

  for (const [name, { taken, refused }] of Object.entries(bounds)) {
    it(`take a ${name} up to its bounds, where nothing else is known`, () => {
      const check = (value: unknown) =>
        checkOptions({ [name]: value } as ModelOptions, optionsOf('tomorrow'));
      for (const value of taken) check(value);
      for (const value of refused) {
        assert.throws(
          () => check(value),
          (error) => providerError(error, 'invalid-request').details.advice === 'option',
          JSON.stringify(value),
        );
      }
    });
  }

  it('have bounds of their own', () => {
    const taken = (id: string, option: ModelOptions) => {
      try {
        checkOptions(option, optionsOf(id));
        return true;
      } catch (error) {
        providerError(error, 'invalid-request');
        return false;
      }
    };
    for (const [id, , maxOutputTokens, thinking, , efforts] of documented) {
      assert.ok(taken(id, { maxOutputTokens, seed: 1, userId: '123456' }), id);
      assert.ok(
        !taken(id, { maxOutputTokens: maxOutputTokens + 1 }) && !taken(id, { maxOutputTokens: 0 }),
        id,
      );
      assert.ok(taken(id, { thinking: true }));
      assert.equal(taken(id, { thinking: false }), thinking !== 'always', id);
      for (const effort of ['max', 'high', 'low', 'xhigh', 'medium', 'minimal', 'none', 'most']) {
        assert.equal(taken(id, { reasoningEffort: effort }), efforts?.split(' ').includes(effort) ?? false);
      }
    }
    assert.deepEqual(Object.keys(options), Object.keys(bounds));
    const oneOf = bounds['reasoningEffort']?.taken;
    assert.deepEqual(options.reasoningEffort, { type: 'string', oneOf });
  });
});

describe('Zhipu addresses', () => {
  it('answer one question at a time where a Coding Plan pays, at gateways as well', () => {
    for (const [baseUrl, limit] of [
      ['https://open.bigmodel.cn/api/paas/v4', undefined],
      ['https://open.bigmodel.cn/api/coding/paas/v4', 1],
      ['https://api.z.ai/api/paas/v4', undefined],
      ['https://api.z.ai/api/coding/paas/v4', 1],
      ['http://127.0.0.1:8080/api/coding/paas/v4', 1],
      ['https://gateway.test/v4', undefined],
    ] as const) {
      assert.equal(concurrencyAt(baseUrl), limit, baseUrl);
    }
    assert.deepEqual(
      endpoints.map(({ concurrency }) => concurrency),
      [undefined, 1, undefined, 1],
    );
  });

  it('are international under z.ai', () => {
    for (const [baseUrl, is] of [
      ['https://api.z.ai/api/paas/v4', true],
      ['https://z.ai/v4', true],
      ['https://xz.ai/v4', false],
      ['https://z.ai.example/v4', false],
      ['https://api.zxai/v4', false],
      ['https://open.bigmodel.cn/z.ai', false],
    ] as const) {
      assert.equal(isInternational(baseUrl), is, baseUrl);
    }
  });
});
