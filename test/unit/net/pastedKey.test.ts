import assert from 'node:assert/strict';
import { pastedKey } from '../../../src/net/pastedKey.ts';
import { vendors } from '../../../src/vendors/registry.ts';

describe('a pasted key', () => {
  it('is freed of what stands around it', () => {
    for (const pasted of [
      'sk-0123.abc',
      '  "sk-0123.abc"\n',
      'Authorization: Bearer sk-0123.abc',
      '“Bearer sk-0123.abc”',
      'sk-01\n  23.abc\u200b',
      '\ufeff`sk-0123.abc` " ',
    ]) {
      assert.equal(pastedKey(pasted), 'sk-0123.abc', pasted);
    }
  });

  it('is not changed any more by being freed again, whosever it is', () => {
    const fields = vendors.flatMap(({ apis }) =>
      apis.flatMap(({ authModes }) => authModes.flatMap((mode) => mode.fields)),
    );
    for (const { normalise } of fields) {
      for (const pasted of ['" " "', '"\'a\' "', 'APPID: APPID: x', '" "APIKey: x', 'Bearer Bearer x']) {
        const once = normalise(pasted);
        assert.equal(normalise(once), once, pasted);
      }
    }
  });
});
