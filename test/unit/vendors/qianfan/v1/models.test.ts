import assert from 'node:assert/strict';
import { findModel, models, pathOf } from '../../../../../src/vendors/qianfan/v1/models.ts';
import { v1Models } from '../../../../vendors/qianfan/v1Models.ts';
import { providerError } from '../../../net/fakes.ts';

describe('V1 models', () => {
  it('have the paths that the vendor documents', () => {
    const documented: readonly (readonly [string, string])[] = [
      ['ERNIE-4.0-8K', 'completions_pro'],
      ['ERNIE-Bot-4', 'completions_pro'],
      ['ERNIE-4.0-8K-Latest', 'ernie-4.0-8k-latest'],
      ['ERNIE-4.0-8K-Preview', 'ernie-4.0-8k-preview'],
      ['ERNIE-4.0-8K-0613', 'ernie-4.0-8k-0613'],
      ['ERNIE-4.0-8K-Preview-0518', 'completions_adv_pro'],
      ['ERNIE-4.0-Turbo-8K', 'ernie-4.0-turbo-8k'],
      ['ERNIE-4.0-Turbo-128K', 'ernie-4.0-turbo-128k'],
      ['ERNIE-3.5-8K', 'completions'],
      ['ERNIE-Bot', 'completions'],
      ['ERNIE-3.5-128K', 'ernie-3.5-128k'],
      ['ERNIE-3.5-8K-0701', 'ernie-3.5-8k-0701'],
      ['ERNIE-3.5-4K-0205', 'ernie-3.5-4k-0205'],
      ['ERNIE-Bot-8k', 'ernie_bot_8k'],
      ['ERNIE-Speed', 'ernie_speed'],
      ['ERNIE-Speed-8K', 'ernie_speed'],
      ['ERNIE-Speed-128K', 'ernie-speed-128k'],
      ['ERNIE-Speed-Pro-8K', 'ernie-speed-pro-8k'],
      ['ERNIE-Bot-turbo', 'eb-instant'],
      ['ERNIE-Lite-8K-0922', 'eb-instant'],
      ['ERNIE-Lite-8K', 'ernie-lite-8k'],
      ['ERNIE-Lite-8K-0308', 'ernie-lite-8k'],
      ['ERNIE-Lite-Pro-8K', 'ernie-lite-pro-8k'],
      ['ERNIE-Lite-AppBuilder-8K', 'ai_apaas_lite'],
      ['ERNIE-Speed-AppBuilder', 'ai_apaas'],
      ['EB-turbo-AppBuilder', 'ai_apaas'],
      ['ERNIE-Tiny-8K', 'ernie-tiny-8k'],
      ['ERNIE-Functions-8K', 'ernie-func-8k'],
      ['ERNIE-Character-8K', 'ernie-char-8k'],
      ['ERNIE-Character-Fiction-8K', 'ernie-char-fiction-8k'],
      ['ERNIE-Novel-8K', 'ernie-novel-8k'],
      ['BLOOMZ-7B', 'bloomz_7b1'],
      ['Llama-2-7b-chat', 'llama_2_7b'],
      ['Llama-2-13b-chat', 'llama_2_13b'],
      ['Llama-2-70b-chat', 'llama_2_70b'],
      ['Meta-Llama-3-8B-Instruct', 'llama_3_8b'],
      ['Meta-Llama-3-70B-Instruct', 'llama_3_70b'],
      ['ChatGLM2-6B-32K', 'chatglm2_6b_32k'],
      ['Yi-34B-Chat', 'yi_34b_chat'],
      ['Mixtral-8x7B-Instruct', 'mixtral_8x7b_instruct'],
      ['Gemma-7B-it', 'gemma_7b_it'],
      ['AquilaChat-7B', 'aquilachat_7b'],
      ['XuanYuan-70B-Chat-4bit', 'xuanyuan_70b_chat'],
    ];
    for (const [name, path] of documented) {
      assert.equal(pathOf(name), path, name);
      assert.equal(pathOf(name.toLowerCase()), path, name);
    }
  });

  it('lead to addresses that a server knows, by name and by path', () => {
    for (const { path } of v1Models) assert.equal(pathOf(path), path);
    for (const { id } of models)
      assert.ok(
        v1Models.some(({ path }) => path === pathOf(id)),
        id,
      );
  });

  it('may be a service of one’s own: its path, or its whole address', () => {
    const address = 'https://aip.baidubce.com/rpc/2.0/ai_custom/v1/wenxinworkshop/chat/My_Service-1';
    for (const given of ['My_Service-1', ' My_Service-1 ', 'chat/My_Service-1', address, `${address}?a=b`]) {
      assert.equal(pathOf(given), 'My_Service-1');
    }
    assert.equal(pathOf('我的 服务'), encodeURIComponent('我的 服务'));
    for (const [given, path] of Object.entries({
      'Mine?a b\nc': 'Mine',
      'Mine#a?b': 'Mine',
      'Mine/': 'Mine',
      'Mine//?x': 'Mine',
      '..Mine': '..Mine',
      'Mine..': 'Mine..',
      'My-ERNIE-4.0': 'My-ERNIE-4.0',
      'ERNIE-4.0-8K of mine': 'ERNIE-4.0-8K%20of%20mine',
      'ERNIE-Mine': 'ERNIE-Mine',
      'ERNIE-Tiny-New': 'ernie-tiny-new',
      'ERNIE-Char-New': 'ernie-char-new',
      'ERNIE-9': 'ernie-9',
      constructor: 'constructor',
    })) {
      assert.equal(pathOf(given), path, given);
    }
    for (const given of ['', ' ', '/', '.', '..', '?x', 'mine/..']) {
      assert.throws(
        () => pathOf(given),
        (error) => providerError(error, 'invalid-request').details.advice === 'choose-model',
        given,
      );
    }
  });

  it('are known whatever they are called', () => {
    assert.equal(findModel('completions_pro')?.id, 'ERNIE-4.0-8K');
    assert.equal(findModel('ernie-bot-4')?.id, 'ERNIE-4.0-8K');
    assert.equal(findModel('My_Service-1'), undefined);
  });

  // The documented list, written down a second time on purpose.
  const documented: readonly (readonly [
    id: string,
    input: number,
    characters: number,
    abilities: boolean,
  ])[] = [
    ['ERNIE-4.0-Turbo-8K', 5120, 20_000, true],
    ['ERNIE-4.0-8K', 5120, 20_000, true],
    ['ERNIE-3.5-128K', 126_976, 516_096, true],
    ['ERNIE-3.5-8K', 5120, 20_000, true],
    ['ERNIE-Speed-Pro-128K', 126_976, 516_096, false],
    ['ERNIE-Speed-128K', 126_976, 507_904, false],
    ['ERNIE-Speed-8K', 7168, 11_200, false],
    ['ERNIE-Lite-8K', 7168, 11_200, false],
    ['ERNIE-Tiny-8K', 6144, 24_000, false],
    ['ERNIE-Character-8K', 6144, 24_000, false],
    ['ERNIE-Novel-8K', 6144, 24_000, false],
  ];

  it('have room for the documented input beside the longest reply', () => {
    assert.deepEqual(
      models,
      documented.map(([id, input, maxInputCharacters, able]) => ({
        id,
        label: id,
        contextWindow: input + 2048,
        maxOutputTokens: 2048,
        thinking: 'none',
        maxInputCharacters,
        tools: able,
        webSearch: able,
      })),
    );
  });
});
