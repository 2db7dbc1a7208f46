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

  it('are reached through ws for http and wss for https', () => {
    assert.equal(socketTarget('http://127.0.0.1:8080', 'lite').address.href, 'ws://127.0.0.1:8080/v1.1/chat');
    assert.equal(socketTarget('https://gateway.test', 'lite').address.href, 'wss://gateway.test/v1.1/chat');
  });

  it('have the version in their HTTP address, once', () => {
    const cases: readonly (readonly [base: string, id: string, url: string, name: string])[] = [
      [httpBase, 'lite', `${httpBase}/v1/chat/completions`, 'lite'],
      [httpBase, 'generalv3.5', `${httpBase}/v1/chat/completions`, 'generalv3.5'],
      [httpBase, 'spark-x', `${httpBase}/v2/chat/completions`, 'spark-x'],
      [httpBase, 'spark-x2', `${httpBase}/x2/chat/completions`, 'spark-x'],
      [httpBase, 'x1-preview', `${httpBase}/v2/chat/completions`, 'x1-preview'],
      [httpBase, 'a-model-of-tomorrow', `${httpBase}/v1/chat/completions`, 'a-model-of-tomorrow'],
      [`${httpBase}/v1`, 'lite', `${httpBase}/v1/chat/completions`, 'lite'],
      [`${httpBase}/x2`, 'spark-x2.5', `${httpBase}/x2/chat/completions`, 'spark-x2.5'],
      ['http://127.0.0.1:1/v2', 'spark-x', 'http://127.0.0.1:1/v2/chat/completions', 'spark-x'],
    ];
    for (const [base, id, url, name] of cases) {
      const target = completionTarget(base, id);
      assert.deepEqual([target.url, target.name], [url, name], `${base} ${id}`);
    }
  });
});
