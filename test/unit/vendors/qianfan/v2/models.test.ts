import assert from 'node:assert/strict';
import type { ChatRequest } from '../../../../../src/core/provider.ts';
import { findModel, mayReadImages, modelId, models } from '../../../../../src/vendors/qianfan/v2/models.ts';
import { encodeChat } from '../../../../../src/vendors/qianfan/v2/wire.ts';

describe('V2 models', () => {
  // The documented list, written down a second time on purpose.
  const documented: readonly (readonly [
    id: string,
    contextWindow: number,
    maxOutputTokens: number,
    thinking: string,
    abilities: string,
    refuses?: string,
  ])[] = [
    ['ernie-5.1', 131_072, 65_536, 'optional', 'tools search'],
    ['ernie-5.0-thinking-latest', 131_072, 65_536, 'always', 'tools search'],
    ['ernie-5.5-flash-preview', 131_072, 12_288, 'none', 'tools search', 'temperature'],
    ['ernie-x1.1', 131_072, 12_288, 'always', 'tools search'],
    ['ernie-x1-turbo-32k', 32_768, 12_288, 'always', 'tools search'],
    ['ernie-4.5-turbo-128k', 131_072, 12_288, 'none', 'tools search'],
    ['ernie-4.5-turbo-32k', 32_768, 12_288, 'none', 'tools search'],
    ['ernie-4.5-turbo-vl', 32_768, 12_288, 'none', 'tools search images'],
    ['deepseek-v3.2', 131_072, 12_288, 'optional', 'tools search', 'penaltyScore'],
    ['deepseek-r1', 131_072, 12_288, 'always', 'tools search', 'penaltyScore'],
    ['glm-5.1', 131_072, 12_288, 'optional', 'tools'],
    ['qianfan-code-latest', 131_072, 12_288, 'optional', 'tools'],
    ['ernie-speed-128k', 131_072, 4096, 'none', ''],
    ['ernie-speed-8k', 8192, 2048, 'none', ''],
    ['ernie-lite-8k', 8192, 2048, 'none', ''],
    ['ernie-tiny-8k', 8192, 2048, 'none', ''],
  ];

  it('are these, with these limits and abilities', () => {
    assert.deepEqual(
      models.map(({ id, contextWindow, maxOutputTokens, thinking, tools, webSearch, images, refuses }) => {
        const abilities = [tools && 'tools', webSearch && 'search', images && 'images']
          .filter(Boolean)
          .join(' ');
        const row = [id, contextWindow, maxOutputTokens, thinking, abilities];
        return refuses ? [...row, refuses.join(' ')] : row;
      }),
      documented,
    );
  });

  it('are found whatever the case of their names', () => {
    for (const { id } of models) {
      for (const name of [id, id.toUpperCase(), ` ${id}\n`]) assert.equal(findModel(name)?.id, id);
    }
    for (const name of ['', 'ernie', 'my-ernie-5.1', 'ernie-5.1-mine'])
      assert.equal(findModel(name), undefined);
  });

  it('have names in lower case, but for those of one’s own', () => {
    for (const [name, id] of Object.entries({
      'ERNIE-New': 'ernie-new',
      ' DeepSeek-V4': 'deepseek-v4',
      'Qwen3-32B ': 'qwen3-32b',
      'GLM-6': 'glm-6',
      'Qianfan-Code-1': 'qianfan-code-1',
      'Qianfan-Mine': 'Qianfan-Mine',
      'My-ERNIE': 'My-ERNIE',
      ' Ft_Ab ': 'Ft_Ab',
    })) {
      assert.equal(modelId(name), id);
    }
  });

  it('see pictures where they are known to, or where their name does not speak against it', () => {
    const blind = [
      'DeepSeek-R2',
      'deepseek-v4',
      'glm-z1-air',
      'ernie-x1-new',
      'ernie-speed-new',
      'ERNIE-Lite-New',
      'ernie-tiny-new',
      'ernie-char-8k',
      'ernie-novel-8k',
      'ernie-5.1',
    ];
    const seeing = [
      'ernie-4.5-turbo-vl',
      'ernie-4.5-vl-28b',
      'deepseek-vl2',
      'deepseek-ocr',
      'glm-4.5v',
      'qwen-vl',
      'ft-deepseek-r1',
      'my-ernie-speed',
    ];
    for (const name of blind) assert.equal(mayReadImages(name), false, name);
    for (const name of seeing) assert.equal(mayReadImages(name), true, name);
  });

  it('get pictures and calls as far as they take them', () => {
    const content = (model: string) => {
      const image = { mediaType: 'image/png', data: 'AAAA' };
      const request: ChatRequest = { model, messages: [{ role: 'user', text: ' ', images: [image] }] };
      return JSON.parse(encodeChat(request)).messages[0].content;
    };
    assert.deepEqual(content('ernie-4.5-turbo-vl'), [
      { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
      { type: 'text', text: '[A picture]' },
    ]);
    assert.equal(typeof content('ernie-5.1'), 'string');
    const sent = (model: string): readonly { readonly role: string; readonly content: string }[] =>
      JSON.parse(
        encodeChat({
          model,
          messages: [
            { role: 'user', text: 'Why?' },
            { role: 'assistant', text: '', toolCalls: [{ id: '1', name: 'weather', input: '{}' }] },
            { role: 'tool', callId: '1', name: 'weather', text: 'blue' },
          ],
        }),
      ).messages;
    const roles = (model: string) => sent(model).map(({ role }) => role);
    assert.equal(sent('ernie-5.1')[1]?.content, '');
    assert.deepEqual(roles('ernie-5.1'), ['user', 'assistant', 'tool']);
    assert.deepEqual(roles('a-model-of-tomorrow'), ['user', 'assistant', 'tool']);
    assert.deepEqual(roles('ernie-speed-8k'), ['user', 'assistant', 'user']);
  });
});
