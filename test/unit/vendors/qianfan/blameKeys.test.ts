import assert from 'node:assert/strict';
import { ProviderError } from '../../../../src/core/error.ts';
import {
  accessKeyAdvice,
  apiKeyAdvice,
  applicationAdvice,
  blameKeys,
} from '../../../../src/vendors/qianfan/blameKeys.ts';
import { testKeys } from '../../../vendors/qianfan/account.ts';
import { providerError } from '../../net/fakes.ts';

describe('Qianfan keys that were refused', () => {
  const { iamAccessKey: accessKey, iamSecretKey, apiKey, secretKey, payAsYouGo, coding } = testKeys;

  it('were swapped, or are of another kind', () => {
    assert.equal(accessKeyAdvice({ accessKey, secretKey: iamSecretKey }), undefined);
    assert.equal(accessKeyAdvice({ accessKey: iamSecretKey, secretKey: iamSecretKey }), undefined);
    assert.equal(accessKeyAdvice({ accessKey: iamSecretKey, secretKey: accessKey }), 'swapped-keys');
    assert.equal(accessKeyAdvice({ accessKey: apiKey, secretKey }), 'key-kind');
    assert.equal(accessKeyAdvice({ accessKey: payAsYouGo, secretKey }), 'key-kind');
    assert.equal(applicationAdvice({ apiKey, secretKey }), undefined);
    assert.equal(applicationAdvice({ apiKey: secretKey, secretKey: apiKey }), 'swapped-keys');
    assert.equal(applicationAdvice({ apiKey: accessKey, secretKey: iamSecretKey }), 'key-kind');
    assert.equal(applicationAdvice({ apiKey: payAsYouGo, secretKey }), 'key-kind');
  });

  it('belong to another plan', () => {
    const base = 'https://qianfan.baidubce.com/v2';
    assert.equal(apiKeyAdvice({ apiKey: payAsYouGo }, base), undefined);
    assert.equal(apiKeyAdvice({ apiKey: payAsYouGo }, `${base}/coding`), 'wrong-region');
    assert.equal(apiKeyAdvice({ apiKey: coding }, base), 'wrong-region');
    assert.equal(apiKeyAdvice({ apiKey: coding }, `${base}/coding`), undefined);
    assert.equal(apiKeyAdvice({ apiKey: coding }, `${base}/tokenplan/personal`), undefined);
    assert.equal(apiKeyAdvice({ apiKey: 'AbCdEfGhIjKlMnOpQrStUvWx' }, base), 'key-kind');
  });

  it('are blamed only for a refused sign-in that has no advice of its own', () => {
    const blame = (error: ProviderError) =>
      providerError(
        blameKeys(error, () => 'swapped-keys'),
        error.kind,
      );
    assert.equal(blame(new ProviderError('auth', 'no', { code: '14' })).details.advice, 'swapped-keys');
    assert.equal(blame(new ProviderError('auth', 'no', { code: '14' })).details.code, '14');
    assert.equal(blame(new ProviderError('auth', 'no', { advice: 'clock' })).details.advice, 'clock');
    assert.equal(blame(new ProviderError('quota', 'no')).details.advice, undefined);
  });
});
