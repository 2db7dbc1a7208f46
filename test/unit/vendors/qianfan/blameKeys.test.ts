import assert from 'node:assert/strict';
import { type Advice, ProviderError } from '../../../../src/core/error.ts';
import { blameClock } from '../../../../src/vendors/qianfan/blameClock.ts';
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

  it('are told by how they begin and end, not by what is in them', () => {
    const inside = `abc${accessKey.slice(3)}`;
    const holding = `x${accessKey}`;
    const base = 'https://qianfan.baidubce.com/v2';
    const cases: readonly (readonly [Advice | undefined, Advice | undefined])[] = [
      [accessKeyAdvice({ accessKey: iamSecretKey, secretKey: holding }), undefined],
      [accessKeyAdvice({ accessKey: holding, secretKey: accessKey }), 'swapped-keys'],
      [accessKeyAdvice({ accessKey, secretKey: accessKey }), undefined],
      [accessKeyAdvice({ accessKey: `x${payAsYouGo}`, secretKey }), undefined],
      [accessKeyAdvice({ accessKey: `${apiKey}0`, secretKey }), undefined],
      [accessKeyAdvice({ accessKey: `-${apiKey}`, secretKey }), undefined],
      [accessKeyAdvice({ accessKey: `${apiKey.slice(1)}-`, secretKey }), undefined],
      [accessKeyAdvice({ accessKey: inside, secretKey: iamSecretKey }), 'key-kind'],
      [accessKeyAdvice({}), undefined],
      [applicationAdvice({ apiKey: holding, secretKey }), undefined],
      [applicationAdvice({ apiKey, secretKey: accessKey }), 'key-kind'],
      [applicationAdvice({ apiKey, secretKey: payAsYouGo }), 'key-kind'],
      [applicationAdvice({ apiKey, secretKey: holding }), undefined],
      [applicationAdvice({ apiKey: secretKey, secretKey }), undefined],
      [applicationAdvice({ apiKey, secretKey: apiKey }), undefined],
      [applicationAdvice({}), undefined],
      [apiKeyAdvice({ apiKey: `x${payAsYouGo}` }, base), 'key-kind'],
      [apiKeyAdvice({}, base), 'key-kind'],
      [apiKeyAdvice({ apiKey: payAsYouGo }, `${base}/coding/v2`), undefined],
      [apiKeyAdvice({ apiKey: payAsYouGo }, `${base}/tokenplan/personal/v2`), undefined],
      [apiKeyAdvice({ apiKey: payAsYouGo }, `${base}/tokenplan/`), undefined],
      [apiKeyAdvice({ apiKey: 'bce-v3/x/bce-v3/ALTAKSP-y' }, base), undefined],
    ];
    for (const [index, [advice, expected]] of cases.entries()) assert.equal(advice, expected, `${index}`);
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
    for (const other of [new ProviderError('auth', 'no'), new Error('no')]) {
      const same = blameKeys(other, () => undefined);
      assert.equal(same, other);
    }
    const foreign = new Error('no');
    assert.equal(
      blameKeys(foreign, () => 'swapped-keys'),
      foreign,
    );
  });

  it('come with the clock as the reason where a signature was refused and the clock is off', () => {
    const advice = (code: string | undefined, clockSkewMs: number | undefined) => {
      const details = { ...(code && { code }), ...(clockSkewMs !== undefined && { clockSkewMs }) };
      return providerError(blameClock(new ProviderError('auth', 'no', details)), 'auth').details;
    };
    for (const code of ['14', 'SignatureDoesNotMatch', 'RequestExpired', 'InvalidHTTPAuthHeader']) {
      assert.deepEqual(advice(code, -400_000), { code, clockSkewMs: -400_000, advice: 'clock' });
      assert.deepEqual(advice(code, undefined), { code });
    }
    assert.deepEqual(advice('17', 400_000), { code: '17', clockSkewMs: 400_000 });
    assert.deepEqual(advice(undefined, 400_000), { clockSkewMs: 400_000 });
    const foreign = new Error('no');
    assert.equal(blameClock(foreign), foreign);
  });
});
