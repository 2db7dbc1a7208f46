import assert from 'node:assert/strict';
import { siblingUrl } from '../../../src/net/siblingUrl.ts';

describe('the second address of an API', () => {
  const bases = ['https://qianfan.baidubce.com/v2', 'https://qianfan.baidubce.com/v2/tokenplan/personal'];
  const minting = 'https://iam.bj.baidubce.com/v1/BCE-BEARER/token';

  it('is the documented one beside a documented base', () => {
    for (const base of bases) assert.equal(siblingUrl(base, bases, minting), minting);
    assert.equal(siblingUrl('https://qianfan.baidubce.com/v2/other', bases, minting), minting);
    const regions = ['https://api.test/v1', 'https://eu.api.test/v1'];
    for (const base of regions)
      assert.equal(siblingUrl(base, regions, 'https://iam.test/t'), 'https://iam.test/t');
  });

  it('has its documented path at the origin that stands in for all hosts', () => {
    assert.equal(
      siblingUrl('http://127.0.0.1:8080/v2', bases, minting),
      'http://127.0.0.1:8080/v1/BCE-BEARER/token',
    );
    assert.equal(
      siblingUrl('http://qianfan.baidubce.com/v2', bases, minting),
      'http://qianfan.baidubce.com/v1/BCE-BEARER/token',
    );
    assert.equal(siblingUrl('https://gw.test', bases, 'https://chatbot.test/'), 'https://gw.test/');
  });
});
