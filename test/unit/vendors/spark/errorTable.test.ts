import assert from 'node:assert/strict';
import { errorTable, frameError, sparkError } from '../../../../src/vendors/spark/errorTable.ts';
import { refusalError } from '../../../../src/vendors/spark/refusal.ts';

describe('Spark error codes', () => {
  // The documented table, written down a second time on purpose.
  const documented: readonly (readonly [
    codes: readonly number[],
    kind: string,
    retryable: boolean,
    advice?: string | undefined,
    retryAfterMs?: number,
  ])[] = [
    [[10000, 10001, 10002], 'unavailable', true],
    [[10003, 10004, 10005, 10163], 'invalid-request', false],
    [[10006, 10007], 'rate-limit', true, undefined, 1000],
    [[10008, 10009, 10010, 10011, 10012], 'unavailable', true],
    [[10013, 10014, 10019, 10021, 10022], 'content-filter', false],
    [[10015], 'auth', false, 'account-state'],
    [[10016, 11200], 'auth', false, 'activate-model'],
    [[10017, 10110, 10222, 10223], 'unavailable', true],
    [[10018], 'network', true],
    [[10907], 'context-length', false],
    [[11201], 'quota', false, 'wait-for-reset'],
    [[11202], 'rate-limit', true, undefined, 1000],
    [[11203], 'rate-limit', true],
  ];

  for (const [codes, kind, retryable, advice, retryAfterMs] of documented) {
    for (const code of codes) {
      it(`${code}: ${kind}${retryable ? ', may be repeated' : ''}${advice ? `, ${advice}` : ''}`, () => {
        const error = frameError({ code: String(code), message: '原文', requestId: 'cht1@dx2' });
        assert.equal(error.kind, kind);
        assert.equal(error.message, '原文');
        assert.deepEqual(error.details, {
          code: String(code),
          requestId: 'cht1@dx2',
          retryable,
          ...(advice && { advice }),
          ...(retryAfterMs && { retryAfterMs }),
        });
      });
    }
  }

  it('are all of these', () => {
    const codes = documented.flatMap(([row]) => row).map(String);
    assert.deepEqual(Object.keys(errorTable).toSorted(), codes.toSorted());
  });

  it('an unlisted one is shown and not repeated', () => {
    const error = frameError({ code: '10910', message: '' });
    assert.equal(error.kind, 'unavailable');
    assert.equal(error.details.retryable, false);
    assert.equal(error.message, 'Spark error 10910');
  });

  it('11200 tells a used-up licence from a version that is not activated', () => {
    const judge = (message: string) => {
      const { kind, details } = sparkError({ status: 200, code: '11200', message });
      return [kind, details.advice];
    };
    assert.deepEqual(judge('AppIdNoAuthError:(12:00:00.000) tokens.total'), ['quota', 'plan-or-balance']);
    assert.deepEqual(judge('AppIdNoAuthError:(12:00:00.000) domain.generalv3'), ['auth', 'activate-model']);
  });

  it('keep what the service says of the wait, and are judged by the status where there is no code', () => {
    const wait = (retryAfterMs: number) =>
      sparkError({ status: 200, code: '10007', message: '', retryAfterMs });
    assert.equal(wait(7_000).details.retryAfterMs, 7_000);
    assert.equal(wait(0).details.retryAfterMs, 0);
    const { kind, details } = sparkError({ status: 503, message: 'down' });
    assert.deepEqual([kind, details], ['unavailable', { status: 503, retryable: true }]);
  });

  it('11200 is a used-up licence only where the message speaks of tokens', () => {
    for (const [message, kind] of [
      ['tokens.total', 'quota'],
      ['no tokens. none', 'quota'],
      ['subtokens.total', 'auth'],
      ['tokens total', 'auth'],
    ] as const) {
      assert.equal(sparkError({ status: 200, code: '11200', message }).kind, kind, message);
    }
  });

  it('a domain that nobody has is a matter of the model', () => {
    const advice = (code: string, message: string) => frameError({ code, message }).details.advice;
    assert.equal(advice('10003', 'ClientMsgError:(12:00:00.000) invalid model domain'), 'choose-model');
    assert.equal(advice('10003', 'ClientMsgError:(12:00:00.000) invalid message'), undefined);
    assert.equal(advice('10005', 'invalid param model:lite2'), 'choose-model');
    assert.equal(advice('10005', "param validate error: '$.top_k'"), undefined);
  });
});

describe('A refusal by Spark’s gateway', () => {
  const noDate =
    'HMAC signature cannot be verified, a valid date or x-date header is required for HMAC Authentication';
  const noCredential = 'HMAC signature cannot be verified: fail to retrieve credential';

  it('is a matter of the key', () => {
    for (const message of ['Unauthorized', noCredential, 'HMAC signature does not match']) {
      const { kind, details } = refusalError({ status: 401, message }, { signed: true });
      assert.deepEqual([kind, details], ['auth', { status: 401, retryable: false }], message);
    }
  });

  it('is a matter of the clock if the gateway says so or its own clock shows it', () => {
    for (const [status, message, clockSkewMs] of [
      [403, noDate, -301_000],
      [401, noDate, 0],
      [401, 'HMAC signature cannot be verified', 400_000],
    ] as const) {
      const failure = { status, message, clockSkewMs };
      const { kind, details } = refusalError(failure, { signed: true, swapped: true });
      assert.deepEqual(
        [kind, details],
        ['auth', { status, retryable: false, advice: 'clock', clockSkewMs }],
        message,
      );
    }
    const near = refusalError(
      { status: 401, message: noCredential, clockSkewMs: 290_000 },
      { signed: true, swapped: true },
    );
    assert.equal(near.details.advice, 'swapped-keys');
  });

  it('is not a matter of the clock where nothing is signed', () => {
    const failure = { status: 401, message: noDate, clockSkewMs: 400_000 };
    assert.equal(refusalError(failure, {}).details.advice, undefined);
  });

  it('names exchanged keys and keys of another kind', () => {
    const advice = (suspects: Parameters<typeof refusalError>[1]) =>
      refusalError({ status: 401, message: noCredential }, suspects).details.advice;
    assert.equal(advice({ swapped: true, signed: true }), 'swapped-keys');
    assert.equal(advice({ otherKind: true }), 'key-kind');
  });

  it('is not one where the service itself gives a code', () => {
    for (const [status, code, kind, advice] of [
      [401, '10013', 'content-filter', undefined],
      [403, '11201', 'quota', 'wait-for-reset'],
      [404, '10005', 'invalid-request', undefined],
    ] as const) {
      const { kind: got, details } = refusalError({ status, code, message: 'no' }, { swapped: true });
      assert.deepEqual([got, details.advice], [kind, advice]);
    }
  });

  it('weighs the clock first, then the place of the keys, then their kind', () => {
    const suspects = { signed: true, swapped: true, otherKind: true };
    const judge = (
      failure: { message?: string; clockSkewMs?: number; status?: number },
      suspected = suspects,
    ) => refusalError({ status: 401, message: noCredential, ...failure }, suspected).details.advice;
    for (const clockSkewMs of [300_001, -300_001]) assert.equal(judge({ clockSkewMs }), 'clock');
    for (const clockSkewMs of [300_000, -300_000]) assert.equal(judge({ clockSkewMs }), 'swapped-keys');
    assert.equal(judge({ message: 'a Date Header is required' }), 'clock');
    assert.equal(judge({ message: 'no update header is required' }), 'swapped-keys');
    assert.equal(judge({}, { ...suspects, swapped: false }), 'key-kind');
    assert.equal(judge({ status: 403 }, { signed: false, swapped: false, otherKind: false }), undefined);
    const forbidden = refusalError({ status: 403, message: 'no' }, {});
    assert.deepEqual([forbidden.kind, forbidden.details.advice], ['auth', undefined]);
  });

  it('elsewhere is a matter of the address or the service', () => {
    const missing = refusalError({ status: 404, message: 'no Route matched with those values' }, {});
    assert.deepEqual([missing.kind, missing.details.advice], ['invalid-request', 'other-address']);
    const down = refusalError({ status: 503, message: 'name resolution failed' }, { swapped: true });
    assert.deepEqual([down.kind, down.details.retryable], ['unavailable', true]);
  });
});
