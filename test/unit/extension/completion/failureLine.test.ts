import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ProviderError } from '../../../../src/core/error.ts';
import { failureLine } from '../../../../src/extension/completion/failureLine.ts';

describe('a failure of code completion in the log', () => {
  it('has its kind and codes', () => {
    const details = { status: 429, code: 'rate_limit', requestId: 'a1-b2' };
    assert.equal(
      failureLine(new ProviderError('rate-limit', 'Slow down', details)),
      'Code completion failed: rate-limit 429 rate_limit a1-b2',
    );
    assert.equal(failureLine(new ProviderError('network', 'reset')), 'Code completion failed: network');
  });

  it('has nothing of what the vendor says, which may be the code that was sent', () => {
    const said = 'const secret = compute(2);';
    const details = { status: 400, code: said, requestId: `${said}\n` };
    assert.equal(
      failureLine(new ProviderError('invalid-request', `Cannot read: ${said}`, details)),
      'Code completion failed: invalid-request 400',
    );
  });
});
