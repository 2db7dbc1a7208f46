import assert from 'node:assert/strict';
import type { CredentialField } from '../../../../src/core/vendor.ts';
import { recogniseKey } from '../../../../src/extension/recogniseKey.ts';
import { qianfan } from '../../../../src/vendors/qianfan/descriptor.ts';
import {
  accessKeyField,
  accessKeyPair,
  accessSecretField,
  apiKeyField,
  appIdField,
  applicationKeyField,
  applicationSecretField,
} from '../../../../src/vendors/qianfan/fields.ts';
import { testKeys } from '../../../vendors/qianfan/account.ts';
import { describeFields, usualAnswers } from '../fieldCases.ts';

describe('Qianfan keys', () => {
  const own: readonly (readonly [CredentialField, string])[] = [
    [apiKeyField, testKeys.payAsYouGo],
    [apiKeyField, testKeys.coding],
    [appIdField, testKeys.applicationId],
    [accessKeyField, testKeys.iamAccessKey],
    [accessSecretField, testKeys.iamSecretKey],
    [applicationKeyField, testKeys.apiKey],
    [applicationSecretField, testKeys.secretKey],
  ];

  it('are taken out of what people paste, and recognised', () => {
    for (const [field, key] of own) {
      for (const pasted of [key, ` ${key}\n`, `"${key}"`, `${key.slice(0, 5)}\n${key.slice(5)}\u200b`]) {
        assert.equal(field.normalise(pasted), key);
      }
      assert.equal(field.check(key), undefined);
      assert.match(key, field.shape ?? assert.fail());
    }
    assert.equal(apiKeyField.normalise(`Authorization: Bearer ${testKeys.payAsYouGo}`), testKeys.payAsYouGo);
  });

  it('are refused where they belong elsewhere, with the reason', () => {
    const fault = (field: CredentialField, value: string) => field.check(value) ?? '';
    for (const field of [accessKeyField, accessSecretField, applicationKeyField, applicationSecretField]) {
      assert.match(fault(field, testKeys.payAsYouGo), /V2/);
    }
    for (const field of [apiKeyField, applicationKeyField, applicationSecretField]) {
      assert.match(fault(field, testKeys.iamAccessKey), /IAM/);
    }
    assert.match(fault(accessSecretField, testKeys.iamAccessKey), /swapped/);
    assert.match(fault(apiKeyField, 'bce-v3/ALTAK-abc'), /missing/);
    for (const [field] of own) {
      if (field !== appIdField) assert.match(fault(field, ''), /^Enter/);
      assert.match(fault(field, '密钥'), /Latin/);
      assert.match(fault(field, 'https://console.bce.baidu.com'), /address/);
    }
    assert.equal(appIdField.check(''), undefined);
  });

  it('may be an old access key or a gateway’s own key', () => {
    assert.equal(accessKeyField.check('0123456789abcdef0123456789abcdef'), undefined);
    assert.equal(apiKeyField.check('sk-gateway-0123456789'), undefined);
  });

  it('lead to the right way in when they are pasted', () => {
    const ways = (pasted: string) =>
      recogniseKey(pasted, [qianfan]).map(({ api, authMode }) => `${api.id} ${authMode}`);
    assert.deepEqual(ways(testKeys.payAsYouGo), ['v2 api-key']);
    assert.deepEqual(ways(`${testKeys.iamAccessKey} ${testKeys.iamSecretKey}`), ['v2 iam', 'v1-iam key']);
    assert.deepEqual(ways(`${testKeys.apiKey}\n${testKeys.secretKey}`), ['v1-oauth key']);
  });

  it('are a pair even where one is missing: the server has the last word', () => {
    assert.deepEqual(accessKeyPair({}), { accessKey: '', secretKey: '' });
    const pair = { accessKey: testKeys.iamAccessKey, secretKey: testKeys.iamSecretKey };
    assert.deepEqual(accessKeyPair({ ...pair, appId: testKeys.applicationId }), pair);
  });
});

describeFields('Qianfan', [
  {
    field: apiKeyField,
    id: 'apiKey',
    variables: ['QIANFAN_BEARER_TOKEN'],
    keys: [testKeys.payAsYouGo, testKeys.coding, 'bce-v3/ALTAK-a/b'],
    others: ['bce-v3/ALTAK/b', 'bce-v3/ALTAK-a/', 'bce-v3/ALTAK-a', 'bce-v3/LTAK-a/b'],
    answers: [
      ...usualAnswers,
      ['bce-v3/ALTAK-a', /missing/],
      ['bce-v3/ALTAK-a/', /missing/],
      ['bce-v3//b', /missing/],
      ['bce-v3/ALTAK-a/b/c', /missing/],
      ['bce-v3/ALTAK-a/bce-v3/ALTAK-a/b', /missing/],
      ['sk-bce-v3/a', undefined],
      ['ALTAKabc', /IAM/],
      ['sk-ALTAKabc', undefined],
    ],
  },
  {
    field: appIdField,
    id: 'appId',
    secret: false,
    optional: true,
    variables: ['QIANFAN_APPID'],
    keys: [testKeys.applicationId, 'app-ab12'],
    others: ['app-ab1', 'app-ab-12', 'ab12'],
    answers: [...usualAnswers.filter(([value]) => value !== ''), ['', undefined]],
  },
  {
    field: accessKeyField,
    id: 'accessKey',
    variables: ['QIANFAN_ACCESS_KEY'],
    keys: [testKeys.iamAccessKey, 'ALTAKabcd0123'],
    others: ['ALTAKabcd012', 'ALTAK-abcd0123', 'abcdefghijklm'],
    answers: [...usualAnswers, ['bce-v3/ALTAK-a/b', /V2/], ['sk-bce-v3/a', undefined]],
  },
  {
    field: accessSecretField,
    id: 'secretKey',
    variables: ['QIANFAN_SECRET_KEY'],
    keys: [testKeys.iamSecretKey],
    others: ['0123456789abcdef0123456789abcde', '0123456789ABCDEF0123456789ABCDEF'],
    answers: [...usualAnswers, ['bce-v3/ALTAK-a/b', /V2/], ['ALTAKabc', /swapped/], ['0ALTAKabc', undefined]],
  },
  {
    field: applicationKeyField,
    id: 'apiKey',
    variables: ['QIANFAN_AK'],
    keys: [testKeys.apiKey],
    others: ['AbCdEfGhIjKlMnOpQrStUvW', 'AbCdEfGhIjKlMnOpQrStUvW-', 'ALTAKabcdefghijklmnopqrs'],
    answers: [...usualAnswers, ['bce-v3/ALTAK-a/b', /V2/], ['ALTAKabc', /V1 with IAM/]],
  },
  {
    field: applicationSecretField,
    id: 'secretKey',
    variables: ['QIANFAN_SK'],
    keys: [testKeys.secretKey],
    others: ['ZyXwVuTsRqPoNmLkJiHgFeDcBa01234', `ALTAK${testKeys.secretKey.slice(5)}`],
    answers: [...usualAnswers, ['bce-v3/ALTAK-a/b', /V2/], ['ALTAKabc', /V1 with IAM/]],
  },
]);
