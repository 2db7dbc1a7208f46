import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, it } from 'mocha';
import { type AcceptedKey, authenticate } from '../../vendors/zhipu/authorization.ts';
import { testKeys } from '../../vendors/zhipu/bigModelServer.ts';

const now = 1_767_323_045_000;
const keys: readonly AcceptedKey[] = [{ key: testKeys.payAsYouGo, plan: 'pay-as-you-go' }];

/** From the protocol's description; verified there with five independent implementations. */
const goldenToken =
  'eyJhbGciOiJIUzI1NiIsInNpZ25fdHlwZSI6IlNJR04ifQ.eyJhcGlfa2V5IjoiMDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWYiLCJleHAiOjE3NjczMjMyNTUwMDAsInRpbWVzdGFtcCI6MTc2NzMyMzA0NTAwMH0.h-fJGFU_ovUfyUpUKRSVzTAuIVS0tgRwdxtKAwLk__A';

const goldenHeader = { alg: 'HS256', sign_type: 'SIGN' };
const goldenPayload = {
  api_key: '0123456789abcdef0123456789abcdef',
  exp: now + 210_000,
  timestamp: now,
};

function sign(header: object, payload: object, secret = 'AbCdEfGhIjKlMnOp'): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part(header)}.${part(payload)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

function judge(header: string | undefined, at = now): string {
  const authentication = authenticate(header, keys, at);
  return authentication.type === 'refused' ? authentication.code : authentication.type;
}

describe('BigModel server: authorization', () => {
  it('accepts the golden token, with Bearer or alone, and says what it read', () => {
    assert.equal(sign(goldenHeader, goldenPayload), goldenToken);
    assert.deepEqual(authenticate(`Bearer ${goldenToken}`, keys, now), {
      type: 'jwt',
      accepted: keys[0],
      token: goldenToken,
      bearer: true,
      expiresAt: now + 210_000,
      issuedAt: now,
      unit: 'milliseconds',
    });
    assert.equal(judge(goldenToken), 'jwt');
  });

  it('accepts the plain key as bearer only', () => {
    assert.equal(judge(`Bearer ${testKeys.payAsYouGo}`), 'key');
    assert.equal(judge(testKeys.payAsYouGo), '1000');
    assert.equal(judge(`Bearer ${testKeys.payAsYouGo}x`), '1000');
  });

  it('answers 1001 without a credential', () => {
    for (const header of [undefined, '', 'Bearer', 'Bearer  ']) assert.equal(judge(header), '1001');
  });

  it('accepts exp and timestamp in seconds, milliseconds, microseconds, and mixed', () => {
    const exp = now + 210_000;
    for (const [payload, unit] of [
      [{ exp: exp / 1000, timestamp: now / 1000 }, 'seconds'],
      [{ exp: exp * 1000, timestamp: now * 1000 }, 'microseconds'],
      [{ exp: exp / 1000, timestamp: now }, 'seconds'],
    ] as const) {
      const authentication = authenticate(sign(goldenHeader, { ...goldenPayload, ...payload }), keys, now);
      assert.ok(authentication.type === 'jwt');
      assert.deepEqual(
        [authentication.unit, authentication.expiresAt, authentication.issuedAt],
        [unit, exp, now],
      );
    }
  });

  it('answers 1003 from the moment of expiry, in every unit', () => {
    const exp = goldenPayload.exp;
    for (const token of [
      goldenToken,
      sign(goldenHeader, { ...goldenPayload, exp: exp / 1000 }),
      sign(goldenHeader, { ...goldenPayload, exp: exp * 1000 }),
    ]) {
      assert.equal(judge(token, exp - 1), 'jwt');
      assert.equal(judge(token, exp), '1003');
    }
  });

  it('answers 1004 to a token from a clock that is ahead', () => {
    assert.equal(judge(goldenToken, now - 60_000), 'jwt');
    assert.equal(judge(goldenToken, now - 301_000), '1004');
  });

  it('refuses every change of a single character of the golden token', () => {
    for (let index = 0; index < goldenToken.length; index += 1) {
      if (goldenToken[index] === '.') continue;
      const changed = goldenToken[index] === 'A' ? 'B' : 'A';
      const token = goldenToken.slice(0, index) + changed + goldenToken.slice(index + 1);
      assert.match(judge(token), /^100[024]$/, `position ${index}`);
    }
  });

  it('refuses another secret, another account, and base64 that is not unpadded base64url', () => {
    assert.equal(judge(sign(goldenHeader, goldenPayload, 'another secret')), '1004');
    assert.equal(judge(sign(goldenHeader, { ...goldenPayload, api_key: 'nobody' })), '1004');
    assert.equal(judge(`${goldenToken}=`), '1002');
    assert.equal(judge(goldenToken.replace('_', '/')), '1002');
  });

  it('refuses headers and payloads that lack what is required', () => {
    for (const header of [
      { ...goldenHeader, alg: 'none' },
      { ...goldenHeader, alg: 'HS512' },
      { alg: 'HS256' },
    ]) {
      assert.equal(judge(sign(header, goldenPayload)), '1002');
    }
    assert.equal(judge(sign({ ...goldenHeader, typ: 'JWT' }, goldenPayload)), 'jwt');
    for (const lack of ['api_key', 'exp', 'timestamp']) {
      assert.equal(judge(sign(goldenHeader, { ...goldenPayload, [lack]: undefined })), '1002', lack);
    }
    assert.equal(judge(sign(goldenHeader, { ...goldenPayload, exp: String(goldenPayload.exp) })), '1002');
    assert.equal(judge(sign(goldenHeader, { ...goldenPayload, exp: goldenPayload.exp + 0.5 })), '1002');
  });

  it('answers with the code set for an account', () => {
    const locked: readonly AcceptedKey[] = [{ key: 'id.secret', plan: 'both', refusedWith: '1112' }];
    const authentication = authenticate('Bearer id.secret', locked, now);
    assert.equal(authentication.type === 'refused' && authentication.code, '1112');
  });
});
