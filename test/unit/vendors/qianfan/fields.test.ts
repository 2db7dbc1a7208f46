import assert from 'node:assert/strict';
import type { CredentialField } from '../../../../src/core/vendor.ts';
import { recogniseKey } from '../../../../src/extension/recogniseKey.ts';
import { qianfan } from '../../../../src/vendors/qianfan/descriptor.ts';
import {
  accessKeyField,
  accessSecretField,
  apiKeyField,
  appIdField,
  applicationKeyField,
  applicationSecretField,
} from '../../../../src/vendors/qianfan/fields.ts';
import { testKeys } from '../../../vendors/qianfan/account.ts';

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
});
