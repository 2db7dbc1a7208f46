import assert from 'node:assert/strict';
import { findApi } from '../../../../src/vendors/registry.ts';
import { completionTarget } from '../../../../src/vendors/spark/completionAddress.ts';
import { findModel, models } from '../../../../src/vendors/spark/models.ts';
import { socketTarget } from '../../../../src/vendors/spark/socketAddress.ts';
import { providerError } from '../../net/fakes.ts';

describe('Spark models', () => {
  const socketBase = 'wss://spark-api.xf-yun.com';
  const httpBase = 'https://spark-api-open.xf-yun.com';

  // The documented table, written down a second time on purpose.
  const documented: readonly (readonly [
    id: string,
    path: string,
    domain: string,
    input: number,
    output: number,
  ])[] = [
    ['lite', '/v1.1/chat', 'lite', 8192, 4096],
    ['generalv3', '/v3.1/chat', 'generalv3', 8192, 8192],
    ['pro-128k', '/chat/pro-128k', 'pro-128k', 131072, 4096],
    ['generalv3.5', '/v3.5/chat', 'generalv3.5', 8192, 8192],
    ['max-32k', '/chat/max-32k', 'max-32k', 32768, 8192],
    ['4.0Ultra', '/v4.0/chat', '4.0Ultra', 8192, 8192],
    ['spark-x', '/v1/x1', 'spark-x', 65536, 65535],
    ['spark-x2', '/x2', 'spark-x', 65536, 65535],
  ];

  for (const [id, path, domain, input, output] of documented) {
    it(`${id} is ${domain} at ${path}`, () => {
      const target = socketTarget(socketBase, id);
      assert.equal(target.address.href, socketBase + path);
      assert.equal(target.domain, domain);
      assert.equal(target.model?.contextWindow, input);
      assert.equal(target.model?.maxOutputTokens, output);
    });
  }

  it('do what is documented of each, the most capable ones first', () => {
    const facts: readonly (readonly [
      id: string,
      contextWindow: number,
      maxOutputTokens: number,
      thinking: string,
      traits: string,
      http: string,
      formerName?: string,
    ])[] = [
      ['spark-x', 65_536, 65_535, 'optional', 'tools search system reasons', 'v2 spark-x', 'x1'],
      ['spark-x2', 65_536, 65_535, 'always', 'tools search system reasons', 'x2 spark-x'],
      ['4.0Ultra', 8192, 8192, 'none', 'tools search system', 'v1 4.0Ultra'],
      ['max-32k', 32_768, 8192, 'none', 'tools system', 'v1 max-32k'],
      ['generalv3.5', 8192, 8192, 'none', 'tools search system', 'v1 generalv3.5'],
      ['pro-128k', 131_072, 4096, 'none', 'tools system', 'v1 pro-128k'],
      ['generalv3', 8192, 8192, 'none', 'tools search system', 'v1 generalv3'],
      ['lite', 8192, 4096, 'none', '', 'v1 lite', 'general'],
      ['spark-x2.5', 262_144, 262_143, 'always', 'tools system reasons fixed', 'v2 spark-x2.5'],
      ['spark-x2.5-4b', 262_144, 262_143, 'always', 'tools system reasons fixed', 'v2 spark-x2.5-4b'],
      ['spark-x2.5-1.7b', 262_144, 262_143, 'always', 'tools system reasons fixed', 'v2 spark-x2.5-1.7b'],
    ];
    const described = models.map((model) => {
      const traits = {
        tools: model.tools,
        search: model.webSearch,
        system: model.systemRole,
        reasons: model.reasons,
        fixed: model.fixedSampling,
      };
      const { version, name } = model.completions;
      return [
        model.id,
        model.contextWindow,
        model.maxOutputTokens,
        model.thinking,
        Object.entries(traits)
          .flatMap(([trait, has]) => (has ? [trait] : []))
          .join(' '),
        `${version} ${name}`,
        ...model.formerNames,
      ];
    });
    assert.deepEqual(described, facts);
  });

  it('are offered over WebSocket as documented, and over HTTP all of them', () => {
    const ids = (api: string) =>
      findApi('spark', api)
        ?.api.models.map(({ id }) => id)
        .toSorted();
    assert.deepEqual(ids('websocket'), documented.map(([id]) => id).toSorted());
    assert.deepEqual(ids('http'), models.map(({ id }) => id).toSorted());
  });

  it('are known by their former names, in any letter case', () => {
    assert.equal(findModel('general')?.id, 'lite');
    assert.equal(findModel('x1')?.id, 'spark-x');
    assert.equal(findModel('4.0ultra')?.id, '4.0Ultra');
    assert.equal(findModel('general3'), undefined);
  });

  it('that are unknown never fall back to another one’s WebSocket', () => {
    for (const id of ['general3', 'spark-x2.5', 'my-service', '']) {
      assert.throws(
        () => socketTarget(socketBase, id),
        (error) => providerError(error, 'invalid-request').details.advice === 'choose-model',
      );
    }
  });

  it('may have any name behind an address with a path', () => {
    const target = socketTarget('wss://maas-api.cn-huabei-1.xf-yun.com/v1.1/chat', 'xspark13b6k');
    assert.equal(target.address.href, 'wss://maas-api.cn-huabei-1.xf-yun.com/v1.1/chat');
    assert.equal(target.domain, 'xspark13b6k');
  });

  it('keep their own domain behind an address with a path', () => {
    const target = socketTarget('wss://gateway.test/http:/chat', 'General');
    assert.deepEqual([target.address.href, target.domain], ['wss://gateway.test/http:/chat', 'lite']);
    assert.equal(socketTarget('wss://gateway.test/x2', 'spark-x2.5').domain, 'spark-x2.5');
  });

  it('are reached through ws for http and wss for https', () => {
    assert.equal(socketTarget('http://127.0.0.1:8080', 'lite').address.href, 'ws://127.0.0.1:8080/v1.1/chat');
    assert.equal(socketTarget('https://gateway.test', 'lite').address.href, 'wss://gateway.test/v1.1/chat');
    assert.equal(socketTarget('HTTPS://gateway.test', 'lite').address.href, 'wss://gateway.test/v1.1/chat');
  });

  it('have the version in their HTTP address, once', () => {
    const cases: readonly (readonly [base: string, id: string, url: string, name: string])[] = [
      [httpBase, 'lite', `${httpBase}/v1/chat/completions`, 'lite'],
      [httpBase, 'generalv3.5', `${httpBase}/v1/chat/completions`, 'generalv3.5'],
      [httpBase, 'spark-x', `${httpBase}/v2/chat/completions`, 'spark-x'],
      [httpBase, 'spark-x2', `${httpBase}/x2/chat/completions`, 'spark-x'],
      [httpBase, 'x1-preview', `${httpBase}/v2/chat/completions`, 'x1-preview'],
      [httpBase, 'a-model-of-tomorrow', `${httpBase}/v1/chat/completions`, 'a-model-of-tomorrow'],
      [httpBase, 'Spark-X3', `${httpBase}/v2/chat/completions`, 'Spark-X3'],
      [httpBase, 'X9', `${httpBase}/v2/chat/completions`, 'X9'],
      [httpBase, 'max-x', `${httpBase}/v1/chat/completions`, 'max-x'],
      [httpBase, 'my-spark-x', `${httpBase}/v1/chat/completions`, 'my-spark-x'],
      [httpBase, 'spark-lite', `${httpBase}/v1/chat/completions`, 'spark-lite'],
      [httpBase, 'General', `${httpBase}/v1/chat/completions`, 'lite'],
      [`${httpBase}/`, 'lite', `${httpBase}/v1/chat/completions`, 'lite'],
      [`${httpBase}/v1/`, 'lite', `${httpBase}/v1/chat/completions`, 'lite'],
      [`${httpBase}/v1//`, 'lite', `${httpBase}/v1/chat/completions`, 'lite'],
      [`${httpBase}//a/v1`, 'lite', `${httpBase}//a/v1/chat/completions`, 'lite'],
      [`${httpBase}/v1`, 'lite', `${httpBase}/v1/chat/completions`, 'lite'],
      [`${httpBase}/x2`, 'spark-x2.5', `${httpBase}/x2/chat/completions`, 'spark-x2.5'],
      ['http://127.0.0.1:1/v2', 'spark-x', 'http://127.0.0.1:1/v2/chat/completions', 'spark-x'],
    ];
    for (const [base, id, url, name] of cases) {
      const target = completionTarget(base, id);
      assert.deepEqual([target.url, target.name], [url, name], `${base} ${id}`);
      assert.equal(target.model, findModel(id));
    }
  });
});
