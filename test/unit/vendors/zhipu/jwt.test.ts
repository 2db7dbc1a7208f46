import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { signToken } from '../../../../src/vendors/zhipu/jwt.ts';

describe('Zhipu token', () => {
  it('equals the golden vector byte for byte', async () => {
    const token = await signToken(
      { id: '0123456789abcdef0123456789abcdef', secret: 'AbCdEfGhIjKlMnOp' },
      1_767_323_045_000,
    );
    assert.equal(
      token,
      [
        'eyJhbGciOiJIUzI1NiIsInNpZ25fdHlwZSI6IlNJR04ifQ',
        'eyJhcGlfa2V5IjoiMDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWYiLCJleHAiOjE3NjczMjMyNTUwMDAsInRpbWVzdGFtcCI6MTc2NzMyMzA0NTAwMH0',
        'h-fJGFU_ovUfyUpUKRSVzTAuIVS0tgRwdxtKAwLk__A',
      ].join('.'),
    );
  });

  it('equals what plain HMAC makes of the same parts, for any key and time', async () => {
    const part = fc.string({ minLength: 1 });
    await fc.assert(
      fc.asyncProperty(part, part, fc.nat(4_000_000_000_000), async (id, secret, now) => {
        const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
        const signed = `${encode({ alg: 'HS256', sign_type: 'SIGN' })}.${encode({ api_key: id, exp: now + 210_000, timestamp: now })}`;
        const signature = createHmac('sha256', secret).update(signed).digest('base64url');
        assert.equal(await signToken({ id, secret }, now), `${signed}.${signature}`);
      }),
      { numRuns: 30 },
    );
  });
});
