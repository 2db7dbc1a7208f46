import assert from 'node:assert/strict';
import { custom } from '../../../../src/vendors/custom/descriptor.ts';

describe('what is offered for a custom server', () => {
  const api = custom.apis[0] ?? assert.fail();

  it('keeps the names that keys are stored by', () => {
    assert.deepEqual([custom.id, custom.apis.map(({ id }) => id)], ['custom', ['openai']]);
  });

  it('are models with what is known of them', () => {
    // Written down a second time on purpose: [window, output, thinking, tools, fills in].
    assert.deepEqual(
      Object.fromEntries(
        api.models.map(
          ({ id, label: _, contextWindow, maxOutputTokens, thinking, tools, completion, ...rest }) => {
            assert.deepEqual(rest, {});
            return [id, [contextWindow, maxOutputTokens, thinking, tools ?? false, completion ?? false]];
          },
        ),
      ),
      {
        'qwen2.5-coder:7b': [32_768, 8_192, 'none', true, true],
        'qwen3-coder:30b': [32_768, 8_192, 'none', true, false],
        'deepseek-chat': [128_000, 8_192, 'none', true, true],
        'deepseek-reasoner': [128_000, 65_536, 'always', false, false],
        'kimi-k2-turbo-preview': [256_000, 32_768, 'none', true, false],
      },
    );
  });

  it('are the usual addresses', () => {
    assert.deepEqual(Object.fromEntries(api.endpoints.map(({ id, baseUrl }) => [id, baseUrl])), {
      ollama: 'http://localhost:11434/v1',
      'lm-studio': 'http://localhost:1234/v1',
      deepseek: 'https://api.deepseek.com',
      kimi: 'https://api.moonshot.cn/v1',
    });
  });

  it('are suggestions only: the server is asked for its own models, and gets the whole conversation', () => {
    assert.equal(api.ownModels, true);
    assert.equal(api.history, 'client');
    assert.equal(api.probeModel, 'qwen2.5-coder:7b');
  });
});
