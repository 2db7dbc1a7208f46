import assert from 'node:assert/strict';
import { findApi, vendors } from '../../../src/vendors/registry.ts';

describe('vendor registry', () => {
  it('finds every API by its ids, and nothing else', () => {
    for (const vendor of vendors) {
      for (const api of vendor.apis) assert.deepEqual(findApi(vendor.id, api.id), { vendor, api });
    }
    assert.equal(findApi('zhipu', 'gone'), undefined);
    assert.equal(findApi('gone', 'bigmodel'), undefined);
  });

  it('holds descriptors that are complete and unambiguous', () => {
    const unique = (ids: readonly string[]) => assert.equal(new Set(ids).size, ids.length, ids.join());
    unique(vendors.map(({ id }) => id));
    for (const { apis } of vendors) {
      unique(apis.map(({ id }) => id));
      for (const api of apis) {
        unique(api.authModes.map(({ id }) => id));
        for (const { fields } of api.authModes) {
          unique(fields.map(({ id }) => id));
          for (const field of fields) {
            assert.equal(field.normalise(''), '');
            if (!field.optional) assert.notEqual(field.check(''), undefined, field.id);
            if (field.shape) assert.doesNotMatch('', field.shape);
          }
        }
        unique(api.models.map(({ id }) => id));
        unique(api.endpoints.map(({ id }) => id));
        assert.ok(api.models.length > 0 && api.endpoints.length > 0 && api.authModes.length > 0);
        assert.ok(api.models.some(({ id }) => id === api.probeModel));
        for (const { contextWindow, maxOutputTokens } of api.models)
          assert.ok(maxOutputTokens <= contextWindow);
        for (const { baseUrl } of api.endpoints)
          assert.match(baseUrl, /^(?:(?:https|wss):\/\/|http:\/\/localhost:).*[^/]$/);
        assert.match(api.keyUrl, /^https:\/\//);
      }
    }
  });

  it('are found by the names that people have for them', () => {
    const names = {
      alibaba: '阿里云 阿里巴巴 通义 通义千问 百炼 小蜜 Qwen Tongyi DashScope Bailian',
      custom: '自定义 OpenAI Ollama vLLM SGLang one-api DeepSeek Kimi Moonshot',
      qianfan: '百度 千帆 百度千帆 文心 文心一言 ERNIE Wenxin Baidu DeepSeek',
      spark: '讯飞 科大讯飞 星火 讯飞星火 SparkDesk iFlytek Xunfei Xinghuo',
      zhipu: '智谱 智谱清言 GLM ChatGLM BigModel Z.ai',
    };
    for (const vendor of vendors) {
      const wanted = names[vendor.id as keyof typeof names].split(' ');
      assert.deepEqual(
        wanted.filter((name) => !vendor.aliases.includes(name)),
        [],
        vendor.id,
      );
      assert.ok(vendor.aliases.every((name) => name.trim().length > 1));
    }
  });
});
