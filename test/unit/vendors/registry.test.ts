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
});
