import assert from 'node:assert/strict';
import type { ChatRequest } from '../../../../src/core/provider.ts';
import { models } from '../../../../src/vendors/zhipu/models.ts';
import { acceptLanguage, chatUrl, encodeChat } from '../../../../src/vendors/zhipu/wire.ts';

describe('Zhipu request', () => {
  const encode = (request: Partial<ChatRequest>) =>
    JSON.parse(encodeChat({ model: 'glm-4.7', messages: [{ role: 'user', text: 'Why?' }], ...request }));

  it('asks for a stream and leaves the sampling to the model', () => {
    assert.deepEqual(encode({}), {
      model: 'glm-4.7',
      messages: [{ role: 'user', content: 'Why?' }],
      stream: true,
    });
  });

  it('sends thinking only when it was chosen, and as the model allows', () => {
    const thinking = (model: string, chosen?: boolean) =>
      encode({ model, ...(chosen !== undefined && { thinking: chosen }) }).thinking;
    for (const { id } of models) assert.equal(thinking(id), undefined, id);
    assert.deepEqual(thinking('glm-4.6', true), { type: 'enabled' });
    assert.deepEqual(thinking('glm-4.6', false), { type: 'disabled' });
    assert.deepEqual(thinking('a-model-of-tomorrow', false), { type: 'disabled' });
    for (const model of ['glm-5.3', 'glm-5.3-flash', 'GLM-5.3', 'glm-5.3-air']) {
      assert.deepEqual(thinking(model, true), { type: 'enabled' });
      assert.equal(thinking(model, false), undefined, model);
    }
  });

  it('keeps the length of the reply within what the model takes', () => {
    assert.equal(encode({ maxOutputTokens: 100 }).max_tokens, 100);
    assert.equal(encode({ maxOutputTokens: 999_999 }).max_tokens, 131_072);
    assert.equal(encode({ maxOutputTokens: 999_999, model: 'glm-4.5-air' }).max_tokens, 98_304);
    assert.equal(encode({ maxOutputTokens: 999_999, model: 'unknown' }).max_tokens, 999_999);
  });

  it('goes to the address without /v1', () => {
    assert.equal(
      chatUrl('https://api.z.ai/api/coding/paas/v4'),
      'https://api.z.ai/api/coding/paas/v4/chat/completions',
    );
  });

  it('asks for messages in the user’s language where the service has it', () => {
    const ask = (baseUrl: string, language: string) =>
      acceptLanguage({ baseUrl, language, credentials: {}, authMode: 'api-key' });
    const mainland = 'https://open.bigmodel.cn/api/paas/v4';
    assert.equal(ask(mainland, 'zh-cn'), 'zh-CN,zh');
    assert.equal(ask(mainland, 'en'), 'en-US,en');
    assert.equal(ask('https://api.z.ai/api/paas/v4', 'zh-cn'), 'en-US,en');
    assert.equal(ask('https://not-z.ai.example/v4', 'zh-cn'), 'zh-CN,zh');
  });
});
