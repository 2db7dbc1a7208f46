import assert from 'node:assert/strict';
import { readV1Failure, v1Error, v1Errors } from '../../../../../src/vendors/qianfan/v1/errorTable.ts';

describe('V1 error codes', () => {
  // The documented table, written down a second time on purpose. All come with HTTP 200.
  const documented: readonly (readonly [
    codes: readonly number[],
    kind: string,
    retryable: boolean,
    advice?: string | undefined,
    retryAfterMs?: number,
  ])[] = [
    [[1, 2, 13, 15, 336000, 336100, 336200, 500000], 'unavailable', true],
    [[4, 18], 'rate-limit', true],
    [[336501, 336502], 'rate-limit', true, undefined, 60_000],
    [[17, 19], 'quota', false, 'plan-or-balance'],
    [[6], 'auth', false, 'activate-model'],
    [[14, 100, 110, 111], 'auth', false],
    [[336004], 'auth', false, 'key-permission'],
    [[3, 336005], 'invalid-request', false, 'choose-model'],
    [[336001, 336002, 336003, 336101, 336104, 336105], 'invalid-request', false],
    [[336006, 336007], 'invalid-request', false, 'history'],
    [[336103], 'context-length', false],
  ];

  for (const [codes, kind, retryable, advice, retryAfterMs] of documented) {
    for (const code of codes) {
      it(`${code}: ${kind}${retryable ? ', may be repeated' : ''}${advice ? `, ${advice}` : ''}`, () => {
        const failure = readV1Failure({ error_code: code, error_msg: '原文' }) ?? assert.fail();
        const error = v1Error({ ...failure, status: 200 });
        const { details } = error;
        assert.deepEqual(
          [error.kind, details.retryable, details.advice, details.retryAfterMs],
          [kind, retryable, advice, retryAfterMs],
        );
        assert.equal(error.message, '原文');
        assert.equal(details.code, String(code));
      });
    }
  }

  it('are all of these', () => {
    const codes = documented.flatMap(([row]) => row).map(String);
    assert.deepEqual(Object.keys(v1Errors).toSorted(), codes.toSorted());
  });

  it('come under either name, and only where there is one', () => {
    assert.deepEqual(readV1Failure({ code: 336501, msg: 'RPM' }), { code: '336501', message: 'RPM' });
    assert.deepEqual(readV1Failure({ error_code: 17 }), { code: '17', message: '' });
    for (const value of [undefined, null, [], 'x', {}, { result: 'x' }, { error_code: 0, error_msg: '' }]) {
      assert.equal(readV1Failure(value), undefined);
    }
  });

  it('leave the wait to the vendor where it names one', () => {
    const error = v1Error({ status: 200, code: '336501', message: '', retryAfterMs: 7_000 });
    assert.equal(error.details.retryAfterMs, 7_000);
  });

  it('point at the history if that is what is invalid', () => {
    const advice = (message: string) => v1Error({ status: 200, code: '336003', message }).details.advice;
    assert.equal(advice('the length of messages must be an odd number'), 'history');
    assert.equal(advice('temperature must be within (0, 1]'), undefined);
  });

  it('that are unknown cannot be repeated', () => {
    const { kind, details } = v1Error({ status: 200, code: '336999', message: 'x' });
    assert.deepEqual([kind, details.retryable], ['unavailable', false]);
  });
});
